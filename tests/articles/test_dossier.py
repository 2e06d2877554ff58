"""Everything on one issue, as of a day."""

import datetime as dt

import pytest

from articles import workflow
from articles.appearances import attach_bylines
from articles.board import board
from articles.dossier import dossier
from issues import merging, tracking
from issues.models import Issue
from issues.timeline import Kind
from tests import builders as b

pytestmark = pytest.mark.django_db

JANUARY, MARCH, MAY = (dt.date(2025, month, 10) for month in (1, 3, 5))
TODAY = dt.date(2025, 6, 1)
#: What the board and the dossier say of an issue alike.
STANDING = (
    *("title", "status", "merged_into_id", "current_id", "move", "assessment_count"),
    *("first_assessed_on", "last_assessed_on", "stale", "due_since"),
)


def said(issue, on, author=None, **fields):
    authors = [author] if author else None
    return b.published(on=on, authors=authors, blocks=[b.assessment(issue, **fields)])


def read(issue, **limits):
    return dossier(issue.slug, on=limits.get("day") or TODAY, **limits)


def answers(appearances):
    return [appearance.stands.answer for appearance in appearances]


def test_an_issue_that_readers_did_not_know_then_has_none():
    issue = b.issue()
    b.draft(blocks=[b.assessment(issue)])
    assert read(issue) is None
    said(issue, MARCH)
    assert read(issue, day=JANUARY) is None
    assert read(issue, day=MARCH, recorded_by=MARCH) is None
    assert read(issue, day=MARCH) is not None


def test_it_stands_where_the_board_says():
    issue, other = b.issue(), b.issue()
    first = said(issue, JANUARY, answer="First", outlook="steady")
    said(other, JANUARY, answer="Of the other", outlook="improving")
    said(issue, MARCH, answer="Second", outlook="worsening", change_reason="Signs.")
    b.next_edition(first, at=b.noon(MAY), change=lambda e: e.assessments.update(answer="Corrected"))
    for row in (other, issue):
        row.refresh_from_db()
    merging.merge(other, into=issue, occurred_on=MAY, text="One question.", by=b.publisher())
    for limits in ({"day": JANUARY}, {"day": MARCH}, {"day": MAY}, {"recorded_by": TODAY}):
        for row in board(Issue.objects.all(), on=limits.get("day") or TODAY, **limits):
            found = read(row, **limits).issue
            assert {name: getattr(found, name) for name in STANDING} == {
                name: getattr(row, name) for name in STANDING
            }
            assert found.marks == row.marks


def test_an_unchanged_assessment_stands_in_the_newest_edition_that_says_it():
    issue = b.issue()
    first = said(issue, JANUARY, answer="Still so")
    b.next_edition(first, change_kind="minor")
    found = read(issue)
    (appearance,) = found.standing
    assert (appearance.edition.number, appearance.stands.parent.number) == (1, 2)


def test_others_at_the_same_time_stand_beside_the_current_one():
    issue = b.issue()
    one, two, three = (b.author(name) for name in ("One", "Two", "Three"))
    said(issue, MARCH - dt.timedelta(days=60), three, answer="Long before")
    said(issue, MARCH - dt.timedelta(days=20), two, answer="Another view, older")
    said(issue, MARCH - dt.timedelta(days=10), two, answer="Another view")
    said(issue, MARCH - dt.timedelta(days=5), one, answer="Own words, older")
    said(issue, MARCH, one, answer="Current")
    found = read(issue)
    attach_bylines(appearance.stands.parent for appearance in found.near)
    assert found.current.stands.answer == "Current"
    assert answers(found.beside) == ["Another view"]


def test_advice_has_the_newest_wording_and_its_status_then():
    issue = b.issue()
    block = b.advice("Wait a little.", of=issue)
    b.published(on=JANUARY, blocks=[block])
    again = b.advice("Wait.", recommended=block.recommendation, stance="narrows")
    b.published(on=MARCH, blocks=[again])
    tracking.add_step(
        block.recommendation, status="adopted", occurred_on=MAY, text="Done.", by=b.editor()
    )
    (then,) = read(issue, day=JANUARY).advice
    assert (then.wording, then.status, then.since) == ("Wait a little.", "proposed", None)
    (now,) = read(issue).advice
    assert (now.wording, now.status, now.since, now.first_made_on) == (
        "Wait.",
        "adopted",
        MAY,
        JANUARY,
    )


def test_withdrawn_advice_is_not_among_it():
    issue = b.issue()
    gone = b.published(on=JANUARY, blocks=[b.advice("Never again shown", of=issue)])
    workflow.withdraw(gone, by=b.publisher(), reason="Wrong.")
    found = read(issue)
    assert found.advice == []
    assert [entry.kind for entry in found.entries] == [Kind.WITHDRAWAL]


def test_both_sides_of_a_merge_tell_of_it():
    one, other = b.issue("One"), b.issue("Other")
    said(one, JANUARY)
    said(other, JANUARY)
    for row in (one, other):
        row.refresh_from_db()
    merging.merge(one, into=other, occurred_on=MARCH, text="One question.", by=b.publisher())
    for issue, words in ((one, "Merged into “Other”"), (other, "“One” was merged into this issue")):
        entries = [entry for entry in read(issue).entries if entry.kind == Kind.MERGE]
        assert [entry.title for entry in entries] == [words]
    kinds = [entry.kind for entry in read(other).entries]
    assert kinds.count(Kind.ASSESSMENT) == 2


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("limits", "queries"), [({}, 7), ({"day": MAY}, 8)])
def test_costs_the_same_for_one_and_three_pieces(count, limits, queries, django_assert_num_queries):
    issue = b.issue()
    for n in range(count):
        b.published(
            on=JANUARY + dt.timedelta(days=n), blocks=[b.assessment(issue), b.advice(of=issue)]
        )
    with django_assert_num_queries(queries):
        read(issue, **limits)


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
def test_a_piece_may_have_any_printed_day(day):
    """A day nobody meant, but that was published, breaks no page."""
    issue = b.issue()
    b.published("Once", published_on=day, blocks=[b.assessment(issue, answer="So.")])

    assert answers(read(issue).near) == ["So."]
