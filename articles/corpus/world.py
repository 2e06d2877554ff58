"""What happened in a corpus, in the order in which it was written down: no database, no clock.

`World(articles, seed).happenings()` tells the same history each time it is asked. Nothing but chances
of the seed and the constants of this package goes into it, so the same arguments give the same
checksums on every database. What the verbs would refuse does not happen.
"""

import datetime as dt
from collections import defaultdict, deque
from dataclasses import dataclass

from issues.clock import day_of, start_of

from ..enums import Language
from .entries import Entries
from .events import Events
from .happenings import Published, Revised, Withdrawn
from .opening import article_slug
from .outcomes import Outcomes
from .pieces import Pieces
from .telling import BEGIN, DAYS, END, Telling
from .words import zipf

__all__ = ["BEGIN", "DAYS", "END", "Shares", "World"]

#: The desk starts a piece this long before it comes out, so editions stand further apart than this.
DESK_DAYS = 5


@dataclass(frozen=True)
class Shares:
    """Which part of the articles, events, entries or likelihoods is so."""

    korean: float = 0.125
    archived: float = 0.04
    later: float = 0.11
    withdrawn: float = 0.011
    corrected: float = 0.04
    recorded_late: float = 0.1
    renamed: float = 0.08
    merged: float = 0.05
    prompting: float = 0.15
    split: float = 0.02
    related: float = 0.15
    duplicated: float = 0.02
    readdressed: float = 0.03
    resolved: float = 0.6


class World:
    def __init__(self, articles, seed, shares=None):
        self.articles, self.seed, self.shares = articles, seed, shares or Shares()

    def happenings(self):
        """Everything that happened, in order; each is one of `happenings`' classes."""
        return _Told(self).tell()


class _Told:
    """One telling: the pieces, with what they bring about."""

    def __init__(self, world):
        self.told = told = Telling(world)
        self.rng, self.shares, self.opening = told.rng, told.shares, told.opening
        self.pieces = Pieces(told.opening, told.enter, told.rng, told.text)
        self.events = Events(told)
        self.entries = Entries(told, self.events, self.pieces)
        self.outcomes = Outcomes(told)
        self.printed = defaultdict(int)  # series → pieces so far

    def tell(self):
        yield from self.opening
        self._plan()
        yield from self.told.tell()

    def _plan(self):
        told, first = self.told, DESK_DAYS + 2
        for article in range(told.count):
            day = BEGIN + dt.timedelta(days=first + article * (DAYS - first) // told.count)
            told.later(told.moment(day), self._on_article, article)
        for issue in self.opening.issues:
            for _ in range(self.rng.choices((0, 1, 2, 4), (3, 3, 2, 1))[0]):
                told.later(told.some_day(), self.events.on_status, issue.uid)
        weights = zipf(len(self.opening.issues), exponent=0.6)
        for issue in self.rng.choices(self.opening.issues, cum_weights=weights, k=told.count):
            told.later(told.some_day(), self.events.on_development, issue.uid)
        self.entries.plan()

    def _on_article(self, at, article):
        rng = self.rng
        language = Language.KOREAN if rng.random() < self.shares.korean else Language.ENGLISH
        archived = rng.random() < self.shares.archived
        series = rng.choices(self.opening.series, (5, 3, 2, 1))[0].uid
        self.printed[series] += 1
        piece, advised = self.pieces.first(article, at, language, archived)
        yield from advised
        yield Published(
            at,
            article,
            series,
            str(self.printed[series]),
            language.value,
            archived,
            piece,
        )
        live_from = start_of(piece.published_on) if archived else at
        self._goes_live(at, article, piece, live_from, advised)
        self.entries.plan_article(at, article, article_slug(piece.title))
        self._next_turn(at, article, self._turns())

    def _goes_live(self, at, article, piece, live_from, advised):
        day = day_of(live_from)
        self.entries.meet(piece, day, advised)
        self.outcomes.goes_live(article, piece, live_from, at)
        self.events.follow_up(advised, at, day)

    def _turns(self):
        """What is still to happen to an article."""
        rng, turns = self.rng, []
        if rng.random() < self.shares.later:
            turns = ["revise"] * rng.choices((1, 2, 3), (7, 2, 1))[0]
        if rng.random() < self.shares.withdrawn:
            kind = rng.randrange(3)
            if kind == 0:
                turns.append("withdraw")
            elif kind == 1:
                turns = [*(turns or ["revise"]), "withdraw_first"]
            else:
                turns += ["withdraw", "revise"]
        return deque(turns)

    def _next_turn(self, at, article, turns):
        if turns:
            self.told.later(self.told.after(at, DESK_DAYS + 10, 500), self._on_turn, article, turns)
        else:
            self.pieces.forget(article)

    def _on_turn(self, at, article, turns):
        turn = turns.popleft()
        if turn == "revise":
            number, kind, note, piece, advised = self.pieces.revised(article, at)
            yield from advised
            yield Revised(at, article, number, kind.value, note, piece)
            self._goes_live(at, article, piece, at, advised)
        else:
            number = 1 if turn == "withdraw_first" else self.pieces.last_number(article)
            self.pieces.withdraw(article, number)
            self.outcomes.withdrawn(article, number, at)
            yield Withdrawn(at, article, number, f"Withdrawn: {self.told.text.sentence()}")
        self._next_turn(at, article, turns)
