"""Where issues and recommendations stand, now and as of a day."""

import datetime as dt

import pytest

from articles import workflow
from articles.standing import (
    attach_current,
    attach_made_on,
    public_issues,
    public_recommendations,
    with_standing,
    with_status,
)
from issues import tracking
from issues.models import Issue, Recommendation
from tests import builders as b

pytestmark = pytest.mark.django_db

JANUARY, MARCH, MAY = (dt.date(2025, month, 10) for month in (1, 3, 5))


def standing(issue, **limits):
    (row,) = attach_current(with_standing(Issue.objects.filter(pk=issue.pk), **limits))
    return row


def test_current_is_the_newest_by_printed_date():
    issue = b.issue()
    b.published(on=MARCH, blocks=[b.assessment(issue, answer="March")])
    b.published(on=JANUARY, blocks=[b.assessment(issue, answer="January")])
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
    b.published(on=JANUARY, blocks=[b.assessment(issue, answer="January")])
    b.published(on=MAY, blocks=[b.assessment(issue, answer="May")])
    row = standing(issue, day=MARCH)
    assert (row.current.answer, row.assessment_count, row.last_assessed_on) == (
        "January",
        1,
        JANUARY,
    )


def test_nothing_of_drafts_or_of_what_was_withdrawn_counts():
    issue = b.issue()
    gone = b.published(on=MAY, blocks=[b.assessment(issue, answer="Withdrawn")])
    workflow.withdraw(gone, by=b.publisher(), reason="Wrong.")
    b.draft(blocks=[b.assessment(issue, answer="Draft")], published_on=MAY)
    row = standing(issue)
    assert (row.current, row.assessment_count, row.last_assessed_on) == (None, 0, None)


def test_a_status_is_that_of_the_day():
    issue = b.issue()
    for status, day in (("dormant", JANUARY), ("active", MAY)):
        tracking.change_status(issue, status=status, occurred_on=day, text="So.", by=b.editor())
    assert standing(issue, day=MARCH).status_then == "dormant"
    assert standing(issue).status_then == "active"
    assert standing(issue, day=MARCH, recorded_by=MARCH).status_then == "active"


def test_issues_are_public_from_their_day_on():
    issue = b.issue()
    b.published(on=MARCH, blocks=[b.advice(of=issue)])
    assert list(public_issues(Issue.objects)) == [issue]
    assert not public_issues(Issue.objects, day=JANUARY)
    assert list(public_issues(Issue.objects, day=MARCH)) == [issue]
    assert not public_issues(Issue.objects, day=MARCH, recorded_by=MARCH)


def test_recommendations_are_public_and_stand_as_of_a_day():
    block = b.advice()
    b.published(on=MARCH, blocks=[block])
    tracking.add_step(
        block.recommendation, status="adopted", occurred_on=MAY, text="Done.", by=b.editor()
    )
    everything = Recommendation.objects
    assert not public_recommendations(everything, day=JANUARY)
    (then,) = with_status(public_recommendations(everything, day=MARCH), day=MARCH)
    assert then.status_then == "proposed"
    (now,) = attach_made_on(with_status(public_recommendations(everything)))
    assert (now.status_then, now.first_made_on) == ("adopted", MARCH)
    assert not public_recommendations(everything, day=MAY, recorded_by=MAY)


@pytest.mark.parametrize("count", [1, 3])
def test_costs_the_same_for_one_and_three_issues(count, django_assert_num_queries):
    for _ in range(count):
        b.published(on=MARCH, blocks=[b.assessment(b.issue())])
    with django_assert_num_queries(4):
        attach_current(with_standing(public_issues(Issue.objects)))
