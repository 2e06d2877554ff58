"""The exact keys of every answer, in their order: what programs outside rely on."""

import pytest

from tests import builders as build

from . import worlds

PAGE = ["count", "next", "previous", "results"]
SUMMARY = [
    "slug page series number language translations title subtitle abstract published_on",
    "updated_at disclaimer edition authors",
]
SUMMARY = " ".join(SUMMARY).split()
ARTICLE = [*SUMMARY, "blocks", "notes"]
EDITION = "number live_from live_until change_kind change_note checksum".split()
CREDIT = "slug name position affiliation".split()
BLOCKS = {
    "passage": "kind uid heading html text".split(),
    "trait": "kind uid trait actor name stance html text".split(),
    "assessment": (
        "kind uid number issue question answer outlook change_reason likelihood horizon html text"
    ).split(),
    "recommendation": "kind uid recommendation issue addressee wording stance".split(),
    "figure": "kind uid image alt caption credit".split(),
}
ASSESSMENT = [*BLOCKS["assessment"], "article", "edition", "published_on", "authors"]
NAMED = ["slug", "page", "name", "names"]
AUTHOR = [*NAMED, "position", "affiliation", "biography", "orcid"]
SERIES = [*NAMED, "disclaimer"]
ACTOR = [*NAMED, "kind"]
TRAIT = ["slug", "page", "actor", "name", "names", "mentions"]
ISSUE = (
    "slug page title names summary status aliases parent merged_into first_assessed_on"
    " last_assessed_on assessment_count stale current"
).split()
RECOMMENDATION = ("uid page issue addressee wording status first_made_on wordings steps").split()
STEP = "uid on recorded_at status text source_url corrects".split()
EVENT = "kind on recorded_at title text page source_url".split()
ENTRY, ISSUE_ENTRY = ["slug", "name"], ["slug", "title"]


@pytest.fixture
def edition(db):
    edition = worlds.everything()
    worlds.followed(edition)
    return edition


def keys(value):
    return list(value)


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("articles", SUMMARY),
        ("articles/word-title/editions", SUMMARY),
        ("authors", AUTHOR),
        ("series", SERIES),
        ("actors", ACTOR),
        ("traits", TRAIT),
        ("issues", ISSUE),
        ("assessments", ASSESSMENT),
        ("recommendations", RECOMMENDATION),
    ],
)
def test_lists(api, edition, name, shape):
    body = api.get(f"{name}/")

    assert keys(body) == PAGE
    assert keys(body["results"][0]) == shape


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("articles/word-title/", ARTICLE),
        ("articles/word-title/editions/1/", ARTICLE),
        ("authors/word-author/", AUTHOR),
        ("series/word-series/", SERIES),
        ("actors/word-actor/", ACTOR),
        ("traits/word-trait/", TRAIT),
        ("issues/word-issue/", ISSUE),
        ("issues/word-issue/timeline/", ["issue", "as_of", "events"]),
    ],
)
def test_details(api, edition, path, shape):
    assert keys(api.get(path)) == shape


def test_a_recommendation(api, edition):
    uid = edition.recommendationblocks.get().recommendation.uid

    body = api.get(f"recommendations/{uid}/")

    assert keys(body) == RECOMMENDATION
    assert keys(body["issue"]) == ISSUE_ENTRY
    assert keys(body["addressee"]) == ENTRY
    assert [keys(row) for row in body["wordings"]] == [
        ["article", "edition", "on", "wording", "stance"]
    ]
    assert [keys(row) for row in body["steps"]] == [STEP]


def test_parts_of_an_article(api, edition):
    body = api.get("articles/word-title/")

    assert keys(body["series"]) == ENTRY
    assert keys(body["edition"]) == EDITION
    assert [keys(credit) for credit in body["authors"]] == [CREDIT]
    assert [keys(note) for note in body["notes"]] == [["number", "html", "text"]]
    assert [(block["kind"], keys(block)) for block in body["blocks"]] == list(BLOCKS.items())
    _passage, trait, assessment, advice, figure = body["blocks"]
    assert (keys(trait["trait"]), keys(trait["actor"])) == (ENTRY, ENTRY)
    assert keys(assessment["issue"]) == ISSUE_ENTRY
    assert keys(advice["recommendation"]) == ["uid", "status"]
    assert (keys(advice["issue"]), keys(advice["addressee"])) == (ISSUE_ENTRY, ENTRY)
    assert keys(figure["image"]) == ["url", "width", "height"]


def test_parts_of_an_issue(api, edition):
    body = api.get("issues/word-issue/")

    assert keys(body["current"]) == ASSESSMENT
    assert keys(body["names"]) == ["en", "ko"]


def test_parts_of_a_trait(api, edition):
    body = api.get("traits/word-trait/")

    assert keys(body["actor"]) == ENTRY
    assert [keys(row) for row in body["mentions"]] == [
        ["article", "edition", "on", "stance", "name"]
    ]


def test_events_of_a_timeline(api, edition):
    events = api.get("issues/word-issue/timeline/")["events"]

    assert len(events) == 5
    assert all(keys(event) == EVENT for event in events)


def test_translations(api, edition):
    other = build.published(
        "번역", language="ko", on=worlds.DAY(2025, 3, 2), blocks=[build.passage()]
    )
    other.article.original = edition.article
    other.article.save()

    assert api.get("articles/word-title/")["translations"] == [{"language": "ko", "slug": "번역"}]
    assert api.get("articles/번역/")["translations"] == [{"language": "en", "slug": "word-title"}]


def test_the_index_names_every_list(api):
    names = "articles authors series actors traits issues assessments recommendations"
    names += " changes schema docs"
    base = "http://testserver/api/v1"

    assert api.get() == {name: f"{base}/{name}/" for name in names.split()} | {
        f"{name}-export": f"{base}/export/{name}.ndjson"
        for name in ("articles", "issues", "recommendations")
    }
