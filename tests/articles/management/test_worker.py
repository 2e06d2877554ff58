"""The worker beside publishing: digests and mail, whose failures hold nothing up."""

import datetime as dt
import signal
import subprocess
import sys
import threading
import time

import pytest
import time_machine
from django.db import OperationalError, transaction
from django.utils import timezone

from articles import outbox, workflow
from articles.enums import EditionState as S
from articles.following import digests, subscribing
from articles.management.commands import worker
from articles.models import Mail
from tests import builders as b


def scheduled(title):
    now = timezone.now()
    with time_machine.travel(now - dt.timedelta(hours=1), tick=False):
        edition = b.approved(title, blocks=[b.passage()])
        return workflow.schedule(edition, by=b.publisher(), due_at=now)


def until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.1)
    assert condition()


def start(environment):
    return subprocess.Popen(
        [sys.executable, "manage.py", "worker", "--pause", "0.1"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.django_db(transaction=True)
def test_a_worker_writes_digests_and_sends_mail(database_environment, tmp_path):
    now = timezone.now()
    day_before = now - dt.timedelta(days=2)
    subscribing.subscribe("reader@example.org", at=day_before, frequency="daily", language="en")
    mail = Mail.objects.get(subscriber__isnull=False)
    subscriber = mail.subscriber
    keep = [subscriber.subscriptions.get().pk]
    subscribing.confirm(subscriber.token, keep=keep, at=day_before)
    with time_machine.travel(day_before + dt.timedelta(minutes=1), tick=False):
        b.published("Told of", blocks=[b.passage()])

    process = start(database_environment | {"EMAIL_URL": f"file://{tmp_path}"})
    try:
        to_reader = Mail.objects.filter(to="reader@example.org", sent_at__isnull=False)
        until(lambda: to_reader.count() == 2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.communicate()
    told = "".join(path.read_text() for path in sorted(tmp_path.iterdir()))
    assert told.count("Subject: Please confirm") == 1
    assert told.count("Told of") >= 1


@pytest.mark.django_db(transaction=True)
def test_publishing_goes_on_while_the_mail_server_is_down(database_environment):
    with transaction.atomic():
        outbox.enqueue(
            key="one", to="a@example.org", subject="News", text="Words.", at=timezone.now()
        )
    # Nobody listens on this port.
    process = start(database_environment | {"EMAIL_URL": "smtp://127.0.0.1:9"})
    try:
        until(lambda: process.stderr.readline().endswith("refused\n"))
        edition = scheduled("Past")

        def is_published():
            edition.refresh_from_db()
            return edition.state == S.PUBLISHED

        until(is_published)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.communicate()
    mail = Mail.objects.get(key="one")
    assert (mail.attempts, mail.sent_at, mail.failed_at) == (0, None, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "place", [(digests, "write_digests"), (outbox, "send_due"), (subscribing, "forget_unconfirmed")]
)
def test_one_part_of_the_mail_that_fails_keeps_no_other_back(monkeypatch, place):
    parts = [
        (digests, "write_digests"),
        (outbox, "send_due"),
        (subscribing, "forget_unconfirmed"),
        (outbox, "tidy"),
    ]
    done = []

    def work(part):
        def run(*args, **options):
            done.append(part[1])
            if part == place:
                raise RuntimeError("planted")

        return run

    for part in parts:
        monkeypatch.setattr(*part, work(part))

    with pytest.raises(worker.Waiting):
        worker.send_mail(threading.Event())

    assert done == [name for _module, name in parts]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "problem", [OperationalError("gone"), OSError("down"), RuntimeError("odd")]
)
def test_what_fails_is_tried_again_with_growing_pauses(monkeypatch, problem):
    monkeypatch.setattr(
        worker, "connection", type("Connection", (), {"close": lambda self: None})()
    )
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    rounds = [None, problem, problem, problem, None, None]
    waits = []

    class Stopped:
        def wait(self, seconds):
            waits.append(seconds)
            return len(waits) > len(rounds)

    def work(stopped):
        outcome = rounds[len(waits) - 1]
        if outcome is not None:
            raise outcome

    worker.over_and_over(work, 0.5, Stopped(), 3)

    assert waits == [0.5, 0.5, 2, 3, 3, 0.5, 0.5]
