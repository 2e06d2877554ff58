"""Days and moments: a day means its end in the site's time zone (Seoul)."""

import datetime as dt

from django.utils import timezone


def end_of(day):
    """The last moment of `day` in the site's zone.

    Raises OverflowError for a day that has no such moment in UTC; callers bound their days first.
    """
    return dt.datetime.combine(day, dt.time.max, tzinfo=timezone.get_default_timezone())


def start_of(day):
    """The first moment of `day` in the site's zone."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=timezone.get_default_timezone())


def day_of(moment):
    """The day on which `moment` fell in the site's zone."""
    return moment.astimezone(timezone.get_default_timezone()).date()
