"""Every write of the desk names the version it read: once that is old, none of them writes anything."""

import json
import uuid

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Edition, WorkingCopy
from tests import builders as b
from tests.articles.admin.screen import fields_of, url_of, verb_url
from tests.articles.test_workflow import SOON, edition_in

from .asking import undone

pytestmark = pytest.mark.django_db


def screen(client, edition, version):
    data = fields_of(client.get(url_of(edition)))
    return url_of(edition), data | {"title": "Typed on the old one", "_continue": "1"}


def verb(name):
    def form(client, edition, version):
        due_at = timezone.localtime(timezone.now() + SOON).strftime("%Y-%m-%dT%H:%M")
        return verb_url(edition, name), {
            "version": version,
            "comment": "Typed on the old one",
            "reason": "Typed on the old one",
            "due_at": due_at,
        }

    return form


def restore(client, edition, version):
    url = reverse("admin:articles_edition_restore", args=[edition.pk, edition.pk, 1])
    return url, {"version": version}


def saved(edition):
    b.write(edition, by=b.editor(), title="Saved meanwhile")


def moved(edition):
    """There and back: the state is the same again, the version is not."""
    person = b.publisher()
    if edition.state == "approved":
        workflow.schedule(edition, by=person, due_at=timezone.now() + SOON)
        workflow.unschedule(edition, by=person)
    else:
        workflow.unschedule(edition, by=person)
        workflow.schedule(edition, by=person, due_at=timezone.now() + SOON)


@pytest.mark.parametrize(
    ("state", "write", "meanwhile"),
    [
        ("draft", screen, saved),
        ("in_review", screen, saved),
        ("draft", restore, saved),
        ("draft", verb("submit"), saved),
        ("draft", verb("discard"), saved),
        ("in_review", verb("return_to_draft"), saved),
        ("in_review", verb("approve"), saved),
        ("approved", verb("schedule"), moved),
        ("approved", verb("publish"), moved),
        ("approved", verb("reopen"), moved),
        ("scheduled", verb("publish"), moved),
        ("scheduled", verb("unschedule"), moved),
        ("scheduled", verb("reopen"), moved),
    ],
)
def test_a_stale_write_is_refused_and_says_so(client, state, write, meanwhile):
    edition = edition_in(state)
    client.force_login(b.publisher())
    url, data = write(client, edition, edition.version)
    meanwhile(edition)
    before = Edition.objects.filter(pk=edition.pk).values().get()
    with undone() as tables:
        answer = client.post(url, data)
    assert tables == set()
    assert Edition.objects.filter(pk=edition.pk).values().get() == before
    if answer.status_code == 200:
        # With everything that was typed, and what stands now.
        assert "Typed on the old one" in answer.content.decode()
        assert "Saved meanwhile" in answer.content.decode()
    else:
        levels = [message.level_tag for message in get_messages(answer.wsgi_request)]
        assert levels == ["error"]
    # The same again, with the version that stands now, is no conflict.
    with undone() as tables:
        client.post(url, data | {"version": before["version"]})
    assert tables != set()


def test_a_text_that_is_kept_while_it_is_stale_moves_nothing(client):
    edition, person = edition_in("draft"), b.editor()
    client.force_login(person)
    read = edition.version
    saved(edition)
    before = Edition.objects.filter(pk=edition.pk).values().get()
    told = client.post(
        reverse("admin:articles_edition_copy", args=[edition.pk]),
        json.dumps(
            {
                "tab": str(uuid.uuid4()),
                "sequence": 1,
                "version": read,
                "content": {"title": ["Typed on the old one"]},
                "person": person.pk,
            }
        ),
        content_type="application/json",
    )
    assert (told.status_code, told.json()["code"]) == (409, "stale")
    assert Edition.objects.filter(pk=edition.pk).values().get() == before
    [copy] = WorkingCopy.objects.all()
    assert copy.content == {"title": ["Typed on the old one"]}
