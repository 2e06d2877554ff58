"""`manage.py make_corpus`: a made-up site of any size, the same for the same seed."""

import gc
import time

from django.core.management.base import BaseCommand, CommandError

from articles.corpus.world import World
from articles.corpus.write import Occupied, write


class Command(BaseCommand):
    help = (
        "Fill a site without articles with a made-up corpus, for benchmarks. All of it or nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--articles", type=int, required=True, metavar="N")
        parser.add_argument("--seed", type=int, required=True, metavar="S")

    def handle(self, *, articles, seed, **options):
        if articles < 1:
            raise CommandError("A corpus has at least one article.")
        # Rows by the thousand and hardly a cycle among them: looking for some is a fifth of the time.
        before = gc.get_threshold()
        gc.set_threshold(100_000, *before[1:])
        began = time.perf_counter()
        try:
            count = write(World(articles, seed))
        except Occupied:
            raise CommandError(
                "This site has articles already; a corpus is made on a site without any."
            ) from None
        finally:
            gc.set_threshold(*before)
        took = time.perf_counter() - began
        self.stdout.write(f"Made {count} articles in {took:.1f} s ({count / took:.0f} a second).")
