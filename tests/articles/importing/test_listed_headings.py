import pytest

from articles.importing import listed_headings, text
from articles.importing.document import Unreadable

HEAD = "Title | |\nMarch 4, 2026\n|\n-\nJane DoeAnalyst, Demo Center\n"
TAIL = "\n※ These are personal opinions of the author."


def outline(source: str):
    return listed_headings.outline(text.read(source.encode(), "piece.txt"))


def parts(source: str) -> list[tuple[str | None, list[str]]]:
    return [
        (part.heading and part.heading.text, [line.text for line in part.paragraphs])
        for part in outline(source).parts
    ]


ONE_AND_TWO = [("First Things", ["One.", "Two."]), ("Second Things", ["Three."])]


@pytest.mark.parametrize(
    "body",
    [
        "- Abstract.\n-\nOne.\nTwo. -\nThree.",
        "- Abstract.\n-\nOne.\nTwo. -\nThree. -",
        "- Abstract.\n-\nOne.\n\nTwo.\n-\n\nThree.\n-\n-",
        "- Abstract.\n-\nOne.\nTwo.-\nThree.",
        "- Abstract.\n-\nOne.\nTwo. –\nThree. —",
        "-Abstract. -\nOne.\nTwo. -\nThree.",
        "- Abstract.\nOne.\nTwo. -\nThree.",
        "-\nAbstract.\n-\nOne.\nTwo. -\nThree.",
        "– Abstract.\n–\nOne.\nTwo. -\nThree.\n|",
    ],
)
def test_sections_end_at_a_dash_however_it_stands(body):
    source = f"{HEAD}{body}\n| First Things\n|Second Things |{TAIL}"

    found = outline(source)

    assert [line.text for line in found.abstract] == ["Abstract."]
    assert parts(source) == ONE_AND_TWO
    assert [line.text for line in found.disclaimer] == [
        "These are personal opinions of the author."
    ]
    assert found.unplaced == ()


def test_hyphen_glued_to_a_letter_ends_no_section():
    source = f"{HEAD}- Abstract.\n-\nIt is a long-\nterm plan. -\nThree.\n| A\n| B"

    assert parts(source) == [("A", ["It is a long-", "term plan."]), ("B", ["Three."])]


def test_piece_without_abstract():
    source = f"{HEAD}-\nOne.\nTwo. -\nThree.\n| First Things\n| Second Things"

    assert outline(source).abstract == ()
    assert parts(source) == ONE_AND_TWO


def test_single_heading_above_text_heads_it():
    source = f"{HEAD}- Abstract.\n-\n| First Things\nOne.\nTwo.\n| Second Things\nThree.{TAIL}"

    assert parts(source) == ONE_AND_TWO


def test_piece_without_headings_is_one_section_after_another():
    assert parts(f"{HEAD}- Abstract.\n-\nOne. -\nTwo.") == [(None, ["One."]), (None, ["Two."])]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Apples are red. -\nPlums are blue.\n| Apples\n| Pears\n| Plums",
            [("Apples", ["Apples are red."]), ("Pears", []), ("Plums", ["Plums are blue."])],
        ),
        (
            "We begin. Slowly.\nIt is late. -\nApples are red. -\nPlums are blue.\n| Apples\n| Plums",
            [
                (None, ["We begin. Slowly.", "It is late."]),
                ("Apples", ["Apples are red."]),
                ("Plums", ["Plums are blue."]),
            ],
        ),
        (
            "One. -\nTwo. -\nThree.\n| Apples\n| Plums",
            [("Apples", ["One."]), ("Plums", ["Two."]), (None, ["Three."])],
        ),
    ],
)
def test_more_headings_or_more_sections_are_matched_by_their_words(body, expected):
    assert parts(f"{HEAD}- Abstract.\n-\n{body}") == expected


def test_views_spoken_of_in_the_text_are_no_disclaimer():
    sentence = "The note does not reflect the official position of Norland."
    found = outline(f"{HEAD}- Abstract.\n-\n{sentence}\n※ A note.\nTwo.\n| A\n| B{TAIL}")

    assert [line.text for line in found.parts[0].paragraphs] == [sentence, "※ A note.", "Two."]


def test_disclaimer_without_its_mark_is_known_by_its_words():
    found = outline(
        f"{HEAD}- Abstract.\n-\nOne.\n| A\nThese are personal views and do not bind us."
    )

    assert [line.text for line in found.disclaimer] == [
        "These are personal views and do not bind us."
    ]


def test_lines_below_the_disclaimer_are_left_over():
    found = outline(f"{HEAD}- Abstract.\n-\nOne.\n| A{TAIL}\nNext piece\nList")

    assert [line.text for line in found.unplaced] == ["Next piece", "List"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Title | |", "Title"),
        ("Title || ", "Title"),
        ("Norland | Eastmark: Two Views | |", "Norland | Eastmark: Two Views"),
        ("Title without its mark", "Title without its mark"),
    ],
)
def test_title(title, expected):
    found = outline(
        f"A teaser that is cut off, and\n{title}\nMarch 4, 2026\n-\n- Abstract.\n-\nOne."
    )

    assert found.title.text == expected
    assert [line.text for line in found.teasers] == ["A teaser that is cut off, and"]


def test_prose_alone_has_no_title():
    with pytest.raises(Unreadable, match="has no title"):
        outline("The sea is calm.\nThe lamps are lit.")
