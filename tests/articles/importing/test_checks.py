"""Each warning on a piece that is right but for one thing, and none on the piece that is right."""

import pytest

from articles.importing import plan, text

SOUND = """\
The lamps of the coast went out in April, and the
Lamps of the Coast: Two Questions | |
Wednesday, March 4, 2026
|
-
Jane DoeAnalyst, Demo Center
- The lamps of the coast went out in April, and the keepers want to know why. This paper answers two questions.
-
She is brief. Traits of the keeper include: Thrift. She saves.
Second, patience. She waits. Here are two questions that follow. -
The oil was old. “It smelt,” the keeper’s wife said. -
Nobody asked. The ‘second lamp’ is lit.
| The Keeper’s Traits
| 1. Why April? The Oil
| 2. Who Knew? Nobody
※ The contents of 'Demo Focus' are personal opinions of the author.
"""


def warned(*changes: tuple[str, str]) -> list[tuple[str, str]]:
    source = SOUND
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    piece = plan.plan(text.read(source.encode(), "piece.txt"))
    return [(str(warning.code), warning.where) for warning in piece.warnings]


def test_sound_piece_gives_no_warning():
    assert warned() == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Wednesday, March 4, 2026\n", "", [("missing_date", "line 2")]),
        ("Wednesday", "Friday", [("date_mismatch", "line 3")]),
        (
            "Wednesday, March 4, 2026\n",
            "March 4, 2026\nMarch 5, 2026\n",
            [("date_mismatch", "line 4"), ("text_dropped", "line 4")],
        ),
        ("March 4, 2026\n", "March 4, 2026 Vol. 3\n", [("text_dropped", "line 3")]),
        ("Jane DoeAnalyst, Demo Center\n", "", [("missing_author", "line 2")]),
        (
            "※ The contents of 'Demo Focus' are personal opinions of the author.\n",
            "",
            [("missing_disclaimer", "end of the file")],
        ),
        (
            "The lamps of the coast went out in April, and the\n",
            "A feast of kites on the beach\n",
            [("teaser_mismatch", "line 1"), ("text_dropped", "line 1")],
        ),
        ("in April, and the\n", "in Apr\n", []),
        ("in April, and the\n", "in…\n", []),
        (
            "The lamps of the coast went out in April, and the\n",
            "The Lamps of the Coast: Two Questions\n",
            [("title_mismatch", "line 1"), ("text_dropped", "line 1")],
        ),
        (
            "The lamps of the coast went out in April, and the\n",
            "Lamps of the Coast: Two Questions\n",
            [],
        ),
        ("Coast: Two Questions | |", "Coast: 3 Big Questions | |", [("count_mismatch", "line 2")]),
        ("answers two questions", "answers seven hard questions", [("count_mismatch", "line 7")]),
        ("answers two questions", "saw seven questions", [("count_mismatch", "line 7")]),
        ("Here are two", "Here are 10", [("count_mismatch", "line 10")]),
        ("Nobody asked.", "Norland has nine issues.", []),
        ("She is brief.", "Here are three traits.", [("count_mismatch", "line 9")]),
        ("| 2. Who", "| 3. Who", [("numbering_gap", "line 14")]),
        ("Second, patience.", "Third, patience.", [("numbering_gap", "line 9")]),
        ("“It smelt,” the", "“It smelt, the", [("unbalanced_quote", "line 11")]),
        ("‘second lamp’", "‘second lamp", [("unbalanced_quote", "line 12")]),
        ("asked.", "asked the govern- ment.", [("broken_word", "line 12")]),
        ("asked.", "asked for pre- and post-war oil.", []),
        ("Nobody asked.", "Nobody asked the govern-\nment.", [("broken_word", "line 12")]),
        ("Nobody asked.", "Nobody asked. -\nNobody.", [("count_mismatch", "line 13")]),
        ("| 2. Who", "| Extra\n| 2. Who", [("heading_without_text", "line 15")]),
        ("author.\n", "author.\nNext piece\n", [("text_dropped", "line 17")]),
    ],
)
def test_one_thing_wrong(old, new, expected):
    assert warned((old, new)) == expected


def test_dropped_text_is_carried_whole():
    piece = plan.plan(text.read((SOUND + "Next piece: the mills").encode(), "piece.txt"))

    assert [warning.message for warning in piece.warnings] == [
        "Not taken over: Next piece: the mills"
    ]


def test_spelled_out_korean_counts():
    source = (
        "등대: 세 가지 질문 | |\n2026년 3월 4일\n-\n홍가람 연구위원, 데모연구소\n"
        "- 이 글은 3가지 과제를 살핀다.\n-\n하나. -\n둘.\n| 1. 왜? 그래서\n| 2. 누가? 아무도\n"
        "※ 필자 개인의 의견이다."
    )
    piece = plan.plan(text.read(source.encode(), "piece.txt"))

    assert [(str(warning.code), warning.where) for warning in piece.warnings] == [
        ("count_mismatch", "line 1"),
        ("count_mismatch", "line 5"),
    ]


def test_series_and_number_in_front_of_the_title():
    source = SOUND.replace("Lamps of the Coast: Two", "[Demo Outlook No. 2026-9] Lamps: Two")
    piece = plan.plan(text.read(source.encode(), "piece.txt"))

    assert (piece.series, piece.number, piece.title) == (
        "Demo Outlook",
        "2026-9",
        "Lamps: Two Questions",
    )
