"""Moves, saves and imported files of an edition."""

import hashlib

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import ImportSource
from tests import builders as b

from .screen import url_of

pytestmark = pytest.mark.django_db

CONTENT = b"A piece <script>alert(1)</script>"


def history(edition):
    return reverse("admin:articles_edition_history", args=[edition.pk])


def imported(edition, name="piece.txt", warnings=()):
    return ImportSource.objects.create(
        edition=edition,
        identity="x",
        sequence=ImportSource.objects.count() + 1,
        name=name,
        format="text",
        content=CONTENT,
        sha256=hashlib.sha256(CONTENT).hexdigest(),
        piece={},
        warnings=list(warnings),
        version=edition.version,
        imported_at=timezone.now(),
    )


def file_url(source):
    return reverse("admin:articles_edition_source", args=[source.edition_id, source.pk])


class TestHistory:
    def test_lists_moves_with_person_and_comment_and_saves_with_their_reason(self, client):
        writer = b.author_user(name="writer")
        edition = b.draft(by=writer, blocks=[b.passage()])
        workflow.submit(edition, by=writer, comment="Please look.")
        workflow.return_to_draft(edition, by=b.editor(name="checker"), comment="Too long.")
        client.force_login(writer)
        context = client.get(history(edition)).context_data
        assert [(m["row"].verb, m["by"], m["row"].comment) for m in context["moves"]] == [
            ("return_to_draft", "checker", "Too long."),
            ("submit", "writer", "Please look."),
            ("start", "writer", ""),
        ]
        assert [(s["row"].version, s["by"]) for s in context["saves"]] == [
            (2, "writer"),
            (1, "writer"),
        ]

    def test_is_hidden_from_who_may_not_see_the_edition(self, client):
        edition = b.draft("Secret", by=b.author_user())
        client.force_login(b.author_user())
        assert client.get(history(edition)).status_code == 404

    @pytest.mark.parametrize("count", [1, 3])
    def test_takes_as_many_queries_for_one_entry_as_for_three(
        self, client, count, django_assert_num_queries
    ):
        edition = b.draft(by=b.editor(), blocks=[b.passage()])
        for _ in range(count):
            b.write(edition, by=b.editor())
            workflow.submit(edition, by=b.editor())
            workflow.return_to_draft(edition, by=b.editor(), comment="Again.")
            imported(edition)
        client.force_login(b.editor())
        client.get(history(edition))
        with django_assert_num_queries(9):
            client.get(history(edition))

    def test_the_last_comment_stands_on_the_screen(self, client):
        edition = b.draft(blocks=[b.passage()])
        workflow.submit(edition, by=b.editor())
        workflow.return_to_draft(edition, by=b.editor(name="checker"), comment="Too long.")
        client.force_login(b.editor())
        page = client.get(url_of(edition)).content.decode()
        assert "Too long." in page
        assert "checker" in page


class TestImportedFiles:
    def test_warnings_are_shown_on_the_screen_and_in_the_history(self, client):
        edition = b.draft()
        warning = {"code": "count_mismatch", "message": "7 is not 10 <b>", "where": "line 3"}
        imported(edition, warnings=[warning])
        client.force_login(b.editor())
        for url in (url_of(edition), history(edition)):
            page = client.get(url).content.decode()
            assert "7 is not 10 &lt;b&gt;" in page
            assert "line 3" in page
            assert "count_mismatch" in page

    def test_a_file_is_downloaded_as_it_came_and_never_shown(self, client):
        person = b.author_user()
        source = imported(b.draft(by=person), name='누리 "1".html')
        client.force_login(person)
        response = client.get(file_url(source))
        assert response.content == CONTENT
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"].startswith("attachment;")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "\n" not in response["Content-Disposition"]

    def test_a_file_is_hidden_from_who_may_not_see_its_edition(self, client):
        source = imported(b.draft(by=b.author_user()))
        person = b.author_user()
        own = b.draft(by=person)
        client.force_login(person)
        through_own = reverse("admin:articles_edition_source", args=[own.pk, source.pk])
        for url in (file_url(source), through_own):
            response = client.get(url)
            assert response.status_code == 404
            assert CONTENT not in response.content
        client.logout()
        assert client.get(file_url(source)).status_code == 302
