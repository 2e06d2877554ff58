"""Every single day of a corpus of ten years: board, follow-up and issue pages against a plain reading.

    DEBUG=1 DATABASE_URL=sqlite:////tmp/every-day.sqlite3 .venv/bin/python bench/every_day.py \
        --articles 60 --seed 1

The database must be an empty one, which the script migrates. On each day the board and the follow-up are
asked with one clock and with both, and the pages of some issues in turns. Ends with exit code 1 at the
first day on which the site says something else than `tests/register/plain.py`.
"""

import argparse
import datetime as dt
import itertools
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sejong_cms.settings")

import django

django.setup()

from django.core.management import call_command

from articles.corpus.world import BEGIN, DAYS
from tests.register import plain
from tests.register.site import Site, of_advice, of_page


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=2, help="issue pages to look at a day")
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    site = Site(asked.articles, asked.seed)
    print(f"{len(site.happenings)} events, {time.perf_counter() - began:.0f} s")
    turns = itertools.cycle(sorted(site.issues.values()))
    for place in range(DAYS):
        day = BEGIN + dt.timedelta(days=place)
        for recorded_by, snapshot in ((day, site.replayed.at(day)), (None, site.stored.at(day))):
            _same(site.board(day, recorded_by), plain.board(snapshot), f"board, {day}")
            _same(site.followed(day, recorded_by), of_advice(snapshot), f"follow-up, {day}")
            for uid in itertools.islice(turns, asked.pages):
                page = site.page(uid, day, recorded_by)
                _same(page, of_page(snapshot, uid), f"issue {uid}, {day}")
        if place % 365 == 364:
            print(f"{day}: {place + 1} days the same, {time.perf_counter() - began:.0f} s")
    print(f"All {DAYS} days the same.")


def _same(shown, wanted, what):
    if shown != wanted:
        sys.exit(f"Not the same: {what}\nshown:  {shown}\nwanted: {wanted}")


if __name__ == "__main__":
    main()
