"""What the edition's screen and the server tell each other, as programs see it."""

import json
import uuid

import pytest
from django.urls import reverse

from articles.models import Edition, Look, Visit, WorkingCopy
from tests import builders as b

pytestmark = pytest.mark.django_db

TAB = str(uuid.UUID(int=7))


@pytest.fixture
def writer():
    return b.author_user()


@pytest.fixture
def edition(writer):
    return b.draft("A piece", by=writer)


@pytest.fixture
def ask(client, edition):
    """ask(user, name, **JSON) → the answer of one of the screen's addresses."""

    def ask(user, name, **sent):
        if user is not None:
            client.force_login(user)
        address = reverse(f"admin:articles_edition_{name}", args=[edition.pk])
        return client.post(address, json.dumps(sent), content_type="application/json")

    return ask


@pytest.fixture
def pulse(ask, edition):
    def pulse(user, **changed):
        sent = {"tab": TAB, "typed": False, "leaving": False, "version": edition.version}
        return ask(user, "pulse", **(sent | changed))

    return pulse


@pytest.fixture
def keep(ask, edition):
    def keep(user, **changed):
        sent = {
            "tab": TAB,
            "sequence": 1,
            "version": edition.version,
            "person": user.pk,
            "content": {"title": ["Typed"]},
        }
        return ask(user, "copy", **(sent | changed))

    return keep


class TestPulse:
    def test_tells_how_the_edition_stands_and_who_is_here(self, pulse, writer, edition):
        rival = b.editor(name="Rival")
        pulse(rival, tab=str(uuid.UUID(int=8)))
        told = pulse(writer).json()
        assert told["version"] == edition.version
        assert told["state"] == "draft"
        assert told["people"] == [{"words": "Rival has it open", "here": True}]

    def test_tells_of_a_writing_colleague_and_of_one_who_left(self, pulse, writer):
        rival = b.editor(name="Rival")
        pulse(rival, typed=True)
        assert pulse(writer).json()["people"][0]["words"] == "Rival is writing"
        pulse(rival, leaving=True)
        assert pulse(writer).json()["people"][0]["words"].startswith("Rival was here")

    def test_notes_a_look_at_the_text_that_stands_only(self, pulse, writer, edition):
        pulse(writer, version=edition.version - 1)
        assert not Look.objects.exists()
        pulse(writer)
        assert Look.objects.get().version == edition.version

    def test_says_who_is_logged_in(self, client, writer, edition):
        client.force_login(writer)
        told = client.get(reverse("admin:articles_edition_pulse", args=[edition.pk])).json()
        assert told["person"] == writer.pk
        assert told["csrf"]

    def test_is_nothing_to_who_may_not_open_the_edition(self, pulse, client):
        assert pulse(b.author_user()).status_code == 404
        client.logout()
        assert pulse(None).status_code == 302
        assert not Visit.objects.exists()


class TestKeeping:
    def test_keeps(self, keep, writer):
        assert keep(writer).json()["kept"]
        assert WorkingCopy.objects.get().content == {"title": ["Typed"]}

    def test_a_stale_text_is_refused_and_kept_all_the_same(self, keep, writer, edition):
        version = edition.version
        b.write(edition, by=b.editor(name="Rival"), title="Theirs")
        answer = keep(writer, version=version)
        told = answer.json()
        assert (answer.status_code, told["code"], told["kept"]) == (409, "stale", True)
        assert "Rival" in told["message"]
        assert Edition.objects.get().title == "Theirs"
        assert WorkingCopy.objects.get().content == {"title": ["Typed"]}

    def test_two_tabs_with_one_copy_are_told_apart(self, keep, writer):
        keep(writer)
        answer = keep(writer, content={"title": ["In the other"]})
        assert (answer.status_code, answer.json()["code"]) == (400, "other_tab")
        assert WorkingCopy.objects.get().content == {"title": ["Typed"]}

    def test_what_somebody_else_typed_is_not_kept_as_ones_own(self, keep, writer):
        answer = keep(b.editor(), person=writer.pk)
        assert (answer.status_code, answer.json()["code"]) == (403, "other_person")
        assert not WorkingCopy.objects.exists()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"tab": "no tab"},
            {"tab": None},
            {"sequence": "1"},
            {"sequence": -1},
            {"sequence": 2**31},
            {"sequence": True},
            {"version": 1.5},
            {"content": []},
            {"content": {"title": "Typed"}},
            {"content": {"title": [1]}},
            {"content": {"title": ["\0"]}},
            {"content": {"\0": ["Typed"]}},
            {"content": {"title": ["\ud800"]}},
            {"content": {"\udfff": ["Typed"]}},
        ],
    )
    def test_what_the_desk_does_not_send_is_refused(self, keep, writer, wrong):
        answer = keep(writer, **wrong)
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
        assert not WorkingCopy.objects.exists()

    @pytest.mark.parametrize("body", ["", "[]", "null", "{", '"text"', "[" * 5000])
    def test_what_is_no_object_is_refused(self, client, writer, edition, body):
        client.force_login(writer)
        address = reverse("admin:articles_edition_copy", args=[edition.pk])
        answer = client.post(address, body, content_type="application/json")
        assert answer.status_code == 400

    def test_tokens_are_not_kept(self, keep, writer):
        keep(writer, content={"csrfmiddlewaretoken": ["secret"], "title": ["Typed"]})
        assert "csrfmiddlewaretoken" not in WorkingCopy.objects.get().content


def test_only_ones_own_copies_are_given_up(ask, keep, writer):
    colleague = b.editor()
    keep(writer)
    keep(colleague)
    assert ask(colleague, "discard", tabs=[TAB]).status_code == 200
    assert WorkingCopy.objects.get().person == writer
