"""The days on which readers got something new: where a view of the past can be turned to."""

from django.db.models import Max, Min, Q

from issues.clock import day_of, end_of, start_of

from .models import Edition


def days_beside(day, *, recorded_by=None):
    """(the last day before `day`, the first after it) on which an edition of a piece went live.

    None where there is none. Withdrawn editions count for nothing, nor do those that had not been
    written down by the end of `recorded_by`. One query.
    """
    rows = Edition.objects.released()
    if recorded_by is not None:
        rows = rows.filter(published_at__lte=end_of(recorded_by))
    found = rows.aggregate(
        before=Max("live_from", filter=Q(live_from__lt=start_of(day))),
        after=Min("live_from", filter=Q(live_from__gt=end_of(day))),
    )
    return tuple(moment and day_of(moment) for moment in (found["before"], found["after"]))
