"""A history applied event by event, up to the end of a day: what the institute knew that evening."""

import datetime as dt

from articles.corpus import happenings as h

from .plain import Edition, Event, Snapshot, day_end, seoul_day

TABLES = {
    "Development": "development",
    "StatusChange": "status",
    "Step": "step",
    "Rename": "rename",
}
STEP = 10


class Replayed:
    """Ask for days in ascending order; what was withdrawn later counts nowhere."""

    def __init__(self, happenings):
        self.waiting = sorted(happenings, key=lambda happening: happening.at)
        self.gone = {(w.article, w.number) for w in self.waiting if isinstance(w, h.Withdrawn)}
        self.done = 0
        self.issues, self.advice = {}, {}
        self.editions, self.live = [], {}  # article → the edition that readers get
        self.events = {}  # uid → what counts

    def at(self, day):
        """The Snapshot of the end of `day`."""
        while self.done < len(self.waiting) and self.waiting[self.done].at <= day_end(day):
            self._apply(self.waiting[self.done])
            self.done += 1
        events = {table: [] for table in TABLES.values()}
        for event in sorted(self.events.values(), key=lambda e: (e.on, e.at, e.order)):
            events[event.table].append(event)
        live = [edition for edition in self.live.values() if not edition.gone]
        return Snapshot(day, list(self.editions), live, events, self.issues, self.advice)

    def _apply(self, happening):
        if isinstance(happening, h.Entered):
            if happening.model == "Issue":
                self.issues[happening.uid] = happening.fields
            elif happening.model == "Recommendation":
                self.advice[happening.uid] = happening.fields.get("issue")
        elif isinstance(happening, h.Recorded):
            self._record(happening)
        elif isinstance(happening, h.Published):
            live_from = happening.at
            if happening.archived:
                live_from = dt.datetime.combine(
                    happening.piece.published_on, dt.time.min, tzinfo=day_end(dt.date.max).tzinfo
                )
            self._publish(happening, 1, "first", live_from)
        elif isinstance(happening, h.Revised):
            before = self.live.get(happening.article)
            live_from = max(happening.at, before.live_from) if before else happening.at
            self._publish(happening, happening.number, happening.change_kind, live_from)
        elif isinstance(happening, h.Withdrawn):
            self._withdraw(happening)

    def _record(self, happening):
        self.events.pop(happening.corrects, None)
        self.events[happening.uid] = Event(
            TABLES[happening.model],
            happening.uid,
            happening.subject,
            happening.on,
            happening.at,
            self.done,
            happening.corrects,
            happening.fields,
        )

    def _publish(self, happening, number, change_kind, live_from):
        piece = happening.piece
        edition = Edition(
            happening.article,
            number,
            len(self.editions),
            change_kind,
            piece.published_on or seoul_day(live_from),
            live_from,
            happening.at,
            [
                {**block, "ordering": place * STEP}
                for place, block in enumerate(piece.blocks, start=1)
            ],
            gone=(happening.article, number) in self.gone,
        )
        self.editions.append(edition)
        self.live[happening.article] = edition

    def _withdraw(self, happening):
        for edition in self.editions:
            if (edition.article, edition.number) == (happening.article, happening.number):
                edition.withdrawn_at = happening.at
                if self.live.get(happening.article) is edition:
                    del self.live[happening.article]
