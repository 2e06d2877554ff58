"""The API against what it promises: queries, server time and bytes, kept nowhere, kept, and not sent again.

    createdb bench
    export DATABASE_URL=postgres://postgres@127.0.0.1/bench
    DEBUG=1 .venv/bin/python manage.py migrate
    DEBUG=1 .venv/bin/python manage.py make_corpus --articles 10000 --seed 1
    psql bench -c 'VACUUM ANALYZE'
    .venv/bin/python bench/api.py

How it is measured says `asking.py`. Lists are of 100. The exports are read once, to their ends: how many
lines a second, and how much memory the process came to hold meanwhile. Ends with exit code 1 where
an answer's median time is over the bound.
"""

import argparse
import json
import resource
import sys
import time
from wsgiref.util import setup_testing_defaults

from asking import Page, application, fetch, measure
from django.core.cache import caches
from django.test import Client

LISTS = "articles authors series actors traits issues assessments recommendations changes".split()
EXPORTS = ("articles", "issues", "recommendations")
LIST, DETAIL, NOT_AGAIN = 120, 30, 5
#: Kilobytes that the process may grow by while it streams everything.
FLAT = 50_000


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    holds = measure(pages(), parser.parse_args().rounds)
    for name in EXPORTS:
        holds &= export(name)
    return 0 if holds else 1


def forget():
    caches["answers"].clear()


def pages():
    for name in LISTS:
        address = f"/api/v1/{name}/?page_size=100"
        yield Page(f"{name}, first page", address, milliseconds=LIST, prepare=forget)
    for query in (
        "articles/?page=90&page_size=100",
        "articles/?q=policy&page_size=100",
        "articles/?expand=series,authors&page_size=100",
        "assessments/?page=90&page_size=100",
        "recommendations/?page=90&page_size=100",
        "recommendations/?as_of=2024-06-01&page_size=100",
        "issues/?as_of=2024-06-01&page_size=100",
    ):
        yield Page(query, f"/api/v1/{query}", milliseconds=LIST, prepare=forget)
    for name, key in (("articles", "slug"), ("issues", "slug"), ("recommendations", "uid")):
        first = json.loads(fetch(Page("", f"/api/v1/{name}/?page_size=1")))["results"][0]
        address = f"/api/v1/{name}/{first[key]}/"
        yield Page(f"one of {name}", address, milliseconds=DETAIL, prepare=forget)
        yield Page(f"one of {name}, kept", address, milliseconds=NOT_AGAIN)
        has = {"HTTP_IF_NONE_MATCH": tag_of(address)}
        promise = {"milliseconds": NOT_AGAIN, "headers": has, "status": "304"}
        yield Page(f"one of {name}, not sent again", address, **promise)


def tag_of(address):

    return Client(headers={"host": "127.0.0.1"}).get(address).headers["ETag"]


def export(name):
    """Read an export to its end; whether memory stayed flat."""
    environ = {"PATH_INFO": f"/api/v1/export/{name}.ndjson", "HTTP_HOST": "127.0.0.1"}

    setup_testing_defaults(environ)
    before, began = _memory(), time.perf_counter()
    response = application(environ, lambda status, headers: None)
    lines = size = 0
    first = None
    for line in response:
        first = first or time.perf_counter() - began
        lines, size = lines + 1, size + len(line)
    response.close()
    took, grown = time.perf_counter() - began, _memory() - before
    flat = grown <= FLAT
    print(
        f"export of {name}: {lines} lines, {size / 2**20:.0f} MB in {took:.1f} s, the first after "
        f"{first:.2f} s; {lines / took:.0f} a second; memory grew by {grown / 1000:.0f} MB"
        f"{'' if flat else '  DOES NOT HOLD'}"
    )
    return flat


def _memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    sys.exit(main())
