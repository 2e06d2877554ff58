"""An issue's timeline: dated events of the register, merged with those that callers pass in."""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from .models import Step


class Kind(models.TextChoices):
    """What an entry of a timeline is."""

    ASSESSMENT = "assessment", _("assessment")
    CORRECTION = "correction", _("correction")
    WITHDRAWAL = "withdrawal", _("withdrawal")
    DEVELOPMENT = "development", _("development")
    RECOMMENDATION = "recommendation", _("recommendation")
    STEP = "step", _("step")
    STATUS = "status", _("status")
    RENAME = "rename", _("rename")
    MERGE = "merge", _("merge")


@dataclass(frozen=True)
class Entry:
    """One entry. `page` is a path within the site, '' for none; `subject` is the row it is made of."""

    kind: Kind
    on: dt.date
    recorded_at: dt.datetime
    title: str
    text: str = ""
    page: str = ""
    source_url: str = ""
    subject: object = None


def register_entries(issue, *, day=None, recorded_by=None):
    """Developments, status changes and steps of public recommendations on the issue."""
    limits = {"day": day, "recorded_by": recorded_by}
    for row in issue.developments.as_of(**limits):
        yield _entry(Kind.DEVELOPMENT, row, row.title)
    for row in issue.status_changes.as_of(**limits):
        yield _entry(Kind.STATUS, row, row.get_status_display())
    rows = Step.objects.filter(
        recommendation__issue=issue, recommendation__public_since__isnull=False
    ).select_related("recommendation")
    for row in rows.as_of(**limits):
        yield _entry(
            Kind.STEP, row, row.get_status_display(), page=row.recommendation.get_absolute_url()
        )


def merged(*sources):
    """All entries of `sources`, oldest first; of one day, in the order they were written down."""
    entries = [entry for source in sources for entry in source]
    return sorted(entries, key=lambda entry: (entry.on, entry.recorded_at))


def _entry(kind, row, title, page=""):
    return Entry(
        kind=kind,
        on=row.occurred_on,
        recorded_at=row.recorded_at,
        title=str(title),
        text=row.text,
        page=page,
        source_url=row.source_url,
        subject=row,
    )
