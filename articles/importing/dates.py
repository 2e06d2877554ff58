"""Dates as pieces print them, English and Korean."""

import re
from datetime import date
from typing import NamedTuple

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAYS = "mon tue wed thu fri sat sun".split()
_KOREAN_DAYS = "월화수목금토일"

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
# The bodies, most telling first. 11/12/2024 is left out: nobody can tell its month from its day.
_BODIES = (
    rf"{_MONTH}\s*{_DAY}\s*,?\s*{_YEAR}",
    rf"{_DAY}\s+(?:of\s+)?{_MONTH}\s*,?\s*{_YEAR}",
    rf"{_YEAR}\s*년\s*(?P<month>[01]?[0-9])\s*월\s*{_DAY}\s*일",
    rf"{_YEAR}\s?[-./]\s?(?P<month>[01]?[0-9])\s?[-./]\s?{_DAY}\.?",
)
_FORMS = [
    re.compile(
        r"(?:(?:published|posted|date|등록일|작성일|게재일|발행일)(?: on)?\s*:?\s*)?"
        rf"(?:(?P<before>{_WEEKDAY})\s*,?\s*)?{body}(?![0-9])"
        rf"(?:\s*,?\s*\(?(?P<after>{_WEEKDAY}|[{_KOREAN_DAYS}](?:요일)?(?!\w))\)?)?",
        re.IGNORECASE,
    )
    for body in _BODIES
]


class Found(NamedTuple):
    """A date at the start of a line; `rest` is what the line says after it."""

    on: date
    weekday_agrees: bool
    rest: str


def find(line: str) -> Found | None:
    """The date that a line begins with (after a label or weekday), or None."""
    for form in _FORMS:
        if match := form.match(line):
            on = _date(match)
            if on is None:
                return None
            weekday = match["before"] or match["after"]
            agrees = weekday is None or _weekday(weekday) == on.weekday()
            return Found(on, agrees, line[match.end() :].strip(" |.,-–"))
    return None


def _date(match: re.Match) -> date | None:
    month = match["month"].lower()[:3]
    try:
        number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
        return date(int(match["year"]), number, int(match["day"]))
    except ValueError:  # the thirtieth of February
        return None


def _weekday(name: str) -> int:
    if name[0] in _KOREAN_DAYS:
        return _KOREAN_DAYS.index(name[0])
    return _DAYS.index(name.lower()[:3])
