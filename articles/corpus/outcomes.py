"""What became of likelihoods in a corpus, told once their horizon has passed.

Which likelihood is scored is read here a second time, from the history: see `articles.outcomes`.
"""

import datetime as dt
from dataclasses import dataclass

from issues.clock import day_of, end_of

from ..enums import Likelihood, Outcome
from .happenings import Resolved

#: How often what was given a likelihood happens: a little less sure than the scale says.
HAPPENS = dict(zip(Likelihood.values, (0.06, 0.16, 0.35, 0.5, 0.62, 0.8, 0.9), strict=True))


@dataclass
class _Edition:
    live_from: dt.datetime
    live_until: dt.datetime | None
    withdrawn: bool
    judged: dict  # uid of an assessment → its likelihood and horizon


class Outcomes:
    def __init__(self, told):
        self.told, self.rng = told, told.rng
        self.editions = {}  # article → its editions in order
        self.counting = {}  # article, assessment → uid of the resolution that was told last

    def goes_live(self, article, piece, live_from, at):
        """An edition with `piece` is live from `live_from`, and was published at `at`."""
        judged = {
            block["uid"]: (block["likelihood"], block["horizon"])
            for block in piece.blocks
            if block["kind"] == "assessment" and block["horizon"]
        }
        editions = self.editions.setdefault(article, [])
        before = {uid: horizon for e in editions for uid, (_, horizon) in e.judged.items()}
        if editions and editions[-1].live_until is None:
            editions[-1].live_until = live_from
        editions.append(_Edition(live_from, None, False, judged))
        for uid, (_, horizon) in judged.items():
            if before.get(uid) != horizon and self.rng.random() < self.told.shares.resolved:
                written = self.told.written(horizon + dt.timedelta(days=1), at)
                self.told.later(written, self._on_resolution, article, uid, None)

    def withdrawn(self, article, number, at):
        edition = self.editions[article][number - 1]
        edition.withdrawn = True
        edition.live_until = edition.live_until or at

    def _scored(self, article, uid, until):
        """(likelihood, horizon) that is scored, its horizon not after the day `until`; None if none."""
        among = sorted(
            (edition.judged[uid][1], number, edition)
            for number, edition in enumerate(self.editions[article])
            if uid in edition.judged and not edition.withdrawn
        )
        for horizon, _, edition in among:
            moment, ended = end_of(horizon), edition.live_until
            if horizon <= until and edition.live_from <= moment and (not ended or ended > moment):
                return edition.judged[uid]
        return None

    def _on_resolution(self, at, article, assessment, wrong):
        key, today = (article, assessment), day_of(at)
        scored = self._scored(*key, today - dt.timedelta(days=1))
        if scored is None or self.counting.get(key) != wrong:
            return
        likelihood, horizon = scored
        outcome, on = self._turned_out(likelihood, horizon, today, self.editions[article][0])
        place = next(self.told.events)
        uid = self.counting[key] = self.told.enter.uid("Resolution", place)
        text, source = self.told.text.sentence(), f"https://example.org/corpus/{place}"
        if place % 3 == 0 and on >= horizon:
            source = ""
        yield Resolved(at, uid, article, assessment, outcome.value, on, text, source, wrong)
        if self.rng.random() < self.told.shares.corrected:
            moment = self.told.after(at, 2, 400)
            self.told.later(moment, self._on_resolution, article, assessment, uid)

    def _turned_out(self, likelihood, horizon, today, first):
        """(Outcome, the day of it)."""
        rng = self.rng
        if rng.random() < 0.06:
            return Outcome.VOID, today - dt.timedelta(days=rng.randint(0, 60))
        if rng.random() < HAPPENS[likelihood]:
            days = max(0, (horizon - day_of(first.live_from)).days)
            return Outcome.HAPPENED, horizon - dt.timedelta(days=rng.randint(0, days))
        if rng.random() < 0.2:
            # Something made it impossible.
            return Outcome.DID_NOT_HAPPEN, horizon - dt.timedelta(days=rng.randint(1, 50))
        return Outcome.DID_NOT_HAPPEN, horizon
