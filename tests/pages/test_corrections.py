"""The page of corrections and withdrawals."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import drafting, workflow
from articles.enums import ChangeKind
from sejong_cms.pages import PER_PAGE
from tests import builders as b


def test_it_says_what_was_put_right_when_why_and_where(reader, db):
    first = b.published("A piece", authors=[b.author("Kim")], blocks=[b.passage()])
    b.next_edition(first, note="A number was wrong.", at=b.noon(dt.date(2027, 3, 1)))

    page = reader.words("/corrections/")

    assert '<span class="kind">Correction</span> <time datetime="2027-03-01">' in page
    assert "A number was wrong." in page
    assert 'href="/articles/a-piece/editions/2/"' in page
    assert 'href="/articles/a-piece/editions/"' in page
    assert 'href="/authors/kim/"' in page
    assert 'href="/articles/a-piece/compare/1/2/"' in page


def test_it_leads_to_what_changed_as_far_as_both_editions_can_be_read(reader, db):
    first = b.published("A piece", blocks=[b.passage()])
    second = b.next_edition(first)
    b.next_edition(second)
    workflow.withdraw(second, by=b.publisher(), reason="Wrong.")
    assert 'href="/articles/a-piece/compare/1/3/"' in reader.words("/corrections/")
    workflow.withdraw(first, by=b.publisher(), reason="Wrong too.")
    assert "/compare/" not in reader.words("/corrections/")


def test_a_withdrawal_is_told_with_its_reason_and_no_word_of_the_edition(reader, db):
    edition = b.published(
        "Zq title",
        on=dt.date(2024, 5, 3),
        abstract="Zq abstract",
        authors=[b.author("Zq author")],
        blocks=[b.passage("Zq passage")],
    )
    workflow.withdraw(edition, by=b.publisher(), reason="The source was forged.")

    page = reader.words("/corrections/")

    assert "Withdrawal</span>" in page
    assert '>A piece of <time datetime="2024-05-03">3 May 2024</time>, edition 1<' in page
    assert "The source was forged." in page
    assert "Zq" not in page


def test_the_newest_notice_comes_first(reader, db):
    first = b.published("Earlier", blocks=[b.passage()])
    other = b.published("Later", blocks=[b.passage()])
    b.next_edition(first, note="Note one.")
    b.next_edition(other, note="Note two.", change_kind="clarification")

    page = reader.words("/corrections/")

    assert page.index("Note two.") < page.index("Note one.")
    assert page.index(">Clarification</span>") < page.index(">Correction</span> <time")


def test_a_draft_of_a_correction_is_not_told(reader, db):
    edition = b.published(blocks=[b.passage()])
    before = reader.words("/corrections/")
    drafting.new_edition(edition, by=b.publisher(), change_kind="correction", change_note="Zq")

    assert "Nothing has been corrected or withdrawn." in before
    assert reader.words("/corrections/") == before


def test_the_policy_is_that_of_the_vocabulary(reader, db):
    page = " ".join(reader.words("/corrections/").split()).lower()
    defined = " ".join(ChangeKind.__doc__.split()).lower()

    for kind, words in (
        ("correction", "a statement was wrong and is put right."),
        ("minor", "spelling, layout; no statement changes."),
        ("new_version", "judgement or the facts have moved on."),
    ):
        assert f"{kind}: " in defined
        assert words in defined
    for words in (
        "a statement was wrong and is put right.",
        "the same statement is said more clearly.",
        "spelling and layout, where no statement changes",
        "judgement or the facts have moved on",
    ):
        assert words in page


def test_notices_come_in_pages(reader, db):
    edition = b.published(blocks=[b.passage()])
    for number in range(PER_PAGE + 1):
        edition = b.next_edition(edition, note=f"Note {number}.")

    assert "Note 0." not in reader.words("/corrections/")
    assert "Note 0." in reader.words("/corrections/?page=2")
    assert reader.get("/corrections/?page=3").status_code == 404
    assert reader.get("/corrections/?page=x").status_code == 400


def test_every_page_leads_to_it(reader, db):
    assert '<a href="/corrections/">' in reader.words("/")


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_with_one_notice_of_each_kind_and_with_three(reader, db, count):
    for _ in range(count):
        b.next_edition(b.published(blocks=[b.passage()]))
        b.withdrawn(blocks=[b.passage()])

    with CaptureQueriesContext(connection) as found:
        reader.get("/corrections/")
    assert len(found) == 3


def test_the_notice_of_a_withdrawn_piece_leads_to_the_edition_that_stays_readable(reader, db):
    first = b.published("Piece", blocks=[b.passage("Zq first.")])
    second = b.next_edition(first)
    workflow.withdraw(second, by=b.publisher(), reason="Wrong figures.")

    for path in ("/articles/piece/", "/articles/piece/editions/2/"):
        page = reader.words(path, status=410)
        assert '<a href="/articles/piece/editions/1/">Edition 1, of ' in page
        assert "Wrong figures." in page
        assert "Zq first." not in page
    assert "Zq first." in reader.words("/articles/piece/editions/1/")

    workflow.withdraw(first, by=b.publisher(), reason="Wrong too.")
    assert "stays readable as" not in reader.words("/articles/piece/", status=410)
