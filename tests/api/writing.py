"""A program with a token, as tests drive it."""

import json

from django.test import Client

from sejong_cms import tokens

from .described import BASE, check


class Program:
    """Acts for `person` with `scopes`; `tag` is the last entity tag that it was given."""

    def __init__(self, person, *scopes):
        scopes = scopes or tokens.Scope.values
        self.secret = tokens.make(person, name="test", scopes=scopes, by=person)[1]
        self.person, self.tag = person, None
        self.client = Client(raise_request_exception=False)

    def ask(self, method, path, data=None, *, tag=None, **headers):
        headers = {"Authorization": f"Bearer {self.secret}", **headers}
        if tag is not False and method in ("patch", "delete", "post") and (tag or self.tag):
            headers["If-Match"] = tag or self.tag
        body = data if isinstance(data, bytes | str) else json.dumps(data)
        options = {} if method == "get" else {"data": body, "content_type": "application/json"}
        response = getattr(self.client, method)(BASE + path, headers=headers, **options)
        check(BASE + path, response, method)
        if response.status_code < 300:
            self.tag = response.headers.get("ETag")
        return response

    def get(self, path, status=200):
        return self._told(self.ask("get", path), status)

    def post(self, path, data=None, status=200, **more):
        return self._told(self.ask("post", path, data or {}, **more), status)

    def patch(self, path, data, status=200, **more):
        return self._told(self.ask("patch", path, data, **more), status)

    def errors(self, method, path, data=None, status=400, **more):
        """{attr: code} of a refusal."""
        body = self._told(self.ask(method, path, data, **more), status)
        return {error["attr"]: error["code"] for error in body["errors"]}

    def open(self, edition):
        """Read a draft; returns its path."""
        path = f"drafts/{edition.pk}/"
        self.get(path)
        return path

    @staticmethod
    def _told(response, status):
        assert response.status_code == status, response.content.decode()[:2000]
        assert response.headers["Content-Type"] == "application/json"
        return response.json()
