"""The register's verbs."""

import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from issues import merging, tracking
from issues.models import Actor, Issue, Recommendation
from issues.recording import locked
from tests import builders as b

pytestmark = pytest.mark.django_db

MADE = dt.date(2025, 1, 10)


@pytest.fixture
def advised():
    """A recommendation made on 10 January 2025."""
    block = b.advice()
    b.published(on=MADE, blocks=[block])
    return Recommendation.objects.get(pk=block.recommendation_id)


def step(recommendation, status, day, **fields):
    fields.setdefault("by", b.editor())
    fields.setdefault("text", "It happened.")
    return tracking.add_step(recommendation, status=status, occurred_on=day, **fields)


class TestAddStep:
    def test_restates_the_status_by_date_and_not_by_entry(self, advised):
        step(advised, "adopted", dt.date(2025, 5, 1))
        step(advised, "under_consideration", dt.date(2025, 2, 1))
        advised.refresh_from_db()
        assert advised.status == "adopted"

    def test_lets_a_status_move_backwards(self, advised):
        step(advised, "adopted", dt.date(2025, 5, 1))
        step(advised, "rejected", dt.date(2025, 6, 1))
        advised.refresh_from_db()
        assert advised.status == "rejected"

    def test_of_two_on_one_day_the_later_recorded_counts(self, advised):
        for status in ("adopted", "rejected"):
            step(advised, status, dt.date(2025, 5, 1))
        advised.refresh_from_db()
        assert advised.status == "rejected"

    def test_that_corrects_another_replaces_it_and_keeps_it(self, advised):
        wrong = step(advised, "adopted", dt.date(2025, 5, 1))
        step(advised, "under_consideration", dt.date(2025, 4, 1), corrects=wrong)
        advised.refresh_from_db()
        assert advised.status == "under_consideration"
        assert advised.steps.count() == 2

    @pytest.mark.parametrize("day", [MADE - dt.timedelta(days=1), dt.date(2999, 1, 1)])
    def test_before_the_recommendation_or_in_the_future_is_refused(self, advised, day):
        with pytest.raises(ValidationError) as refused:
            step(advised, "adopted", day)
        assert list(refused.value.message_dict) == ["occurred_on"]
        assert not advised.steps.exists()

    def test_on_what_was_never_published_is_refused(self):
        with pytest.raises(ValidationError):
            step(b.recommendation(), "adopted", timezone.localdate())

    def test_that_corrects_a_row_of_something_else_is_refused(self, advised):
        other = b.advice()
        b.published(on=MADE, blocks=[other])
        foreign = step(other.recommendation, "adopted", dt.date(2025, 5, 1))
        with pytest.raises(ValidationError):
            step(advised, "rejected", dt.date(2025, 6, 1), corrects=foreign)

    def test_that_corrects_what_is_corrected_already_is_refused(self, advised):
        wrong = step(advised, "adopted", dt.date(2025, 5, 1))
        step(advised, "rejected", dt.date(2025, 5, 1), corrects=wrong)
        with pytest.raises(ValidationError):
            step(advised, "overtaken", dt.date(2025, 5, 1), corrects=wrong)

    def test_needs_words_and_a_web_address_or_none(self, advised):
        for wrong in ({"text": ""}, {"source_url": "javascript:alert(1)"}, {"source_url": "no"}):
            with pytest.raises(ValidationError):
                step(advised, "adopted", dt.date(2025, 5, 1), **wrong)
        assert not advised.steps.exists()

    @pytest.mark.parametrize("person", [b.author_user, b.user])
    def test_is_for_editors(self, advised, person):
        with pytest.raises(tracking.NotAllowed):
            step(advised, "adopted", dt.date(2025, 5, 1), by=person())


class TestChangeStatus:
    def change(self, issue, status, day, **fields):
        return tracking.change_status(
            issue, status=status, occurred_on=day, text="So it is.", by=b.editor(), **fields
        )

    def test_restates_the_issues_status(self):
        issue = b.issue()
        self.change(issue, "dormant", dt.date(2025, 1, 1))
        self.change(issue, "active", dt.date(2024, 1, 1))
        issue.refresh_from_db()
        assert issue.status == "dormant"

    def test_cannot_merge(self):
        with pytest.raises(ValidationError, match="by merging it"):
            self.change(b.issue(), "merged", dt.date(2025, 1, 1))

    def test_cannot_change_what_is_merged(self):
        issue, other = b.issue(), b.issue()
        b.published(on=MADE, blocks=[b.assessment(issue), b.assessment(other)])
        merging.merge(issue, into=other, occurred_on=MADE, text="One.", by=b.publisher())
        with pytest.raises(ValidationError, match="undo the merge first"):
            self.change(issue, "dormant", MADE)

    def test_refuses_a_day_to_come(self):
        with pytest.raises(ValidationError):
            self.change(b.issue(), "dormant", dt.date(2999, 1, 1))


class TestAddDevelopment:
    def test_keeps_who_and_when(self):
        issue, person, at = b.issue(), b.editor(), timezone.now()
        row = tracking.add_development(
            issue,
            title="Talks began",
            occurred_on=dt.date(2025, 1, 1),
            text="In the harbour.",
            source_kind="press",
            source_url="https://example.org/talks",
            by=person,
            at=at,
        )
        assert (row.entered_by, row.recorded_at) == (person, at)
        assert list(issue.developments.as_of()) == [row]

    def test_refuses_a_day_of_no_year_that_is_told_of(self):
        with pytest.raises(ValidationError, match="1900 or later"):
            tracking.add_development(
                b.issue(),
                title="A meeting",
                occurred_on=dt.date(1, 1, 1),
                text="They met.",
                source_kind="press",
                by=None,
            )


class TestMakePublic:
    def test_keeps_the_earlier_moment(self):
        issue, now = b.issue(), timezone.now()
        later, earlier = now, now - dt.timedelta(days=9)
        for since in (later, earlier, now):
            tracking.make_public(Issue.objects.filter(pk=issue.pk), since=since)
        issue.refresh_from_db()
        assert issue.public_since == earlier

    @pytest.mark.postgresql
    @pytest.mark.django_db(transaction=True)
    def test_waits_for_rows_in_the_order_of_their_ids(self, elsewhere):
        """Also for what answers for a duplicate, which may come before it."""
        b.actor("First of its kind")
        answering, duplicate = b.actor("Ministry"), b.actor("The ministry")
        merging.merge_duplicates(duplicate, into=answering, by=b.publisher())
        cited = Actor.objects.filter(pk=duplicate.pk)

        with elsewhere.holding(answering):
            publication = elsewhere.run(tracking.make_public, cited, since=timezone.now())
            elsewhere.wait_until_one_waits()
            assert elsewhere.can_lock(duplicate)
        publication.result(timeout=20)

        assert Actor.objects.filter(public_since=None).count() == 1

    @pytest.mark.postgresql
    @pytest.mark.django_db(transaction=True)
    def test_sees_a_merge_that_was_under_way(self, elsewhere):
        """Or what answers for the duplicate would stay hidden."""
        b.actor("First of its kind")
        answering, duplicate = b.actor("Ministry"), b.actor("The ministry")
        cited = Actor.objects.filter(pk=duplicate.pk)

        with transaction.atomic():
            merging.merge_duplicates(duplicate, into=answering, by=b.publisher())
            publication = elsewhere.run(tracking.make_public, cited, since=timezone.now())
            elsewhere.wait_until_one_waits()
        publication.result(timeout=20)

        answering.refresh_from_db()
        assert answering.is_public


class TestLocks:
    @pytest.mark.postgresql
    @pytest.mark.django_db(transaction=True)
    def test_let_a_draft_cite_an_entry_meanwhile(self, elsewhere):
        issue = b.issue()

        with transaction.atomic():
            locked(Issue, issue.pk)
            elsewhere.run(b.draft, blocks=[b.assessment(issue)]).result(timeout=20)

        assert issue.assessments.exists()


class Elsewhere:
    """What happens in other sessions of the database at the same time."""

    def __init__(self, pool):
        self.pool = pool

    def run(self, do, *args, **options):
        """The Future of `do` in a session of its own."""

        def doing():
            try:
                with transaction.atomic():
                    return do(*args, **options)
            finally:
                connection.close()

        return self.pool.submit(doing)

    @contextmanager
    def holding(self, row):
        with transaction.atomic():
            type(row).objects.select_for_update().get(pk=row.pk)
            yield

    def can_lock(self, row):
        rows = type(row).objects.select_for_update(skip_locked=True).filter(pk=row.pk)
        return bool(self.run(lambda: list(rows)).result(timeout=20))

    def wait_until_one_waits(self):
        query = (
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with connection.cursor() as cursor:
                # Within a transaction the view stays as it was read first.
                cursor.execute("SELECT pg_stat_clear_snapshot()")
                cursor.execute(query)
                if cursor.fetchone()[0]:
                    return
            time.sleep(0.02)
        raise AssertionError("nobody waits")


@pytest.fixture
def elsewhere():
    with ThreadPoolExecutor(4) as pool:
        yield Elsewhere(pool)
