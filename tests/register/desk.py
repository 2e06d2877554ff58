"""What editors do to the entries of a corpus: renames, merges, developments that ask for a look.

Made by chance of a seed, through the verbs, in the order in which it was written down; what a verb
refuses did not happen.
"""

import datetime as dt
import random

from django.core.exceptions import ValidationError

from articles.corpus import happenings as h
from issues import merging, models, renaming, tracking
from issues.models import Issue

from .plain import seoul_day


class Desk:
    """`work()` does `acts` things to the issues of a written corpus; `done` are what became true."""

    def __init__(self, happenings, seed, acts):
        self.rng = random.Random(f"desk {seed}")
        self.acts = acts
        self.met = _first_met(happenings)
        self.done = []

    def work(self):
        moments = [at for met in self.met.values() for at, _day in met]
        first, last = min(moments), max(moments)
        span = (last - first).days
        moments = sorted(
            first + dt.timedelta(days=self.rng.randrange(span), hours=self.rng.randrange(9))
            for _ in range(self.acts)
        )
        for at in moments:
            # No other event of a corpus is written down at this second.
            at = at.replace(hour=13, minute=59, second=self.rng.randrange(60), microsecond=7)
            known = sorted(uid for uid in self.met if self._known_since(uid, at))
            if len(known) > 2:
                act = self.rng.choice(
                    (self._rename, self._merge, self._merge, self._unmerge, self._ask)
                )
                try:
                    act(at, known)
                except ValidationError:
                    continue
        return self.done

    def _known_since(self, uid, at):
        """From which day readers knew the issue, as far as was known at the moment `at`."""
        return min((day for met, day in self.met[uid] if met < at), default=None)

    def _some_day(self, at, *issues):
        """A day up to that of `at` on which readers knew `issues`, as far as was known then."""
        back = self.rng.choice((0, 0, 1, 30, 300, 900))
        return max(
            seoul_day(at) - dt.timedelta(days=back),
            *(self._known_since(uid, at) for uid in issues),
        )

    def _issue(self, uid):
        return Issue.objects.get(uid=uid)

    def _earlier(self, model, subject, **fields):
        """One of the events of `subject` that were done and not corrected, now and then."""
        rows = [
            e
            for e in self.done
            if (e.model, e.subject) == (model, subject)
            and fields.items() <= e.fields.items()
            and not any(other.corrects == e.uid for other in self.done)
        ]
        return self.rng.choice(rows) if rows and self.rng.random() < 0.4 else None

    def _act(self, at, verb, uid, model, wrong, *, on, told=(), **fields):
        corrects = wrong and _row(model, wrong)
        event = verb(
            self._issue(uid),
            occurred_on=on,
            text="Example reason.",
            by=None,
            at=at,
            corrects=corrects,
            **fields,
        )
        told = told or fields
        self.done.append(
            h.Recorded(
                at, model, event.uid, uid, on, event.text, "", wrong and wrong.uid, dict(told)
            )
        )

    def _rename(self, at, known):
        uid, place = self.rng.choice(known), len(self.done)
        names = {"title": f"Renamed issue {place}", "title_ko": f"바뀐 쟁점 {place}"}
        wrong = self._earlier("Rename", uid)
        self._act(at, renaming.rename, uid, "Rename", wrong, on=self._some_day(at, uid), **names)

    def _merge(self, at, known):
        uid, into = self.rng.sample(known, 2)
        told = {"status": "merged", "merged_into": into}
        on, wrong = (
            self._some_day(at, uid, into),
            self._earlier("StatusChange", uid, status="merged"),
        )
        self._act(
            *(at, merging.merge, uid, "StatusChange", wrong),
            on=on,
            told=told,
            into=self._issue(into),
        )

    def _unmerge(self, at, known):
        merged = [e.subject for e in self.done if e.fields.get("status") == "merged"]
        if merged:
            uid = self.rng.choice(merged)
            wrong = self._earlier("StatusChange", uid, status="merged")
            on = self._some_day(at, uid)
            self._act(at, merging.unmerge, uid, "StatusChange", wrong, on=on, status="active")

    def _ask(self, at, known):
        fields = {
            "title": "Example development",
            "source_kind": "press",
            "prompts_assessment": True,
        }
        uid = self.rng.choice(known)
        wrong = self._earlier("Development", uid)
        self._act(
            *(at, tracking.add_development, uid, "Development", wrong),
            on=self._some_day(at, uid),
            **fields,
        )


def _row(model, event):
    return getattr(models, model).objects.get(uid=event.uid)


def _first_met(happenings):
    """{uid of an issue: [(when readers of this site met it, the day from which they could)]}."""
    advice, found = {}, {}
    for happening in happenings:
        if isinstance(happening, h.Entered) and happening.model == "Recommendation":
            advice[happening.uid] = happening.fields["issue"]
        piece, day = getattr(happening, "piece", None), seoul_day(happening.at)
        if getattr(happening, "archived", False):
            day = piece.published_on
        for block in piece.blocks if piece else ():
            issue = block.get("issue") or advice.get(block.get("recommendation"))
            if issue:
                found.setdefault(issue, []).append((happening.at, day))
    return found
