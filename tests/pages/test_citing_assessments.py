"""How one assessment is cited within its edition, and what lists of pieces say to programs for references."""

import json
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import citations, workflow
from articles.models import Assessment
from tests import builders as b
from tests import references
from tests.api.worlds import everything

PIECE = citations.Citation(
    key="ferry-2",
    title="Ferry lines",
    subtitle="What to do",
    authors=("김민정", "Lee, Hana"),
    series="Papers",
    number="7",
    institution="Institute",
    published_on=citations.dt.date(2024, 11, 11),
    edition=2,
    language="en",
    abstract="In short.",
    checksum="0" * 64,
    url="https://focus.example.org/articles/ferry/editions/2/",
)
BLOCK = Assessment(
    uid="3f2b1a00-0000-4000-8000-000000000001", question="Who pays?", answer="Nobody."
)
PART = citations.part_of(PIECE, BLOCK)
ADDRESS = f"{PIECE.url}#b-{BLOCK.uid}"


def base(edition):
    return f"{edition.get_absolute_url()}assessments/{edition.assessments.get().uid}/cite."


# --- The formats


def test_the_line_names_question_piece_and_place():
    assert citations.line(PART) == (
        "김민정, Lee, Hana, “Who pays?”, in “Ferry lines: What to do”, Papers 7, Institute, "
        f"11 November 2024, edition 2, {ADDRESS}"
    )


def test_ris_is_a_chapter_of_the_piece():
    assert references.ris(citations.ris(PART)) == {
        "TY": ["CHAP"],
        "TI": ["Who pays?"],
        "AU": ["김민정", "Lee, Hana"],
        "PY": ["2024"],
        "DA": ["2024/11/11/"],
        "T2": ["Ferry lines: What to do"],
        "T3": ["Papers 7"],
        "PB": ["Institute"],
        "ET": ["2"],
        "LA": ["en"],
        "AB": ["Nobody."],
        "UR": [ADDRESS],
        "N1": [f"SHA-256 {'0' * 64}"],
    }


def test_bibtex_is_a_part_of_a_book_with_all_that_one_requires():
    kind, key, fields = references.bibtex(citations.bibtex(PART))
    assert (kind, key) == ("incollection", f"ferry-2-{BLOCK.uid}")
    assert fields == {
        "title": "Who pays?",
        "author": ["김민정", "Lee, Hana"],
        "booktitle": "Ferry lines: What to do",
        "publisher": "Institute",
        "series": "Papers",
        "number": "7",
        "year": "2024",
        "month": "11",
        "day": "11",
        "edition": "2",
        "language": "en",
        "url": ADDRESS,
        "note": f"SHA-256 {'0' * 64}",
    }


def test_csl_is_a_chapter_in_its_container():
    [item] = json.loads(citations.csl(PART))
    assert item == {
        "id": f"ferry-2-{BLOCK.uid}",
        "type": "chapter",
        "title": "Who pays?",
        "container-title": "Ferry lines: What to do",
        "author": [{"literal": "김민정"}, {"literal": "Lee, Hana"}],
        "issued": {"date-parts": [[2024, 11, 11]]},
        "collection-title": "Papers",
        "collection-number": "7",
        "publisher": "Institute",
        "edition": "2",
        "language": "en",
        "abstract": "Nobody.",
        "URL": ADDRESS,
        "note": f"SHA-256 {'0' * 64}",
    }


def test_a_part_of_a_piece_without_series_authors_and_answer_makes_nothing_up():
    bare = citations.replace(PIECE, series="", number="", authors=(), subtitle="")
    part = citations.part_of(bare, Assessment(uid=BLOCK.uid, question="Who pays?"))
    assert references.ris(citations.ris(part)).keys() == {
        *("TY", "TI", "PY", "DA", "T2", "PB", "ET", "LA", "UR", "N1")
    }
    assert references.bibtex(citations.bibtex(part))[2]["author"] == []
    assert not {"series", "number"} & references.bibtex(citations.bibtex(part))[2].keys()
    assert (
        not {"author", "collection-title", "abstract"} & json.loads(citations.csl(part))[0].keys()
    )


#: Any text, and often what the formats have a meaning for.
TEXTS = st.text(
    st.sampled_from("{}\\@%&#$_~^,\"'-=\n\r\t 김é") | st.characters(codec="utf-8"), max_size=40
)
WORDS = TEXTS.filter(lambda text: text.split())


@settings(max_examples=150, deadline=None)
@given(WORDS, WORDS, WORDS)
def test_hostile_words_stay_words_in_every_format(question, title, name):
    piece = citations.replace(PIECE, title=title, subtitle="", authors=(name, "B"))
    part = citations.part_of(piece, Assessment(uid=BLOCK.uid, question=question))
    plain = [" ".join(text.split()) for text in (question, title, name)]

    for citation, titles in ((part, plain[:2]), (piece, [plain[1]])):
        found = references.ris(citations.ris(citation))
        assert [found["TI"][0], *(found["T2"] if citation is part else [])] == titles
        assert found["AU"] == [plain[2], "B"]
        _kind, _key, fields = references.bibtex(citations.bibtex(citation))
        assert [fields["title"], *([fields["booktitle"]] if citation is part else [])] == titles
        assert fields["author"] == [plain[2], "B"]
        assert json.loads(citations.csl(citation))[0]["author"][0] == {"literal": name}
    assert references.coins(citations.coins(piece))["btitle"] == [title]


# --- Addresses


@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [(suffix, kind) for suffix, (kind, _write) in citations.FORMATS.items()],
)
def test_an_assessment_is_cited_at_an_address_of_its_own(reader, db, suffix, media_type):
    edition = everything()
    second = b.next_edition(edition, change=lambda new: new.assessments.update(question="Anew?"))

    first, then = reader.get(f"{base(edition)}{suffix}"), reader.get(f"{base(second)}{suffix}")

    uid = edition.assessments.get().uid
    name = f"assessment-{uid}-edition-1.{suffix}"
    assert first["Content-Type"] == f"{media_type}; charset=utf-8"
    assert first["Content-Disposition"] == f'attachment; filename="{name}"'
    text = first.content.decode()
    assert "Word question?" in text
    assert f"/articles/word-title/editions/1/#b-{uid}" in text
    assert edition.checksum in text
    assert "Anew?" in then.content.decode()
    assert "/editions/2/#b-" in then.content.decode()


def test_a_piece_and_its_assessments_lead_to_the_files(reader, db):
    edition = everything()
    b.next_edition(edition)

    for path in (
        edition.get_absolute_url(),
        edition.article.get_absolute_url(),
        "/issues/word-issue/",
    ):
        page = reader.words(path)
        number = 1 if path == edition.get_absolute_url() else 2
        found = re.findall(r'href="([^"]*/assessments/[^"]*)"', page)
        start = f"/articles/word-title/editions/{number}/assessments/"
        assert len(found) == 3
        assert all(address.startswith(start) for address in found)
        assert {reader.get(address).status_code for address in found} == {200}
    assert "“Word question?”, in “Word title: Word subtitle”" in reader.words(
        edition.get_absolute_url()
    )


def test_what_is_not_there_is_not_cited(reader, db):
    edition = everything()
    other = b.published(blocks=[b.assessment()])
    draft = everything("Zq", to=lambda draft: draft)
    absent = reader.get("/articles/no-title/editions/1/cite.ris")
    paths = (
        f"{edition.get_absolute_url()}assessments/{other.assessments.get().uid}/cite.ris",
        f"/articles/word-title/editions/2/assessments/{edition.assessments.get().uid}/cite.ris",
        f"/articles/zq-title/editions/1/assessments/{draft.assessments.get().uid}/cite.ris",
        f"{edition.get_absolute_url()}assessments/{draft.assessments.get().uid}/cite.ris",
        f"{edition.get_absolute_url()}assessments/{edition.passages.get().uid}/cite.ris",
    )
    for path in paths:
        answer = reader.get(path)
        assert (answer.status_code, answer.content) == (404, absent.content), path


def test_a_draft_of_an_assessment_is_not_cited(reader, db):
    edition = everything()
    text = reader.words(f"{base(edition)}json")
    b.write(
        b.drafting.new_edition(
            edition, by=b.publisher(), change_kind="correction", change_note="Zq"
        ),
        blocks=[b.assessment(question="Zq question?")],
    )
    assert reader.words(f"{base(edition)}json") == text


def test_a_withdrawn_assessment_answers_with_the_notice(reader, db):
    edition = everything("Zq")
    path = f"{base(edition)}bib"
    workflow.withdraw(edition, by=b.publisher(), reason="The source was forged.")

    page = reader.words(path, status=410)

    assert "The source was forged." in page
    assert "Zq question" not in page


# --- Lists of pieces


SPAN = re.compile(r'<span class="Z3988" title="([^"]*)" hidden></span>')


def spans(page):
    found = SPAN.findall(page)
    assert page.count("Z3988") == len(found)
    return [references.coins(unescape(title)) for title in found]


def test_every_list_of_pieces_says_them_to_programs_for_references(reader, db):
    edition = everything()
    listed = {
        "genre": ["report"],
        "btitle": ["Word title: Word subtitle"],
        "au": ["Word author"],
        "date": ["2025-03-01"],
        "pub": ["Sejong Institute"],
        "series": ["Word series 7"],
        "edition": ["1"],
        "rft_id": [f"http://testserver{edition.get_absolute_url()}"],
    }

    for path in (
        "/articles/",
        "/articles/?issue=word-issue",
        "/authors/word-author/",
        "/series/word-series/",
        "/search/?q=word+title&kind=piece",
    ):
        assert spans(reader.words(path)) == [listed], path


@pytest.mark.parametrize("path", ["/", "/articles/word-title/", "/articles/word-title/editions/1/"])
def test_home_and_pieces_do_not(reader, db, path):
    everything()
    assert spans(reader.words(path)) == []


def test_hidden_pieces_are_in_no_list_and_hostile_ones_stay_text(reader, db):
    everything("Zq", to=lambda draft: draft)
    title = '"><script>run()</script> & Co.'
    b.published(title, blocks=[b.passage()])

    page = reader.words("/articles/")

    assert [span["btitle"] for span in spans(page)] == [[title]]
    assert "<script>run()" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_citations_cost_the_same_with_one_assessment_and_with_three(reader, db, count):
    issue = b.issue("Costs")
    edition = b.published("A piece", blocks=[b.assessment(issue) for _ in range(count)])
    uid = edition.assessments.first().uid
    costs = {}
    for path in ("/articles/a-piece/", f"{edition.get_absolute_url()}assessments/{uid}/cite.ris"):
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(path).status_code == 200
        costs[path.rpartition("/")[2]] = len(queries)
    assert costs == {"": 11, "cite.ris": 3}
