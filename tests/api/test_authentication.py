"""Who comes with a token: let in by one that works, 401 by anything else, on public addresses too."""

import base64

import pytest
from django.core.cache import cache
from django.test import Client

from sejong_cms import tokens
from sejong_cms.authentication import TokenRateThrottle
from tests import builders as b

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret():
    person = b.editor()
    return tokens.make(person, name="script", scopes=["read"], by=person)[1]


def ask(header, path="/api/v1/articles/", **more):
    return Client(raise_request_exception=False).get(
        path, headers={"Authorization": header} if header else {}, **more
    )


@pytest.mark.parametrize("kind", ["Bearer", "bearer"])
def test_a_token_that_works_gets_what_everybody_gets(secret, kind):
    b.published("Ferry lines", blocks=[b.passage()])
    answer = ask(f"{kind} {secret}")
    assert (answer.status_code, answer.content) == (200, ask("").content)


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer null",
        "Bearer focus_" + "a" * 43,
        "Bearer {secret}x",
        "Bearer {secret}, Bearer {secret}",
        "Token {secret}",
        "{secret}",
        "Bearer  {secret}",
        "Bearer \xff\xfe",
    ],
)
def test_anything_else_is_401_and_never_less(secret, header):
    answer = ask(header.format(secret=secret))
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="api"'
    assert [error["code"] for error in answer.json()["errors"]] == ["authentication_failed"]


def test_a_token_is_taken_from_nowhere_else(secret):
    basic = base64.b64encode(f"{secret}:{secret}".encode()).decode()
    assert ask(f"Basic {basic}").status_code == 401
    assert ask("", f"/api/v1/articles/?token={secret}").status_code == 400
    client = Client()
    client.cookies["token"] = client.cookies["sessionid"] = secret
    assert client.get("/admin/").status_code == 302
    assert ask(f"Bearer {secret}", "/admin/").status_code == 302


def test_a_session_of_the_desk_is_nobody_here():
    client = Client()
    client.force_login(b.publisher())
    assert client.get("/api/v1/articles/").wsgi_request.user.is_anonymous
    assert client.post("/api/v1/articles/", {}, content_type="application/json").status_code == 405


def test_too_many_requests_by_one_token_stop_no_other(secret, monkeypatch):
    monkeypatch.setattr(TokenRateThrottle, "THROTTLE_RATES", {"user": "3/min"})
    cache.clear()
    person = b.editor()
    others = [
        tokens.make(person, name="script", scopes=["read"], by=person)[1] for _token in range(2)
    ]

    answers = [ask(f"Bearer {others[0]}") for _turn in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[3].headers["Retry-After"]) > 0
    assert ask(f"Bearer {others[1]}").status_code == 200
    assert ask("").status_code == 200
