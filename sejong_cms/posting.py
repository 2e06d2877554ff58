"""How rows that wait are sent to somebody else's machine: mails, and deliveries to webhooks.

`claim` takes one row at a time, in a short transaction that skips what others hold (PostgreSQL: FOR
UPDATE SKIP LOCKED; SQLite: one writer at a time). The sender then sends it outside any transaction and says
how that went. So no two senders have one row in hand at once, and a sender that dies with a row in hand
keeps it for `LEASE` and no longer.

What remains: a sender that is killed, or loses the database, between the other's OK and the mark has sent
something that counts as unsent. It goes out again when the lease ends, with the same identity, by which
the other side can drop the second copy.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

#: How long a claimed row is its sender's. Every sending is bounded to a small part of it.
LEASE = dt.timedelta(minutes=15)
LONGEST_ERROR = 500


@dataclass(frozen=True)
class Patience:
    """After how many `tries` a row is given up; the waits between double from `first` to `longest`."""

    first: dt.timedelta
    longest: dt.timedelta
    tries: int

    def wait_after(self, attempts):
        """How long a row waits after so many tries that failed."""
        return min(self.first * 2 ** min(attempts - 1, 16), self.longest)


def waiting(model, at):
    """The rows of `model` that are due at `at` and in nobody's hand."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    return model.objects.filter(free, sent_at=None, failed_at=None, due_at__lte=at)


def postpone(rows, at):
    """Let those of `rows` (a queryset) wait until `at` that nobody is writing at this moment.

    Two senders that postpone the same rows would wait for each other in a circle.
    """
    with transaction.atomic():
        free = list(
            rows.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)
        )
        rows.model.objects.filter(pk__in=free).update(due_at=at)


def claim(model, at, patience):
    """The longest waiting row, now this sender's, or None. Claiming it counts as a try.

    One whose tries are all used up without an answer, because its senders died, is given up instead:
    it comes with `failed_at`.
    """
    with transaction.atomic():
        rows = waiting(model, at).order_by("due_at", "id")
        row = rows.select_for_update(of=("self",), skip_locked=True).first()
        if row is None:
            return None
        if row.attempts >= patience.tries:
            row.failed_at, row.claim, row.claimed_until = at, None, None
        else:
            row.attempts += 1
            row.claim, row.claimed_until = uuid.uuid4(), at + LEASE
        row.save(update_fields=["attempts", "claim", "claimed_until", "failed_at"])
        return row


def mark_sent(row, at, **columns):
    # Whoever else may have claimed it meanwhile: it is sent, and that is what the row has to say.
    type(row).objects.filter(pk=row.pk).update(
        sent_at=at, failed_at=None, claim=None, claimed_until=None, last_error="", **columns
    )


def mark_failed(row, at, patience, *, error, final=False, **columns):
    """Say what went wrong and when to try again, if the row is still this sender's.

    `final`: no further try would help. Returns whether the row is given up.
    """
    given_up = final or row.attempts >= patience.tries
    type(row).objects.filter(pk=row.pk, claim=row.claim).update(
        last_error=error[:LONGEST_ERROR],
        due_at=row.due_at if given_up else at + patience.wait_after(row.attempts),
        failed_at=at if given_up else None,
        claim=None,
        claimed_until=None,
        **columns,
    )
    return given_up


def try_again(rows, *, at):
    """Make those of `rows` (a queryset) that were given up due at once, with all tries before them.

    Returns how many there were.
    """
    return rows.filter(failed_at__isnull=False).update(
        failed_at=None, attempts=0, due_at=at, claim=None, claimed_until=None
    )
