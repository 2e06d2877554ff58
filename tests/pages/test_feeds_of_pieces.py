"""The feeds of pieces, of an author, and of corrections."""

import datetime as dt

from articles import workflow
from articles.models import Author, Edition
from issues.clock import start_of
from tests import builders as b
from tests.pages.test_feeds import feed

__all__ = ["feed"]

DAY = dt.date


def test_a_piece_is_an_entry_with_its_authors_and_issues(feed, db):
    costs, troops = b.issue("Costs"), b.issue("Troops")
    b.published(
        "A piece",
        on=DAY(2024, 5, 1),
        abstract="In short: 1 < 2.",
        authors=[b.author("Kim"), b.author("Park")],
        blocks=[b.assessment(costs), b.assessment(costs), b.advice(of=troops)],
    )
    b.published("한국어", on=DAY(2023, 5, 1), language="ko", blocks=[b.passage()])

    piece, korean = feed("/feeds/articles/").entries

    assert piece.title == "A piece"
    assert piece.summary == "In short: 1 < 2."
    assert piece.authors == ["Kim", "Park"]
    assert piece.subjects == [("costs", "Costs"), ("troops", "Troops")]
    assert piece.published == piece.updated == start_of(DAY(2024, 5, 1))
    assert piece.link == "http://testserver/articles/a-piece/"
    assert (piece.language, korean.language) == ("en", "ko")


def test_an_entry_of_a_piece_moves_on_with_what_readers_are_told(feed, db):
    first = b.published("A piece", abstract="In short.", blocks=[b.passage()])
    [before] = feed("/feeds/articles/").entries
    second = b.next_edition(first, note="A number was wrong.")
    [corrected] = feed("/feeds/articles/").entries
    b.next_edition(second, change_kind="minor", note="Spelling.")
    [minor] = feed("/feeds/articles/").entries

    assert before.id == corrected.id == minor.id
    assert before.published == corrected.published == minor.published
    assert before.updated < corrected.updated == minor.updated
    assert corrected.summary == "Correction: A number was wrong.\n\nIn short."
    assert minor.summary == "In short."


def test_the_notice_takes_the_place_of_a_withdrawn_piece_until_it_is_back(feed, db):
    first = b.published("A piece", blocks=[b.passage()])
    second = b.next_edition(first)
    [before] = feed("/feeds/articles/").entries
    workflow.withdraw(second, by=b.publisher(), reason="Wrong.")
    [notice] = feed("/feeds/articles/").entries
    b.next_edition(first, change_kind="minor")
    [back] = feed("/feeds/articles/").entries

    assert before.id == notice.id == back.id
    assert before.published == notice.published == back.published
    assert before.updated < notice.updated < back.updated
    assert (notice.title[:10], back.title) == ("Withdrawn:", "A piece")


def test_an_author_has_the_pieces_and_the_withdrawals_of_earlier_editions(feed, db):
    author = b.author("Kim")
    first = b.published("A piece", authors=[author], blocks=[b.passage()])
    b.published("Of others", blocks=[b.passage()])
    b.next_edition(first)
    workflow.withdraw(Edition.objects.get(pk=first.pk), by=b.publisher(), reason="Wrong.")

    found = feed("/authors/kim/feed/")

    assert found.title == "Kim"
    assert [title.partition(":")[0] for title in found.titles] == ["Withdrawn", "A piece"]
    assert len(feed("/feeds/articles/").entries) == 2


def test_an_author_entered_twice_has_one_feed_at_two_addresses(feed, db):
    kim, double, third = b.author("Kim"), b.author("Kim M."), b.author("Kim Min")
    for row in (kim, double, third):
        b.published(f"By {row.name}", authors=[row], blocks=[b.passage()])
    Author.objects.filter(pk=third.pk).update(merged_into=double)
    Author.objects.filter(pk=double.pk).update(merged_into=kim)

    survivor, other = feed("/authors/kim/feed/"), feed("/authors/kim-m/feed/")

    assert sorted(survivor.titles) == ["By Kim", "By Kim M.", "By Kim Min"]
    assert other.entries == survivor.entries
    assert other.id != survivor.id
    assert other.page == survivor.page == "http://testserver/authors/kim/"


def test_corrections_are_told_with_their_note_and_edition(feed, db):
    first = b.published("A piece", authors=[b.author("Kim")], blocks=[b.passage()])
    second = b.next_edition(first, note="A number was wrong.")
    third = b.next_edition(second, change_kind="clarification", note="Which office is meant.")
    fourth = b.next_edition(third, change_kind="minor", note="Spelling.")
    b.next_edition(fourth, change_kind="new_version", note="Events.")

    clarification, correction = feed("/feeds/corrections/").entries

    assert correction.title == "Correction: A piece, edition 2"
    assert correction.summary == "A number was wrong."
    assert correction.link == "http://testserver/articles/a-piece/editions/2/"
    assert correction.authors == ["Kim"]
    assert clarification.title == "Clarification: A piece, edition 3"


def test_a_withdrawn_correction_is_replaced_by_the_notice_of_it(feed, reader, db):
    first = b.published("A piece", blocks=[b.passage()])
    second = b.next_edition(first, note="Zq note")
    [before] = feed("/feeds/corrections/").entries
    workflow.withdraw(second, by=b.publisher(), reason="It was right before.")
    b.next_edition(first, change_kind="minor")
    [after] = feed("/feeds/corrections/").entries

    assert before.id == after.id
    assert after.title == "Withdrawn: A piece, edition 2"
    assert "Zq note" not in reader.words("/feeds/corrections/")
