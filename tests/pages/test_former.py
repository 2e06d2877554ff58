"""A changed slug redirects for ever, wherever it stands in an address; what is hidden never does."""

import datetime as dt

import pytest

from articles import workflow
from issues import renaming
from issues.models import FormerSlug
from tests import builders as b

DAY = dt.date(2025, 3, 10)


@pytest.fixture
def piece(db):
    """A public piece on an issue, an actor and its trait, in a series; everything called 'old …'."""
    actor = b.actor("Old actor")
    blocks = [
        b.assessment(b.issue("Old issue")),
        b.trait_block(b.trait("Old trait", of=actor)),
        b.advice("Do it.", to=actor),
    ]
    return b.published(
        "Old piece",
        on=DAY,
        blocks=blocks,
        authors=[b.author("Old author")],
        series=b.series("Old series"),
    )


def entries(piece):
    trait = piece.traitblocks.get().trait
    return {
        "article": piece.article,
        "series": piece.article.series,
        "author": piece.bylines.get().author,
        "issue": piece.assessments.get().issue,
        "actor": trait.actor,
        "trait": trait,
    }


def change(entry, slug):
    entry.refresh_from_db()
    return renaming.change_slug(entry, slug=slug, by=b.editor())


def change_all(piece):
    for kind, entry in entries(piece).items():
        change(entry, f"new-{kind}")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/articles/old-piece/", "/articles/new-article/"),
        ("/articles/old-piece/editions/", "/articles/new-article/editions/"),
        ("/articles/old-piece/editions/1/", "/articles/new-article/editions/1/"),
        ("/articles/old-piece/cite.ris", "/articles/new-article/cite.ris"),
        ("/articles/old-piece/editions/1/cite.bib", "/articles/new-article/editions/1/cite.bib"),
        ("/series/old-series/", "/series/new-series/"),
        ("/authors/old-author/", "/authors/new-author/"),
        ("/authors/old-author/feed/", "/authors/new-author/feed/"),
        ("/issues/old-issue/", "/issues/new-issue/"),
        ("/issues/old-issue/?as_of=2025-04-01&kind=step", None),
        ("/issues/old-issue/feed/", "/issues/new-issue/feed/"),
        ("/issues/old-issue/timeline.csv?as_of=2025-04-01", None),
        ("/actors/old-actor/", "/actors/new-actor/"),
        ("/actors/old-actor/traits/old-trait/", "/actors/new-actor/traits/new-trait/"),
        ("/actors/new-actor/traits/old-trait/", "/actors/new-actor/traits/new-trait/"),
        ("/actors/old-actor/traits/new-trait/", "/actors/new-actor/traits/new-trait/"),
    ],
)
def test_an_old_address_leads_to_the_present_one_with_its_query(reader, piece, old, new):
    change_all(piece)
    new = new or old.replace("old-issue", "new-issue")

    response = reader.get(old)

    assert (response.status_code, response.headers["Location"]) == (301, new)
    assert reader.head(old).status_code == 301
    assert reader.get(new).status_code == 200


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("articles/old-piece/", "articles/new-article/"),
        ("articles/old-piece/editions/", "articles/new-article/editions/"),
        ("articles/old-piece/editions/1/", "articles/new-article/editions/1/"),
        ("series/old-series/", "series/new-series/"),
        ("authors/old-author/", "authors/new-author/"),
        ("issues/old-issue/?as_of=2025-04-01", "issues/new-issue/?as_of=2025-04-01"),
        ("issues/old-issue/timeline/", "issues/new-issue/timeline/"),
        ("actors/old-actor/", "actors/new-actor/"),
        ("traits/old-trait/", "traits/new-trait/"),
    ],
)
def test_so_does_one_of_the_api(reader, piece, old, new):
    change_all(piece)

    response = reader.get(f"/api/v1/{old}")

    assert (response.status_code, response.headers["Location"]) == (301, f"/api/v1/{new}")
    assert reader.get(f"/api/v1/{new}").status_code == 200


def test_every_former_slug_leads_straight_to_the_present_one(reader, piece):
    issue = entries(piece)["issue"]
    change(issue, "second")
    change(issue, "셋째")

    for slug in ("old-issue", "second"):
        response = reader.get(f"/issues/{slug}/")
        assert response.headers["Location"] == "/issues/%EC%85%8B%EC%A7%B8/"

    change(issue, "old-issue")
    assert reader.get("/issues/old-issue/").status_code == 200
    assert reader.get("/issues/second/").headers["Location"] == "/issues/old-issue/"


def test_a_withdrawn_piece_is_led_to_its_notice(reader, piece):
    change(piece.article, "new-article")
    workflow.withdraw(piece, by=b.publisher(), reason="Wrong.")

    assert reader.get("/articles/old-piece/").headers["Location"] == "/articles/new-article/"
    assert reader.get("/articles/new-article/").status_code == 410


@pytest.mark.parametrize("path", ["/issues/once/", "/api/v1/issues/once/", "/issues/once/feed/"])
def test_what_readers_do_not_know_is_not_found_by_a_former_slug(reader, db, path):
    """Such a row is made by no verb; should there be one, it tells nothing."""
    hidden = b.issue("Hidden issue")
    FormerSlug.objects.create(kind="issue", slug="once", entry_id=hidden.pk, changed_at=b.noon(DAY))

    assert reader.get(path).status_code == 404
    assert reader.get("/articles/?issue=once").status_code == 400


def test_a_draft_is_not_found_by_a_former_slug(reader, db):
    draft = b.draft("Draft", blocks=[b.passage()])
    FormerSlug.objects.create(
        kind="article", slug="once", entry_id=draft.article_id, changed_at=b.noon(DAY)
    )

    assert reader.get("/articles/once/").status_code == 404
    assert reader.get("/articles/once/editions/").status_code == 404


def test_a_slug_of_another_kind_leads_nowhere(reader, piece):
    change(entries(piece)["issue"], "new-issue")
    assert reader.get("/actors/old-issue/").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["series=old-series", "author=old-author", "issue=old-issue", "actor=old-actor"],
)
def test_filters_take_former_slugs(reader, piece, query):
    change_all(piece)
    assert "Old piece" in reader.words(f"/articles/?{query}")
    assert reader.get(f"/api/v1/articles/?{query}").json()["count"] == 1


@pytest.mark.parametrize(
    "path",
    [
        "articles/?trait=old-trait",
        "assessments/?issue=old-issue",
        "assessments/?article=old-piece",
        "assessments/?author=old-author",
        "recommendations/?addressee=old-actor",
        "recommendations/?article=old-piece",
    ],
)
def test_those_of_the_api_too(reader, piece, path):
    change_all(piece)
    assert reader.get(f"/api/v1/{path}").json()["count"] == 1
