"""Fields of what programs send: each takes the one type of JSON that the description names.

A number is no text and "yes" no truth value: who sends one has made a mistake, and it is said where it was made.
"""

import datetime as dt
import re

from rest_framework import serializers

from issues.plain import plain, says_nothing

from .params import FIRST_YEAR


class TextField(serializers.CharField):
    """A string, as it will be stored: its length is measured so. What a reader would see nothing of is blank."""

    def run_validation(self, data=serializers.empty):
        # NUL is refused, not taken out: it stands in no text by accident.
        if isinstance(data, str) and "\0" not in data:
            data = "" if says_nothing(data) else plain(data)
        return super().run_validation(data)

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class AddressField(TextField, serializers.URLField):
    """The address of a page."""


class WordField(serializers.ChoiceField):
    """One word of a closed list."""

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        return super().to_internal_value(data)


class WholeNumberField(serializers.IntegerField):
    def to_internal_value(self, data):
        # As in JSON Schema, 1.0 is a whole number too.
        if isinstance(data, float) and data.is_integer():
            data = int(data)
        if type(data) is not int:
            self.fail("invalid")
        return super().to_internal_value(data)


class FlagField(serializers.BooleanField):
    def to_internal_value(self, data):
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class UidField(serializers.UUIDField):
    """An identity as answers write it, in small or capital letters."""

    _SHAPE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)

    def to_internal_value(self, data):
        if not isinstance(data, str) or not self._SHAPE.fullmatch(data):
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


class DayField(serializers.DateField):
    """`YYYY-MM-DD` from 1900 on. Before the last day of the calendar: each has a day that follows."""

    default_error_messages = {"bounds": f"Give a day of {FIRST_YEAR} or later."}

    _SHAPE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

    def to_internal_value(self, data):
        if not isinstance(data, str) or not self._SHAPE.fullmatch(data):
            self.fail("invalid", format="YYYY-MM-DD")
        day = super().to_internal_value(data)
        if day.year < FIRST_YEAR or day == dt.date.max:
            self.fail("bounds")
        return day


class MomentField(serializers.DateTimeField):
    """A moment with its offset: without one it would be another moment in each reader's country."""

    _SHAPE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII)

    def to_internal_value(self, value):
        if not isinstance(value, str) or not self._SHAPE.fullmatch(value):
            self.fail("invalid", format="2026-01-31T09:00:00+09:00")
        try:
            return super().to_internal_value(value)
        except (OverflowError, ValueError):
            self.fail("invalid", format="2026-01-31T09:00:00+09:00")
