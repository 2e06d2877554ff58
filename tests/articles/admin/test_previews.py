"""The preview on the desk, and the links that are made there."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import drafting, workflow
from articles.models import PreviewLink
from tests import builders as b

pytestmark = pytest.mark.django_db


def url_of(edition, name="preview"):
    return reverse(f"admin:articles_edition_{name}", args=[edition.pk])


@pytest.fixture
def edition():
    return b.draft("A draft", abstract="Told.", blocks=[b.passage("Words."), b.figure(b.png())])


@pytest.fixture
def desk(client):
    client.force_login(b.editor())
    return client


class TestThePage:
    def test_is_what_readers_will_get(self, desk, client, edition):
        preview = desk.get(url_of(edition, "preview_page")).content.decode()
        edition = workflow.publish(b.approve(edition), by=b.publisher())
        public = client.get(edition.article.get_absolute_url()).content.decode()
        assert strip(preview) == strip(public)

    def test_may_be_framed_by_the_desk_alone_and_is_kept_nowhere(self, desk, edition):
        answer = desk.get(url_of(edition, "preview_page"))
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
        assert answer["X-Robots-Tag"] == "noindex"

    def test_is_the_only_one_that_may_be_framed(self, desk, edition):
        answer = desk.get(url_of(edition))
        assert answer["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert "frame-src 'self'" in answer["Content-Security-Policy"]

    @pytest.mark.parametrize(("language", "status"), [("en", 200), ("ko", 200), ("fr", 404)])
    def test_speaks_the_languages_of_the_site(self, desk, edition, language, status):
        answer = desk.get(url_of(edition, "preview_page"), {"language": language})
        assert answer.status_code == status
        if status == 200:
            assert f'<html lang="{language}">' in answer.content.decode()

    def test_shows_a_withdrawn_edition_as_its_notice(self, desk):
        edition = b.withdrawn("Gone", reason="A source failed.", blocks=[b.passage("zqtext")])
        page = desk.get(url_of(edition, "preview_page")).content.decode()
        assert "A source failed." in page
        assert "zqtext" not in page

    def test_shows_each_state_of_a_piece(self, desk):
        first = b.published("First", blocks=[b.passage("One.")])
        draft = drafting.new_edition(first, by=b.editor(), change_kind="minor", change_note="x")
        assert "One." in desk.get(url_of(draft, "preview_page")).content.decode()
        workflow.publish(b.approve(draft), by=b.publisher())
        earlier = desk.get(url_of(first, "preview_page")).content.decode()
        assert "This is edition 1, an earlier one." in earlier


def strip(page):
    """Without what publication gives: the checksum, links that readers only find then."""
    page = page[page.index("<article") : page.index("</article>")]
    page = re.sub(r'<a [^>]*href="[^"]*(?:/editions/|cite\.)[^"]*"[^>]*>([^<]*)</a>', r"\1", page)
    page = re.sub(r'<ul class="inline-list[^"]*">.*?</ul>', "", page, flags=re.DOTALL)
    page = re.sub(r"<a [^>]*>(.*?)</a>", r"\1", page)
    page = re.sub(r"<dt>Checksum</dt><dd>.*?</dd>", "", page)
    return re.sub(r"\s+", " ", page)


class TestLinks:
    def test_are_made_listed_and_withdrawn(self, desk, edition):
        assert desk.get(url_of(edition)).status_code == 200
        made = desk.post(
            url_of(edition), {"do": "make", "recipient": "Prof. Seo", "hours": 72}, follow=True
        )
        link = PreviewLink.objects.get()
        assert round((link.expires_at - link.created_at).total_seconds()) == 72 * 3600
        page = made.content.decode()
        assert "Prof. Seo" in page
        address = re.search(r'value="(http[^"]*/preview/[^"]+)"', page)[1]
        path = address[address.index("/preview/") :]
        assert desk.get(path).status_code == 200

        done = desk.post(url_of(edition), {"do": "withdraw", "link": link.pk}, follow=True)
        assert "withdrawn on" in done.content.decode()
        assert address not in done.content.decode()
        assert desk.get(path).status_code == 404

    @pytest.mark.parametrize(
        "data", [{"recipient": "", "hours": 72}, {"recipient": "x", "hours": 5}, {"recipient": "x"}]
    )
    def test_that_cannot_be_are_shown_again(self, desk, edition, data):
        answer = desk.post(url_of(edition), {"do": "make", **data})
        assert answer.status_code == 200
        assert "errorlist" in answer.content.decode()
        assert not PreviewLink.objects.exists()

    @pytest.mark.parametrize(
        "data", [{}, {"do": "steal"}, {"do": "withdraw"}, {"do": "withdraw", "link": "x"}]
    )
    def test_are_not_touched_by_odd_requests(self, desk, edition, data):
        assert desk.post(url_of(edition), data).status_code == 404

    def test_of_another_edition_are_not_withdrawn_here(self, desk, edition):
        other = b.draft()
        desk.post(url_of(other), {"do": "make", "recipient": "x", "hours": 1})
        link = PreviewLink.objects.get()
        assert desk.post(url_of(edition), {"do": "withdraw", "link": link.pk}).status_code == 404
        link.refresh_from_db()
        assert link.withdrawn_at is None

    def test_are_not_offered_for_what_is_published(self, desk):
        edition = b.published(blocks=[b.passage()])
        assert "Make a link" not in desk.get(url_of(edition)).content.decode()
        desk.post(url_of(edition), {"do": "make", "recipient": "x", "hours": 1})
        assert not PreviewLink.objects.exists()


def test_authors_of_other_pieces_find_nothing(client, edition):
    client.force_login(b.author_user())
    for name in ("preview", "preview_page"):
        assert client.get(url_of(edition, name)).status_code == 404
    answer = client.post(url_of(edition), {"do": "make", "recipient": "x", "hours": 1})
    assert answer.status_code == 404
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_links_takes_as_many_queries(desk, edition, count):
    for _ in range(count):
        desk.post(url_of(edition), {"do": "make", "recipient": "x", "hours": 1})
    desk.get(url_of(edition))
    with CaptureQueriesContext(connection) as queries:
        desk.get(url_of(edition))
    assert len(queries) == 7
