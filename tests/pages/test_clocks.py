"""Pages of a day lead to the same page on the other clock, where there was one."""

import datetime as dt
import re
from html import unescape

import pytest
from django.utils import timezone

from issues.follow_up import ADVICE_PER_PAGE
from tests import builders as build
from tests.pages.test_actors import slow
from tests.pages.test_follow_up import DAY, advised

__all__ = ["advised", "slow"]

SHOWN = "As it was shown that day"


@pytest.fixture
def pages(slow, advised):
    """Everything was written down today, of pieces and events of 2022 to 2025."""
    treated = build.issue("Treated")
    build.published(on=DAY(2023, 1, 1), blocks=[build.assessment(treated)])
    return [
        treated.get_absolute_url(),
        *("/actors/ministry/", "/actors/office/", "/actors/ministry/traits/slow/"),
        advised.get_absolute_url(),
    ]


def test_a_day_on_which_nobody_had_written_of_it_is_not_offered_as_shown(reader, pages):
    for page in pages:
        assert SHOWN not in reader.words(f"{page}?as_of=2025-06-01"), page


def test_a_day_on_which_it_was_known_is_offered_as_shown(reader, pages, time_machine):
    day = timezone.localdate()
    time_machine.move_to(build.noon(day + dt.timedelta(days=9)))

    for page in pages:
        html = reader.words(f"{page}?as_of={day}")
        [address] = re.findall(f'href="([^"]+)">{SHOWN}', html)
        assert reader.get(page + unescape(address)).status_code == 200, page


def test_turning_to_a_day_with_fewer_pages_leads_to_its_first(reader, db):
    many = [build.advice(f"Advice {n}.") for n in range(ADVICE_PER_PAGE)]
    build.published(on=DAY(2023, 1, 1), blocks=[build.advice("Advised before.")])
    build.published(on=DAY(2025, 1, 1), blocks=many)

    html = reader.words("/recommendations/?page=2&as_of=2025-06-01")
    [earlier] = re.findall(r'href="([^"]*as_of=2024-06-01[^"]*)"', html)
    assert "Advised before." in reader.words(f"/recommendations/{unescape(earlier)}")
