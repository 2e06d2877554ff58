"""`manage.py publish_due`: publishes what is scheduled and due; safe twice, late, or in two places."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, close_old_connections, connection

from articles import workflow

log = logging.getLogger("articles.publish_due")


class Command(BaseCommand):
    help = (
        "Publish every scheduled edition whose moment has come by the database's clock. Once, for cron "
        "or a systemd timer; with --every over and over, until stopped by SIGTERM or SIGINT."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--every", type=float, metavar="SECONDS", help="look again after so many seconds"
        )

    def handle(self, *, every, **options):
        if every is None:
            if self.publish():
                raise SystemExit(1)
            return
        if every <= 0:
            raise CommandError("--every needs a number of seconds above 0.")
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        while True:
            close_old_connections()
            try:
                self.publish()
            except Error as problem:
                log.warning("the database does not answer: %s", problem)
                connection.close()
            if stopped.wait(every):
                return

    def publish(self):
        """One round. Returns the editions that could not be published."""
        published, failed = workflow.publish_due()
        for edition in published:
            self.stdout.write(f"published {edition.article.slug}, edition {edition.number}")
        for edition in failed:
            self.stderr.write(f"not published: {edition.article.slug}; the log says why")
        self.stdout.flush()
        return failed
