"""Whole files: golden ones written for the purpose, damaged ones, and one real piece."""

import json
import re
from collections import Counter
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.importing import byline, dates, plan, text
from articles.importing.document import Document, Unreadable, WarningCode

GOLDEN = Path(__file__).parents[2] / "golden"
SOURCES = sorted(GOLDEN.glob("*.txt"))
REAL = Path(__file__).parents[4] / "shared" / "pieces" / "trump-2-0.txt"
# Words that a layout prints around a date or a series' number; the piece holds the value alone.
LABELS = {"no", "vol", "issue", "제", "호", "published", "posted", "date", "on", "등록일"}


def document_of(source: str) -> Document:
    return text.read(source.encode(), "piece.txt")


def planned(source: str) -> plan.Piece:
    return plan.plan(document_of(source))


def words(*texts: str) -> Counter:
    return Counter(re.findall(r"\w+", " ".join(texts).casefold()))


def unaccounted(document: Document, piece: plan.Piece) -> Counter:
    """Words of a document, each as often as it stands there, that the piece does not hold.

    Only fields that hold text of their own count, so that a word which is lost in one place is
    not made up for by its copy in another (a heading's question, a proposed sentence). Excepted
    are a date that was understood, a teaser that repeats the abstract or the title, and a byline's 'and'.
    """
    titles = sum(_letters(line.text) == _letters(piece.title) for line in document.lines)
    held = [piece.title] * max(1, titles)
    held += [piece.abstract, piece.disclaimer, piece.number or ""]
    if piece.title not in " ".join(line.text for line in document.lines if "[" not in line.text):
        held.append(piece.series or "")
    for section in piece.sections:
        held += [section.heading, *section.paragraphs]
        held += [trait.text for trait in getattr(section, "traits", ())]
    held += [
        warning.message for warning in piece.warnings if warning.code is WarningCode.TEXT_DROPPED
    ]
    authors = [value for author in piece.authors for value in author.as_json().values() if value]
    opening = piece.abstract or " ".join(
        next((section.paragraphs for section in piece.sections if section.paragraphs), ())
    )
    source = Counter()
    for line in document.lines:
        found = dates.find(line.text)
        if found and found.on == piece.published_on:
            source += words(found.rest)
        elif not _letters(opening).startswith(_letters(line.text)):
            source += words(line.text)
    # In a byline names run into positions, so its words are joined otherwise than in the piece.
    parts = set(words(*authors)) | byline.CONNECTIVES | LABELS
    return Counter(
        {
            word: count
            for word, count in (source - words(*held)).items()
            if word not in parts and not _is_glued(word, parts)
        }
    )


def _letters(value: str) -> str:
    return re.sub(r"[\W_]", "", value).casefold()


def _is_glued(word: str, parts: set[str]) -> bool:
    return any(word[:at] in parts and word[at:] in parts for at in range(1, len(word)))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_golden_file_gives_exactly_its_plan(path):
    piece = plan.plan(text.read(path.read_bytes(), path.name))

    found = {
        "piece": piece.as_json(),
        "warnings": [warning.as_json() for warning in piece.warnings],
    }
    assert found == json.loads(path.with_suffix(".json").read_text())


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_golden_file_loses_no_word(path):
    document = text.read(path.read_bytes(), path.name)

    assert unaccounted(document, plan.plan(document)) == Counter()


def test_a_lost_word_would_be_seen():
    document = document_of(SOURCES[0].read_text())
    shorter = Document(document.name, document.lines[:-6])

    assert unaccounted(document, plan.plan(shorter))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_line_ends_blank_lines_indents_and_spaces_change_nothing_but_places(path):
    source = path.read_text()
    dressed = "\ufeff" + "".join(
        f"\u00a0 {line.replace(' ', chr(0xA0), 3)}\t\r\n\r\n" for line in source.splitlines()
    )

    assert planned(dressed).as_json() == planned(source).as_json()


def test_keys_stand_in_the_promised_order():
    piece = planned((GOLDEN / "river-ferries.txt").read_text()).as_json()

    assert (
        list(piece)
        == (
            "series number title subtitle published_on language abstract disclaimer authors sections"
        ).split()
    )
    assert list(piece["authors"][0]) == ["name", "position", "affiliation", "email"]
    traits, assessment, *_ = piece["sections"]
    assert list(traits) == ["kind", "heading", "actor", "paragraphs", "traits"]
    assert (
        list(assessment)
        == ("kind number heading question answer paragraphs issue recommendations").split()
    )
    assert assessment["issue"] is None


MARKS = [
    "-",
    "|",
    "| |",
    "※",
    "| Heading",
    "3. Why? Because",
    "March 5, 2026",
    "2026년 3월 5일",
    "“",
]


@st.composite
def damaged(draw) -> str:
    """A golden file with lines moved, lost, doubled and strangers between them."""
    lines = draw(st.sampled_from(SOURCES)).read_text().splitlines()
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, len(lines) - 1)) if lines else 0
        change = draw(st.sampled_from(["drop", "move", "double", "mark", "text", "cut", "glue"]))
        if change == "drop" and len(lines) > 1:
            del lines[at]
        elif change == "move":
            lines.insert(draw(st.integers(0, len(lines))), lines.pop(at))
        elif change == "double":
            lines.insert(at, lines[at])
        elif change == "mark":
            lines.insert(at, draw(st.sampled_from(MARKS)))
        elif change == "text":
            lines.insert(at, draw(st.text(max_size=60)))
        elif change == "cut":
            lines[at] = lines[at][: draw(st.integers(0, 80))]
        elif change == "glue":
            lines[at] += draw(st.sampled_from([" -", "-", " | |", "?", "’"]))
    return "\n".join(lines)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
def test_damage_is_refused_or_loses_no_word(source):
    try:
        document = document_of(source)
        piece = plan.plan(document)
    except Unreadable:
        return
    assert unaccounted(document, piece) == Counter()
    json.dumps(piece.as_json())


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("Just a sentence, and then another one.\nAnd a second line.", "missing_title"),
        ("A teaser that is cut off,\nMarch 4, 2026\n|\n-\n- Abstract.\n-\nText.", "missing_title"),
        (
            "A teaser that is cu\nMarch 4, 2026\n-\n- A teaser that is cut off.\n-\nT.",
            "missing_title",
        ),
        ("T" * 400 + " | |\nMarch 4, 2026\n-\nText.", "missing_title"),
        ("[Demonstration Focus No. 3] - | |\n-\nText.", "missing_title"),
        ("Title | |\nMarch 4, 2026\n|\n-\n", "missing_text"),
    ],
)
def test_what_is_no_piece_is_refused(source, code):
    with pytest.raises(Unreadable) as refused:
        planned(source)

    assert refused.value.code == code


@pytest.mark.parametrize(
    "junk",
    [
        "- | ※ ‘“' should 7 issues\n",
        "should must it is " * 3,
        "A1. b? c ",
        "| 1. Why? So\ntext -\n",
        "First, x.\n",
        "Jane DoeProfessor, A | a@b.example ",
        "\u00a0-",
        "word- word ",
    ],
)
def test_two_megabytes_of_junk_take_no_longer_than_two_seconds(junk):
    head = "Title | |\nMarch 4, 2026\n-\n- Abstract with ten issues.\n-\n"
    times = (text.MAX_BYTES - 200) // len(junk.encode())
    if "\n" in junk:
        # As many lines as are read, each as long as fits.
        lines = text.MAX_LINES - 10
        junk = junk.rstrip("\n") + " x" * (text.MAX_BYTES // lines // 2 - len(junk) - 2) + "\n"
        times = lines // junk.count("\n")
    source = head + junk * times
    began = process_time()

    planned(source)

    assert process_time() - began < 2


real = pytest.mark.skipif(
    not REAL.exists(), reason=f"{REAL} is not there: the real piece is no part of the project"
)


@pytest.fixture(scope="module")
def real_document() -> Document:
    return text.read(REAL.read_bytes(), REAL.name)


@pytest.fixture(scope="module")
def real_piece(real_document) -> plan.Piece:
    return plan.plan(real_document)


@pytest.fixture(scope="module")
def listed() -> list[str]:
    lines = REAL.read_text().splitlines()
    return [line.removeprefix("| ") for line in lines if re.match(r"\| \S", line)]


@real
class TestRealPiece:
    def test_metadata(self, real_piece):
        assert real_piece.title.startswith("Trump 2.0: 7 Questions & Answers on ")
        assert real_piece.published_on.isoformat() == "2024-11-11"
        assert real_piece.series == "Sejong Focus"
        assert real_piece.language == "en"
        assert [author.as_json() for author in real_piece.authors] == [
            {
                "name": "Beom-cheol Shin",
                "position": "Senior Research Fellow",
                "affiliation": "Sejong Institute",
                "email": "bcshin@sejong.org",
            }
        ]

    def test_abstract_and_disclaimer_are_whole(self, real_piece):
        source = REAL.read_text().splitlines()

        assert f"- {real_piece.abstract}" in source
        assert source[-1] == f"※ {real_piece.disclaimer}"

    def test_traits(self, real_piece, listed):
        section = real_piece.sections[0]

        assert section.heading == listed[0]
        assert section.actor == "Trump"
        assert [trait.name for trait in section.traits] == [
            "Maximizing uncertainty to secure favorable deals",
            "give-and-take deals",
            "obsession with trade balance",
            "pragmatic decisions",
            "an individualistic approach",
        ]
        assert [trait.text.split()[0] for trait in section.traits[1:]] == [
            "Second,", "Third,", "Fourth,", "Finally,",
        ]  # fmt: skip

    def test_questions_and_answers_to_the_letter(self, real_piece, listed):
        assessments = real_piece.sections[1:]

        assert [section.number for section in assessments] == [1, 2, 3, 4, 5, 6, 7]
        assert [
            f"{section.number}. {section.question} {section.answer}" for section in assessments
        ] == listed[1:]
        assert [section.heading for section in assessments] == listed[1:]
        assert all(section.question.count("?") == 1 for section in assessments)
        assert [len(section.paragraphs) for section in assessments] == [2] * 7

    def test_recommendations_are_sentences_of_their_assessment(self, real_piece):
        for section in real_piece.sections[1:]:
            assert section.recommendations
            for advice in section.recommendations:
                assert any(advice.wording in paragraph for paragraph in section.paragraphs)

    def test_warnings(self, real_piece):
        assert [(str(warning.code), warning.where) for warning in real_piece.warnings] == [
            ("count_mismatch", "line 13"),
            ("unbalanced_quote", "line 23"),
        ]

    def test_no_word_is_lost(self, real_document, real_piece):
        assert unaccounted(real_document, real_piece) == Counter()
