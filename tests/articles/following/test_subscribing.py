"""Subscribing asks the address and does nothing else; all further verbs belong to who has the token."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import outbox
from articles.following import subscribing
from articles.models import Mail, Subscriber, Subscription
from tests import builders as b

AT = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)

pytestmark = pytest.mark.django_db


def subscribe(address="reader@example.org", *, at=AT, **fields):
    subscribing.subscribe(address, at=at, **{"frequency": "weekly", "language": "en"} | fields)
    return Subscriber.objects.get(address=subscribing.normalised(address))


def confirm(subscriber, *, at=AT):
    keep = list(subscriber.subscriptions.values_list("pk", flat=True))
    return subscribing.confirm(subscriber.token, keep=keep, at=at)


def public_issue(title="Example issue"):
    return b.issue(title, public_since=timezone.now())


def asks():
    """When each mail that asks is due, in minutes after AT."""
    return sorted((mail.due_at - AT) // MINUTE for mail in Mail.objects.all())


def follows(subscriber):
    return [(str(row), row.confirmed_at) for row in subscriber.subscriptions.all()]


def test_subscribing_asks_and_nothing_counts_before_the_confirmation():
    subscriber = subscribe(issue=public_issue("Troop costs"), frequency="daily", language="ko")

    assert (subscriber.frequency, subscriber.language) == ("daily", "ko")
    assert (subscriber.confirmed_at, subscriber.told_until) == (None, None)
    assert follows(subscriber) == [("Troop costs", None)]
    (mail,) = Mail.objects.all()
    page = f"http://testserver/ko/follow/{subscriber.token}/"
    assert (mail.to, mail.due_at) == ("reader@example.org", AT)
    assert "Troop costs" in mail.text
    assert page in mail.text
    assert mail.headers["List-Unsubscribe"] == f"<{page}>"
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_token_is_long_and_nobody_elses():
    first, second = subscribe("a@example.org"), subscribe("b@example.org")

    assert first.token != second.token
    assert {len(first.token), len(second.token)} == {43}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Reader@Example.ORG ", "reader@example.org"),
        ("reader@xn--bcher-kva.example", "reader@xn--bcher-kva.example"),
        ("reader@Bücher.example", "reader@xn--bcher-kva.example"),
        ("reader@한국.kr", "reader@xn--3e0b707e.kr"),
    ],
)
def test_an_address_is_kept_in_one_form(typed, kept):
    assert subscribing.normalised(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "reader", "a@b", "a b@example.org", f"{'a' * 260}@example.org", "a@x\n.org"]
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(ValidationError) as refused:
        subscribe(typed)

    assert list(refused.value.message_dict) == ["address"]
    assert Subscriber.objects.count() == 0


def test_one_address_in_two_forms_is_one_subscriber():
    assert subscribe("reader@example.org") == subscribe("READER@example.org")
    assert Subscription.objects.count() == 1


def test_confirming_begins_and_tells_from_then_on():
    subscriber = subscribe()

    confirm(subscriber, at=AT + MINUTE)
    confirm(subscriber, at=AT + DAY)

    subscriber.refresh_from_db()
    assert (subscriber.confirmed_at, subscriber.told_until) == (AT + MINUTE, AT + MINUTE)
    assert follows(subscriber) == [("everything", AT + MINUTE)]


def test_only_what_the_page_showed_is_confirmed():
    subscriber = subscribe(issue=public_issue("Seen"))
    seen = list(subscriber.subscriptions.values_list("pk", flat=True))
    subscribe(issue=public_issue("Slipped in"))

    subscribing.confirm(subscriber.token, keep=seen, at=AT)

    assert follows(subscriber) == [("Seen", AT), ("Slipped in", None)]


def test_strangers_change_nothing_of_who_follows_already():
    subscriber = subscribe(issue=public_issue("Chosen"))
    confirm(subscriber)
    outbox.send_due(AT)

    subscribe(issue=public_issue("Strange"), frequency="daily", language="ko", at=AT + DAY)

    subscriber.refresh_from_db()
    assert (subscriber.frequency, subscriber.language) == ("weekly", "en")
    assert follows(subscriber) == [("Chosen", AT), ("Strange", None)]
    assert "Strange" in Mail.objects.latest("created_at").text


def test_who_follows_something_already_is_told_so():
    subscriber = subscribe()
    confirm(subscriber)
    outbox.send_due(AT)

    subscribe(at=AT + DAY)

    mail = Mail.objects.latest("created_at")
    assert "You follow this already" in mail.text
    assert subscriber.token in mail.text
    assert Subscription.objects.count() == 1


def test_an_address_is_asked_with_pauses_and_a_few_times_a_day():
    for minute in (0, 1, 2, 3, 4, 5):
        subscribe(issue=public_issue(f"Issue {minute}"), at=AT + minute * MINUTE)
        outbox.send_due(AT + minute * MINUTE)
    # The second waits for its pause; while it waits, its page shows what was asked since.
    assert asks() == [0, 10]

    for minute in range(10, 200, 10):
        subscribe(at=AT + minute * MINUTE)
        outbox.send_due(AT + minute * MINUTE)
    assert asks() == [0, 10, 20, 30]

    subscribe(at=AT + DAY + 40 * MINUTE)
    assert len(asks()) == 5


def test_nobody_follows_more_than_a_bound():
    for number in range(subscribing.MOST + 3):
        subscriber = subscribe(author=b.author(f"Author {number}", public_since=AT))

    assert subscriber.subscriptions.count() == subscribing.MOST


def test_changing_keeps_what_was_chosen_and_confirms_it():
    for title in ("One", "Two"):
        subscriber = subscribe(issue=public_issue(title))
    confirm(subscriber)
    subscribe(issue=public_issue("Three"), at=AT + DAY)
    one, three = subscriber.subscriptions.filter(issue__title__in=("One", "Three"))

    subscribing.change(
        subscriber.token, keep=[one.pk, three.pk], frequency="daily", at=AT + 2 * DAY
    )

    subscriber.refresh_from_db()
    assert subscriber.frequency == "daily"
    assert dict(follows(subscriber)) == {"One": AT, "Three": AT + 2 * DAY}


def test_keeping_nothing_is_refused_and_changes_nothing():
    subscriber = subscribe()
    confirm(subscriber)
    others = subscribe("other@example.org").subscriptions.get()

    for keep in ([], [others.pk]):
        with pytest.raises(ValidationError):
            subscribing.change(subscriber.token, keep=keep, frequency="daily", at=AT)

    subscriber.refresh_from_db()
    assert subscriber.frequency == "weekly"
    assert Subscription.objects.count() == 2


def test_nothing_is_changed_before_the_first_confirmation():
    subscriber = subscribe()
    keep = [subscriber.subscriptions.get().pk]

    with pytest.raises(ValidationError):
        subscribing.change(subscriber.token, keep=keep, frequency="daily", at=AT)


def test_leaving_forgets_everything_and_twice_is_once():
    subscriber, other = subscribe(), subscribe("other@example.org")
    confirm(subscriber)
    outbox.send_due(AT)
    subscribe(at=AT + DAY)

    subscribing.leave(subscriber.token)
    subscribing.leave(subscriber.token)

    assert list(Subscriber.objects.all()) == [other]
    assert [mail.to for mail in Mail.objects.all()] == ["other@example.org"]
    assert Subscription.objects.count() == 1


def test_a_token_that_is_nobodys_is_refused():
    with pytest.raises(Subscriber.DoesNotExist):
        subscribing.confirm("A" * 43, keep=[], at=AT)


def test_what_nobody_confirms_is_forgotten_after_some_days():
    waiting, kept = subscribe("waiting@example.org"), subscribe("kept@example.org")
    confirm(kept)
    subscribe("kept@example.org", issue=public_issue())
    week = dt.timedelta(days=subscribing.DAYS_TO_CONFIRM)

    subscribing.forget_unconfirmed(AT + week)
    assert set(Subscriber.objects.all()) == {waiting, kept}

    subscribing.forget_unconfirmed(AT + week + MINUTE)
    assert list(Subscriber.objects.all()) == [kept]
    assert follows(kept) == [("everything", AT)]
    assert {mail.to for mail in Mail.objects.all()} == {"kept@example.org"}


def test_the_database_refuses_a_subscription_to_two_things_or_none_or_twice():
    subscriber, issue = subscribe(), public_issue()
    wrong = (
        {"issue": issue, "author": b.author()},
        {"issue": issue, "everything": True},
        {},
        {"everything": True},
    )
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Subscription.objects.create(subscriber=subscriber, asked_at=AT, **fields)
