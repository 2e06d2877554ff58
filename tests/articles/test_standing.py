"""What readers knew of the register, and where recommendations stood on a day."""

import datetime as dt

import pytest
from django.utils import timezone

from articles.standing import (
    attach_made_on,
    public_issues,
    public_recommendations,
    with_status,
)
from issues import merging, tracking
from issues.models import Issue, Recommendation
from tests import builders as b

pytestmark = pytest.mark.django_db

JANUARY, MARCH, MAY = (dt.date(2025, month, 10) for month in (1, 3, 5))
TODAY = timezone.localdate()


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


def test_what_is_brought_in_later_does_not_change_since_when_the_other_issue_was_known():
    merged, answers = b.issue("Merged"), b.issue("Answers")
    b.published(on=MARCH, blocks=[b.assessment(merged), b.assessment(answers)])
    merging.merge(merged, into=answers, occurred_on=MAY, text="One question.", by=b.publisher())
    b.published(on=JANUARY, blocks=[b.assessment(merged)])
    assert list(public_issues(Issue.objects, day=JANUARY)) == [merged]
    assert set(public_issues(Issue.objects, day=MARCH)) == {merged, answers}
