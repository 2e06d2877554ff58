"""Everything public as lines: whole, nothing else, and only what changed since."""

import datetime as dt
import json
from urllib.parse import quote

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import drafting, workflow
from articles.models import Series
from issues import renaming, tracking
from sejong_cms import export
from tests import builders as b

from . import worlds

pytestmark = pytest.mark.django_db

KINDS = ("articles", "issues", "recommendations")


def ask(api, name, query="", **headers):
    return api.client.get(f"/api/v1/export/{name}.ndjson{query}", headers=headers)


def lines(api, name, query=""):
    response = ask(api, name, query)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/x-ndjson"
    body = response.getvalue()
    assert body.endswith(b"\n") or not body
    return [json.loads(line) for line in body.splitlines()]


@pytest.fixture
def world(api):
    """What is public, and as much that is not."""
    edition = worlds.everything()
    worlds.followed(edition)
    worlds.everything("Zq", on=dt.date(2025, 2, 1), to=lambda draft: draft)
    b.withdrawn("Gone", blocks=[b.passage("Zq withdrawn.")])
    new = drafting.new_edition(
        edition, by=b.releaser(), change_kind="minor", change_note="Zq note."
    )
    b.write(new, title="Zq new")
    return edition


@pytest.mark.parametrize("name", KINDS)
def test_a_line_is_what_the_things_own_address_answers(api, world, name):
    found = lines(api, name)
    keys = {"articles": "slug", "issues": "slug", "recommendations": "uid"}
    assert found == [api.get(f"{name}/{row[keys[name]]}/") for row in found]
    assert len(found) == api.get(f"{name}/")["count"]
    assert "zq" not in str(found).lower()
    assert "@" not in str(found)


def test_more_than_a_chunk(api, monkeypatch):
    monkeypatch.setattr(export, "CHUNK", 2)
    worlds.plain(5)
    for name in KINDS:
        found = lines(api, name)
        assert len({row.get("slug") or row["uid"] for row in found}) == len(found) == 5


def test_queries_grow_with_chunks_not_with_rows(api):
    counts = {}
    for more in (1, 2):
        worlds.plain(more, first=dt.date(2024, 1, more))
        for name in KINDS:
            with CaptureQueriesContext(connection) as captured:
                lines(api, name)
            counts.setdefault(name, set()).add(len(captured))
    assert all(len(found) == 1 for found in counts.values()), counts


class TestSince:
    def since(self, moment):
        return f"?updated_since={quote(moment.isoformat())}"

    def test_only_what_changed(self, api, world):
        now = self.since(timezone.now())
        assert [lines(api, name, now) for name in KINDS] == [[], [], []]

        tracking.add_step(
            world.recommendationblocks.get().recommendation,
            status="adopted",
            occurred_on=dt.date(2025, 5, 1),
            text="Done.",
            by=None,
        )
        assert [len(lines(api, name, now)) for name in KINDS] == [0, 0, 1]
        renaming.change_slug(world.article, slug="elsewhere", by=None)
        assert [row["slug"] for row in lines(api, "articles", now)] == ["elsewhere"]

    def test_a_day_is_its_beginning_in_seoul(self, api, world):
        today = timezone.localdate()
        assert len(lines(api, "articles", f"?updated_since={today}")) == 1
        assert lines(api, "articles", f"?updated_since={today + dt.timedelta(days=1)}") == []

    @pytest.mark.parametrize("value", ["0001-01-01", "now", "2025-01-01T00:00:00", "9" * 500])
    def test_what_is_no_moment(self, api, value):
        response = ask(api, "articles", f"?updated_since={value}")
        assert response.status_code == 400
        assert response.headers["Content-Type"] == "application/json"
        assert response.json()["errors"][0]["attr"] == "updated_since"


class TestTags:
    @pytest.mark.parametrize("name", KINDS)
    def test_an_answer_that_the_client_has_is_not_sent_again(self, api, world, name):
        first = ask(api, name)
        tag = first.headers["ETag"]
        first.getvalue()
        again = ask(api, name, **{"If-None-Match": tag})
        assert (again.status_code, again.headers["ETag"]) == (304, tag)
        head = api.client.head(f"/api/v1/export/{name}.ndjson")
        assert (head.status_code, head.headers["ETag"]) == (200, tag)

    def test_a_changed_line_has_another_tag(self, api, world):
        before = {name: ask(api, name).headers["ETag"] for name in KINDS}
        Series.objects.filter(slug="word-series").update(name="Other papers")
        assert ask(api, "articles").headers["ETag"] != before["articles"]
        workflow.withdraw(world, by=b.releaser(), reason="Wrong.")
        for name in KINDS:
            assert ask(api, name).headers["ETag"] != before[name]

    def test_a_draft_has_none(self, api, world):
        before = {name: ask(api, name).headers["ETag"] for name in KINDS}
        b.draft("Zq", blocks=[b.assessment(b.issue("Zq more"), "Zq?")])
        caches["answers"].clear()
        after = {name: ask(api, name).headers["ETag"] for name in KINDS}
        assert after == before


def test_what_accepts_neither_gets_nothing(api):
    for accept, status in (("application/x-ndjson", 200), ("*/*", 200), ("text/html", 406)):
        assert ask(api, "articles", Accept=accept).status_code == status
    assert ask(api, "articles", "?page=1").status_code == 400
    assert api.client.get("/api/v1/export/all.ndjson", follow=True).status_code == 404
