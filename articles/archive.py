"""The ways through the list of pieces: its years, and what of a narrowing can be taken away."""

from dataclasses import replace
from typing import NamedTuple

from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from .enums import Language


class Year(NamedTuple):
    """A year with pieces: how many, the query that asks for them, and whether the list is of it."""

    year: int
    count: int
    query: dict
    is_shown: bool


def years_of(live, wanted):
    """The Years of those `live` editions that fit `wanted`, whatever year it names; newest first. One query."""
    all_years = replace(wanted, year=None)
    counted = (
        all_years.of(live)
        .order_by()
        .values_list(ExtractYear("published_on"))
        .annotate(count=Count("pk"))
    )
    return [
        Year(year, count, replace(wanted, year=year).query, year == wanted.year)
        for year, count in sorted(counted, reverse=True)
    ]


def chips_of(wanted):
    """[(words, the query without it)] of each thing that a narrowing asks for."""
    found = []
    for name, row in wanted.entries.items():
        rest = {key: value for key, value in wanted.entries.items() if key != name}
        found.append((_WORDS[name]() % {"name": row}, replace(wanted, entries=rest).query))
    if wanted.year:
        found.append((str(wanted.year), replace(wanted, year=None).query))
    if wanted.language:
        label = str(Language(wanted.language).label)
        found.append((label, replace(wanted, language=None).query))
    return found


_WORDS = {
    "series": lambda: _("Series: %(name)s"),
    "author": lambda: _("Author: %(name)s"),
    "issue": lambda: _("Issue: %(name)s"),
    "actor": lambda: _("Actor: %(name)s"),
}
