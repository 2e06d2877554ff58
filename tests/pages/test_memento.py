"""RFC 7089: an address as it was at a moment, and which editions there are."""

import datetime as dt

import pytest
from django.utils.http import http_date

from articles import workflow
from tests import builders as b

pytestmark = pytest.mark.django_db
FIRST, SECOND = dt.date(2024, 11, 11), dt.datetime(2025, 3, 2, 1, tzinfo=dt.UTC)


def at(*moment):
    return http_date(dt.datetime(*moment, tzinfo=dt.UTC).timestamp())


@pytest.fixture
def piece():
    first = b.published("One", on=FIRST, blocks=[b.assessment(b.issue("Ferries"))])
    return b.next_edition(first, at=SECOND)


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (at(2020, 1, 1), 1),
        (at(2024, 12, 1), 1),
        (at(2025, 3, 2, 0, 59), 1),
        (at(2025, 3, 2, 1), 2),
        (at(2030, 1, 1), 2),
    ],
)
def test_the_edition_that_was_live_then(reader, piece, moment, number):
    answer = reader.get("/articles/one/", **{"Accept-Datetime": moment})
    assert (answer.status_code, answer.url) == (302, f"/articles/one/editions/{number}/")
    assert answer.headers["Vary"] == "Accept-Datetime, Accept-Encoding"
    assert '<http://testserver/articles/one/>; rel="original timegate"' in answer.headers["Link"]


@pytest.mark.parametrize("path", ["/articles/one/", "/issues/ferries/"])
@pytest.mark.parametrize("year", ["0001", "9999"])
def test_the_ends_of_the_calendar_are_moments_too(reader, piece, path, year):
    moment = f"Fri, 31 Dec {year} 23:59:59 GMT"
    answer = reader.get(path, **{"Accept-Datetime": moment})
    assert answer.status_code == 302
    assert reader.get(answer.url).status_code == 200


def test_a_piece_says_where_its_past_is(reader, piece):
    now = reader.get("/articles/one/")
    assert now.headers["Vary"] == "Accept-Datetime, Accept-Encoding"
    assert now.headers["Link"] == (
        '<http://testserver/articles/one/>; rel="original timegate", '
        '<http://testserver/articles/one/timemap/>; rel="timemap"; type="application/link-format"'
    )
    assert not now.has_header("Memento-Datetime")


def test_an_edition_says_of_when_it_is(reader, piece):
    then = reader.get("/articles/one/editions/2/")
    assert then.headers["Memento-Datetime"] == "Sun, 02 Mar 2025 01:00:00 GMT"
    assert 'rel="original timegate"' in then.headers["Link"]
    assert then.headers["Vary"] == "Accept-Encoding"


def test_the_map_names_what_can_be_read(reader, piece):
    body = reader.words("/articles/one/timemap/")
    assert body.splitlines() == [
        '<http://testserver/articles/one/>;rel="original timegate",',
        '<http://testserver/articles/one/timemap/>;rel="self";type="application/link-format",',
        '<http://testserver/articles/one/editions/1/>;rel="first memento";'
        'datetime="Sun, 10 Nov 2024 15:00:00 GMT",',
        '<http://testserver/articles/one/editions/2/>;rel="last memento";'
        'datetime="Sun, 02 Mar 2025 01:00:00 GMT"',
    ]
    piece.refresh_from_db()
    workflow.withdraw(piece, by=b.releaser(), reason="Wrong.")
    assert "editions/2/" not in reader.words("/articles/one/timemap/")
    assert reader.get("/articles/zq/timemap/").status_code == 404


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (at(2020, 1, 1), "2024-11-11"),
        (at(2025, 1, 1), "2025-01-01"),
        (at(2025, 1, 1, 15), "2025-01-02"),
    ],
)
def test_an_issue_as_it_stood(reader, piece, moment, day):
    answer = reader.get("/issues/ferries/", **{"Accept-Datetime": moment})
    assert (answer.status_code, answer.url) == (302, f"/issues/ferries/?as_of={day}")
    then = reader.get(answer.url)
    assert then.status_code == 200
    assert then.has_header("Memento-Datetime")


@pytest.mark.parametrize("moment", ["yesterday", "2025-01-01", "", "Sun, 99 Nov 2024 15:00:00 GMT"])
@pytest.mark.parametrize("path", ["/articles/one/", "/issues/ferries/"])
def test_what_is_no_moment_is_refused(reader, piece, path, moment):
    assert reader.get(path, **{"Accept-Datetime": moment}).status_code == 400


def test_what_is_hidden_has_no_past(reader):
    b.draft("Zq", blocks=[b.assessment(b.issue("Zq issue"))])
    for path in ("/articles/zq/", "/issues/zq-issue/"):
        assert reader.get(path, **{"Accept-Datetime": at(2025, 1, 1)}).status_code == 404
