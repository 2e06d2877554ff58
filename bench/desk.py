"""The edition's screen against what it promises: queries and server time to open, save and compare.

    createdb bench
    export DATABASE_URL=postgres://postgres@127.0.0.1/bench
    DEBUG=1 .venv/bin/python manage.py migrate
    .venv/bin/python bench/desk.py

Writes a piece of 15 and one of 60 blocks of every kind, and asks for each screen as an author and as an
editor do, with DEBUG off and one lasting connection, a number of times in turn. Milliseconds are
of the whole answer, sessions and middleware included: the least, and the median.

Ends with exit code 1 where a screen asks more queries than promised, or its median time is over the bound.
"""

import argparse
import os
import secrets
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sejong_cms.settings")
os.environ["DEBUG"] = "0"
os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(64))
os.environ["ALLOWED_HOSTS"] = "testserver"
os.environ["SECURE_SSL"] = "0"

import django

django.setup()

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from django.urls import reverse

from articles.models import Edition
from tests import builders as b
from tests.articles.admin.screen import fields_of, url_of

QUERIES = 40
#: The most milliseconds of each.
BOUNDS = {"open": 300, "save": 300, "compare": 1000}
KINDS = 5


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10)
    rounds = parser.parse_args().rounds
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    staticfiles_storage.manifest_strict = False  # measured without collected files too
    holds = True
    print(f"{connection.vendor}\n{'':44}queries   min  median   KB")
    for count in (15, 60):
        for role in ("Author", "Editor"):
            person = b.user(role, name=f"bench-{secrets.token_hex(4)}", is_staff=True)
            holds &= all(
                [*measured(piece(count, person), person, f"{role}, {count} blocks", rounds)]
            )
    return 0 if holds else 1


def piece(count, person):
    """A draft of `count` blocks of all kinds, about 100 words each."""
    words = "Words of an analysis that goes on for a while. " * 11
    kinds = (
        lambda n: b.passage(words, heading=f"Part {n}"),
        lambda n: b.trait_block(text=words),
        lambda n: b.assessment(html=f"<p>{words}</p>", question=f"Question {n}?"),
        lambda n: b.advice(f"Do thing {n} of {secrets.token_hex(4)}."),
        lambda n: b.figure(b.png(), alt="A chart."),
    )
    blocks = [kinds[n % KINDS](n) for n in range(count)]
    authors = [b.author(f"Bench Author {secrets.token_hex(4)}") for _ in range(2)]
    return b.draft(f"Bench {count}", by=person, blocks=blocks, authors=authors, abstract=words)


def measured(edition, person, name, rounds):
    client = Client()
    client.force_login(person)
    opened, saved = [], []
    for place in range(rounds + 1):
        response = _timed(opened, lambda: client.get(url_of(edition)))
        data = fields_of(response) | {"_continue": "1"}
        data["passages-0-html"] = f"<p>Said anew, {place}.</p>"
        response = _timed(saved, lambda data=data: client.post(url_of(edition), data))
        if response.status_code != 302:
            sys.exit(f"not saved: {response.status_code}")
    assert Edition.objects.get(pk=edition.pk).version >= rounds
    # All that was ever written into it, against the empty draft it began as.
    compare = reverse("admin:articles_edition_compare", args=[edition.pk])
    query = {"a": f"{edition.pk}.1", "b": f"{edition.pk}.{rounds}"}
    compared = []
    for _place in range(rounds + 1):
        response = _timed(compared, lambda: client.get(compare, query))
        if response.status_code != 200 or response.content.count(b"<ins") < KINDS:
            sys.exit(f"not compared: {response.status_code}")
    yield _line(f"{name}: open", opened[1:])
    yield _line(f"{name}: save", saved[1:])
    yield _line(f"{name}: compare", compared[1:])


def _timed(into, ask):
    asked = []

    def counted(execute, *arguments):
        asked.append(1)
        return execute(*arguments)

    with connection.execute_wrapper(counted):
        began = time.perf_counter()
        response = ask()
        into.append((time.perf_counter() - began, len(asked), len(response.content)))
    return response


def _line(name, rows):
    wall = [1000 * row[0] for row in rows]
    queries, size = rows[-1][1:]
    # Sixty blocks only have to stay usable.
    bound = BOUNDS[name.rpartition(" ")[2]]
    promised = "15" not in name or (queries <= QUERIES and median(wall) <= bound)
    print(
        f"{name:44}{queries:7}{min(wall):6.0f}{median(wall):8.0f}{size / 1024:6.0f}"
        f"{'' if promised else '  DOES NOT HOLD'}"
    )
    return promised


if __name__ == "__main__":
    sys.exit(main())
