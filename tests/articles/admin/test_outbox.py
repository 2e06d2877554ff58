"""The outbox in the admin: publishers see what waits and why; addresses are for administrators."""

import datetime as dt

import pytest
from django.utils import timezone

from articles.following import subscribing
from articles.models import Mail, Subscriber
from tests import builders as b

LIST = "/admin/articles/mail/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def mails():
    """One that was sent, one that waits, one that was given up."""
    now = timezone.now()
    for name in ("sent", "waiting", "failed"):
        subscribing.subscribe(f"{name}@example.org", at=now, frequency="daily", language="en")
    Mail.objects.filter(to="sent@example.org").update(sent_at=now, attempts=1)
    Mail.objects.filter(to="failed@example.org").update(
        failed_at=now, attempts=30, last_error="OSError: no route"
    )
    return Mail.objects.order_by("pk")


def shown(client, query=""):
    return client.get(LIST + query).text


def test_publishers_see_what_waits_and_why_but_no_address_and_no_token(client, mails):
    client.force_login(b.publisher())

    html = shown(client)

    assert "OSError: no route" in html
    assert [words in html for words in ("waiting", "given up", "sent")] == [True] * 3
    assert "0 readers follow by e-mail." in html
    pages = html + client.get(f"{LIST}{mails[0].pk}/change/").text
    assert "@example.org" not in pages
    assert all(row.token not in pages for row in Subscriber.objects.all())


def test_administrators_see_addresses_but_no_token(client, mails):
    client.force_login(b.user(is_staff=True, is_superuser=True))

    pages = shown(client) + client.get(f"{LIST}{mails[0].pk}/change/").text
    pages += client.get("/admin/articles/subscriber/").text
    pages += client.get(f"/admin/articles/subscriber/{Subscriber.objects.first().pk}/change/").text

    assert "sent@example.org" in pages
    assert all(row.token not in pages for row in Subscriber.objects.all())


@pytest.mark.parametrize("person", [b.editor, b.author_user])
def test_others_see_nothing_of_it(client, mails, person):
    client.force_login(person())

    for path in (LIST, f"{LIST}{mails[0].pk}/change/", "/admin/articles/subscriber/"):
        assert client.get(path).status_code == 403
    assert LIST not in client.get("/admin/").text


def test_publishers_see_no_subscribers(client, mails):
    client.force_login(b.publisher())

    assert client.get("/admin/articles/subscriber/").status_code == 403


@pytest.mark.parametrize(
    ("state", "count"), [("waiting", 1), ("sent", 1), ("failed", 1), ("other", 3)]
)
def test_the_list_is_narrowed_by_state(client, mails, state, count):
    client.force_login(b.publisher())

    response = client.get(f"{LIST}?state={state}")

    assert response.context_data["cl"].result_count == count


def test_what_was_given_up_is_tried_again(client, mails):
    client.force_login(b.publisher())

    client.post(LIST, {"action": "try_again", "_selected_action": [mail.pk for mail in mails]})

    sent, waiting, failed = mails.all()
    assert sent.sent_at is not None
    assert (failed.failed_at, failed.attempts) == (None, 0)
    assert failed.due_at <= timezone.now() + dt.timedelta(seconds=1)
    assert waiting.attempts == 0


def test_nobody_writes_or_deletes_mails(client, mails):
    client.force_login(b.user(is_staff=True, is_superuser=True))

    change = f"{LIST}{mails[0].pk}/change/"
    assert client.post(change, {"subject": "Changed"}).status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{mails[0].pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_administrator_deletes_who_asks_for_it(client, mails):
    client.force_login(b.user(is_staff=True, is_superuser=True))
    subscriber = Subscriber.objects.get(address="sent@example.org")

    response = client.post(f"/admin/articles/subscriber/{subscriber.pk}/delete/", {"post": "yes"})

    assert response.status_code == 302
    assert not Subscriber.objects.filter(pk=subscriber.pk).exists()
    assert not Mail.objects.filter(to="sent@example.org").exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(client, count, django_assert_num_queries):
    for number in range(count):
        subscribing.subscribe(
            f"r{number}@example.org", at=timezone.now(), frequency="daily", language="en"
        )
    client.force_login(b.publisher())

    with django_assert_num_queries(8):
        shown(client)
