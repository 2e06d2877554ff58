"""Where each issue stands, and which way it moved: now, and as of a day."""

import datetime as dt

import pytest

from articles import workflow
from articles.board import MARKS, attach_current, board, lately_assessed
from issues import merging, tracking
from issues.models import Issue
from tests import builders as b

pytestmark = pytest.mark.django_db

JANUARY, MARCH, MAY = (dt.date(2025, month, 10) for month in (1, 3, 5))
TODAY = dt.date(2025, 6, 1)


def standing(issue, *, on=TODAY, **limits):
    (row,) = attach_current(board(Issue.objects.filter(pk=issue.pk), on=on, **limits))
    return row


def said(issue, on, **fields):
    return b.published(on=on, blocks=[b.assessment(issue, **fields)])


def merge(issue, into, day):
    for row in (issue, into):
        row.refresh_from_db()
    merging.merge(issue, into=into, occurred_on=day, text="One question.", by=b.publisher())


def test_current_is_the_newest_by_printed_date():
    issue = b.issue()
    said(issue, MARCH, answer="March")
    said(issue, JANUARY, answer="January")
    row = standing(issue)
    assert row.current.answer == "March"
    assert (row.assessment_count, row.first_assessed_on, row.last_assessed_on) == (
        2,
        JANUARY,
        MARCH,
    )


def test_of_two_in_one_piece_the_last_is_current():
    issue = b.issue()
    b.published(
        on=MARCH, blocks=[b.assessment(issue, answer="First"), b.assessment(issue, answer="Last")]
    )
    assert standing(issue).current.answer == "Last"


def test_as_of_a_day_later_pieces_do_not_count():
    issue = b.issue()
    said(issue, JANUARY, answer="January")
    said(issue, MAY, answer="May")
    row = standing(issue, day=MARCH)
    assert (row.current.answer, row.assessment_count, row.last_assessed_on) == (
        "January",
        1,
        JANUARY,
    )


def test_nothing_of_drafts_or_of_what_was_withdrawn_counts():
    issue = b.issue()
    gone = said(issue, MAY, answer="Withdrawn", outlook="worsening")
    workflow.withdraw(gone, by=b.publisher(), reason="Wrong.")
    b.draft(blocks=[b.assessment(issue, answer="Draft")], published_on=MAY)
    row = standing(issue)
    assert (row.current, row.assessment_count, row.marks, row.move) == (None, 0, [], None)


def test_an_issue_that_readers_do_not_know_is_not_on_the_board():
    b.draft(blocks=[b.assessment(b.issue("Secret plans"))])
    assert board(Issue.objects.all(), on=TODAY) == []


@pytest.mark.parametrize(
    ("before", "now", "outlook", "likelihood"),
    [
        ({"outlook": "steady"}, {"outlook": "worsening"}, -1, None),
        ({"outlook": "worsening"}, {"outlook": "steady"}, 1, None),
        ({"outlook": "steady"}, {"outlook": "uncertain"}, None, None),
        ({"likelihood": "likely"}, {"likelihood": "almost_certain"}, None, 2),
        ({"likelihood": "likely"}, {}, None, None),
    ],
)
def test_the_move_is_what_the_last_said_otherwise(before, now, outlook, likelihood):
    issue = b.issue()
    said(issue, JANUARY, **before)
    said(issue, MARCH, **now, change_reason="Signs.")
    move = standing(issue).move
    assert move
    assert (move.outlook, move.likelihood) == (outlook, likelihood)


def test_saying_the_same_again_is_no_move():
    issue = b.issue()
    said(issue, JANUARY, outlook="steady")
    said(issue, MARCH, outlook="steady")
    assert not standing(issue).move


def test_the_line_has_the_newest_marks_oldest_first():
    issue = b.issue()
    for month in range(1, MARKS + 3):
        said(issue, dt.date(2023 + month // 12, month % 12 + 1, 1), outlook="steady")
    row = standing(issue)
    assert row.assessment_count == MARKS + 2
    assert len(row.marks) == MARKS
    assert [mark.on for mark in row.marks] == sorted(mark.on for mark in row.marks)
    assert row.marks[-1].pk == row.current_id


def test_a_status_is_that_of_the_day():
    issue = b.issue()
    said(issue, JANUARY)
    for status, day in (("dormant", JANUARY), ("active", MAY)):
        tracking.change_status(issue, status=status, occurred_on=day, text="So.", by=b.editor())
    assert standing(issue, day=MARCH).status == "dormant"
    assert standing(issue).status == "active"


def test_what_was_recorded_later_was_not_on_the_board_of_that_day():
    issue = b.issue()
    said(issue, JANUARY)
    assert board(Issue.objects.all(), on=MARCH, day=MARCH, recorded_by=MARCH) == []


def test_an_end_that_came_later_was_not_known_then():
    """As far as was recorded by a day, an edition that was replaced since has no end."""
    issue = b.issue()
    first = b.approved(blocks=[b.assessment(issue, answer="First")])
    first = workflow.publish(first, by=b.publisher(), at=b.noon(JANUARY))
    b.next_edition(
        first, at=b.noon(MARCH), change=lambda edition: edition.assessments.update(answer="Second")
    )
    assert standing(issue, recorded_by=JANUARY).current.answer == "First"
    assert standing(issue, day=MAY, recorded_by=JANUARY).current.answer == "First"
    assert standing(issue, day=MAY, recorded_by=MARCH).current.answer == "Second"


def test_from_the_day_of_a_merge_assessments_count_for_the_other():
    one, other = b.issue("One"), b.issue("Other")
    said(one, MARCH, answer="Of one", outlook="steady")
    said(other, JANUARY, answer="Of the other", outlook="worsening")
    merge(one, other, MAY)
    before, after = standing(other, day=MARCH), standing(other)
    assert (before.current.answer, before.assessment_count) == ("Of the other", 1)
    assert (after.current.answer, after.assessment_count, after.first_assessed_on) == (
        "Of one",
        2,
        JANUARY,
    )
    assert after.move.outlook == 1
    gone = standing(one)
    assert (gone.status, gone.merged_into_id, gone.assessment_count) == ("merged", other.pk, 0)
    assert standing(one, day=MARCH).assessment_count == 1


def test_a_merge_of_a_merge_counts_for_the_last():
    one, two, three = (b.issue(name) for name in ("One", "Two", "Three"))
    for issue in (one, two, three):
        said(issue, JANUARY)
    merge(one, two, MARCH)
    merge(two, three, MAY)
    assert standing(two, day=MARCH).assessment_count == 2
    assert standing(three).assessment_count == 3


def test_a_development_can_ask_for_an_assessment():
    issue = b.issue()
    said(issue, JANUARY)
    tracking.add_development(
        issue,
        title="Talks",
        occurred_on=MARCH,
        text="Talks.",
        source_kind="press",
        prompts_assessment=True,
        by=b.editor(),
    )
    assert standing(issue).due_since == MARCH
    assert standing(issue, day=JANUARY).due_since is None
    said(issue, MAY)
    assert standing(issue).due_since is None


def test_an_issue_is_stale_once_its_interval_has_passed():
    issue = b.issue(review_interval_days=30)
    said(issue, JANUARY)
    assert not standing(issue, on=JANUARY + dt.timedelta(days=30)).stale
    assert standing(issue, on=JANUARY + dt.timedelta(days=31)).stale


def test_lately_assessed_are_the_last_ones_each_once():
    first, second, third = (b.issue() for _ in range(3))
    for issue, on in ((first, JANUARY), (second, MARCH), (third, MAY), (first, TODAY)):
        said(issue, on)
    rows = lately_assessed(Issue.objects.all(), 2, on=TODAY)
    assert [row.pk for row in rows] == [first.pk, third.pk]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("limits", "queries"), [({}, 6), ({"day": MAY}, 7)])
def test_costs_the_same_for_one_and_three_issues(count, limits, queries, django_assert_num_queries):
    for _ in range(count):
        said(b.issue(), MARCH)
    with django_assert_num_queries(queries):
        attach_current(board(Issue.objects.all(), on=TODAY, **limits))
