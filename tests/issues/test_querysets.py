"""Which events count on a day, by both clocks; who sees which entries."""

import datetime as dt

import pytest

from issues import tracking
from issues.models import Issue
from tests import builders as b

pytestmark = pytest.mark.django_db


def day(n):
    return dt.date(2025, 1, n)


def test_as_of_follows_both_clocks():
    issue = b.issue()

    def change(status, occurred, recorded, **fields):
        return tracking.change_status(
            issue,
            status=status,
            occurred_on=occurred,
            text="So it is.",
            by=None,
            at=b.noon(recorded),
            **fields,
        )

    early = change("dormant", day(2), recorded=day(2))
    wrong = change("resolved", day(4), recorded=day(5))
    right = change("watching", day(6), recorded=day(9), corrects=wrong)

    changes = issue.status_changes
    assert list(changes.as_of()) == [early, right]
    assert list(changes.as_of(day(1))) == []
    assert list(changes.as_of(day(3))) == [early]
    # What is corrected now does not count on a past day, unless asked as it was known then.
    assert list(changes.as_of(day(5))) == [early]
    assert list(changes.as_of(day(5), recorded_by=day(5))) == [early, wrong]
    assert list(changes.as_of(day(9), recorded_by=day(8))) == [early, wrong]
    assert list(changes.as_of(day(9), recorded_by=day(9))) == [early, right]


def test_a_day_ends_in_seoul():
    issue = b.issue()
    last_moment = dt.datetime(2025, 1, 2, 14, 59, 59, tzinfo=dt.UTC)
    tracking.change_status(
        issue, status="dormant", occurred_on=day(2), text="So.", by=None, at=last_moment
    )
    assert issue.status_changes.as_of(recorded_by=day(2)).count() == 1
    assert issue.status_changes.as_of(recorded_by=day(1)).count() == 0


def test_entries_are_the_editors_own_until_they_are_public():
    hidden = b.issue("Hidden")
    shown = b.issue("Shown")
    b.published(blocks=[b.assessment(shown)])
    assert list(Issue.objects.public()) == [shown]
    assert list(Issue.objects.visible_to(b.author_user())) == [shown]
    assert set(Issue.objects.visible_to(b.editor())) == {hidden, shown}
