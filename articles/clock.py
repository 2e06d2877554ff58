"""The clock's book: when it last ran, what it could not publish, and what is late.

What is to be published when stands in the editions themselves; this only says how it went.
"""

import datetime as dt
from typing import NamedTuple

from .enums import EditionState
from .models import ClockRun, Edition, Unpublished

WORK = "publish"
#: What is due for longer is late, and a clock that has not run for longer stands still.
PATIENCE = dt.timedelta(minutes=2)
#: A run is written down when the last one that was is older: the clock looks every few seconds.
NOTED = dt.timedelta(seconds=20)
#: The waits before a piece is tried again double from the first to the longest.
FIRST_WAIT = dt.timedelta(seconds=5)
LONGEST_WAIT = dt.timedelta(minutes=5)
_LONGEST_ERROR = 500


class Lateness(NamedTuple):
    """What the desk warns of at a moment.

    `stands_still`: something is late and the clock has not run. `since` is when it last ran, None if
    never. `late` are the scheduled editions that are late, `failed` those Unpublished that are tried anew.
    """

    stands_still: bool
    since: dt.datetime | None
    late: list
    failed: list


def lateness(at):
    """The Lateness at the moment `at`. Three queries at most, one where nothing is late."""
    late = list(Edition.objects.due(at - PATIENCE).select_related("article"))
    if not late:
        return Lateness(False, None, [], [])
    since = ClockRun.objects.filter(work=WORK).values_list("ran_at", flat=True).first()
    failed = Unpublished.objects.filter(edition__in=late).select_related("edition")
    still = since is None or since < at - PATIENCE
    return Lateness(still, since, late, list(failed.order_by("failed_at")))


def to_try(at):
    """Editions that are due at `at` and were not tried a moment ago, the longest waiting first."""
    failed = {row.edition_id: row for row in Unpublished.objects.all()}
    return [
        edition
        for edition in Edition.objects.due(at).select_related("article")
        if (row := failed.get(edition.pk)) is None
        or not row.failed_at <= at < row.failed_at + wait_after(row.tries)
    ]


def wait_after(tries):
    """How long a piece waits after so many tries that failed."""
    return min(FIRST_WAIT * 2 ** min(tries - 1, 16), LONGEST_WAIT)


def failed(edition, problem, *, at):
    """Note that `edition` could not be published, and why."""
    error = f"{type(problem).__name__}: {problem}"[:_LONGEST_ERROR]
    row, is_new = Unpublished.objects.get_or_create(
        edition=edition, defaults={"failed_at": at, "error": error}
    )
    if not is_new:
        row.failed_at, row.error, row.tries = at, error, row.tries + 1
        row.save(update_fields=["failed_at", "error", "tries"])


def ran(at):
    """Note that a round was finished at `at`. What is no longer scheduled is no failure any more."""
    gone = Unpublished.objects.exclude(edition__state=EditionState.SCHEDULED)
    if gone.exists():
        gone.delete()
    rows = ClockRun.objects.filter(work=WORK)
    last = rows.values_list("ran_at", flat=True).first()
    if last is None:
        ClockRun.objects.get_or_create(work=WORK, defaults={"ran_at": at})
    elif not last <= at < last + NOTED:
        rows.update(ran_at=at)
