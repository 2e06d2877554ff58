"""A client that holds every answer against the published description of the API."""

from urllib.parse import urlencode

import pytest
from django.core.cache import cache as kept
from django.test import Client

from .described import BASE, check


class Api:
    """Asks as anybody may. Every answer is checked for its status and against the description."""

    def __init__(self):
        self.client = Client(raise_request_exception=False)

    def response(self, path="", params=None, *, status=200, **headers):
        response = self.client.get(BASE + path, params or {}, headers=headers)
        assert response.status_code == status, response.content.decode()[:2000]
        assert response.headers["Content-Type"] == "application/json"
        query = f"?{urlencode(params, doseq=True)}" if params else ""
        check(f"{BASE}{path}{query}", response)
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
