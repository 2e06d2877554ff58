"""Entity tags, methods, media types, errors, addresses in answers, and the limit of requests."""

import pytest
from django.core.cache import cache
from django.test import Client
from rest_framework.throttling import AnonRateThrottle

from articles.models import Edition
from tests import builders as build

from . import worlds
from .writing import Program

PATHS = [
    "",
    "articles/",
    "articles/word-title/",
    "articles/word-title/editions/",
    "articles/word-title/editions/1/",
    "authors/",
    "authors/word-author/",
    "series/",
    "series/word-series/",
    "actors/",
    "actors/word-actor/",
    "traits/",
    "traits/word-trait/",
    "issues/",
    "issues/word-issue/",
    "issues/word-issue/timeline/",
    "assessments/",
    "recommendations/",
    "schema/",
]


@pytest.fixture
def world(api):
    return worlds.everything()


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_that_the_client_has_is_not_sent_again(api, world, path):
    first = api.response(path)
    etag = first.headers["ETag"]

    again = api.client.get(f"/api/v1/{path}", headers={"If-None-Match": f'"other", {etag}'})
    weak = api.client.get(f"/api/v1/{path}", headers={"If-None-Match": f"W/{etag}"})
    other = api.client.get(f"/api/v1/{path}", headers={"If-None-Match": '"other"'})

    assert etag.startswith('"')
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert weak.status_code == 304
    assert (other.status_code, other.content) == (200, first.content)
    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", PATHS)
def test_answers_set_no_cookie_and_are_the_same_for_all(api, world, path):
    editor = build.editor()
    staff = Client()
    staff.force_login(editor)

    anonymous = api.client.get(f"/api/v1/{path}", headers={"Accept-Language": "ko"})
    known = staff.get(f"/api/v1/{path}")

    assert anonymous.content == known.content
    assert (anonymous.cookies, known.cookies) == ({}, {})
    assert anonymous.headers["Vary"] == known.headers["Vary"] == "Accept-Encoding, origin"


@pytest.mark.parametrize("path", PATHS)
def test_conditions_by_date_are_passed_over(api, world, path):
    for headers in (
        {"If-Unmodified-Since": "Wed, 21 Oct 2015 07:28:00 GMT"},
        {"If-Modified-Since": "Wed, 21 Oct 2065 07:28:00 GMT"},
    ):
        assert api.response(path, **headers).content


@pytest.mark.parametrize("path", PATHS)
def test_head_has_the_headers_of_get(api, world, path):
    got, head = api.client.get(f"/api/v1/{path}"), api.client.head(f"/api/v1/{path}")

    assert (head.status_code, head.content) == (200, b"")
    assert build.headers(head) == build.headers(got)


@pytest.mark.parametrize("path", [*PATHS, "articles/nothing/"])
def test_options_say_what_may_be_done_and_do_not_look(api, django_assert_num_queries, path):
    with django_assert_num_queries(0):
        response = api.client.options(f"/api/v1/{path}")

    assert (response.status_code, response.content) == (204, b"")
    may_be_entered = path == "issues/"
    assert response.headers["Allow"] == f"GET, {'POST, ' * may_be_entered}HEAD, OPTIONS"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_can_be_written_by_anybody(api, path, method):
    response = getattr(api.client, method)(
        f"/api/v1/{path}", data="{}", content_type="application/json"
    )

    if (path, method) == ("issues/", "post"):
        assert response.status_code == 401
    else:
        assert response.status_code == 405
        assert response.json()["errors"][0]["code"] == "method_not_allowed"


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "text/html;q=0.9"])
def test_what_is_not_json_is_not_to_be_had(api, accept):
    response = api.response("articles/", status=406, Accept=accept)

    assert response.json()["errors"][0]["code"] == "not_acceptable"


@pytest.mark.parametrize("accept", ["*/*", "application/*", "application/json", "text/html, */*"])
def test_json_is_json_for_everybody_else(api, accept):
    assert api.response("articles/", Accept=accept)


@pytest.mark.parametrize(
    "path", ["nothing/", "articles/a/b/c/", "Articles/", "articles//", "draft/", "articles/.json/"]
)
def test_an_unknown_address_is_an_error_like_others(api, path):
    assert api.get(path, status=404) == {
        "type": "client_error",
        "errors": [{"code": "not_found", "detail": "Not found.", "attr": None}],
    }


@pytest.mark.parametrize("path", ["/api/", "/api/v2/articles/", "/api/v1x/"])
def test_an_unknown_address_beside_this_version_is_the_same_error(api, path):
    response = api.client.get(path)

    assert (response.status_code, response.json()["errors"][0]["code"]) == (404, "not_found")


def test_an_address_without_its_slash_leads_to_the_one_with_it(api):
    response = api.client.get("/api/v1/articles?page=2")

    assert response.status_code == 301
    assert response.headers["Location"] == "/api/v1/articles/?page=2"
    assert api.client.post("/api/v1/articles", {}, "application/json").status_code == 404


def test_a_mistake_of_ours_gives_nothing_away(api, monkeypatch):
    def broken(*args):
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(type(Edition.objects.all()), "published", broken)

    assert api.get("articles/", status=500) == {
        "type": "server_error",
        "errors": [{"code": "error", "detail": "Server Error (500)", "attr": None}],
    }


def test_addresses_in_answers_are_on_the_site_whatever_the_host_says(api, settings):
    settings.SITE_URL = "https://focus.example"
    for _ in range(3):
        worlds.plain(1)

    response = api.client.get(
        "/api/v1/articles/?page_size=1&page=2&ordering=title", headers={"Host": "localhost"}
    )
    body = response.json()

    base = "https://focus.example/api/v1/articles/?"
    assert body["next"] == f"{base}ordering=title&page=3&page_size=1"
    assert body["previous"] == f"{base}ordering=title&page_size=1"
    assert body["results"][0]["page"].startswith("https://focus.example/articles/")


def test_following_next_meets_every_row_once(api):
    worlds.plain(5)
    met, address = [], "articles/?page_size=2"
    while address:
        body = api.get(address.removeprefix("http://testserver/api/v1/"))
        met += [row["slug"] for row in body["results"]]
        address = body["next"]

    assert (len(met), len(set(met)), body["count"]) == (5, 5, 5)


def test_too_many_requests_from_one_address(api, monkeypatch):
    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", {"anon": "3/min"})
    cache.clear()

    answers = [
        api.client.get("/api/v1/authors/", headers={"X-Forwarded-For": f"192.0.2.{number}"})
        for number in range(4)
    ]
    elsewhere = api.client.get("/api/v1/authors/", REMOTE_ADDR="192.0.2.9")

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].json()["errors"][0]["code"] == "throttled"
    assert 1 <= int(answers[3].headers["Retry-After"]) <= 60
    assert elsewhere.status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_a_version_that_does_not_stand_is_an_error_like_others(api, world, path):
    etag = api.response(path).headers["ETag"]

    stale = api.response(path, status=412, **{"If-Match": '"other"'})

    assert stale.json()["errors"][0]["code"] == "stale"
    assert stale.headers["Cache-Control"] == "no-cache"
    assert api.response(path, **{"If-Match": etag})


@pytest.mark.parametrize("path", ["drafts/", "issues/word-issue/", "drafts/1/submit/"])
@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_a_method_that_is_not_offered_is_that_whatever_else_is_wrong(api, world, path, method):
    program = Program(build.editor())

    answer = program.ask(method, f"{path}?nothing=1", {})

    is_read = method == "get" and "submit" not in path
    assert answer.status_code == (400 if is_read else 405)
