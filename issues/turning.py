"""Turning a page to another day, or to the other clock: what it selects and sorts is kept."""

import calendar
import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.days import days_beside


@dataclass(frozen=True)
class Turn:
    """A way to turn: `earlier` and `later` are (day, query string), or None where it leads nowhere."""

    name: str
    earlier: tuple | None
    later: tuple | None


def turns(query, limits, *, today):
    """The Turns of a page that shows `limits`, of a QueryDict `query`. One database query.

    Nothing lies before the first piece, and nothing after `today`.
    """
    day = limits.day or today
    before, after = days_beside(day, recorded_by=limits.recorded_by)

    def to(other):
        return None if other is None or other > today else (other, with_day(query, other))

    def shifted(months):
        return to(in_months(day, months)) if months > 0 or before else None

    return [
        Turn(_("Piece"), to(before), to(after)),
        Turn(_("Month"), shifted(-1), shifted(1)),
        Turn(_("Year"), shifted(-12), shifted(12)),
    ]


def clocks(query, limits, *, public=None, rows=None, known=True):
    """The same page on the other clock, as query strings: `as_shown`, as it was shown on its day, and
    `as_known`, with all that was written down since. None where that is the page itself.

    Of the `rows` that the page shows, `public(rows, day=…, recorded_by=…)` gives those that readers
    knew of by then: where that is none, there was no such page. Who found that out otherwise says it
    with `known`. One query at most.
    """
    day, by = limits.day, limits.recorded_by
    shown = day is not None and by != day and known
    if shown and public is not None:
        shown = public(rows, day=day, recorded_by=day).exists()
    return {
        "as_shown": with_day(query, day, "recorded_by") if shown else None,
        "as_known": with_day(query, None, "recorded_by") if by else None,
    }


def with_day(query, day, name="as_of"):
    """`query` as a query string with `day`, or without one for None.

    Empty parameters are left out, and so is the number of a page: another day has other pages.
    """
    query = query.copy()
    query.pop(name, None)
    query.pop("page", None)
    for key, values in list(query.lists()):
        if not any(values):
            del query[key]
    if day is not None:
        query[name] = day.isoformat()
    return f"?{query.urlencode()}"


def in_months(day, months):
    """The same day so many months later. The last day of a month leads to the last of the other,
    so that turning back and forth over February ends where it began.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    if day.day == calendar.monthrange(day.year, day.month)[1]:
        return dt.date(year, month + 1, last)
    return dt.date(year, month + 1, min(day.day, last))
