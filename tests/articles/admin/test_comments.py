"""The address that an edition's screen asks for comments."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import commenting, drafting
from articles.models import Comment, Thread
from tests import builders as b

pytestmark = pytest.mark.django_db


def url_of(edition):
    return reverse("admin:articles_edition_comments", args=[edition.pk])


@pytest.fixture
def writer():
    return b.author_user(first_name="Min", last_name="Kim")


@pytest.fixture
def edition(writer):
    return b.draft(by=writer, blocks=[b.passage("The talks rest for now.")])


@pytest.fixture
def send(client, edition, writer):
    """send(…) → the answer to a POST of JSON by the writer, or by `person`."""

    def send(person=writer, at=edition, **data):
        client.force_login(person)
        return client.post(url_of(at), data, content_type="application/json")

    return send


def test_a_thread_is_opened_answered_and_settled(send, client, edition, writer):
    uid = str(edition.passages.get().uid)
    found = send(
        do="open", text="Who\nsays?", block=uid, field="html", quote="talks rest", prefix="The "
    ).json()
    (thread,) = found["threads"]
    assert thread["block"] == uid
    assert thread["in_edition"]
    assert thread["stands"]
    assert (thread["quote"], thread["prefix"], thread["resolved"]) == ("talks rest", "The ", None)
    (comment,) = thread["comments"]
    assert (comment["text"], comment["who"], comment["mine"]) == ("Who\nsays?", "Min Kim", True)
    assert found["count"] == 1

    editor = b.editor()
    found = send(editor, do="reply", thread=thread["id"], text=f"@{writer.username} We do.").json()
    assert found["threads"][0]["comments"][1]["mentioned"] == ["Min Kim"]
    assert not found["threads"][0]["comments"][0]["mine"]
    found = send(do="change", comment=comment["id"], text="Who says so?").json()
    assert found["threads"][0]["comments"][0]["changed"]
    found = send(do="resolve", thread=thread["id"]).json()
    assert found["count"] == 0
    assert found["threads"][0]["resolved"]["who"] == "Min Kim"
    found = send(do="reopen", thread=thread["id"]).json()
    assert found["count"] == 1

    answer = client.get(url_of(edition))
    assert answer.json() == found
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


def test_the_answer_names_the_colleagues_who_can_be_mentioned(client, edition, writer):
    editor, _ = b.editor(), b.author_user()
    client.force_login(editor)
    found = client.get(url_of(edition)).json()["people"]
    assert sorted(row["username"] for row in found) == sorted([editor.username, writer.username])
    assert {"username": writer.username, "name": "Min Kim"} in found


def test_a_stretch_that_was_rewritten_no_longer_stands(send, edition):
    passage = edition.passages.get()
    send(do="open", text="?", block=str(passage.uid), field="html", quote="rest")
    with drafting.saving(edition, version=edition.version, by=None):
        edition.passages.update(html="<p>The talks go on.</p>")
    (thread,) = send(do="open", text="On the whole piece.").json()["threads"][:1]
    assert (thread["in_edition"], thread["stands"], thread["quote"]) == (True, False, "rest")

    edition.refresh_from_db()
    with drafting.saving(edition, version=edition.version, by=None):
        edition.passages.all().delete()
    (thread,) = send(do="open", text="Again.").json()["threads"][:1]
    assert (thread["in_edition"], thread["stands"]) == (False, False)


def test_a_stretch_over_two_paragraphs_stands(send, edition):
    edition.passages.update(html="<p>It ends.</p><p>It begins.</p>")
    uid = str(edition.passages.get().uid)
    found = send(do="open", text="?", block=uid, field="html", quote="ends.\n\nIt begins").json()
    assert found["threads"][0]["stands"]


class TestARefusal:
    def test_is_said_in_words_and_by_a_code(self, send, edition):
        thread = send(do="open", text="One.").json()["threads"][0]
        for data, status, code in (
            ({"do": "open", "text": ""}, 400, "required"),
            ({"do": "open", "text": "x" * 5001}, 400, "too_long"),
            ({"do": "reply", "thread": thread["id"], "text": "@nobody"}, 400, "unknown_person"),
            ({"do": "reopen", "thread": thread["id"]}, 409, "wrong_state"),
            ({"do": "resolve", "thread": thread["id"] + 1}, 404, "not_found"),
            ({"do": "change", "comment": 0x7FFFFFFF, "text": "x"}, 404, "not_found"),
        ):
            answer = send(**data)
            assert (answer.status_code, answer.json()["code"]) == (status, code), data
            assert answer.json()["message"]
        assert Comment.objects.count() == 1

    def test_meets_who_changes_anothers_words(self, send, edition):
        comment = send(do="open", text="One.").json()["threads"][0]["comments"][0]
        answer = send(b.publisher(), do="change", comment=comment["id"], text="Two.")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"do": "delete"},
            {"do": ["open"]},
            {"do": "open"},
            {"do": "open", "text": 5},
            {"do": "open", "text": "x", "block": "7"},
            {"do": "open", "text": "x", "block": 7},
            {"do": "open", "text": "x", "mention": "all"},
            {"do": "open", "text": "x", "mention": [1]},
            {"do": "open", "text": "x", "mention": ["." * 151]},
            {"do": "reply", "thread": "1", "text": "x"},
            {"do": "reply", "thread": True, "text": "x"},
            {"do": "reply", "thread": 2**70, "text": "x"},
            {"do": "resolve", "thread": None},
        ],
    )
    def test_meets_what_cannot_be_read(self, send, data):
        answer = send(**data)
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
        assert not Thread.objects.exists()

    @pytest.mark.parametrize(
        "body", [b"", b"[]", b"{", b'"x"', b"[" * 20000, b"\xff", b"1" * 70000]
    )
    def test_meets_bytes_that_are_no_request(self, client, edition, writer, body):
        client.force_login(writer)
        answer = client.post(url_of(edition), body, content_type="application/json")
        assert answer.status_code == 400

    def test_meets_forms_of_other_sites(self, edition, writer):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(writer)
        data = {"do": "open", "text": "x"}
        assert (
            strict.post(url_of(edition), data, content_type="application/json").status_code == 403
        )
        strict = Client()
        strict.force_login(writer)
        answer = strict.post(url_of(edition), '{"do":"open","text":"x"}', content_type="text/plain")
        assert answer.status_code == 400


class TestOutsiders:
    """Of whom each could read a comment if the address did not look at them."""

    @pytest.fixture
    def thread(self, edition, writer):
        return commenting.open_thread(edition, by=writer, text="Between us: zqsecret.")

    def test_authors_of_other_pieces_find_nothing(self, send, client, edition, thread):
        other = b.author_user()
        client.force_login(other)
        assert client.get(url_of(edition)).status_code == 404
        for data in (
            {"do": "reply", "thread": thread.pk, "text": "x"},
            {"do": "resolve", "thread": thread.pk},
        ):
            assert send(other, **data).status_code == 404
        # Nor by the way of a piece of their own.
        own = b.draft(by=other)
        for data in (
            {"do": "reply", "thread": thread.pk, "text": "x"},
            {"do": "resolve", "thread": thread.pk},
            {"do": "change", "comment": thread.comments.get().pk, "text": "x"},
        ):
            assert send(other, own, **data).status_code == 404
        assert Comment.objects.count() == 1

    def test_readers_are_sent_to_the_log_in(self, client, edition, thread):
        answer = client.get(url_of(edition))
        assert answer.status_code == 302
        assert "login" in answer["Location"]

    def test_readers_see_nothing_of_it_once_the_piece_is_published(self, client, thread):
        edition = b.published("Told", blocks=[b.passage("Words.")], by=thread.opened_by)
        commenting.open_thread(edition, by=thread.opened_by, text="zqsecret again.")
        for address in (
            edition.get_absolute_url(),
            "/",
            "/feeds/articles/",
            f"/api/v1/articles/{edition.article.slug}/",
        ):
            answer = client.get(address)
            assert answer.status_code == 200
            assert b"zqsecret" not in answer.content


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_threads_takes_as_many_queries(client, edition, writer, count):
    for _ in range(count):
        thread = commenting.open_thread(
            edition, by=writer, text="One.", block=edition.passages.get().uid
        )
        for _ in range(count):
            commenting.reply(thread, by=writer, text=f"@{writer.username} two")
        commenting.resolve(thread, by=writer)
    client.force_login(b.editor())
    client.get(url_of(edition))
    with CaptureQueriesContext(connection) as queries:
        client.get(url_of(edition))
    assert len(queries) == 18
