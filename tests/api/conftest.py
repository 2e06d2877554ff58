"""A client that holds every answer against the published description of the API."""

import re
from functools import cache

import pytest
from django.core.cache import cache as kept
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from sejong_cms.api import description

BASE = "/api/v1/"


def closed(schema):
    """`schema` with every object limited to the keys that it names."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(value) for key, value in schema.items()}
    if found.get("type") == "object" and "properties" in found:
        found.setdefault("additionalProperties", False)
    return found


@cache
def answers():
    """[(pattern of a path, {status: validator, or None for no body})]."""
    document = closed(description())
    found = []
    for path, operations in document["paths"].items():
        pattern = re.compile(re.sub(r"{\w+}", "[^/]+", path))
        validators = {}
        for status, answer in operations["get"]["responses"].items():
            content = answer.get("content")
            validators[int(status)] = content and Draft202012Validator(
                {
                    **content["application/json"]["schema"],
                    "components": document["components"],
                },
                format_checker=FormatChecker(),
            )
        found.append((pattern, validators))
    return found


def check(path, response):
    """Assert that the description foresees this answer. Addresses that it lacks are errors, but for
    its own."""
    for pattern, validators in answers():
        if pattern.fullmatch(path):
            assert response.status_code in validators
            validators[response.status_code].validate(response.json())
            return
    assert response.status_code == 404 or path == f"{BASE}schema/"


class Api:
    """Asks as anybody may. Every answer is checked for its status and against the description."""

    def __init__(self):
        self.client = Client(raise_request_exception=False)

    def response(self, path="", params=None, *, status=200, **headers):
        response = self.client.get(BASE + path, params or {}, headers=headers)
        assert response.status_code == status, response.content.decode()[:2000]
        assert response.headers["Content-Type"] == "application/json"
        check(BASE + path.partition("?")[0], response)
        return response

    def get(self, path="", params=None, *, status=200):
        return self.response(path, params, status=status).json()

    def results(self, path, **params):
        return self.get(path, params)["results"]

    def slugs(self, path, **params):
        return [row["slug"] for row in self.results(path, **params)]

    def error(self, path="", params=None, *, status=400):
        """(attr, code) of the one error."""
        body = self.get(path, params, status=status)
        [error] = body["errors"]
        return error["attr"], error["code"]


@pytest.fixture
def api(db):
    kept.clear()
    return Api()
