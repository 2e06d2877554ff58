"""Answers that are kept are those that would be made anew, byte for byte, whatever happened meanwhile."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone

from articles import drafting, workflow
from articles.models import Author, Series
from issues import merging, renaming, tracking
from issues.models import Actor, Issue, Trait
from tests import builders as b

from . import worlds
from .test_protocol import PATHS

pytestmark = pytest.mark.django_db

MORE = [
    "articles/?fields=slug,title",
    "articles/?expand=series,authors",
    "issues/?as_of=2025-06-30",
    "articles/other/",
]


@pytest.fixture
def edition(api):
    edition = worlds.everything()
    worlds.followed(edition)
    return edition


def all_answers(api, uid):
    paths = [*PATHS[1:-1], *MORE, f"recommendations/{uid}/?expand=issue,addressee"]
    return {path: _parts(api.client.get(f"/api/v1/{path}")) for path in paths}


def _parts(response):
    return response.status_code, response.content, response.headers.get("ETag")


def by_form(client, row, **form):
    """Change a row at the desk."""
    client.force_login(b.user("Publisher", is_superuser=True))
    url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    for name in ("aliases", "renames", "status_changes", "developments", "steps"):
        form |= {f"{name}-TOTAL_FORMS": "0", f"{name}-INITIAL_FORMS": "0"}
    assert client.post(url, form).status_code == 302


def next_of(edition, **fields):
    return b.next_edition(
        edition, change=lambda new: [setattr(new, k, v) for k, v in fields.items()]
    )


#: What happens → a function of (edition, client).
HAPPENINGS = {
    "a new piece": lambda e, c: b.published("Other", blocks=[b.passage()]),
    "a correction": lambda e, c: next_of(e, title="Put right"),
    "a withdrawal": lambda e, c: workflow.withdraw(e, by=b.releaser(), reason="Wrong."),
    "a step": lambda e, c: tracking.add_step(
        e.recommendationblocks.get().recommendation,
        status="adopted",
        occurred_on=worlds.DAY(2025, 7, 1),
        text="Done.",
        by=None,
    ),
    "a development": lambda e, c: tracking.add_development(
        Issue.objects.get(slug="word-issue"),
        title="Again",
        occurred_on=worlds.DAY(2025, 7, 1),
        text="They met.",
        source_kind="press",
        by=None,
    ),
    "an issue renamed": lambda e, c: renaming.rename(
        Issue.objects.get(slug="word-issue"),
        title="Word question",
        occurred_on=worlds.DAY(2025, 7, 1),
        text="So called now.",
        by=None,
    ),
    "an actor renamed": lambda e, c: renaming.rename_entry(
        Actor.objects.get(slug="word-actor"), name="Word power", by=None
    ),
    "a trait merged": lambda e, c: merging.merge_duplicates(
        Trait.objects.get(slug="word-trait"),
        into=_known_trait(e),
        by=b.user("Publisher"),
    ),
    "an author's address": lambda e, c: renaming.change_slug(
        Author.objects.get(slug="word-author"), slug="somebody", by=None
    ),
    "a piece's address": lambda e, c: renaming.change_slug(e.article, slug="other", by=None),
    "a series edited": lambda e, c: by_form(
        c, Series.objects.get(slug="word-series"), name="Word papers", disclaimer="Ours."
    ),
    "an author edited": lambda e, c: by_form(
        c, Author.objects.get(slug="word-author"), name="Word author", biography="Another life."
    ),
    "an issue edited": lambda e, c: by_form(
        c, Issue.objects.get(slug="word-issue"), summary="Another.", review_interval_days="20"
    ),
    "a recommendation edited": lambda e, c: by_form(
        c, e.recommendationblocks.get().recommendation, wording="Another."
    ),
}


def _known_trait(edition):
    other = b.trait("other trait", of=Actor.objects.get(slug="word-actor"))
    b.published("Third", blocks=[b.trait_block(other)])
    other.refresh_from_db()
    return other


@pytest.mark.parametrize("name", HAPPENINGS)
def test_after_anything_that_readers_could_notice(api, edition, client, name):
    uid = edition.recommendationblocks.get().recommendation.uid
    before = all_answers(api, uid)
    assert all_answers(api, uid) == before

    HAPPENINGS[name](edition, client)

    kept = all_answers(api, uid)
    caches["answers"].clear()
    assert kept == all_answers(api, uid)
    assert kept != before


def test_what_is_under_way_changes_nothing_and_costs_nothing(api, edition):
    uid = edition.recommendationblocks.get().recommendation.uid
    before = all_answers(api, uid)

    b.draft("Zq draft", blocks=[b.assessment(b.issue("Zq issue")), b.advice("Zq advice.")])
    new = drafting.new_edition(edition, by=b.releaser(), change_kind="minor", change_note="Layout.")
    b.write(new, title="Zq title")

    assert all_answers(api, uid) == before
    caches["answers"].clear()
    assert all_answers(api, uid) == before


def test_an_issue_gets_stale_with_the_days_alone(api):
    issue = b.issue("Ferries", review_interval_days=30)
    b.published("One", on=timezone.localdate(), blocks=[b.assessment(issue)])
    assert api.get("issues/ferries/")["stale"] is False

    with time_machine.travel(timezone.now() + dt.timedelta(days=40), tick=False):
        assert api.get("issues/ferries/")["stale"] is True


class _Away:
    def get(self, *args):
        raise ConnectionError("away")

    set = get


def test_a_cache_that_is_away_keeps_nobody_from_reading(api, edition, monkeypatch):
    expected = api.get("articles/")
    monkeypatch.setattr("sejong_cms.kept.caches", {"answers": _Away()})

    assert api.get("articles/") == expected


def test_a_token_that_does_not_work_gets_nothing_that_is_kept(api, edition):
    api.get("articles/")
    refused = api.client.get("/api/v1/articles/", headers={"Authorization": "Bearer no"})

    assert refused.status_code == 401
    assert api.client.get("/api/v1/articles/?nonsense=1").status_code == 400
    assert api.client.get("/api/v1/articles/", headers={"Accept": "text/html"}).status_code == 406
