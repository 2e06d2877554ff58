"""Webhooks told by several senders at once, some of whom die."""

import random
from collections import Counter, defaultdict

import pytest
from django.db import connection, transaction
from django.utils import timezone

from sejong_cms import changes, posting
from sejong_cms.changes import Kind
from sejong_cms.models import Delivery
from tests import builders as b
from tests.webhooks.test_delivering import Receiver, webhook

pytestmark = pytest.mark.django_db(transaction=True)

SENDERS = 3
#: How many senders are to be killed.
KILLS = {"postgresql": 40, "sqlite": 10}
LEASE = int(posting.LEASE.total_seconds())


@pytest.fixture
def receiver():
    # Long enough for senders to be killed while they wait for its answer.
    receiver = Receiver(pause=0.01)
    yield receiver
    receiver.close()


def happen(count):
    """So many changes, each told to every webhook there is."""
    article = b.draft().article
    for _ in range(count):
        with transaction.atomic():
            changes.record(Kind.MOVED, [article], at=timezone.now())
    changes.settle()


def heard_by(receiver):
    """How often each delivery was heard, by its identity; always with the same words."""
    count, words = Counter(), defaultdict(set)
    for _path, headers, body in receiver.heard:
        count[headers["webhook-id"]] += 1
        words[headers["webhook-id"]].add(body)
    assert all(len(bodies) == 1 for bodies in words.values())
    return count


def identities():
    return {str(uid) for uid in Delivery.objects.values_list("uid", flat=True)}


def test_each_is_told_once_while_no_sender_dies(forge, receiver):
    for _ in range(2):
        webhook(receiver.url)
    happen(40)
    forge.warm("tell")  # nothing is left to do, but all is loaded
    Delivery.objects.update(sent_at=None, attempts=0)
    receiver.heard.clear()

    said = forge.together(*[("tell", {})] * SENDERS)

    assert sum(count for [count] in said) == 80
    assert heard_by(receiver) == dict.fromkeys(identities(), 1)
    assert not Delivery.objects.filter(sent_at=None).exists()
    assert set(Delivery.objects.values_list("attempts", "answer")) == {(1, 204)}


class Senders:
    """Rounds of three who die at some moment of their sending, and one who lives, when their leases ended."""

    def __init__(self, forge):
        self.forge, self.chance = forge, random.Random(20261128)
        self.killed = self.round = 0
        self.length = 0.05
        forge.warm("tell")

    def once(self):
        jobs = [self.start(kill_after=self.chance.uniform(0, self.length)) for _ in range(SENDERS)]
        for job in jobs:
            job.said()
            self.killed += job.was_killed
        # A machine with more to do takes longer, and whoever lived was not interrupted.
        alive = sum(not job.was_killed for job in jobs)
        self.length *= 0.8 if alive > 1 else 1.25 if alive == 0 else 1
        self.round += 1
        self.start().said()

    def start(self, kill_after=None):
        return self.forge.start("tell", after=2 * self.round * LEASE, kill_after=kill_after)


def test_each_is_told_at_least_once_with_one_identity_where_senders_die(forge, receiver):
    """What a sender had in hand is sent again when its lease ends; until some were heard twice."""
    senders = Senders(forge)
    webhook(receiver.url)
    while (
        senders.killed < KILLS[connection.vendor] or len(receiver.heard) == Delivery.objects.count()
    ):
        happen(6)
        senders.once()

    heard = heard_by(receiver)
    assert set(heard) == identities()
    rows = Delivery.objects.all()
    assert all(row.sent_at for row in rows)
    assert {(row.answer, row.failed_at, row.claim) for row in rows} == {(204, None, None)}
    # A second copy was on its way when its sender died, and there are no others.
    assert all(heard[str(row.uid)] <= row.attempts for row in rows)
    assert 0 < sum(heard.values()) - len(heard) <= senders.killed


def test_senders_whom_nobody_hears_do_not_stop_each_other(forge, receiver):
    """After a failure all that waits for the same webhook is put off, by several at once."""
    webhook(receiver.url)
    forge.warm("tell")
    happen(100)
    for round_ in range(5):
        receiver.answers[:] = [500] * 600
        # Fails where a sender breaks down.
        forge.together(*[("tell", {"after": round_ * 9 * 3600})] * 6)
    rows = Delivery.objects.all()
    assert sum(row.attempts for row in rows) == len(receiver.heard) >= 5
    assert not any(row.sent_at or row.claim for row in rows)
