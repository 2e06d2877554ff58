"""Days and moments: a day means its end in the site's time zone (Seoul)."""

import datetime as dt

from django.db import connections
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


def database_now(using="default"):
    """The database's clock: the one that all processes share, so that nothing is published early."""
    connection = connections[using]
    query = "SELECT clock_timestamp()" if connection.vendor == "postgresql" else None
    if query is None:
        # SQLite has no clock of its own: its time functions read this machine's.
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]
