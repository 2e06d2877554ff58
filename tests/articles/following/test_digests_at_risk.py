"""Writing digests where something fails, dies or happens at the same time: nothing is lost, nothing told
twice.
"""

import threading

import pytest
from django.db import connection, transaction

from articles import outbox
from articles.following import digests, subscribing
from articles.models import Mail, Subscriber
from tests.articles.following.test_digests import (
    development,
    follower,
    known_issue,
    seoul,
    texts,
)

pytestmark = pytest.mark.django_db


def test_one_that_fails_does_not_hold_up_the_others(monkeypatch):
    issue, broken = known_issue(), follower("broken@example.org")
    follower("sound@example.org")
    development("A summit", issue, seoul(0, 3))
    enqueue = outbox.enqueue

    def fail_for_one(**fields):
        if fields["to"] == "broken@example.org":
            raise RuntimeError("planted")
        return enqueue(**fields)

    monkeypatch.setattr(outbox, "enqueue", fail_for_one)
    assert digests.write_digests(seoul(0, 7)) == 1
    broken.refresh_from_db()
    assert broken.told_until == seoul(0, 1)

    monkeypatch.undo()
    assert digests.write_digests(seoul(0, 8)) == 1
    assert sorted(mail.to for mail in Mail.objects.all()) == [
        "broken@example.org",
        "sound@example.org",
    ]


@pytest.mark.django_db(transaction=True)
def test_a_writer_that_dies_half_way_leaves_neither_gap_nor_repeat(monkeypatch):
    follower()
    development("A summit", known_issue(), seoul(0, 3))
    save = Subscriber.save
    monkeypatch.setattr(
        Subscriber, "save", lambda *a, **k: (_ for _ in ()).throw(KeyboardInterrupt)
    )
    with pytest.raises(KeyboardInterrupt):
        digests.write_digests(seoul(0, 7))
    assert Mail.objects.count() == 0

    monkeypatch.setattr(Subscriber, "save", save)
    assert [digests.write_digests(seoul(0, 7)) for _time in range(2)] == [1, 0]
    assert [text.count("A summit") for text in texts()] == [1]


@pytest.mark.django_db(transaction=True)
def test_leaving_while_a_digest_is_being_written_leaves_nothing_behind(monkeypatch):
    subscriber = follower()
    development("A summit", known_issue(), seoul(0, 3))
    enqueue, left = outbox.enqueue, []

    def leave():
        try:
            left.append(subscribing.leave(subscriber.token))
        finally:
            connection.close()

    thread = threading.Thread(target=leave)

    def enqueue_while_they_leave(**fields):
        written = enqueue(**fields)
        thread.start()
        thread.join(0.5)
        return written

    monkeypatch.setattr(outbox, "enqueue", enqueue_while_they_leave)
    assert digests.write_digests(seoul(0, 7)) == 1
    thread.join()

    assert left == [None]
    assert (Subscriber.objects.count(), Mail.objects.count()) == (0, 0)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_subscriber_whom_another_writer_has_in_hand_is_left_to_it():
    subscriber = follower()
    development("A summit", known_issue(), seoul(0, 3))
    other = connection.copy()
    try:
        with transaction.atomic():
            other.set_autocommit(False)
            with other.cursor() as cursor:
                cursor.execute(
                    "SELECT id FROM articles_subscriber WHERE id = %s FOR UPDATE", [subscriber.pk]
                )
            assert digests.write_digests(seoul(0, 7)) == 0
        other.rollback()
    finally:
        other.close()
    assert digests.write_digests(seoul(0, 7)) == 1
