"""A webhook that is deleted while it is being told of something."""

import threading

import pytest
from django.db import connection, transaction
from django.urls import reverse

from sejong_cms import changes
from sejong_cms.models import Change, Webhook
from tests import builders as b

from .test_delivering import happen, webhook

pytestmark = [
    pytest.mark.postgresql,  # SQLite has one writer at a time
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def meanwhile():
    """meanwhile(act): do `act` in a transaction that ends only a moment after this has returned."""
    threads = []

    def meanwhile(act):
        done, go = threading.Event(), threading.Event()

        def work():
            with transaction.atomic():
                act()
                done.set()
                go.wait(30)
            connection.close()

        threads.append(threading.Thread(target=work))
        threads[-1].start()
        assert done.wait(30)
        threads.append(threading.Timer(0.3, go.set))
        threads[-1].start()

    yield meanwhile
    for thread in threads:
        thread.join()


@pytest.fixture
def unsettled():
    """A change that is committed and has no place yet, and a webhook that is to be told of it."""
    happen()
    Change.objects.update(place=None)
    return webhook()


def test_places_are_given_all_the_same(unsettled, meanwhile):
    meanwhile(Webhook.objects.all().delete)
    changes.settle()
    assert not Change.objects.filter(place=None).exists()


@pytest.mark.parametrize("many", [False, True])
def test_it_goes_with_what_it_was_just_told(unsettled, meanwhile, client, many):
    client.force_login(b.publisher())
    meanwhile(changes.settle)
    if many:
        data = {"action": "delete_selected", "_selected_action": [unsettled.pk], "post": "yes"}
        url = reverse("admin:sejong_cms_webhook_changelist")
    else:
        data = {"post": "yes"}
        url = reverse("admin:sejong_cms_webhook_delete", args=[unsettled.pk])
    assert client.post(url, data).status_code == 302
    assert not Webhook.objects.exists()
