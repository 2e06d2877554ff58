"""What happened in a corpus, in the order in which it was written down: no database, no clock.

`World(articles, seed).happenings()` tells the same history each time it is asked. Nothing but chances
of the seed and the constants below goes into it, so the same arguments give the same checksums on
every database.

What the verbs would refuse does not happen: an issue is merged into one that comes later in the
opening and was never merged itself, so that no circle can close; its status is left alone from then on.
"""

import datetime as dt
import heapq
import itertools
import random
from collections import defaultdict, deque
from dataclasses import dataclass

from issues.clock import day_of, start_of
from issues.enums import IssueStatus, RecommendationStatus, SourceKind

from ..enums import Language
from .happenings import Published, Recorded, Revised, Withdrawn
from .opening import Enter
from .pieces import Pieces
from .words import Writer, zipf

#: The last day of every corpus, and how far it goes back.
END = dt.date(2025, 12, 31)
DAYS = 3652
BEGIN = END - dt.timedelta(days=DAYS - 1)
#: The desk starts a piece this long before it comes out, so editions stand further apart than this.
DESK_DAYS = 5

_S = RecommendationStatus
#: What may become of a recommendation next, with weights; some ways lead backwards.
NEXT_STEP = {
    _S.PROPOSED: ((_S.UNDER_CONSIDERATION, 6), (_S.REJECTED, 2), (_S.PARTLY_ADOPTED, 1)),
    _S.UNDER_CONSIDERATION: ((_S.PARTLY_ADOPTED, 4), (_S.REJECTED, 3), (_S.PROPOSED, 1)),
    _S.PARTLY_ADOPTED: ((_S.ADOPTED, 4), (_S.UNDER_CONSIDERATION, 2), (_S.OVERTAKEN, 1)),
    _S.ADOPTED: ((_S.PARTLY_ADOPTED, 2), (_S.OVERTAKEN, 1)),
    _S.REJECTED: ((_S.UNDER_CONSIDERATION, 2), (_S.OVERTAKEN, 1), (_S.WITHDRAWN, 1)),
    _S.OVERTAKEN: ((_S.WITHDRAWN, 1),),
    _S.WITHDRAWN: ((_S.PROPOSED, 1),),
}
STATUSES = (IssueStatus.WATCHING, IssueStatus.ACTIVE, IssueStatus.DORMANT, IssueStatus.RESOLVED)


@dataclass(frozen=True)
class Shares:
    """Which part of the articles, or of the events, is so."""

    korean: float = 0.125
    archived: float = 0.04
    later: float = 0.11
    withdrawn: float = 0.011
    corrected: float = 0.04
    recorded_late: float = 0.1
    renamed: float = 0.08
    merged: float = 0.05
    prompting: float = 0.15


class World:
    def __init__(self, articles, seed, shares=None):
        self.articles, self.seed, self.shares = articles, seed, shares or Shares()

    def happenings(self):
        """Everything that happened, in order; each is one of `happenings`' classes."""
        return _Told(self).tell()


class _Told:
    """One telling. Later happenings wait in a heap; only what they need is remembered."""

    def __init__(self, world):
        self.count, self.shares = world.articles, world.shares
        self.rng = random.Random(f"corpus {world.seed}")
        self.text = Writer(self.rng)
        self.enter = Enter(world.seed, self.text, start_of(BEGIN))
        self.opening = self.enter.opening(min(300, self.count // 3 + 7))
        self.pieces = Pieces(self.opening, self.enter, self.rng, self.text, self.shares)
        self.waiting, self.order = [], itertools.count()
        self.issue_status = defaultdict(lambda: IssueStatus.ACTIVE)
        self.printed = defaultdict(int)  # series → pieces so far
        self.known = {}  # issue → the day since which readers know it, as far as was told
        self.stood = defaultdict(lambda: BEGIN)  # issue → day of its last change of status
        self.merged = {}  # issue that was ever merged → day of the merge
        self.events = itertools.count()

    def tell(self):
        yield from self.opening
        self._plan()
        while self.waiting:
            at, _, do, arguments = heapq.heappop(self.waiting)
            yield from do(at, *arguments)

    def _later(self, at, do, *arguments):
        if day_of(at) <= END:
            heapq.heappush(self.waiting, (at, next(self.order), do, arguments))

    def _moment(self, day, hour=None):
        """A moment of office hours on `day`; full seconds, as every database keeps them."""
        seconds = self.rng.randrange(3600)
        return start_of(day) + dt.timedelta(hours=hour or self.rng.randint(9, 16), seconds=seconds)

    def _after(self, at, low, high):
        """A moment from `low` to `high` days later."""
        return self._moment(day_of(at) + dt.timedelta(days=self.rng.randint(low, high)))

    def _plan(self):
        first = DESK_DAYS + 2
        for article in range(self.count):
            day = BEGIN + dt.timedelta(days=first + article * (DAYS - first) // self.count)
            self._later(self._moment(day), self._on_article, article)
        for issue in self.opening.issues:
            for _ in range(self.rng.choices((0, 1, 2, 4), (3, 3, 2, 1))[0]):
                self._later(self._some_day(), self._on_status, issue.uid)
        weights = zipf(len(self.opening.issues), exponent=0.6)
        for issue in self.rng.choices(self.opening.issues, cum_weights=weights, k=self.count):
            self._later(self._some_day(), self._on_development, issue.uid)
        self._on_entries()

    def _on_entries(self):
        """Issues get other titles, or go on in others."""
        issues = [issue.uid for issue in self.opening.issues]
        for place, issue in enumerate(issues):
            if self.rng.random() < self.shares.renamed:
                for _ in range(self.rng.choice((1, 1, 2))):
                    self._later(self._some_day(), self._on_rename, issue)
            if place + 1 < len(issues) and self.rng.random() < self.shares.merged:
                into = self.rng.choice(issues[place + 1 :])
                self._later(self._some_day(), self._on_merge, issue, into)

    def _some_day(self):
        return self._moment(BEGIN + dt.timedelta(days=self.rng.randrange(10, DAYS)), hour=17)

    # Pieces

    def _on_article(self, at, article):
        rng = self.rng
        language = Language.KOREAN if rng.random() < self.shares.korean else Language.ENGLISH
        archived = rng.random() < self.shares.archived
        series = rng.choices(self.opening.series, (5, 3, 2, 1))[0].uid
        self.printed[series] += 1
        piece, advised = self.pieces.first(article, at, language, archived)
        yield from advised
        self._meet(piece, piece.published_on if archived else day_of(at))
        yield Published(
            at,
            article,
            series,
            str(self.printed[series]),
            language.value,
            archived,
            piece,
        )
        self._follow_up(advised, at, piece.published_on if archived else day_of(at))
        self._next_turn(at, article, self._turns())

    def _meet(self, piece, day):
        for block in piece.blocks:
            if "issue" in block:
                self.known[block["issue"]] = min(day, self.known.get(block["issue"], day))

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
            self._later(self._after(at, DESK_DAYS + 10, 500), self._on_turn, article, turns)
        else:
            self.pieces.forget(article)

    def _on_turn(self, at, article, turns):
        turn = turns.popleft()
        if turn == "revise":
            number, kind, note, piece, advised = self.pieces.revised(article, at)
            yield from advised
            self._meet(piece, day_of(at))
            yield Revised(at, article, number, kind.value, note, piece)
            self._follow_up(advised, at, day_of(at))
        else:
            number = 1 if turn == "withdraw_first" else self.pieces.last_number(article)
            self.pieces.withdraw(article, number)
            yield Withdrawn(at, article, number, f"Withdrawn: {self.text.sentence()}")
        self._next_turn(at, article, turns)

    # Dated events

    def _follow_up(self, advised, at, made_on):
        for entered in advised:
            if self.rng.random() < 0.6:
                day = made_on + dt.timedelta(days=self.rng.randint(10, 250))
                arguments = (entered.uid, day, _S.PROPOSED, made_on)
                self._later(self._written(day, at), self._on_step, *arguments)

    def _written(self, day, not_before):
        """When something that happened on `day` is written down: soon, or years later."""
        late = self.rng.random() < self.shares.recorded_late
        delay = self.rng.randint(200, 900) if late else self.rng.choice((0, 0, 1, 2, 9))
        day = max(day + dt.timedelta(days=delay), day_of(not_before) + dt.timedelta(days=1))
        return self._moment(day, hour=17)

    def _on_step(self, at, subject, day, before, made_on):
        statuses, weights = zip(*NEXT_STEP[before], strict=True)
        status = self.rng.choices(statuses, weights)[0]
        fields = {
            "status": status.value,
            "quote": self.text.sentence() if self.rng.random() < 0.4 else "",
            "source_kind": self.rng.choice(tuple(SourceKind)).value,
        }
        yield from self._record(at, "Step", subject, day, made_on, **fields)
        if self.rng.random() < 0.55:
            following = day + dt.timedelta(days=self.rng.randint(5, 400))
            written = self._written(following, at)
            self._later(written, self._on_step, subject, following, status, made_on)

    def _on_rename(self, at, issue):
        if issue in self.known:
            title, title_ko = self.enter.new_title(next(self.events))
            earliest = self.known[issue]
            on = max(earliest, self._occurred(at))
            fields = {"title": title, "title_ko": title_ko}
            yield from self._record(at, "Rename", issue, on, earliest, **fields)

    def _on_merge(self, at, issue, into):
        if {issue, into} <= self.known.keys() and not {issue, into} & self.merged.keys():
            earliest = max(self.known[issue], self.known[into], self.stood[issue])
            on = self.merged[issue] = max(earliest, self._occurred(at))
            fields = {"status": IssueStatus.MERGED.value, "merged_into": into}
            yield from self._record(at, "StatusChange", issue, on, earliest, **fields)
            if self.rng.random() < 0.25:
                self._later(self._after(at, 100, 900), self._on_parting, issue)

    def _on_parting(self, at, issue):
        """An issue that was merged stands for itself again."""
        on = max(self.merged[issue], day_of(at) - dt.timedelta(days=self.rng.choice((0, 0, 20))))
        status = IssueStatus.ACTIVE.value
        yield from self._record(at, "StatusChange", issue, on, on, status=status)

    def _on_status(self, at, issue):
        if issue in self.merged:
            return
        status = self.rng.choice([s for s in STATUSES if s != self.issue_status[issue]])
        self.issue_status[issue] = status
        on = self._occurred(at)
        self.stood[issue] = max(on, self.stood[issue])
        yield from self._record(at, "StatusChange", issue, on, BEGIN, status=status.value)

    def _on_development(self, at, issue):
        fields = {
            "title": self.text.heading(),
            "source_kind": self.rng.choice(tuple(SourceKind)).value,
            "prompts_assessment": self.rng.random() < self.shares.prompting,
        }
        yield from self._record(at, "Development", issue, self._occurred(at), BEGIN, **fields)

    def _occurred(self, at):
        late = self.rng.random() < self.shares.recorded_late
        days = self.rng.randint(100, 900) if late else self.rng.choice((0, 0, 0, 1, 4))
        return max(BEGIN, day_of(at) - dt.timedelta(days=days))

    def _record(self, at, model, subject, on, earliest, *, corrects=None, **fields):
        place = next(self.events)
        uid = self.enter.uid(model, place)
        source = f"https://example.org/corpus/{place}" if place % 3 else ""
        yield Recorded(at, model, uid, subject, on, self.text.sentence(), source, corrects, fields)
        if self.rng.random() < self.shares.corrected:
            self._later(
                self._after(at, 2, 90),
                self._on_correction,
                model,
                subject,
                on,
                earliest,
                uid,
                fields,
            )

    def _on_correction(self, at, model, subject, on, earliest, wrong, fields):
        """The same with another day, or another status."""
        into = fields.get("merged_into")
        if into in self.merged or (
            into is None and model == "StatusChange" and subject in self.merged
        ):
            return
        if into is None and "status" in fields and self.rng.random() < 0.5:
            among = [s for s in self._statuses(model) if s != fields["status"]]
            fields = {**fields, "status": self.rng.choice(among).value}
        else:
            on = max(earliest, on - dt.timedelta(days=self.rng.randint(1, 30)))
        yield from self._record(at, model, subject, on, earliest, corrects=wrong, **fields)

    def _statuses(self, model):
        return tuple(_S) if model == "Step" else STATUSES
