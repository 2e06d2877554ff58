from datetime import date

import pytest

from articles.importing import dates

DAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        "March 4, 2026", "Mar. 4, 2026", "Mar 4 2026", "4 March 2026", "4th of March 2026",
        "March 4th, 2026", "Wednesday, March 4, 2026", "Wed, 4 Mar 2026", "MARCH 4, 2026",
        "2026-03-04", "2026.03.04", "2026.3.4.", "2026/03/04", "2026. 3. 4", "2026.03.04 Wednesday",
        "2026년 3월 4일", "2026년 03월 04일 (수)", "2026년 3월 4일 수요일", "등록일 2026.03.04",
        "Date: 2026-03-04",
    ],
)  # fmt: skip
def test_day_is_read(text):
    assert dates.find(text) == (DAY, True, "")


def test_wrong_weekday_is_noticed():
    assert dates.find("Friday, March 4, 2026") == (DAY, False, "")
    assert dates.find("2026년 3월 4일 (금)") == (DAY, False, "")


def test_rest_of_the_line_is_handed_back():
    assert dates.find("March 4, 2026 | Vol. 3") == (DAY, True, "Vol. 3")


@pytest.mark.parametrize(
    "text",
    ["February 30, 2026", "March 2026", "03/04/2026", "In March 4 ships sank", "2026", "1. 2"],
)
def test_what_is_no_day_is_none(text):
    assert dates.find(text) is None
