"""Webhooks and deliveries at the desk: a publisher's."""

import pytest
from django.urls import reverse

from sejong_cms import changes
from sejong_cms.changes import Kind
from sejong_cms.models import AuditEntry, Delivery, Webhook
from tests import builders as b

from .test_delivering import happen, webhook

pytestmark = pytest.mark.django_db
ADD, LIST = "admin:sejong_cms_webhook_add", "admin:sejong_cms_webhook_changelist"


def form(**fields):
    return {
        "name": "Newsroom",
        "url": "https://example.org/hook",
        "kinds": [Kind.PUBLISHED],
        "is_active": "on",
    } | fields


@pytest.fixture
def publisher(client):
    person = b.publisher()
    client.force_login(person)
    return person


def test_one_is_added_and_its_secret_shown_to_who_may_change_it(client, publisher):
    client.post(reverse(ADD), form())
    hook = Webhook.objects.get()
    assert (hook.created_by, hook.kinds) == (publisher, [Kind.PUBLISHED])
    page = client.get(reverse("admin:sejong_cms_webhook_change", args=[hook.pk]))
    assert hook.secret in page.content.decode()
    assert hook.secret not in str(AuditEntry.objects.values_list("detail", "before", "after"))
    assert hook.secret not in client.get(reverse(LIST)).content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"url": "http://example.org/"},
        {"url": "ftp://example.org/"},
        {"url": "javascript:alert(1)"},
        {"kinds": []},
        {"kinds": ["names.changed"]},
        {"name": ""},
    ],
)
def test_what_cannot_be_is_refused(client, publisher, fields):
    assert client.post(reverse(ADD), form(**fields)).status_code == 200
    assert not Webhook.objects.exists()


@pytest.mark.parametrize("role", ["Author", "Editor"])
def test_others_see_none(client, role):
    client.force_login(b.user(role))
    hook = webhook()
    for url in (
        reverse(LIST),
        reverse(ADD),
        reverse("admin:sejong_cms_webhook_change", args=[hook.pk]),
        reverse("admin:sejong_cms_delivery_changelist"),
    ):
        assert client.get(url).status_code == 403


def test_each_telling_is_seen_and_sent_again(client, publisher):
    hook = webhook()
    happen("One")
    delivery = Delivery.objects.get()
    Delivery.objects.update(failed_at=delivery.created_at, attempts=18, last_error="Gone.")
    url = reverse("admin:sejong_cms_delivery_changelist")
    page = client.get(url, {"state": "failed", "kind": Kind.PUBLISHED}).content.decode()
    assert "Gone." in page
    one = client.get(reverse("admin:sejong_cms_delivery_change", args=[delivery.pk]))
    assert "/articles/one/" in one.content.decode()
    client.post(url, {"action": "repeat", "_selected_action": [delivery.pk]})
    delivery.refresh_from_db()
    assert (delivery.failed_at, delivery.attempts) == (None, 0)
    assert hook.deliveries.count() == 1


def test_a_trial_and_a_new_secret(client, publisher):
    hook = webhook()
    old = hook.secret
    for action in ("try_out", "renew_secret"):
        client.post(reverse(LIST), {"action": action, "_selected_action": [hook.pk]})
    hook.refresh_from_db()
    assert hook.secret != old
    assert Delivery.objects.get().change is None
    assert list(AuditEntry.objects.filter(kind="webhook").values_list("action", flat=True)) == [
        "renew_secret",
        "try_webhook",
    ]


def test_one_that_is_deleted_takes_its_deliveries_along(client, publisher):
    hook = webhook()
    happen("One")
    client.post(reverse("admin:sejong_cms_webhook_delete", args=[hook.pk]), {"post": "yes"})
    assert not Webhook.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_as_many_queries_for_one_as_for_three(
    client, publisher, count, django_assert_num_queries
):
    for number in range(count):
        webhook()
        happen(f"Piece {number}")
    changes.settle()
    for url, expected in (
        (reverse(LIST), 7),
        (reverse("admin:sejong_cms_delivery_changelist"), 8),
    ):
        client.get(url)
        with django_assert_num_queries(expected):
            client.get(url)
