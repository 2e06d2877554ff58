"""The ways through the list of pieces: its years with their counts, and what it is narrowed to."""

import datetime as dt
import re

import pytest

from tests import builders as b

pytestmark = pytest.mark.django_db

_YEAR = re.compile(
    r'<a href="([^"]+)"( aria-current="true")?>(\d{4}) <span class="quiet">(\d+)</span>'
)
_CHIP = re.compile(r'<li><a href="([^"]+)">([^<]+) <span aria-hidden="true">×')


def piece(title, year, **fields):
    return b.published(title, on=dt.date(year, 6, 1), blocks=[b.passage()], **fields)


def years(page):
    return {int(year): int(count) for _address, _shown, year, count in _YEAR.findall(page)}


@pytest.fixture
def library(db):
    author = b.author("An author")
    piece("One", 2023, authors=[author])
    piece("Two", 2024)
    piece("Three", 2024, authors=[author], series=b.series("A series"))
    b.draft("Zq draft", published_on=dt.date(2020, 1, 1), blocks=[b.passage()])
    b.withdrawn("Zq withdrawn", published_on=dt.date(2021, 1, 1), blocks=[b.passage()])


def test_years_say_how_many_pieces_readers_find_there(reader, library):
    page = reader.words("/articles/")
    assert years(page) == {2024: 2, 2023: 1}
    assert re.findall(r'class="year">(\d+)<', page) == ["2024", "2023"]


def test_years_keep_the_rest_of_what_was_asked(reader, library):
    page = reader.words("/articles/?author=an-author&year=2024&language=en")
    assert years(page) == {2024: 1, 2023: 1}
    addresses = {year: address for address, _shown, year, _count in _YEAR.findall(page)}
    assert addresses["2023"] == "/articles/?author=an-author&amp;year=2023&amp;language=en"
    assert [year for _address, shown, year, _count in _YEAR.findall(page) if shown] == ["2024"]


def test_each_thing_that_was_asked_can_be_taken_away(reader, library):
    page = reader.words("/articles/?series=a-series&author=an-author&year=2024")
    assert _CHIP.findall(page) == [
        ("/articles/?author=an-author&amp;year=2024", "Series: A series"),
        ("/articles/?series=a-series&amp;year=2024", "Author: An author"),
        ("/articles/?series=a-series&amp;author=an-author", "2024"),
    ]
    assert _CHIP.findall(reader.words("/articles/?language=en")) == [("/articles/", "English")]
    assert _CHIP.findall(reader.words("/articles/")) == []


def test_an_empty_year_leads_to_those_with_pieces(reader, library):
    page = reader.words("/articles/?author=an-author&year=2020")
    assert "There are some in other years." in page
    assert years(page) == {2024: 1, 2023: 1}
    assert "Zq" not in page


def test_the_title_says_what_is_shown(reader, library):
    page = reader.words("/articles/?author=an-author&year=2024")
    assert "<title>Pieces · Author: An author · 2024 · Sejong Focus</title>" in page
