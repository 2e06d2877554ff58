"""The API says on a day what the plain reading of that day says."""

import random

import pytest
from django.utils.dateparse import parse_datetime

from issues.models import Issue

from . import plain
from .site import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return Site(14, 6)


def snapshots(site, count):
    """(parameters, Snapshot) of some days, with one clock and with both."""
    days = random.Random(6).sample(site.days, count)
    for day in sorted(days):
        yield {"as_of": day.isoformat()}, site.stored.at(day)
        both = {"as_of": day.isoformat(), "recorded_by": day.isoformat()}
        yield both, site.replayed.at(day)


def listed(client, path, parameters):
    """All results of all pages."""
    found, page = [], client.get(path, {**parameters, "page_size": 100}).json()
    while True:
        found += page["results"]
        if not page["next"]:
            return found
        page = client.get(page["next"]).json()


def test_issues(site, client):
    for parameters, snapshot in snapshots(site, 6):
        wanted = plain.board(snapshot)
        uids = dict(Issue.objects.values_list("slug", "uid"))
        shown = {
            uids[row["slug"]]: {
                "title": row["title"],
                "status": row["status"],
                "count": row["assessment_count"],
                "first": row["first_assessed_on"],
                "last": row["last_assessed_on"],
                "stale": row["stale"],
                "current": row["current"] and row["current"]["outlook"],
            }
            for row in listed(client, "/api/v1/issues/", parameters)
        }
        assert shown == {
            uid: {
                "title": row["title"][0],
                "status": row["status"],
                "count": row["count"],
                "first": row["first"] and row["first"].isoformat(),
                "last": row["last"] and row["last"].isoformat(),
                "stale": row["stale"],
                "current": row["marks"][-1][2] if row["marks"] else None,
            }
            for uid, row in wanted.items()
            if row["status"] != "merged"
        }, parameters


def test_recommendations(site, client):
    for parameters, snapshot in snapshots(site, 6):
        shown = {
            row["uid"]: {
                "status": row["status"],
                "wording": row["wording"],
                "first_made_on": row["first_made_on"],
                "steps": [step["uid"] for step in row["steps"]],
            }
            for row in listed(client, "/api/v1/recommendations/", parameters)
        }
        assert shown == {
            str(uid): {
                "status": found["status"],
                "wording": found["wording"],
                "first_made_on": found["made_at"] and plain.seoul_day(found["made_at"]).isoformat(),
                "steps": [str(step) for step in found["steps"]],
            }
            for uid, found in plain.followed(snapshot).items()
        }, parameters


def test_timelines(site, client):
    for parameters, snapshot in snapshots(site, 3):
        known = plain.board(snapshot)
        for slug, uid in Issue.objects.values_list("slug", "uid"):
            answer = client.get(f"/api/v1/issues/{slug}/timeline/", parameters)
            assert answer.status_code == (200 if uid in known else 404)
            if uid not in known:
                continue
            events = answer.json()["events"]
            shown = [
                (event["kind"], event["on"], parse_datetime(event["recorded_at"]))
                for event in events
            ]
            assert sorted(shown) == sorted(
                (kind, on.isoformat(), at) for kind, on, at, _what in plain.timeline(snapshot, uid)
            ), (parameters, slug)
            assert [event["on"] for event in events] == sorted(event["on"] for event in events)
