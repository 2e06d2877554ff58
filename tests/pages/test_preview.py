"""What outsiders get by a preview link, and that it lasts nowhere."""

import datetime as dt
import logging

import pytest
from django.utils import timezone

from articles import drafting, previews, workflow
from articles.models import PreviewLink
from sejong_cms.logs import HideTokens
from tests import builders as b

pytestmark = pytest.mark.django_db

CANARY = "zqpreviewcanary"


@pytest.fixture
def edition():
    return b.draft(
        f"A {CANARY} title",
        abstract="An abstract.",
        blocks=[b.passage(f"Words of {CANARY}."), b.figure(b.png(), alt="A chart.")],
    )


def address_of(edition, **options):
    now = timezone.now()
    fields = {"by": b.editor(), "recipient": "Prof. Seo", "expires_at": now + dt.timedelta(days=1)}
    made = previews.make_link(edition, **(fields | options))
    return f"/preview/{previews.token_of(made)}/"


def figure_of(edition, address):
    return f"{address}{edition.figures.get().image.name}"


class TestTheAddress:
    def test_shows_the_edition_and_says_that_it_is_no_publication(self, client, edition):
        page = client.get(address_of(edition)).content.decode()
        assert f"Words of {CANARY}." in page
        assert "Preview, not published." in page
        assert "Prof. Seo" not in page
        assert "made at publication" in page

    def test_leaves_no_trace_in_caches_indexes_and_other_sites(self, client, edition):
        answer = client.get(address_of(edition))
        assert answer.status_code == 200
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Frame-Options"] == "DENY"
        assert not answer.cookies
        assert "ETag" not in answer
        assert '<meta name="robots" content="noindex">' in answer.content.decode()
        assert "canonical" not in answer.content.decode()

    def test_shows_the_text_as_it_stands(self, client, edition):
        address = address_of(edition)
        b.write(edition, title="Other words")
        assert "<h1" in (page := client.get(address).content.decode())
        assert "Other words" in page
        edition.refresh_from_db()
        b.approve(edition)
        assert client.get(address).status_code == 200

    def test_is_read_by_safe_methods_only(self, client, edition):
        address = address_of(edition)
        assert client.head(address).status_code == 200
        assert client.post(address).status_code == 405

    def test_answers_like_no_address_once_it_ends(self, client, edition):
        address = address_of(edition)
        nowhere = client.get(f"/preview/{'A' * 43}/")
        PreviewLink.objects.update(
            created_at=timezone.now() - dt.timedelta(days=3),
            expires_at=timezone.now() - dt.timedelta(seconds=1),
        )
        expired = client.get(address)
        assert expired.status_code == nowhere.status_code == 404
        assert expired.content == nowhere.content
        for answer in (expired, nowhere):
            del answer.headers["X-Request-ID"]
        assert dict(expired.headers) == dict(nowhere.headers)

        address = address_of(edition)
        previews.withdraw_link(PreviewLink.objects.latest("id"), by=b.editor())
        assert client.get(address).status_code == 404
        assert client.get(figure_of(edition, address)).status_code == 404

        address = address_of(edition)
        workflow.discard(edition, by=b.editor())
        assert client.get(address).status_code == 404

    def test_leads_to_the_editions_page_once_it_is_published_and_for_no_longer(
        self, client, edition
    ):
        address = address_of(edition)
        edition = workflow.publish(b.approve(edition), by=b.publisher())
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, edition.get_absolute_url())
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
        assert answer["Referrer-Policy"] == "no-referrer"
        assert client.get(answer["Location"]).status_code == 200
        workflow.withdraw(edition, by=b.publisher(), reason="Wrong.")
        assert client.get(client.get(address)["Location"]).status_code == 410

    def test_opens_nothing_of_the_next_edition(self, client, edition):
        address = address_of(edition)
        edition = workflow.publish(b.approve(edition), by=b.publisher())
        later = drafting.new_edition(edition, by=b.editor(), change_kind="minor", change_note="x")
        b.write(later, title="zqlater")
        answer = client.get(address, follow=True)
        assert "zqlater" not in answer.content.decode()

    def test_shows_a_draft_upon_a_live_piece_by_the_number_it_will_have(self, client):
        first = b.published("Old words", blocks=[b.passage()])
        draft = drafting.new_edition(
            first, by=b.editor(), change_kind="correction", change_note="A number was wrong."
        )
        b.write(draft, title="New words")
        page = client.get(address_of(draft)).content.decode()
        assert "New words" in page
        assert "A number was wrong." in page
        assert "This is edition" not in page
        assert "<dd>2, correction</dd>" in page


class TestFigures:
    def test_of_the_draft_are_seen_by_the_link_alone(self, client, edition):
        address = address_of(edition)
        image = figure_of(edition, address)
        assert f'src="{image}"' in client.get(address).content.decode()
        answer = client.get(image)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
        assert "public" not in answer["Cache-Control"]
        assert answer.getvalue()
        assert client.get(f"/media/{edition.figures.get().image.name}").status_code == 404

    def test_of_other_drafts_are_not(self, client, edition):
        other = b.draft(blocks=[b.figure(b.png(colour="red"))])
        address = address_of(edition)
        assert client.get(figure_of(other, address)).status_code == 404

    def test_are_found_at_their_own_address_once_it_is_published(self, client, edition):
        address = address_of(edition)
        edition = workflow.publish(b.approve(edition), by=b.publisher())
        answer = client.get(figure_of(edition, address))
        assert answer.status_code == 302
        out = client.get(answer["Location"])
        assert out.status_code == 200
        assert out.getvalue()


@pytest.mark.parametrize(
    "outlet",
    [
        "/",
        "/articles/",
        "/sitemap-pieces.xml",
        "/news-sitemap.xml",
        "/feeds/articles/",
        "/api/v1/articles/",
    ],
)
def test_nothing_public_changes_by_a_link(client, edition, outlet):
    b.published("Public", blocks=[b.passage()])
    before = client.get(outlet)
    address = address_of(edition)
    assert CANARY in client.get(address).content.decode()
    after = client.get(outlet)
    assert after.content == before.content
    assert address not in after.content.decode()


def test_the_secret_is_in_no_line_of_the_log(edition):
    address = address_of(edition)
    figure = figure_of(edition, address)
    for path in (address, figure):
        record = logging.LogRecord("x", logging.WARNING, "", 0, "Not Found: %s", (path,), None)
        HideTokens().filter(record)
        assert address.split("/")[2] not in record.getMessage()
        assert record.getMessage().startswith("Not Found: /preview/…/")
