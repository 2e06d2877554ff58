"""The register's pages against what they promise: queries, server time and bytes of each, uncached.

    createdb bench
    export DATABASE_URL=postgres://postgres@127.0.0.1/bench
    DEBUG=1 .venv/bin/python manage.py migrate
    DEBUG=1 .venv/bin/python manage.py make_corpus --articles 6000 --seed 7
    psql bench -c 'VACUUM ANALYZE'
    .venv/bin/python bench/register.py

How it is measured says `asking.py`. Ends with exit code 1 where a page asks more queries than promised, or its median time is over the bound.
"""

import argparse
import sys
from bisect import bisect_left

from asking import Page, measure
from django.db.models import Count
from django.utils import timezone

from articles.dossier import dossier
from articles.models import Assessment, Edition
from issues.comparing import comparison_url
from issues.models import Issue, Recommendation

#: How many entries the issue page is promised for.
ENTRIES = 500


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default="", help="pages whose name contains this")
    asked = parser.parse_args()
    found = (page for page in pages() if asked.only in page.name)
    return 0 if measure(found, asked.rounds) else 1


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


if __name__ == "__main__":
    sys.exit(main())
