"""Parameters: only those that are declared, once, with values that they can have."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import builders as build

from . import worlds

LISTS = "articles authors series actors traits issues assessments recommendations".split()
OWN = {
    "articles": "series author issue actor trait language published_after published_before"
    " updated_since q ordering page page_size fields expand",
    "authors": "ordering page page_size fields",
    "series": "ordering page page_size fields",
    "actors": "as_of recorded_by ordering page page_size fields",
    "traits": "as_of recorded_by ordering page page_size fields expand",
    "issues": "status q stale as_of recorded_by ordering page page_size fields",
    "assessments": "issue article author outlook likelihood as_of recorded_by ordering page"
    " page_size fields expand",
    "recommendations": "issue status addressee article as_of recorded_by ordering page page_size"
    " fields expand",
}
NUMBERS = ["0", "-1", "1.5", "abc", "1_000", "１", "٢", "1e3", "NaN", " 1", "9" * 5000, "last"]
DAYS = [
    "0001-01-01",
    "1899-12-31",
    "2025-02-30",
    "2025-13-01",
    "2025-1-1",
    "20250101",
    "2025-W01-1",
    "２０２５-01-01",
    "2025-01-01T00:00:00Z",
    "today",
    "99999-01-01",
]


@pytest.mark.parametrize("name", LISTS)
def test_declared_parameters_and_no_others(api, name):
    asked = OWN[name].split()

    for parameter in (
        "format nonsense title__startswith author__email article__slug id pk offset limit"
        " include where[password] filter[title] a[] state draft preview token search cursor"
    ).split():
        assert api.error(f"{name}/", {parameter: "a"}) == (parameter, "unknown")
    for parameter in {p for names in OWN.values() for p in names.split()} - set(asked):
        assert api.error(f"{name}/", {parameter: "a"}) == (parameter, "unknown")
    for parameter in asked:
        # Known, though no such value is.
        assert api.error(f"{name}/", {parameter: "\x7f"}) not in [(parameter, "unknown")]


@pytest.mark.parametrize("name", LISTS)
def test_a_parameter_is_given_once_and_not_empty(api, name):
    for parameter in OWN[name].split():
        assert api.error(f"{name}/?{parameter}=a&{parameter}=b") == (parameter, "repeated")
        assert api.error(f"{name}/", {parameter: ""}) == (parameter, "blank")
        assert api.error(f"{name}/", {parameter: " "}) == (parameter, "blank")


def test_every_mistake_is_named(api):
    errors = api.get("issues/?status=a&stale=b&nonsense=c", status=400)["errors"]
    assert [error["attr"] for error in errors] == ["nonsense"]

    errors = api.get("issues/?status=a&stale=TRUE", status=400)["errors"]
    assert {error["attr"] for error in errors} == {"status", "stale"}


def test_details_take_no_parameters_but_days(api):
    edition = worlds.everything()
    uid = edition.recommendationblocks.get().recommendation.uid

    for path in (
        "articles/word-title/",
        "articles/word-title/editions/1/",
        "authors/word-author/",
        "schema/",
        "",
    ):
        assert api.error(path, {"as_of": "2025-03-02"}) == ("as_of", "unknown")
    for path in (
        "issues/word-issue/",
        "issues/word-issue/timeline/",
        "traits/word-trait/",
        f"recommendations/{uid}/",
    ):
        assert api.get(path, {"as_of": "2025-03-02", "recorded_by": "2999-01-01"}, status=400)
        assert api.get(path, {"as_of": "2025-03-02"})
        assert api.error(path, {"page": "1"}) == ("page", "unknown")


@pytest.mark.parametrize("value", NUMBERS)
@pytest.mark.parametrize("parameter", ["page", "page_size"])
def test_numbers_of_pages(api, parameter, value):
    assert api.error("articles/", {parameter: value}) == (parameter, "invalid")


def test_pages_have_bounds(api):
    assert api.get("articles/", {"page_size": 100})
    assert api.error("articles/", {"page_size": 101}) == ("page_size", "invalid")
    assert api.get("articles/", {"page": 1})["count"] == 0
    assert api.error("articles/", {"page": 2}, status=404) == (None, "not_found")
    assert api.error("articles/", {"page": 999_999_999}, status=404) == (None, "not_found")


@pytest.mark.parametrize("value", DAYS)
@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        ("articles", "published_after"),
        ("articles", "published_before"),
        ("issues", "as_of"),
        ("assessments", "recorded_by"),
        ("recommendations", "as_of"),
    ],
)
def test_days(api, name, parameter, value):
    assert api.error(f"{name}/", {parameter: value}) == (parameter, "invalid")


@pytest.mark.parametrize("parameter", ["as_of", "recorded_by"])
@pytest.mark.parametrize("value", ["2999-01-01", "9999-12-31"])
def test_a_day_to_come_is_no_day_to_look_back_from(api, parameter, value):
    assert api.error("issues/", {parameter: value}) == (parameter, "invalid")


def test_a_day_to_come_may_bound_what_is_listed(api):
    assert api.get("articles/", {"published_before": "9999-12-31"})["count"] == 0


@pytest.mark.parametrize(
    "value",
    [
        "2025-01-01T00:00:00",
        "2025-01-01T00:00:00 09:00",
        "2025-01-01T24:30:00Z",
        "2025-01-01T23:59:60Z",
        "2025-01-01T00:00:00.1234567Z",
        "2025-01-01T00:00:00+24:00",
        "1899-12-31T00:00:00Z",
        "0001-01-01T00:00:00+09:00",
        "9999-12-31T23:59:59-09:00",
        "1735689600",
        *DAYS[:7],
    ],
)
def test_moments(api, value):
    assert api.error("articles/", {"updated_since": value}) == ("updated_since", "invalid")


@pytest.mark.parametrize(
    "value", ["2025-01-01T00:00Z", "2025-01-01T00:00:00.5+14:00", "1900-01-01", "9998-12-31"]
)
def test_moments_with_an_offset_and_days(api, value):
    assert api.get("articles/", {"updated_since": value})["count"] == 0


@pytest.mark.parametrize(
    ("name", "parameter", "value"),
    [
        ("articles", "language", "EN"),
        ("articles", "language", "de"),
        ("issues", "status", "published"),
        ("issues", "stale", "1"),
        ("issues", "stale", "True"),
        ("assessments", "outlook", "null"),
        ("assessments", "likelihood", "certain"),
        ("recommendations", "status", "active"),
        ("articles", "ordering", "slug"),
        ("articles", "ordering", "title,published_on"),
        ("articles", "ordering", "?"),
        ("articles", "ordering", "--title"),
        ("articles", "ordering", "article__created_by__password"),
        ("authors", "ordering", "email"),
    ],
)
def test_closed_lists_of_values(api, name, parameter, value):
    assert api.error(f"{name}/", {parameter: value}) == (parameter, "invalid_choice")


@pytest.mark.parametrize(
    "value",
    [
        "nothing",
        "a b",
        "a/b",
        "a.b",
        "'",
        '"',
        "%",
        "a" * 121,
        "\u202e",
        "\udcff".encode("utf-8", "replace").decode(),
    ],
)
def test_slugs_of_nothing(api, value):
    assert api.error("articles/", {"author": value}) == ("author", "invalid")


def test_words_have_bounds(api):
    assert api.get("articles/", {"q": "w " * 10})["count"] == 0
    assert api.get("articles/", {"q": "w" * 200})["count"] == 0
    assert api.error("articles/", {"q": "w " * 11}) == ("q", "invalid")
    assert api.error("articles/", {"q": "w" * 201}) == ("q", "invalid")
    assert api.error("issues/", {"q": "w\x07"}) == ("q", "invalid")


@pytest.mark.parametrize("query", ["q=%00", "q=%ff", "q=%ED%A0%80", "%00=a", "page=%FF"])
def test_malformed_addresses(api, query):
    assert api.error(f"articles/?{query}") == (None, "malformed_address")


@pytest.mark.parametrize(
    "slug", ["a.b", "a b", "%E2%80%AE", "x" * 121, "../articles", "a;b", "%C0%AE", "a%0A"]
)
def test_odd_addresses(api, slug):
    for path in (f"articles/{slug}/", f"issues/{slug}/timeline/"):
        assert api.client.get(f"/api/v1/{path}").status_code in (400, 404)


@pytest.mark.parametrize("number", ["0", "01", "-1", "1.0", "١", "１", "9" * 20, "9" * 5000])
def test_odd_numbers_of_editions(api, number):
    build.published("Piece", blocks=[build.passage()])

    assert api.get("articles/piece/editions/1/")
    assert api.get(f"articles/piece/editions/{number}/", status=404)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=st.sampled_from(LISTS),
    params=st.dictionaries(
        st.sampled_from(sorted({p for names in OWN.values() for p in names.split()})),
        st.one_of(st.text(max_size=40), st.integers().map(str), st.dates().map(str)),
        min_size=1,
        max_size=3,
    ),
)
def test_no_value_breaks_a_list(api, name, params):
    params = {key: value.encode("utf-8", "replace").decode() for key, value in params.items()}

    response = api.client.get(f"/api/v1/{name}/", params)

    assert response.status_code in (200, 400, 404)
    assert response.headers["Content-Type"] == "application/json"
