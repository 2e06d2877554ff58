"""Dated events of a corpus: steps, developments, changes of status, and corrections of any event."""

import datetime as dt
from collections import defaultdict

from issues.enums import IssueStatus, RecommendationStatus, SourceKind

from .happenings import Recorded
from .telling import BEGIN

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


class Events:
    def __init__(self, told):
        self.told = told
        self.issue_status = defaultdict(lambda: IssueStatus.ACTIVE)
        self.stood = defaultdict(lambda: BEGIN)  # issue → day of its last change of status
        self.merged = {}  # issue that is merged now → uid of what says so, and its day
        self.ever_merged = set()

    def record(self, at, model, subject, on, earliest, *, corrects=None, made=Recorded, **fields):
        """Tell an event, and plan its correction, to a day not before `earliest`."""
        told = self.told
        place = next(told.events)
        uid = told.enter.uid(model, place)
        source = f"https://example.org/corpus/{place}" if place % 3 else ""
        more = {"parts": fields.pop("parts")} if "parts" in fields else {}
        yield made(
            *(at, model, uid, subject, on, told.text.sentence(), source, corrects, fields), **more
        )
        if model == "StatusChange":
            self._stand(uid, subject, on, fields, corrects)
        if told.rng.random() < told.shares.corrected:
            moment = told.after(at, 2, 90)
            told.later(moment, self._on_correction, model, subject, on, earliest, uid, fields)

    def _stand(self, uid, issue, on, fields, corrects):
        self.stood[issue] = max(on, self.stood[issue])
        if "merged_into" in fields:
            self.ever_merged.add(issue)
            # A merge that was undone meanwhile can have had another day all the same.
            if corrects is None or self.counts(issue, corrects):
                self.merged[issue] = uid, on
        else:
            self.issue_status[issue] = fields["status"]
            self.merged.pop(issue, None)

    # What happens

    def follow_up(self, entered, at, made_on):
        """What becomes of the new recommendations `entered`."""
        for row in entered:
            if self.told.rng.random() < 0.6:
                day = made_on + dt.timedelta(days=self.told.rng.randint(10, 250))
                arguments = (row.uid, day, _S.PROPOSED, made_on)
                self.told.later(self.told.written(day, at), self._on_step, *arguments)

    def _on_step(self, at, subject, day, before, made_on):
        rng = self.told.rng
        statuses, weights = zip(*NEXT_STEP[before], strict=True)
        status = rng.choices(statuses, weights)[0]
        fields = {
            "status": status.value,
            "quote": self.told.text.sentence() if rng.random() < 0.4 else "",
            "source_kind": rng.choice(tuple(SourceKind)).value,
        }
        yield from self.record(at, "Step", subject, day, made_on, **fields)
        if rng.random() < 0.55:
            following = day + dt.timedelta(days=rng.randint(5, 400))
            written = self.told.written(following, at)
            self.told.later(written, self._on_step, subject, following, status, made_on)

    def on_status(self, at, issue):
        # What was merged once is left to the merges.
        if issue not in self.ever_merged:
            among = [s.value for s in STATUSES if s != self.issue_status[issue]]
            status, on = self.told.rng.choice(among), self.told.occurred(at)
            yield from self.record(at, "StatusChange", issue, on, BEGIN, status=status)

    def on_development(self, at, issue):
        rng = self.told.rng
        fields = {
            "title": self.told.text.heading(),
            "source_kind": rng.choice(tuple(SourceKind)).value,
            "prompts_assessment": rng.random() < self.told.shares.prompting,
        }
        on = self.told.occurred(at)
        yield from self.record(at, "Development", issue, on, BEGIN, **fields)

    # What was wrong

    def _on_correction(self, at, model, subject, on, earliest, wrong, fields):
        mended = self.MENDED[model](self, subject, wrong, fields)
        if mended is None:
            return
        if mended == fields:
            on = max(earliest, on - dt.timedelta(days=self.told.rng.randint(1, 30)))
        yield from self.record(at, model, subject, on, earliest, corrects=wrong, **mended)

    def _mend_day(self, subject, wrong, fields):
        return fields

    def _mend_step(self, subject, wrong, fields):
        return self._of_other_status(fields, _S)

    def _mend_title(self, subject, wrong, fields):
        """Half the time the title was right, and its day wrong."""
        return fields if self.told.rng.random() < 0.5 else self.new_title()

    def _mend_status(self, subject, wrong, fields):
        """The columns of the change that should have been; None where it may not be touched now."""
        into = fields.get("merged_into")
        if into is None:
            if subject in self.ever_merged:
                return None
            return self._of_other_status(fields, STATUSES)
        if into in self.ever_merged:
            return None
        if self.counts(subject, wrong) and self.told.rng.random() < 0.3:
            # It never was merged.
            return {"status": IssueStatus.ACTIVE.value}
        return fields

    def _of_other_status(self, fields, statuses):
        rng = self.told.rng
        if rng.random() < 0.5:
            return fields
        return {
            **fields,
            "status": rng.choice([s.value for s in statuses if s != fields["status"]]),
        }

    def counts(self, issue, merge):
        """Whether `issue` is merged now by this event."""
        return issue in self.merged and self.merged[issue][0] == merge

    def new_title(self):
        """The columns of a rename to what nothing was ever called."""
        title, title_ko = self.told.enter.new_title(next(self.told.events))
        return {"title": title, "title_ko": title_ko}

    MENDED = {
        "Development": _mend_day,
        "Rename": _mend_title,
        "StatusChange": _mend_status,
        "Step": _mend_step,
    }
