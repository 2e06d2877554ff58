import datetime as dt

import pytest
from django.http import QueryDict

from issues.models import Issue
from issues.turning import clocks, in_months, with_day
from sejong_cms.params import Limits

DAY = dt.date(2025, 3, 4)
LATER = dt.date(2025, 6, 7)


def test_a_day_is_added_and_what_the_page_selects_is_kept():
    assert with_day(QueryDict("status=active&q="), DAY) == "?status=active&as_of=2025-03-04"
    assert with_day(QueryDict("as_of=2020-01-01&q=a"), DAY) == "?q=a&as_of=2025-03-04"
    assert with_day(QueryDict("as_of=2020-01-01&q=a"), None) == "?q=a"


def test_another_day_begins_on_its_first_page():
    assert with_day(QueryDict("q=a&page=7"), DAY) == "?q=a&as_of=2025-03-04"


@pytest.mark.parametrize(
    ("limits", "shown", "known"),
    [
        (Limits(), None, None),
        (Limits(DAY), "?as_of=2025-03-04&recorded_by=2025-03-04", None),
        (
            Limits(DAY, LATER),
            "?as_of=2025-03-04&recorded_by=2025-03-04",
            "?as_of=2025-03-04",
        ),
        (Limits(DAY, DAY), None, "?as_of=2025-03-04"),
        (Limits(None, DAY), None, "?"),
    ],
)
def test_clocks_lead_to_what_the_page_is_not_yet(limits, shown, known):
    assert clocks(QueryDict(limits.query), limits) == {"as_shown": shown, "as_known": known}


@pytest.mark.django_db
@pytest.mark.parametrize("there", [True, False])
def test_clocks_offer_no_page_of_a_day_on_which_there_was_none(there):
    Issue.objects.create(slug="tides", title="Tides")

    def public(rows, **limits):
        assert limits == {"day": DAY, "recorded_by": DAY}
        return rows if there else rows.none()

    found = clocks(QueryDict(), Limits(DAY), public=public, rows=Issue.objects.all())
    assert bool(found["as_shown"]) is there


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (dt.date(2024, 1, 31), 1, dt.date(2024, 2, 29)),
        (dt.date(2024, 2, 29), -1, dt.date(2024, 1, 31)),
        (dt.date(2025, 3, 15), -12, dt.date(2024, 3, 15)),
        (dt.date(2025, 1, 30), 1, dt.date(2025, 2, 28)),
    ],
)
def test_months_turn_back_and_forth(day, months, expected):
    assert in_months(day, months) == expected
