"""Who sees which entries, and which events count at a given day."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from . import rules
from .clock import end_of


class SluggedQuerySet(models.QuerySet):
    """Rows with an address."""

    def with_slug(self, slug):
        """The one that has this slug, or had it while readers knew it."""
        from .models import FormerSlug

        former = FormerSlug.objects.filter(kind=self.model._meta.model_name, slug=slug)
        return self.filter(Q(slug=slug) | Q(pk__in=former.values("entry_id")))


class EntryQuerySet(SluggedQuerySet):
    """Entries of the register. The default manager hides nothing; callers say what they want."""

    def public(self, at=None):
        """Those that readers may know of: now, or at the moment `at`."""
        rows = self.filter(public_since__isnull=False)
        return rows if at is None else rows.filter(public_since__lte=at)

    def answering(self):
        """Those of a kind with duplicates that no other public one answers for."""
        return self.exclude(merged_into__in=self.model.objects.public())

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
        # As a condition and no join: databases then look only at the rows that are asked for.
        rows, corrections = self, self.model.objects.filter(corrects=OuterRef("pk"))
        if recorded_by is not None:
            moment = end_of(recorded_by)
            rows = rows.filter(recorded_at__lte=moment)
            corrections = corrections.filter(recorded_at__lte=moment)
        if day is not None:
            rows = rows.filter(occurred_on__lte=day)
        return rows.filter(~Exists(corrections)).order_by("occurred_on", "recorded_at", "id")
