"""The clock's book: what is late, what failed, and whether the clock runs at all."""

import datetime as dt

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from articles import clock, workflow
from articles.enums import EditionState as S
from articles.models import ClockRun, Unpublished
from tests import builders as b

pytestmark = pytest.mark.django_db

DUE = timezone.now().replace(microsecond=0)
MINUTE = dt.timedelta(minutes=1)


def scheduled(title="A piece"):
    with time_machine.travel(DUE - dt.timedelta(hours=1), tick=False):
        edition = b.approved(title, blocks=[b.passage()])
        return workflow.schedule(edition, by=b.publisher(), due_at=DUE)


@pytest.fixture
def broken(monkeypatch):
    """An edition whose publication raises until `mend()` is called."""
    edition = scheduled("Broken")
    release = workflow._release

    def fail(move, **options):
        if move.edition.pk == edition.pk and not edition.is_mended:
            raise RuntimeError("the disk is full")
        return release(move, **options)

    edition.is_mended = False
    monkeypatch.setattr(workflow, "_release", fail)
    return edition


class TestRounds:
    def test_a_round_is_written_down_even_where_nothing_was_due(self):
        workflow.publish_due(at=DUE)
        assert ClockRun.objects.get().ran_at == DUE

    def test_rounds_that_follow_closely_write_nothing(self, django_assert_num_queries):
        workflow.publish_due(at=DUE)
        with django_assert_num_queries(4):
            workflow.publish_due(at=DUE + dt.timedelta(seconds=5))
        assert ClockRun.objects.get().ran_at == DUE

    def test_nothing_goes_out_before_its_moment_by_the_databases_clock(self):
        edition = scheduled()
        with pytest.raises(workflow.WrongState):
            workflow.publish(edition, by=None, at=DUE - dt.timedelta(seconds=1))
        edition.refresh_from_db()
        assert edition.state == S.SCHEDULED


class TestFailures:
    def test_one_that_fails_holds_up_no_other_and_is_written_down(self, broken):
        sound = scheduled("Sound")
        published, failed = workflow.publish_due(at=DUE)
        assert [edition.pk for edition in published] == [sound.pk]
        assert [edition.pk for edition in failed] == [broken.pk]
        row = Unpublished.objects.get()
        assert (row.edition, row.tries, row.error) == (broken, 1, "RuntimeError: the disk is full")
        broken.refresh_from_db()
        assert (broken.state, broken.number) == (S.SCHEDULED, None)

    def test_one_whose_rows_cannot_be_had_holds_up_no_other(self, monkeypatch):
        stuck, sound = scheduled("Stuck"), scheduled("Sound")
        publish = workflow.publish

        def fail(edition, **options):
            if edition.pk == stuck.pk:
                raise OperationalError("deadlock detected")
            return publish(edition, **options)

        monkeypatch.setattr(workflow, "publish", fail)
        published, failed = workflow.publish_due(at=DUE)
        assert ([e.pk for e in published], [e.pk for e in failed]) == ([sound.pk], [stuck.pk])

    def test_it_is_tried_again_after_growing_waits(self, broken):
        workflow.publish_due(at=DUE)
        workflow.publish_due(at=DUE + dt.timedelta(seconds=1))
        assert Unpublished.objects.get().tries == 1
        workflow.publish_due(at=DUE + dt.timedelta(seconds=6))
        assert Unpublished.objects.get().tries == 2
        assert clock.wait_after(50) == clock.LONGEST_WAIT

    def test_it_is_no_failure_any_more_once_it_is_out(self, broken):
        workflow.publish_due(at=DUE)
        broken.is_mended = True
        workflow.publish_due(at=DUE + MINUTE)
        broken.refresh_from_db()
        assert broken.state == S.PUBLISHED
        assert not Unpublished.objects.exists()


class TestLateness:
    def test_nothing_due_is_no_matter_how_long_the_clock_stands_still(self):
        assert clock.lateness(DUE) == (False, None, [], [])

    def test_a_clock_that_never_ran_is_told_of_two_minutes_after_something_was_due(self):
        edition = scheduled()
        assert clock.lateness(DUE + MINUTE).late == []
        found = clock.lateness(DUE + 2 * MINUTE)
        assert found.stands_still
        assert found.late == [edition]

    def test_a_clock_that_runs_is_not_blamed_for_a_piece_that_fails(self, broken):
        workflow.publish_due(at=DUE + 2 * MINUTE)
        found = clock.lateness(DUE + 3 * MINUTE)
        assert not found.stands_still
        assert [row.edition for row in found.failed] == [broken]
