"""Lists of pieces, authors and series; and that no list costs more for longer content."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Edition
from issues import tracking
from issues.models import Actor, Issue, Recommendation
from sejong_cms.pages import PER_PAGE
from tests import builders as build

DAY = dt.date


def titles(page):
    return [edition.title for edition in page.context["page"]]


def test_home_shows_newest_pieces_and_where_issues_stand(reader):
    issue = build.issue("Troop levels")
    build.published("Older", on=DAY(2024, 1, 1), blocks=[build.passage()])
    build.published(
        "Newer",
        on=DAY(2025, 1, 1),
        blocks=[build.assessment(issue, answer="They stay.", outlook="worsening")],
    )

    page = reader.words("/")

    assert page.index("Newer") < page.index("Older")
    assert "Troop levels" in page
    assert "They stay." in page
    assert "worsening" in page


def test_an_empty_site_says_so_on_every_list(reader):
    for path in ("/", "/articles/", "/authors/", "/issues/", "/recommendations/", "/actors/"):
        assert 'class="empty"' in reader.words(path), path


@pytest.fixture
def library(db):
    series, author = build.series("Focus"), build.author("Kim Example")
    issue, actor = build.issue("Costs"), build.actor("Ministry")
    build.published("In series", on=DAY(2023, 5, 1), series=series, blocks=[build.passage()])
    build.published("By author", on=DAY(2024, 5, 1), authors=[author], blocks=[build.passage()])
    build.published("On issue", on=DAY(2024, 6, 1), blocks=[build.assessment(issue)])
    build.published("Advised on issue", on=DAY(2024, 7, 1), blocks=[build.advice(of=issue)])
    build.published(
        "On actor", on=DAY(2025, 5, 1), blocks=[build.trait_block(build.trait(of=actor))]
    )
    build.published("한국어", on=DAY(2025, 6, 1), language="ko", blocks=[build.passage()])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("series=focus", ["In series"]),
        ("author=kim-example", ["By author"]),
        ("issue=costs", ["Advised on issue", "On issue"]),
        ("actor=ministry", ["On actor"]),
        ("year=2024", ["Advised on issue", "On issue", "By author"]),
        ("language=ko", ["한국어"]),
        ("language=en&year=2025", ["On actor"]),
        ("series=&year=2023&utm_source=mail", ["In series"]),
        ("year=1999", []),
    ],
)
def test_pieces_can_be_narrowed(reader, library, query, expected):
    assert titles(reader.get(f"/articles/?{query}")) == expected


@pytest.mark.parametrize(
    "query",
    [
        "series=no-such",
        "series=costs",
        "author=x%07",
        "year=abc",
        "year=99999999999999999999",
        "language=fr",
        "page=0",
        "page=x",
        "page=-1",
        "page=1&page=2",
        "series=" + "x" * 201,
    ],
)
def test_bad_values_are_400_and_name_the_parameter(reader, library, query):
    page = reader.words(f"/articles/?{query}", status=400)

    assert f"<code>{query.split('=')[0]}</code>" in page
    assert 'href="/articles/"' in page


def test_an_entry_that_is_not_public_is_refused_like_one_that_does_not_exist(reader, library):
    build.series("Hidden")

    hidden = reader.words("/articles/?series=hidden", status=400)
    absent = reader.words("/articles/?series=absent", status=400)

    assert hidden == absent


def test_pieces_come_in_pages(reader, db):
    for number in range(PER_PAGE + 1):
        build.published(f"Piece {number}", on=DAY(2024, 1, 1 + number), blocks=[build.passage()])

    first, second = reader.get("/articles/"), reader.get("/articles/?page=2&utm_medium=x")

    assert len(titles(first)) == PER_PAGE
    assert titles(second) == ["Piece 0"]
    assert 'rel="next" href="?page=2"' in first.content.decode()
    assert reader.get("/articles/?page=3").status_code == 404


def test_superseded_editions_are_in_no_list(reader, db):
    first = build.published("Before", blocks=[build.passage()])

    def rename(draft):
        draft.title = "After"
        draft.save()

    build.next_edition(first, change=rename)

    assert titles(reader.get("/articles/")) == ["After"]


def test_an_author_has_a_page_with_what_is_public_of_the_person(reader, db):
    shown = build.author("Shown", email="shown@example.org", email_public=True, biography="Life.")
    private = build.author("Private", email="private@example.org", orcid="0000-0002-1825-0097")
    build.published("A piece", authors=[shown, private], blocks=[build.passage()])

    assert "mailto:shown@example.org" in reader.words("/authors/shown/")
    assert "Life." in reader.words("/authors/shown/")
    page = reader.words("/authors/private/")
    assert "private@example.org" not in page
    assert "https://orcid.org/0000-0002-1825-0097" in page
    assert "A piece" in page


def test_a_series_has_a_page_with_its_disclaimer_and_pieces(reader, library):
    page = reader.words("/series/focus/")

    assert "Example disclaimer." in page
    assert "In series" in page
    assert "By author" not in page


def a_piece(
    number, *, issue=None, actor=None, author=None, series=None, trait=None, recommended=None
):
    """A piece with a block of every kind that lists show, on entries of its own unless given."""
    issue = issue or build.issue()
    actor = actor or build.actor()
    author = author or build.author()
    edition = build.published(
        on=DAY(2024, 1, number),
        series=series or build.series(f"Series {number}"),
        authors=[author],
        blocks=[
            build.assessment(issue, outlook="steady", likelihood="likely"),
            build.trait_block(trait or build.trait(of=actor)),
            build.advice(of=issue, to=actor, recommended=recommended),
        ],
    )
    block = edition.recommendationblocks.get()
    tracking.add_step(
        block.recommendation,
        status="adopted",
        occurred_on=DAY(2024, 2, number),
        text="Done.",
        by=None,
    )
    tracking.add_development(
        issue,
        title="Meeting",
        occurred_on=DAY(2024, 2, number),
        text="They met.",
        source_kind="press",
        by=None,
    )
    return edition


def shared():
    """Entries that all pieces of a test share, so that the pages of each grow with the pieces."""
    issue = build.issue("Shared issue")
    actor = build.actor("Shared actor")
    return {
        "issue": issue,
        "actor": actor,
        "author": build.author("Shared author"),
        "series": build.series("Shared series"),
        "trait": build.trait("shared trait", of=actor),
        "recommended": build.recommendation("Shared advice.", issue=issue, addressee=actor),
    }


#: Address → queries, with one item shown and with three.
COSTS = {
    "/": 10,
    "/articles/": 5,
    "/authors/": 2,
    "/recommendations/": 7,
    "/actors/": 2,
    "/sitemap.xml": 8,
    "/sitemap-pages.xml": 0,
    "/sitemap-institution.xml": 2,
    "/sitemap-pieces.xml": 3,
    "/sitemap-issues.xml": 2,
    "/sitemap-recommendations.xml": 2,
    "/sitemap-actors.xml": 2,
    "/sitemap-traits.xml": 2,
    "/sitemap-authors.xml": 2,
    "/sitemap-series.xml": 2,
    "/news-sitemap.xml": 1,
}
COSTS_OF_ONE = {
    "author": 8,
    "series": 4,
    "issue": 11,
    "recommendation": 11,
    "actor": 11,
    "trait": 5,
    "editions": 1,
}


def queries(reader, path):
    with CaptureQueriesContext(connection) as found:
        assert reader.get(path).status_code == 200
    return len(found)


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_with_one_item_and_with_three(reader, count):
    for number in range(1, count + 1):
        a_piece(number)

    assert {path: queries(reader, path) for path in COSTS} == COSTS


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_with_one_entry_and_with_three(reader, count):
    entries = shared()
    for number in range(1, count + 1):
        edition = a_piece(number, **entries)
    for _ in range(count - 1):
        edition = build.next_edition(edition)
    paths = {
        "author": entries["author"].get_absolute_url(),
        "series": entries["series"].get_absolute_url(),
        "issue": entries["issue"].get_absolute_url(),
        "recommendation": entries["recommended"].get_absolute_url(),
        "actor": entries["actor"].get_absolute_url(),
        "trait": entries["trait"].get_absolute_url(),
        "editions": f"{edition.article.get_absolute_url()}editions/",
    }

    assert {name: queries(reader, path) for name, path in paths.items()} == COSTS_OF_ONE
    assert Issue.objects.count() == Actor.objects.count() == Recommendation.objects.count() == 1
    assert Edition.objects.count() == 2 * count - 1
