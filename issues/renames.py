"""What an issue was called on a day."""

from django.db.models import F

from .clock import end_of
from .models import Rename


def titles_then(issues, *, day=None, recorded_by=None):
    """{issue's id: (title, title_ko)} then, of those of `issues` that were ever renamed.

    One query; none where no day is set, as the stated title is today's.
    """
    if day is None and recorded_by is None:
        return {}
    rows = (
        Rename.objects.filter(issue__in=[issue.pk for issue in issues])
        .annotate(replaced_at=F("corrected_by__recorded_at"))
        .order_by("occurred_on", "recorded_at", "pk")
    )
    first, found = {}, {}
    known = None if recorded_by is None else end_of(recorded_by)
    for row in rows:
        # Whatever day it holds from, the first one written down knew the title before all of them.
        if row.issue_id not in first or row.recorded_at < first[row.issue_id].recorded_at:
            first[row.issue_id] = row
        if _counts(row, day, known):
            found[row.issue_id] = (row.title, row.title_ko)
    before = {pk: (row.title_before, row.title_ko_before) for pk, row in first.items()}
    return before | found


def _counts(row, day, known):
    """Whether a rename held on `day`, as far as was written down by the moment `known`."""
    if day is not None and row.occurred_on > day:
        return False
    if known is not None and row.recorded_at > known:
        return False
    replaced = row.replaced_at
    return replaced is None or (known is not None and replaced > known)
