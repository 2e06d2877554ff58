"""The verbs on an edition's screen."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from articles import drafting, workflow
from articles.admin.verbs import offers, sentence
from articles.checks import problems_of
from articles.contents import contents_of_one
from articles.models import Edition
from tests import builders as b

from .screen import url_of, verb_url

pytestmark = pytest.mark.django_db


def draft(**fields):
    return b.draft("A piece", blocks=[b.passage("Words.")], **fields)


def in_review(**fields):
    return workflow.submit(draft(**fields), by=b.editor())


def scheduled():
    return workflow.schedule(
        b.approved(blocks=[b.passage()]),
        by=b.publisher(),
        due_at=timezone.now() + dt.timedelta(days=1),
    )


def superseded():
    first = b.published(blocks=[b.passage()])
    b.next_edition(first)
    first.refresh_from_db()
    return first


def discarded():
    return workflow.discard(draft(), by=b.editor())


MAKE = {
    "draft": draft,
    "in_review": in_review,
    "approved": lambda: b.approved(blocks=[b.passage()]),
    "scheduled": scheduled,
    "published": lambda: b.published(blocks=[b.passage()]),
    "superseded": superseded,
    "withdrawn": lambda: b.withdrawn(blocks=[b.passage()]),
    "discarded": discarded,
}
OFFERED = {
    # state: (to an author of it, to an editor, to a publisher)
    "draft": ("submit discard", "submit discard", "submit discard"),
    "in_review": ("", "approve return_to_draft", "approve return_to_draft"),
    "approved": ("", "reopen", "publish schedule reopen"),
    "scheduled": ("", "reopen", "publish unschedule reopen"),
    "published": ("new_edition", "new_edition", "new_edition withdraw"),
    "superseded": ("new_edition", "new_edition", "new_edition withdraw"),
    "withdrawn": ("new_edition", "new_edition", "new_edition"),
    "discarded": ("", "restore", "restore"),
}


@pytest.mark.parametrize("state", MAKE)
def test_offered_are_the_moves_that_role_and_state_allow(state):
    edition = MAKE[state]()
    author = b.author_user()
    edition.invited.add(author)
    for user, verbs in zip((author, b.editor(), b.publisher()), OFFERED[state], strict=True):
        assert [offer.verb.value for offer in offers(user, edition)] == verbs.split()


@pytest.mark.parametrize("state", MAKE)
def test_the_screen_says_in_a_sentence_where_the_edition_stands(client, state):
    edition = MAKE[state]()
    client.force_login(b.publisher())
    response = client.get(url_of(edition))
    assert response.status_code == 200
    words = sentence(edition)
    assert words.endswith((".", "Example reason."))
    assert ("Seoul time" in words, "%" in words, "None" in words) == (True, False, False)
    assert words.split(".")[0] in response.content.decode()


class TestBlocked:
    def test_four_eyes_are_named_and_no_button_is_given(self, client):
        person = b.editor()
        edition = workflow.submit(draft(), by=person)
        client.force_login(person)
        page = client.get(url_of(edition)).content.decode()
        assert "another editor approves it" in page
        assert verb_url(edition, "approve") not in page
        assert verb_url(edition, "return_to_draft") in page

    def test_four_eyes_hold_whatever_is_posted(self, client):
        root = b.user(is_staff=True, is_superuser=True)
        edition = workflow.submit(draft(), by=root)
        client.force_login(root)
        response = client.post(
            verb_url(edition, "approve"), {"version": edition.version}, follow=True
        )
        assert "another editor approves it" in response.content.decode()
        edition.refresh_from_db()
        assert edition.state == "in_review"

    def test_what_stops_a_submission_is_named(self):
        edition = b.draft("Empty")
        problems = problems_of(edition, contents_of_one(edition))
        (submit, _discard) = offers(b.editor(), edition, problems)
        assert submit.blocked == ("The edition has no text yet.",)

    def test_a_second_open_edition_is_not_offered(self):
        live = b.published(blocks=[b.passage()])
        drafting.new_edition(live, by=b.editor(), change_kind="minor", change_note="A comma.")
        (offer,) = offers(b.editor(), live)
        assert offer.blocked == ("This article has an open edition already.",)

    def test_problems_lead_to_their_block(self, client):
        edition = b.draft(blocks=[b.passage(), b.assessment(), b.assessment(question="Second?")])
        client.force_login(b.editor())
        page = client.get(url_of(edition)).content.decode()
        assert '<a href="#assessments-1">“Second?” has no outlook.</a>' in page
        assert 'id="assessments-1"' in page


class TestDoing:
    def test_the_whole_way_from_draft_to_withdrawn(self, client):
        edition = draft(by=b.author_user(name="writer"))
        way = (
            (edition.created_by, "submit", {"comment": "Please look."}, "in_review"),
            (b.editor(), "return_to_draft", {"comment": "Shorter."}, "draft"),
            (edition.created_by, "submit", {}, "in_review"),
            (b.editor(), "approve", {}, "approved"),
            (b.publisher(), "schedule", {"due_at": "2999-12-31T09:00"}, "scheduled"),
            (b.publisher(), "unschedule", {}, "approved"),
            (b.editor(), "reopen", {"comment": "A word is missing."}, "draft"),
            (b.editor(), "submit", {}, "in_review"),
            (b.editor(), "approve", {}, "approved"),
            (b.publisher(), "publish", {}, "published"),
            (b.publisher(), "withdraw", {"reason": "It was wrong."}, "withdrawn"),
        )
        for user, verb, fields, state in way:
            client.force_login(user)
            response = client.post(verb_url(edition, verb), {"version": edition.version, **fields})
            assert response.status_code == 302, verb
            edition.refresh_from_db()
            assert edition.state == state
        verbs = [row.verb for row in edition.transitions.all()]
        assert verbs == ["start", *(verb for _user, verb, _fields, _state in way)]
        assert edition.reason == "It was wrong."

    def test_a_moment_is_read_as_seouls(self, client):
        edition = b.approved(blocks=[b.passage()])
        client.force_login(b.publisher())
        client.post(
            verb_url(edition, "schedule"),
            {"version": edition.version, "due_at": "2999-12-31T09:00"},
        )
        edition.refresh_from_db()
        assert edition.due_at == dt.datetime(2999, 12, 31, 0, 0, tzinfo=dt.UTC)

    def test_a_draft_is_discarded_and_restored(self, client):
        edition = draft()
        client.force_login(b.editor())
        for verb, state in (("discard", "discarded"), ("restore", "draft")):
            client.post(verb_url(edition, verb), {"version": edition.version})
            edition.refresh_from_db()
            assert edition.state == state

    def test_a_correction_is_started_and_opened(self, client):
        live = b.published(blocks=[b.passage()])
        client.force_login(b.editor())
        response = client.post(
            verb_url(live, "new_edition"),
            {"change_kind": "correction", "change_note": "A number was wrong."},
        )
        new = Edition.objects.latest("pk")
        assert response.url == url_of(new)
        assert (new.article, new.state, new.change_kind) == (live.article, "draft", "correction")


class TestRefused:
    @pytest.mark.parametrize(
        ("state", "verb", "fields", "message"),
        [
            ("in_review", "return_to_draft", {}, "This field is required."),
            ("in_review", "return_to_draft", {"comment": "  "}, "This field is required."),
            ("approved", "schedule", {"due_at": "2020-01-01T09:00"}, "has passed already"),
            ("approved", "schedule", {"due_at": "soon"}, "Enter a valid date"),
            ("published", "withdraw", {"reason": ""}, "This field is required."),
            ("published", "new_edition", {"change_kind": "minor"}, "This field is required."),
            (
                "published",
                "new_edition",
                {"change_kind": "first", "change_note": "Typed note."},
                "Typed note.",
            ),
        ],
    )
    def test_what_is_missing_is_asked_for_and_what_was_typed_stays(
        self, client, state, verb, fields, message
    ):
        edition = MAKE[state]()
        client.force_login(b.publisher())
        response = client.post(verb_url(edition, verb), {"version": edition.version, **fields})
        assert response.status_code == 200
        assert message in response.content.decode()
        edition.refresh_from_db()
        assert edition.state == state

    def test_a_stale_version_moves_nothing_and_says_who(self, client):
        edition = draft()
        read = edition.version
        b.write(edition, by=b.editor(name="Rival"))
        client.force_login(b.editor())
        response = client.post(verb_url(edition, "submit"), {"version": read}, follow=True)
        assert "Rival has changed this edition" in response.content.decode()
        edition.refresh_from_db()
        assert edition.state == "draft"

    @pytest.mark.parametrize("state", MAKE)
    @pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
    def test_nothing_but_a_post_moves_anything(self, client, state, method):
        edition = MAKE[state]()
        client.force_login(b.publisher())
        for verb in ("submit", "approve", "publish", "withdraw", "discard", "new_edition"):
            getattr(client, method)(verb_url(edition, verb), {"comment": "x", "reason": "x"})
        edition.refresh_from_db()
        assert edition.state == state
        assert edition.article.editions.count() == (2 if state == "superseded" else 1)

    def test_needs_the_token_against_forged_requests(self):
        edition = draft()
        client = Client(enforce_csrf_checks=True)
        client.force_login(b.editor())
        url = verb_url(edition, "submit")
        assert client.post(url, {"version": edition.version}).status_code == 403

    def test_a_role_that_may_not_moves_nothing(self, client):
        edition = in_review()
        author = b.author_user()
        edition.invited.add(author)
        client.force_login(author)
        response = client.post(
            verb_url(edition, "approve"), {"version": edition.version}, follow=True
        )
        assert "Your role does not allow this." in response.content.decode()
        edition.refresh_from_db()
        assert edition.state == "in_review"

    @pytest.mark.parametrize("verb", ["publish_archived", "supersede", "start", "delete"])
    def test_no_screen_makes_the_moves_that_are_not_a_persons(self, client, verb):
        client.force_login(b.user(is_staff=True, is_superuser=True))
        assert client.post(verb_url(draft(), verb), {}).status_code == 404

    def test_what_one_may_not_see_answers_like_what_does_not_exist(self, client):
        edition = draft(by=b.author_user())
        client.force_login(b.author_user())
        for method in (client.get, client.post):
            assert method(verb_url(edition, "submit")).status_code == 404
