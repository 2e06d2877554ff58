"""Fields that take one type of JSON: 5 is no text, "yes" no truth value, 20250101 no day."""

import datetime as dt
import uuid

import pytest
from rest_framework.exceptions import ValidationError

from sejong_cms import exact

UID = "0f8fad5b-d9cb-469f-a165-70867728950e"
TAKEN = [
    (exact.TextField(), "words", "words"),
    (exact.TextField(), "e\u0301\u202e", "é"),
    (exact.TextField(allow_blank=True), "\u200b", ""),
    (exact.AddressField(), "https://example.org/", "https://example.org/"),
    (exact.WordField(["one", "two"]), "one", "one"),
    (exact.WholeNumberField(), 5, 5),
    (exact.WholeNumberField(), 5.0, 5),
    (exact.FlagField(), True, True),
    (exact.FlagField(), False, False),
    (exact.UidField(), UID, uuid.UUID(UID)),
    (exact.UidField(), UID.upper(), uuid.UUID(UID)),
    (exact.DayField(), "1900-01-01", dt.date(1900, 1, 1)),
    (exact.DayField(), "9999-12-30", dt.date(9999, 12, 30)),
]
REFUSED = [
    (exact.TextField(), 5, "invalid"),
    (exact.TextField(), True, "invalid"),
    (exact.TextField(), "a\0b", "null_characters_not_allowed"),
    (exact.TextField(allow_blank=True), "\0", "null_characters_not_allowed"),
    (exact.TextField(), "\u200b", "blank"),
    (exact.TextField(max_length=2), "\u0958\u0958", "max_length"),
    (exact.WordField(["1", "2"]), 1, "invalid_choice"),
    (exact.WordField(["1", "2"]), ["1"], "invalid_choice"),
    (exact.WholeNumberField(), "5", "invalid"),
    (exact.WholeNumberField(), True, "invalid"),
    (exact.WholeNumberField(), 5.5, "invalid"),
    (exact.WholeNumberField(max_value=9), 10**400, "max_value"),
    (exact.FlagField(), "yes", "invalid"),
    (exact.FlagField(), 1, "invalid"),
    (exact.UidField(), 5, "invalid"),
    (exact.UidField(), UID.replace("-", ""), "invalid"),
    (exact.UidField(), f"urn:uuid:{UID}", "invalid"),
    (exact.DayField(), "20250101", "invalid"),
    (exact.DayField(), "2025-W01-1", "invalid"),
    (exact.DayField(), "2025-02-30", "invalid"),
    (exact.DayField(), "0001-01-01", "bounds"),
    (exact.DayField(), "9999-12-31", "bounds"),
]


@pytest.mark.parametrize(("field", "value", "read"), TAKEN)
def test_taken(field, value, read):
    assert field.run_validation(value) == read


@pytest.mark.parametrize(("field", "value", "code"), REFUSED)
def test_refused(field, value, code):
    with pytest.raises(ValidationError) as problem:
        field.run_validation(value)
    assert problem.value.get_codes() == [code]
