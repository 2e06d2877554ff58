"""`sejong_cms.params`: what pages and API accept, and which parameter a refusal names."""

import datetime as dt

import pytest
from django.http import QueryDict

from articles.enums import Language
from sejong_cms import params

TODAY = dt.date(2025, 6, 15)


def test_a_day_up_to_today_is_taken():
    assert params.day("2025-06-15", "as_of", today=TODAY) == TODAY
    assert params.day("1900-01-01", "as_of", today=TODAY) == dt.date(1900, 1, 1)


@pytest.mark.parametrize(
    "value",
    [
        "2025-06-16",
        "2025-02-30",
        "1899-12-31",
        "0001-01-01",
        "20250615",
        "2025-W24-7",
        "2025-6-15",
        "٢٠٢٥-01-01",
        "2025-06-15T00:00",
        " 2025-06-15",
        "today",
        "",
        "9" * 5000,
    ],
)
def test_other_days_are_refused_by_name(value):
    with pytest.raises(params.BadParameter) as refused:
        params.day(value, "as_of", today=TODAY)

    assert refused.value.name == "as_of"
    assert refused.value.message


def test_limits_are_the_two_clocks():
    query = QueryDict("as_of=2025-01-02&recorded_by=2025-03-04")

    limits = params.limits_from(query, today=TODAY)

    assert limits.kwargs == {"day": dt.date(2025, 1, 2), "recorded_by": dt.date(2025, 3, 4)}
    assert not params.limits_from(QueryDict("utm_source=x"), today=TODAY)


def test_an_empty_field_of_a_form_is_no_limit_and_elsewhere_a_mistake():
    assert params.limits_from(QueryDict("as_of="), blank=True) == params.Limits()
    with pytest.raises(params.BadParameter):
        params.limits_from(QueryDict("as_of="))


def test_a_parameter_given_twice_is_refused():
    with pytest.raises(params.BadParameter):
        params.limits_from(QueryDict("as_of=2025-01-01&as_of=2025-01-02"), today=TODAY)


@pytest.mark.parametrize("value", ["0", "-1", "01", "1.0", "x", "", "٣", "9" * 400])
def test_page_numbers_begin_at_one_in_one_spelling(value):
    with pytest.raises(params.BadParameter):
        params.page(value)
    assert params.page("12") == 12


@pytest.mark.parametrize("value", ["1899", "10000", "24", "x", "2024a"])
def test_years_have_four_digits(value):
    with pytest.raises(params.BadParameter):
        params.year(value, "year")
    assert params.year("2024", "year") == 2024


def test_a_choice_is_a_member_of_its_vocabulary():
    assert params.choice("ko", "language", Language) is Language.KOREAN
    with pytest.raises(params.BadParameter, match="en, ko"):
        params.choice("fr", "language", Language)


@pytest.mark.parametrize("value", ["a\0b", "a\x07", "x" * 201])
def test_words_to_look_for_are_short_and_printable(value):
    with pytest.raises(params.BadParameter):
        params.words(value, "q")
    assert params.words(" 방위비 ", "q") == "방위비"
