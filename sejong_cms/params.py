"""Query parameters that pages and API share: days, limits in time, years, page numbers, words.

Pure functions. Each raises BadParameter, which names the parameter, for a value that it refuses.
"""

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

FIRST_YEAR = 1900
LONGEST_WORDS = 200

# ASCII digits only: what `int` and `fromisoformat` accept besides are other spellings of an address.
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class BadParameter(ValueError):
    """A known parameter with a value that it cannot have. `name` and `message` are for readers."""

    def __init__(self, name, message):
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message


@dataclass(frozen=True)
class Limits:
    """The two clocks: `day` by when something held, `recorded_by` by when it was written down.

    Days; None is no limit. `**limits.kwargs` is how querysets and timelines take them.
    """

    day: dt.date | None = None
    recorded_by: dt.date | None = None

    def __bool__(self):
        return self.day is not None or self.recorded_by is not None

    @property
    def kwargs(self):
        return {"day": self.day, "recorded_by": self.recorded_by}

    @property
    def query(self):
        """The same as a query string, without '?'; '' where there is no limit."""
        days = {"as_of": self.day, "recorded_by": self.recorded_by}
        return urlencode({name: day.isoformat() for name, day in days.items() if day})


def day(value, name, *, today=None):
    """`value`, 'YYYY-MM-DD', as a date of 1900 or later. A day to come is refused.

    `today` is the last day that is no future, by default that of the site's time zone.
    """
    if not _DAY.fullmatch(value):
        raise BadParameter(name, _("Give a day as YYYY-MM-DD."))
    try:
        found = dt.date.fromisoformat(value)
    except ValueError as problem:
        raise BadParameter(name, _("There is no such day.")) from problem
    if found.year < FIRST_YEAR:
        raise BadParameter(name, _("Give a day of %(year)s or later.") % {"year": FIRST_YEAR})
    if found > (today or timezone.localdate(timezone=timezone.get_default_timezone())):
        raise BadParameter(name, _("This day is yet to come."))
    return found


def limits_from(query, *, today=None, blank=False):
    """The Limits that `as_of` and `recorded_by` of a QueryDict set.

    With `blank`, an empty value is none, as a form sends it whose field was left empty.
    """
    days = {}
    for name in ("as_of", "recorded_by"):
        value = single(query, name, blank=blank)
        days[name] = None if value is None else day(value, name, today=today)
    return Limits(day=days["as_of"], recorded_by=days["recorded_by"])


def year(value, name):
    """`value` as a year from 1900 to 9999."""
    if not _NUMBER.fullmatch(value) or not FIRST_YEAR <= int(value) <= dt.MAXYEAR:
        raise BadParameter(name, _("Give a year with four digits."))
    return int(value)


def page(value, name="page"):
    """`value` as a page number from 1."""
    if not _NUMBER.fullmatch(value):
        raise BadParameter(name, _("Give a page number from 1."))
    return int(value)


def choice(value, name, choices):
    """`value` as a member of `choices`, a TextChoices class."""
    try:
        return choices(value)
    except ValueError as problem:
        raise BadParameter(
            name, _("Give one of: %(values)s.") % {"values": ", ".join(choices.values)}
        ) from problem


def words(value, name):
    """`value` as text to look for: at most 200 characters, no control characters."""
    if len(value) > LONGEST_WORDS:
        raise BadParameter(name, _("Give at most %(count)s characters.") % {"count": LONGEST_WORDS})
    if _CONTROL.search(value):
        raise BadParameter(name, _("This contains characters that no text has."))
    return value.strip()


def single(query, name, *, blank=False):
    """The one value of `name` in `query` (a QueryDict), or None. Twice is refused."""
    values = query.getlist(name)
    if len(values) > 1:
        raise BadParameter(name, _("Give this parameter once."))
    if not values or (blank and not values[0].strip()):
        return None
    return values[0]
