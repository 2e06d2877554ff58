"""The register's pages against what they promise: queries, server time and bytes of each, uncached.

    createdb bench
    export DATABASE_URL=postgres://postgres@127.0.0.1/bench
    DEBUG=1 .venv/bin/python manage.py migrate
    DEBUG=1 .venv/bin/python manage.py make_corpus --articles 6000 --seed 7
    psql bench -c 'VACUUM ANALYZE'
    .venv/bin/python bench/register.py

Each page is asked through the WSGI application of `make serve`, with DEBUG off and one lasting
connection, a number of times in turn, so that a disturbance of the machine meets all pages alike.
Milliseconds: `wall` from the request to the last byte, `min` and `median`; `cpu`, the least time that
the application's process computed; `db`, the least time that it spent within statements, most of it
waiting for the database. On a machine that others use, `min` is nearest to the page's own cost. The
first answer of each page, which fills what is kept for a language, does not count.

Ends with exit code 1 where a page asks more queries than promised, or a least time is over the bound.
"""

import argparse
import os
import secrets
import sys
import time
from bisect import bisect_left
from contextlib import ExitStack
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

from sejong_cms.wsgi import application  # isort: skip

from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.db.models import Count
from django.utils import timezone

from articles.dossier import dossier
from articles.models import Assessment, Edition
from issues.comparing import comparison_url
from issues.models import Issue, Recommendation

#: How many entries the issue page is promised for.
ENTRIES = 500


@dataclass
class Page:
    """A page with what it promises (None promises nothing), and what was measured."""

    name: str
    address: str
    queries: int | None = None
    milliseconds: int | None = None
    asked: int = 0
    size: int = 0
    wall: list = field(default_factory=list)
    cpu: list = field(default_factory=list)
    database: list = field(default_factory=list)

    @property
    def holds(self):
        return (self.queries is None or self.asked <= self.queries) and (
            self.milliseconds is None or min(self.wall) * 1000 <= self.milliseconds
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default="", help="pages whose name contains this")
    asked = parser.parse_args()
    # A server keeps its connection from one request to the next.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    found = [page for page in pages() if asked.only in page.name]
    _say_what_of()
    for page in found:
        _fetch(page)
        page.wall.clear(), page.cpu.clear(), page.database.clear()
    for _round in range(asked.rounds):
        for page in found:
            _fetch(page)
    print(f"\n{'':52}queries   min  median   cpu    db     KB  promised")
    for page in found:
        print(_line(page))
    return 0 if all(page.holds for page in found) else 1


def pages():
    """The pages to ask for, of whatever corpus there is."""
    first, last = (
        Edition.objects.released().order_by(order).values_list("published_on", flat=True)[0]
        for order in ("published_on", "-published_on")
    )
    days = [first + (last - first) * part / 8 for part in range(1, 8)]
    board = {"queries": 8, "milliseconds": 150}
    yield Page("board", "/issues/", **board)
    for day in days:
        yield Page(f"board as of {day}", f"/issues/?as_of={day}", **board)
    known = days[5]
    both = f"as_of={known}&recorded_by={known}"
    yield Page(f"board as of and recorded by {known}", f"/issues/?{both}", **board)
    for words, query in (
        ("words", "q=North"),
        ("outlook worsening", "outlook=worsening"),
        ("waiting", "stale=true&sort=waiting"),
        ("biggest move, by larger issue", "sort=move&group=parent"),
        (f"active as of {days[3]}", f"status=active&as_of={days[3]}"),
    ):
        yield Page(f"board: {words}", f"/issues/?{query}", **board)
    yield from _issue_pages(known)
    for start, end in ((days[0], last), (days[4], days[5])):
        address = f"/issues/compare/?from={start}&to={end}"
        yield Page(f"moved {start} to {end}", address, 12, 200)
    yield from _advice_pages(known)


def _issue_pages(known):
    rows = Issue.objects.public().filter(merged_into=None).annotate(said=Count("assessments"))
    rows = list(rows.order_by("said", "pk"))
    place = bisect_left(rows, ENTRIES, hi=len(rows) - 1, key=_entries)
    usual, largest = rows[place], rows[-1]
    promised = {"queries": 12, "milliseconds": 150}
    for row, promise in ((usual, promised), (largest, {"queries": 12})):
        name = f"issue, {_entries(row)} entries"
        address = row.get_absolute_url()
        yield Page(name, address, **promise)
        yield Page(f"{name}, as of {known}", f"{address}?as_of={known}", **promise)
        both = f"as_of={known}&recorded_by={known}"
        yield Page(f"{name}, both clocks", f"{address}?{both}", **promise)
        said = Assessment.objects.published().filter(issue=row).select_related("parent")
        said = list(said.newest_first())
        for words, other in (("neighbours", said[1]), ("first and last", said[-1])):
            yield Page(f"{name}: {words} compared", comparison_url(row, other, said[0]), 12, 150)


def _entries(issue):
    return len(dossier(issue.slug, on=timezone.localdate()).entries)


def _advice_pages(known):
    issue = _most("issue")
    addressee = _most("addressee")
    for words, query in (
        ("all", ""),
        (f"as of {known}", f"as_of={known}"),
        ("both clocks", f"as_of={known}&recorded_by={known}"),
        ("longest without news", "sort=without_news"),
        ("open, no news", "news=none_for_1_year&status=proposed"),
        ("of an issue", f"issue={issue}"),
        (f"of an issue as of {known}", f"issue={issue}&as_of={known}"),
        ("to an actor", f"addressee={addressee}"),
        (
            f"everything asked, as of {known}",
            f"issue={issue}&addressee={addressee}&sort=without_news&age=over_1_year"
            f"&as_of={known}&recorded_by={known}",
        ),
    ):
        yield Page(f"recommendations: {words}", f"/recommendations/?{query}", 12, 150)


def _most(name):
    """The slug of the issue, or the addressee, of most recommendations."""
    rows = Recommendation.objects.public().filter(**{f"{name}__public_since__isnull": False})
    rows = rows.values(f"{name}__slug").annotate(count=Count("pk"))
    return rows.order_by("-count", f"{name}__slug")[0][f"{name}__slug"]


def _say_what_of():
    print(
        f"{connection.vendor}: {Edition.objects.published().count()} live pieces, "
        f"{Assessment.objects.published().count()} live assessments, "
        f"{Issue.objects.public().count()} issues; {timezone.localdate()}"
    )


def _fetch(page):
    address, _, query = page.address.partition("?")
    environ = {"PATH_INFO": address, "QUERY_STRING": query, "HTTP_HOST": "127.0.0.1"}
    setup_testing_defaults(environ)
    answered, waited = [], []

    def counted(execute, *arguments):
        began = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            waited.append(time.perf_counter() - began)

    with ExitStack() as stack:
        stack.enter_context(connection.execute_wrapper(counted))
        wall, cpu = time.perf_counter(), time.process_time()
        response = application(environ, lambda status, headers: answered.append(status))
        body = b"".join(response)
        response.close()
        page.cpu.append(time.process_time() - cpu)
        page.wall.append(time.perf_counter() - wall)
    if not answered[0].startswith("200"):
        sys.exit(f"{page.address} answered {answered[0]}")
    page.database.append(sum(waited))
    page.asked, page.size = len(waited), len(body)


def _line(page):
    wall = [1000 * seconds for seconds in page.wall]
    cpu, database = 1000 * min(page.cpu), 1000 * min(page.database)
    promised = [
        f"≤ {bound} {unit}"
        for bound, unit in ((page.queries, "queries"), (page.milliseconds, "ms"))
        if bound is not None
    ]
    return (
        f"{page.name:52}{page.asked:7}{min(wall):6.0f}{median(wall):8.0f}{cpu:6.0f}{database:6.0f}"
        f"{page.size / 1024:7.0f}  {', '.join(promised)}{'' if page.holds else '  DOES NOT HOLD'}"
    )


if __name__ == "__main__":
    sys.exit(main())
