import json
import sqlite3

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from rest_framework.views import APIView

from sejong_cms.errors import is_busy
from sejong_cms.middleware import AnswerBusy, RefuseMalformed

MALFORMED = ["%00", "%ff", "%ED%A0%80", "%C0%80"]


def refuse(path):
    return RefuseMalformed(lambda request: HttpResponse("inside"))(RequestFactory().get(path))


@pytest.mark.parametrize(
    "path",
    [
        "/articles/a%00b/",
        *(f"/search/?q=a{bytes_}b" for bytes_ in MALFORMED),
        *(f"/search/?a{bytes_}b=q" for bytes_ in MALFORMED),
    ],
)
def test_malformed_addresses_are_refused_before_any_view(path):
    response = refuse(path)

    assert response.status_code == 400
    assert b"inside" not in response.content


def test_malformed_addresses_of_the_api_are_refused_in_its_own_form():
    response = refuse("/api/v1/articles/?q=%00")

    assert response.status_code == 400
    assert json.loads(response.content) == {
        "type": "client_error",
        "errors": [
            {
                "code": "malformed_address",
                "detail": "The address holds NUL or bytes that are not UTF-8.",
                "attr": None,
            }
        ],
    }


@pytest.mark.parametrize(
    "path", ["/articles/한미동맹/", "/search/?q=한미동맹", "/search/?q=%ED%95%9C+100%25", "/?%"]
)
def test_well_formed_addresses_go_on(path):
    assert refuse(path).content == b"inside"


@pytest.mark.parametrize(
    "path", ["/articles/%00/", "/search/?q=%ff", "/api/v1/articles/?q=%ED%A0%80"]
)
def test_refusals_bear_the_headers_of_every_answer(client, path):
    response = client.get(path)

    assert response.status_code == 400
    for header in ("Content-Security-Policy", "X-Frame-Options", "Permissions-Policy"):
        assert header in response.headers


def error_of(cause, text):
    error = OperationalError(text)
    error.__cause__ = cause
    return error


LOCKED = error_of(sqlite3.OperationalError(), "database is locked")


@pytest.mark.parametrize(
    ("error", "busy"),
    [
        (LOCKED, True),
        (error_of(sqlite3.OperationalError(), "no such table: articles_article"), False),
        (error_of(Exception(), "deadlock detected"), True),
        (ValueError("database is locked"), False),
    ],
)
def test_is_busy(error, busy):
    assert is_busy(error) is busy


def test_busy_database_is_503_with_retry_after_on_pages():
    response = AnswerBusy(None).process_exception(RequestFactory().get("/"), LOCKED)

    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
    assert "locked" not in response.content.decode()
    assert '<form method="get" action="/search/"' in response.content.decode()


def test_busy_database_is_503_with_retry_after_in_the_api():
    class View(APIView):
        throttle_classes = []

        def get(self, request):
            raise LOCKED

    response = View.as_view()(RequestFactory().get("/api/v1/articles/"))

    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
    assert response.data["errors"][0]["code"] == "busy"


def test_other_errors_are_left_to_fail_loudly():
    assert AnswerBusy(None).process_exception(RequestFactory().get("/"), ValueError()) is None
