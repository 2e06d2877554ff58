"""Every verb, from every state, by everybody: on the screen, and by the function itself."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from articles import drafting, workflow
from articles.enums import EditionState as S
from articles.enums import Verb as V
from articles.errors import NotAllowed, Refused, WrongState
from articles.forms import VERB_FORMS
from articles.models import Edition
from articles.moves import BY_VERB
from tests import builders as b
from tests.articles.admin.screen import verb_url
from tests.articles.test_workflow import SOON, edition_in

from .asking import quiet, undone

__all__ = ["quiet"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]

PEOPLE = ("nobody", "disabled", "no role", "other author", "author", "editor", "publisher", "root")
_WRITERS = {"author", "editor", "publisher", "root"}
_EDITORS = {"editor", "publisher", "root"}
_PUBLISHERS = {"publisher", "root"}
#: Who may, where the state allows it.
MAY = {
    V.SUBMIT: _WRITERS,
    V.RETURN_TO_DRAFT: _EDITORS,
    V.APPROVE: _EDITORS,
    V.SCHEDULE: _PUBLISHERS,
    V.UNSCHEDULE: _PUBLISHERS,
    V.REOPEN: _EDITORS,
    V.PUBLISH: _PUBLISHERS,
    V.WITHDRAW: _PUBLISHERS,
    V.DISCARD: _WRITERS,
    V.RESTORE: _EDITORS,
    V.NEW_EDITION: _WRITERS,
}
FROM = {verb: BY_VERB[verb].sources for verb in MAY if verb in BY_VERB}
FROM[V.NEW_EDITION] = S.numbered()
FORM = {
    "comment": "Why.",
    "reason": "Why.",
    "change_kind": "minor",
    "change_note": "Layout.",
}


@pytest.fixture
def people():
    people = {
        "disabled": b.publisher(),
        "no role": b.user(is_staff=True),
        "other author": b.author_user(),
        "author": b.author_user(),
        "editor": b.editor(),
        "publisher": b.publisher(),
        "root": b.user(is_staff=True, is_superuser=True),
    }
    people["nobody"] = None
    return people


@pytest.fixture
def editions(people):
    found = {state: edition_in(state) for state in S}
    for edition in found.values():
        edition.invited.add(people["author"])
    return found


def called(verb, edition, by):
    """What the verb's own function does: 'done' or the class of the refusal."""
    options = {"by": by}
    if verb in (V.RETURN_TO_DRAFT, V.REOPEN):
        options["comment"] = "Why."
    elif verb == V.WITHDRAW:
        options["reason"] = "Why."
    elif verb == V.SCHEDULE:
        options["due_at"] = timezone.now() + SOON
    try:
        if verb == V.NEW_EDITION:
            drafting.new_edition(edition, by=by, change_kind="minor", change_note="Layout.")
        else:
            getattr(workflow, verb.value)(edition, **options)
    except Refused as refusal:
        return type(refusal)
    return "done"


def test_the_table_has_every_verb_that_the_screen_offers():
    assert set(MAY) == set(VERB_FORMS)


def test_by_the_function_itself(people, editions):
    wrong = []
    people["disabled"].is_active = False
    for verb in MAY:
        for state, edition in editions.items():
            for name, person in people.items():
                if person is None:
                    continue
                allowed = name in MAY[verb] and person.is_active
                expected = (
                    NotAllowed if not allowed else "done" if state in FROM[verb] else WrongState
                )
                with undone() as tables:
                    outcome = called(verb, edition, person)
                if outcome != expected or (outcome != "done" and tables):
                    wrong.append(f"{verb} of {state} by {name}: {outcome}, not {expected} {tables}")
    assert wrong == []


def test_on_the_screen(people, editions):
    wrong = []
    clients = {}
    for name, person in people.items():
        clients[name] = Client(raise_request_exception=False)
        if person is not None:
            clients[name].force_login(person)
    people["disabled"].is_active = False
    people["disabled"].save()
    due_at = timezone.localtime(timezone.now() + SOON).strftime("%Y-%m-%dT%H:%M")
    for verb in MAY:
        for state, edition in editions.items():
            for name, client in clients.items():
                form = FORM | {"version": edition.version, "due_at": due_at}
                client.cookies.pop("messages", None)
                with undone() as tables:
                    answer = client.post(verb_url(edition, verb), form)
                    done = "success" in levels(answer)
                    states = now(edition)
                # Logged in or not, and whether there is anything there, is the matrix's to say.
                expected = name in MAY[verb] and state in FROM[verb]
                if done != expected or answer.status_code >= 500:
                    wrong.append(f"{verb} of {state} by {name}: {answer.status_code} {done}")
                if not done and (tables or states != {edition.pk: state} | others(edition)):
                    wrong.append(f"refused {verb} of {state} by {name} wrote {tables}")
    assert wrong == []


def levels(answer):
    if answer.status_code != 302 or not hasattr(answer.wsgi_request, "_messages"):
        return []
    return [message.level_tag for message in get_messages(answer.wsgi_request)]


def now(edition):
    return dict(Edition.objects.filter(article=edition.article_id).values_list("pk", "state"))


def others(edition):
    return {pk: state for pk, state in now(edition).items() if pk != edition.pk}


@pytest.mark.parametrize("who", ["editor", "publisher", "root"])
@pytest.mark.parametrize("own", ["submitted", "saved"])
def test_nobody_approves_what_is_their_own(client, people, who, own):
    person, other = people[who], b.editor()
    edition = b.draft(blocks=[b.passage()], by=None)
    if own == "submitted":
        edition = workflow.submit(edition, by=person)
    else:
        edition = workflow.submit(edition, by=other)
        b.write(edition, by=person, title="Another title")
        edition.refresh_from_db()
    assert called(V.APPROVE, edition, person) is NotAllowed
    client.force_login(person)
    client.post(verb_url(edition, "approve"), {"version": edition.version})
    edition.refresh_from_db()
    assert edition.state == S.IN_REVIEW
    assert called(V.APPROVE, edition, b.editor()) == "done"
