"""Who sees which entries, and which events count at a given day."""

from django.db import models
from django.db.models import Q

from . import rules
from .clock import end_of


class EntryQuerySet(models.QuerySet):
    """Entries of the register. The default manager hides nothing; callers say what they want."""

    def public(self, at=None):
        """Those that readers may know of: now, or at the moment `at`."""
        rows = self.filter(public_since__isnull=False)
        return rows if at is None else rows.filter(public_since__lte=at)

    def visible_to(self, user):
        """Editors see all entries, everybody else the public ones."""
        return self.all() if rules.may_see_register(user) else self.public()


class EventQuerySet(models.QuerySet):
    """Steps, status changes and developments."""

    def as_of(self, day=None, *, recorded_by=None):
        """The events that count on `day`, oldest first, corrected ones replaced.

        `day` limits by when it held, `recorded_by` (a day) by when we wrote it down; None is no
        limit. A correcting row replaces the one it names unless it was itself recorded later than
        `recorded_by`.
        """
        rows, known = self, Q(corrected_by__isnull=False)
        if recorded_by is not None:
            moment = end_of(recorded_by)
            rows = rows.filter(recorded_at__lte=moment)
            known &= Q(corrected_by__recorded_at__lte=moment)
        if day is not None:
            rows = rows.filter(occurred_on__lte=day)
        return rows.exclude(known).order_by("occurred_on", "recorded_at", "id")
