"""Asking the site as a server does, and measuring what an answer costs. For the benchmarks beside it.

Each address is asked through the WSGI application of `make serve`, with DEBUG off and one lasting
connection, a number of times in turn, so that a disturbance of the machine meets all alike.
Milliseconds: `wall` from the request to the last byte, `min` and `median`; `cpu`, the least time that
the application's process computed; `db`, the least time that it spent within statements, most of it
waiting for the database. On a machine that others use, `min` is nearest to the page's own cost. The
first answer of each does not count. A promise holds if the median does.
"""

import os
import secrets
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from wsgiref.util import setup_testing_defaults

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sejong_cms.settings")
os.environ["DEBUG"] = "0"
os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(64))
os.environ["ALLOWED_HOSTS"] = "127.0.0.1"
os.environ["SECURE_SSL"] = "0"
os.environ["API_RATE_ANON"] = "1000000/min"

from sejong_cms.wsgi import application  # isort: skip

from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.utils import timezone

from articles.models import Assessment, Edition
from issues.models import Issue


@dataclass
class Page:
    """A page with what it promises (None promises nothing), and what was measured."""

    name: str
    address: str
    queries: int | None = None
    milliseconds: int | None = None
    #: Called before each time that it is asked.
    prepare: object = None
    asked: int = 0
    size: int = 0
    headers: dict = field(default_factory=dict)
    status: str = "200"
    wall: list = field(default_factory=list)
    cpu: list = field(default_factory=list)
    database: list = field(default_factory=list)

    @property
    def holds(self):
        return (self.queries is None or self.asked <= self.queries) and (
            self.milliseconds is None or median(self.wall) * 1000 <= self.milliseconds
        )


def measure(pages, rounds):
    """Ask for all `pages`, print a line for each, and return whether all promises hold."""
    # A server keeps its connection from one request to the next.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    pages = list(pages)
    _say_what_of()
    for page in pages:
        fetch(page)
        page.wall.clear(), page.cpu.clear(), page.database.clear()
    for _round in range(rounds):
        for page in pages:
            fetch(page)
    print(f"\n{'':60}queries   min  median   cpu    db     KB  promised")
    for page in pages:
        print(_line(page))
    return all(page.holds for page in pages)


def _say_what_of():
    print(
        f"{connection.vendor}: {Edition.objects.published().count()} live pieces, "
        f"{Assessment.objects.published().count()} live assessments, "
        f"{Issue.objects.public().count()} issues; {timezone.localdate()}"
    )


def fetch(page):
    """Ask once, and add what it took. Returns the body."""
    if page.prepare:
        page.prepare()
    address, _, query = page.address.partition("?")
    environ = {"PATH_INFO": address, "QUERY_STRING": query, "HTTP_HOST": "127.0.0.1"}
    environ |= page.headers
    setup_testing_defaults(environ)
    answered, waited = [], []

    def counted(execute, *arguments):
        began = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            waited.append(time.perf_counter() - began)

    with connection.execute_wrapper(counted):
        wall, cpu = time.perf_counter(), time.process_time()
        response = application(environ, lambda status, headers: answered.append(status))
        body = b"".join(response)
        response.close()
        page.cpu.append(time.process_time() - cpu)
        page.wall.append(time.perf_counter() - wall)
    if not answered[0].startswith(page.status):
        sys.exit(f"{page.address} answered {answered[0]}")
    page.database.append(sum(waited))
    page.asked, page.size = len(waited), len(body)
    return body


def _line(page):
    wall = [1000 * seconds for seconds in page.wall]
    cpu, database = 1000 * min(page.cpu), 1000 * min(page.database)
    promised = [
        f"≤ {bound} {unit}"
        for bound, unit in ((page.queries, "queries"), (page.milliseconds, "ms"))
        if bound is not None
    ]
    return (
        f"{page.name:60}{page.asked:7}{min(wall):6.0f}{median(wall):8.0f}{cpu:6.0f}{database:6.0f}"
        f"{page.size / 1024:7.0f}  {', '.join(promised)}{'' if page.holds else '  DOES NOT HOLD'}"
    )
