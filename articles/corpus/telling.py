"""What every part of one telling shares: chances, words, the calendar, and what was told so far."""

import datetime as dt
import heapq
import itertools
import random

from issues.clock import day_of, start_of

from .opening import Enter
from .words import Writer

#: The last day of every corpus, and how far it goes back.
END = dt.date(2025, 12, 31)
DAYS = 3652
BEGIN = END - dt.timedelta(days=DAYS - 1)


class Telling:
    """Later happenings wait in a heap; only what they need is remembered."""

    def __init__(self, world):
        self.count, self.shares = world.articles, world.shares
        self.rng = random.Random(f"corpus {world.seed}")
        self.text = Writer(self.rng)
        self.enter = Enter(world.seed, self.text, start_of(BEGIN))
        self.opening = self.enter.opening(min(300, self.count // 3 + 7), self.shares.related)
        self.waiting, self.order = [], itertools.count()
        self.events = itertools.count()
        self.known = {}  # issue → the day since which readers know it, as far as was told

    def tell(self):
        """What waits, in order, until nothing does."""
        while self.waiting:
            at, _, do, arguments = heapq.heappop(self.waiting)
            yield from do(at, *arguments)

    def later(self, at, do, *arguments):
        """`do(at, *arguments)`, a generator of happenings, is called when it is `at`."""
        if day_of(at) <= END:
            heapq.heappush(self.waiting, (at, next(self.order), do, arguments))

    def by_chance(self, share, do, *arguments):
        """The same on some day, for this share of those that are asked for."""
        if self.rng.random() < share:
            self.later(self.some_day(), do, *arguments)

    def moment(self, day, hour=None):
        """A moment of office hours on `day`; full seconds, as every database keeps them."""
        seconds = self.rng.randrange(3600)
        return start_of(day) + dt.timedelta(hours=hour or self.rng.randint(9, 16), seconds=seconds)

    def after(self, at, low, high):
        """A moment from `low` to `high` days later."""
        return self.moment(day_of(at) + dt.timedelta(days=self.rng.randint(low, high)))

    def some_day(self):
        return self.moment(BEGIN + dt.timedelta(days=self.rng.randrange(10, DAYS)), hour=17)

    def written(self, day, not_before):
        """When something that happened on `day` is written down: soon, or years later."""
        late = self.rng.random() < self.shares.recorded_late
        delay = self.rng.randint(200, 900) if late else self.rng.choice((0, 0, 1, 2, 9))
        day = max(day + dt.timedelta(days=delay), day_of(not_before) + dt.timedelta(days=1))
        return self.moment(day, hour=17)

    def occurred(self, at):
        """The day of something that is written down at `at`: just now, or long ago."""
        late = self.rng.random() < self.shares.recorded_late
        days = self.rng.randint(100, 900) if late else self.rng.choice((0, 0, 0, 1, 4))
        return max(BEGIN, day_of(at) - dt.timedelta(days=days))
