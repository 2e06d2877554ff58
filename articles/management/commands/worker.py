"""`manage.py worker`: does what is due, over and over, until it is told to stop."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections, connection

from articles import outbox, workflow
from articles.following import digests, subscribing
from articles.papers import making
from articles.search import indexing
from issues.clock import database_now
from sejong_cms import changes, idempotency, typeset, typesetting, webhooks

log = logging.getLogger("articles.worker")

#: Seconds between looks at the clock: well below the minute within which a piece goes out.
PAUSE = 5
#: Seconds to wait at most while the database does not answer.
LONGEST_PAUSE = 30
#: Seconds to wait at most while the mail server does not answer.
LONGEST_MAIL_PAUSE = 300
#: Seconds that a mail under way has to end by itself. What does not is sent when its lease ends.
PATIENCE = 10


class Command(BaseCommand):
    help = (
        "Publish what is due, write digests, send mail, tell webhooks and make PDFs, until stopped by SIGTERM or "
        "SIGINT. "
        "Several may run at once."
    )

    def add_arguments(self, parser):
        parser.add_argument("--pause", type=float, default=PAUSE, help="seconds between looks")

    def handle(self, *, pause, **options):
        if lacking := typesetting.missing():
            log.warning(
                "no PDFs are made on this machine: it lacks %s (Debian: apt-get install %s)",
                *(", ".join(lacking), typesetting.PACKAGES),
            )
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        # Threads of their own: whatever a mail server or a webhook does, nothing is published late for it.
        others = [
            threading.Thread(
                target=over_and_over, args=(work, pause, stopped, LONGEST_MAIL_PAUSE), daemon=True
            )
            for work in (send_mail, tell_webhooks, keep_search, make_papers)
        ]
        for thread in others:
            thread.start()
        over_and_over(publish, pause, stopped, LONGEST_PAUSE)
        for thread in others:
            thread.join(PATIENCE)


def over_and_over(round_of_work, pause, stopped, longest):
    """Call `round_of_work(stopped)` until `stopped` is set, with growing pauses while it fails."""
    wait = pause
    try:
        while not stopped.wait(wait):
            close_old_connections()
            try:
                round_of_work(stopped)
            except Exception as problem:
                _say(problem)
                wait = min(max(wait, 1) * 2, longest)
            else:
                wait = pause
    finally:
        connection.close()


def publish(stopped):
    workflow.publish_due()


def send_mail(stopped):
    """Write the digests that are due, then empty the outbox; what fails does not keep the rest back."""
    failed = None
    for work in (
        lambda: digests.write_digests(database_now(), stop=stopped.is_set),
        lambda: outbox.send_due(stop=stopped.is_set),
        lambda: subscribing.forget_unconfirmed(database_now()),
        lambda: outbox.tidy(database_now()),
    ):
        try:
            work()
        except Error:
            raise
        except Exception as problem:
            _say(problem)
            failed = problem
    if failed is not None:
        raise Waiting from failed


def tell_webhooks(stopped):
    """Give changes their places where a process died before it could, and send what is due."""
    changes.settle()
    webhooks.send_due(stop=stopped.is_set)
    webhooks.tidy(database_now())
    idempotency.tidy(database_now())


def keep_search(stopped):
    indexing.catch_up(stop=stopped.is_set)


def make_papers(stopped):
    making.make_due(stop=stopped.is_set)
    typeset.tidy()


class Waiting(Exception):
    """Something failed that the log has named already."""


def _say(problem):
    match problem:
        case Waiting():
            pass
        case Error():
            log.warning("the database does not answer: %s", problem)
            connection.close()
        case OSError():
            log.warning("the mail server, or the disk, does not answer: %s", problem)
        case _:
            log.error("a round of work failed", exc_info=problem)
