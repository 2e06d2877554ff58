"""`manage.py worker`: does what is due, over and over, until it is told to stop."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections, connection

from articles import workflow
from issues.clock import database_now

log = logging.getLogger("articles.worker")

#: Seconds between looks at the clock: well below the minute within which a piece goes out.
PAUSE = 5
#: Seconds to wait at most while the database does not answer.
LONGEST_PAUSE = 30


class Command(BaseCommand):
    help = "Publish what is due, until stopped by SIGTERM or SIGINT. Several may run at once."

    def add_arguments(self, parser):
        parser.add_argument("--pause", type=float, default=PAUSE, help="seconds between looks")

    def handle(self, *, pause, **options):
        self.stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopped.set())
        wait = pause
        while not self.stopped.wait(wait):
            wait = pause if self._round() else min(max(wait, 1) * 2, LONGEST_PAUSE)

    def _round(self):
        """One look at everything that is due. False where the database did not answer."""
        close_old_connections()
        try:
            workflow.publish_due(at=database_now())
        except Error as problem:
            log.warning("the database does not answer: %s", problem)
            connection.close()
            return False
        return True
