"""Links that lead nowhere inside the site."""

import uuid

import pytest

from articles import workflow
from issues.models import FormerSlug
from tests import builders as b

from .sound import codes, found, html, places, sound

pytestmark = pytest.mark.django_db


def linking(*hrefs):
    return html("".join(f'<p><a href="{href}">words</a></p>' for href in hrefs))


def public_world():
    """A published piece that cites what has pages."""
    actor = b.actor("An actor")
    edition = b.published(
        "A piece",
        series=b.series("A series"),
        authors=[b.author("An author")],
        blocks=[
            b.assessment(b.issue("An issue")),
            b.advice("Act.", to=actor),
            b.trait_block(b.trait("a trait", of=actor)),
            b.figure(b.png()),
        ],
    )
    advised = edition.recommendationblocks.get().recommendation
    figure = edition.figures.get().image.name
    trait = edition.traitblocks.get().trait
    return [
        "/",
        "/articles/",
        "/articles/a-piece/",
        "/articles/a-piece",
        "/articles/a-piece/?utm_source=x#b-1",
        "/articles/a-piece/editions/1/",
        "/articles/a-piece/cite.ris",
        "/authors/an-author/",
        "/series/a-series/",
        "/issues/an-issue/?as_of=2025-01-01",
        "/actors/an-actor/",
        f"/actors/an-actor/traits/{trait.slug}/",
        f"/recommendations/{advised.uid}/",
        f"/media/{figure}",
        "/api/v1/articles/",
    ]


def test_what_readers_find_passes():
    assert codes(sound(linking(*public_world()))) == []


def test_so_does_what_is_elsewhere():
    hrefs = ["https://elsewhere.example/articles/none/", "mailto:desk@example.org", "//x.example/y"]
    assert codes(sound(linking(*hrefs))) == []


@pytest.mark.parametrize(
    "href",
    [
        "/articles/none/",
        "/articles/a-piece/editions/2/",
        "/articles/a-piece/compare/1/2/",
        "/authors/none/",
        "/issues/none/",
        "/actors/an-actor/traits/none/",
        f"/recommendations/{uuid.UUID(int=5)}/",
        f"/media/figures/{'0' * 64}.png",
        "/no/such/page/",
        "none/",
        "http://127.0.0.1:8000/articles/none/",
        "/articles/%EC%97%86%EB%8A%94-%EA%B8%80/",
    ],
)
def test_what_readers_do_not_find_is_named(href, settings):
    settings.SITE_URL = "http://127.0.0.1:8000"
    public_world()
    ((place, field, message),) = found("dead_link", b.passage(), linking(href))
    assert (place, field) == (1, "html")
    assert "“words”" in message


def test_what_is_the_editors_own_is_nowhere_for_readers():
    hidden = b.draft("A draft", blocks=[b.passage()])
    issue = b.issue("A hidden issue")
    hrefs = [hidden.article.get_absolute_url(), issue.get_absolute_url()]
    assert places("dead_link", linking(*hrefs)) == [(0, "html"), (0, "html")]


def test_a_former_address_leads_on():
    b.published("A piece", blocks=[b.assessment(b.issue("An issue"))])
    for kind, slug in (("article", "old-piece"), ("issue", "old-issue")):
        FormerSlug.objects.create(
            kind=kind, slug=slug, entry_id=1, changed_at="2026-01-01T00:00:00Z"
        )
    assert codes(sound(linking("/articles/old-piece/", "/issues/old-issue/"))) == []


def test_a_withdrawn_piece_answers_with_its_notice():
    edition = b.published("A piece", blocks=[b.passage()])
    workflow.withdraw(edition, by=b.publisher(), reason="Wrong.")
    assert codes(sound(linking("/articles/a-piece/"))) == []


@pytest.mark.parametrize("href", ["/admin/articles/edition/1/change/", "/admin/", "/preview/xyz/"])
def test_the_desk_is_no_place_for_readers(href):
    assert places("desk_link", linking(href)) == [(0, "html")]


class TestWithinThePiece:
    def test_its_own_address_will_be_one(self):
        edition = sound(linking("/articles/own-piece/", "#notes-are-not-here"), title="Own piece")
        assert codes(edition) == ["dead_link"]

    def test_notes_are_counted(self):
        text = linking("#note-1", "#note-2", "#note-3")
        ((place, field, message),) = found("dead_note", text, notes=["<p>A</p>", "<p>B</p>"])
        assert (place, field) == (0, "html")
        assert "3" in message

    def test_links_within_notes_are_looked_at(self):
        notes = ['<p><a href="/articles/none/">x</a></p>']
        assert places("dead_link", b.passage(), notes=notes) == [(None, "notes")]

    def test_blocks_can_be_led_to(self):
        first = b.passage(heading="One")
        edition = sound(first)
        b.write(edition, blocks=[linking(f"#b-{first.uid}", "#edition")])
        assert codes(edition) == []
        b.write(edition, blocks=[linking(f"#b-{uuid.UUID(int=4)}")])
        assert codes(edition) == ["dead_link"]
