"""Filters that the API's lists are declared with. Each refuses values that it does not understand."""

import datetime as dt
import re

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Q
from drf_spectacular.drainage import set_override

from issues.clock import start_of

from . import params

MAX_WORDS = 10

_SLUG = re.compile(r"[\w-]{1,120}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII)


class ParsedField(forms.CharField):
    """A form field around a function: `parse(value)` returns it read, or raises BadParameter."""

    def __init__(self, *, parse, **options):
        super().__init__(strip=False, **options)
        self.parse = parse

    def clean(self, value):
        text = super().clean(value)
        try:
            return self.parse(text) if text else None
        except params.BadParameter as problem:
            # As a parameter, because what makes it an answer formats messages: '%' may be in it.
            raise ValidationError(
                "%(why)s", code="invalid", params={"why": problem.message}
            ) from problem


def _described(parameter, shape):
    """Say in the API's description what values `parameter` takes: `shape`, JSON Schema."""
    set_override(parameter, "field", {**shape, "description": parameter.label})


class ParsedFilter(filters.Filter):
    """A filter whose value `parse` reads. `shape` is what it looks like."""

    field_class = ParsedField
    shape = {"type": "string"}

    def __init__(self, *args, **options):
        super().__init__(*args, parse=self.parse, **options)
        _described(self, self.shape)


class EntryFilter(ParsedFilter):
    """By the slug of a public entry of `model`, one it has or had. What is no such slug is refused."""

    shape = {"type": "string", "pattern": r"^[\w-]{1,120}$"}

    def __init__(self, model, **options):
        self.entries = model.objects
        super().__init__(**options)

    def parse(self, slug):
        entry = self.find(slug) if _SLUG.fullmatch(slug) else None
        if entry is None:
            raise params.BadParameter("slug", "There is nothing of this name.")
        return entry

    def find(self, slug):
        return self.entries.public().with_slug(slug).first()


class DayFilter(ParsedFilter):
    shape = {"type": "string", "format": "date"}

    @staticmethod
    def parse(text):
        return params.day(text, "day", today=dt.date.max)


class MomentFilter(ParsedFilter):
    """By a moment with its offset, or a day, which means its beginning in Seoul."""

    shape = {"type": "string", "anyOf": [{"format": "date-time"}, {"format": "date"}]}

    @staticmethod
    def parse(text):
        if "T" not in text:
            return start_of(DayFilter.parse(text))
        problem = params.BadParameter(
            "moment",
            "Give a moment as 2026-01-31T09:00:00%2B09:00 (+ is written %2B) or Z, or a day.",
        )
        if not _MOMENT.fullmatch(text):
            raise problem
        try:
            moment = dt.datetime.fromisoformat(text)
            moment = moment.astimezone(dt.UTC)
        except (ValueError, OverflowError):
            raise problem from None
        if not params.FIRST_YEAR <= moment.year < dt.MAXYEAR:
            raise problem
        return moment


def containing(*columns):
    """A condition for WordsFilter: the word stands in one of `columns`, in any case."""

    def condition(word):
        found = Q()
        for column in columns:
            found |= Q(**{f"{column}__icontains": word})
        return found

    return condition


class WordsFilter(ParsedFilter):
    """Rows for which `condition(word)`, a Q, holds for every word."""

    shape = {"type": "string", "maxLength": params.LONGEST_WORDS}

    def __init__(self, condition, **options):
        self.condition = condition
        super().__init__(**options)

    @staticmethod
    def parse(text):
        words = params.words(text, "q").split()
        if len(words) > MAX_WORDS:
            raise params.BadParameter("q", f"Give {MAX_WORDS} words at most.")
        return words

    def filter(self, rows, words):
        for word in words or ():
            rows = rows.filter(self.condition(word))
        return rows


class ChoiceFilter(filters.ChoiceFilter):
    """One of a closed list of values."""

    def __init__(self, *, choices, **options):
        super().__init__(choices=choices, **options)
        _described(self, {"type": "string", "enum": [value for value, _label in choices]})


class FlagFilter(filters.TypedChoiceFilter):
    """`true` or `false`; nothing else, in no other case."""

    def __init__(self, **options):
        super().__init__(
            choices=[("true", "yes"), ("false", "no")], coerce=lambda v: v == "true", **options
        )
        _described(self, {"type": "boolean"})


class OrderFilter(ChoiceFilter):
    """One of a closed list of names, or one with '-' before it for descending. Ties are settled.

    `columns`: {name: column or annotation of the queryset}. Rows without a value come last.
    """

    def __init__(self, columns):
        self.columns = columns
        names = [name for column in columns for name in (column, f"-{column}")]
        super().__init__(choices=[(name, name) for name in names], label="Order of the results.")

    def filter(self, rows, name):
        if not name:
            return rows
        column = F(self.columns[name.removeprefix("-")])
        descends = name.startswith("-")
        order = column.desc(nulls_last=True) if descends else column.asc(nulls_last=True)
        return rows.order_by(order, "-pk" if descends else "pk")


class FilterSet(filters.FilterSet):
    """Declared filters only. `limits` are the days that the request sets."""

    @property
    def limits(self):
        return params.limits_from(self.request.query_params)


class NameFilters(FilterSet):
    """Of authors, series, actors and traits."""

    ordering = OrderFilter({"name": "name"})
