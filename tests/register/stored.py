"""All rows of a site, read once; snapshots of any day, with or without the second clock."""

import datetime as dt

from articles.corpus.telling import BEGIN, END
from articles.enums import EditionState
from articles.models import Article, Assessment, Edition, RecommendationBlock
from issues.models import Development, Issue, Recommendation, Rename, StatusChange, Step

from . import plain

EVENTS = {
    "development": (Development, "issue", ("prompts_assessment",)),
    "status": (StatusChange, "issue", ("status", "merged_into")),
    "step": (Step, "recommendation", ("status",)),
    "rename": (Rename, "issue", ("title", "title_ko")),
}


class Stored:
    def __init__(self):
        self.uids = {
            model: dict(model.objects.values_list("pk", "uid")) for model in (Issue, Recommendation)
        }
        self.articles = {
            pk: place
            for place, pk in enumerate(Article.objects.order_by("pk").values_list("pk", flat=True))
        }
        self.issues = {
            row["uid"]: row
            for row in Issue.objects.values("uid", "title", "title_ko", "review_interval_days")
        }
        self.advice = {
            uid: self.uids[Issue].get(issue)
            for uid, issue in Recommendation.objects.values_list("uid", "issue")
        }
        self.events = [event for table in EVENTS for event in self._events(table)]
        self.editions = self._editions()
        self._name_as_entered()

    def at(self, day, recorded_by=None):
        """The Snapshot of the end of `day`, as far as was recorded by the end of another."""
        end = plain.day_end(day)
        seen = end if recorded_by is None else plain.day_end(recorded_by)
        known = []
        for edition in self.editions:
            if edition.live_from <= end and (recorded_by is None or edition.published_at <= seen):
                withdrawn_at = edition.withdrawn_at
                if recorded_by is not None and withdrawn_at and withdrawn_at > seen:
                    withdrawn_at = None
                columns = {**vars(edition), "withdrawn_at": withdrawn_at}
                known.append(plain.Edition(**columns))
        ends = min(end, seen)
        live = [e for e in known if not e.gone and (not e.live_until or e.live_until > ends)]
        return plain.Snapshot(
            day, known, live, self._counting(day, recorded_by), self.issues, self.advice
        )

    def _counting(self, day, recorded_by):
        written = [
            event
            for event in self.events
            if recorded_by is None or event.at <= plain.day_end(recorded_by)
        ]
        replaced = {event.corrects for event in written}
        found = {table: [] for table in EVENTS}
        for event in sorted(written, key=lambda event: (event.on, event.at, event.order)):
            if event.on <= day and event.uid not in replaced:
                found[event.table].append(event)
        return found

    def _events(self, table):
        model, subject, names = EVENTS[table]
        subjects = self.uids[Recommendation if table == "step" else Issue]
        by_pk = dict(model.objects.values_list("pk", "uid"))
        for row in model.objects.values():
            fields = {}
            for name in names:
                value = row.get(name, row.get(f"{name}_id"))
                fields[name] = self.uids[Issue].get(value) if name == "merged_into" else value
            yield plain.Event(
                table,
                row["uid"],
                subjects[row[f"{subject}_id"]],
                row["occurred_on"],
                row["recorded_at"],
                row["id"],
                by_pk.get(row["corrects_id"]),
                fields,
            )

    def _editions(self):
        found = {}
        for row in Edition.objects.filter(number__isnull=False).order_by("pk").values():
            if row["published_at"] is None:
                continue
            found[row["id"]] = plain.Edition(
                self.articles[row["article_id"]],
                row["number"],
                row["id"],
                row["change_kind"],
                row["published_on"],
                row["live_from"],
                row["published_at"],
                [],
                live_until=row["live_until"],
                gone=row["state"] == EditionState.WITHDRAWN,
                withdrawn_at=row["withdrawn_at"],
            )
        for model in (Assessment, RecommendationBlock):
            for row in model.objects.values():
                if row["parent_id"] in found:
                    found[row["parent_id"]].blocks.append(self._block(model, row))
        return list(found.values())

    def _block(self, model, row):
        cited = Issue if model is Assessment else Recommendation
        name = cited.__name__.lower()
        return {**row, "kind": model.kind, name: self.uids[cited][row[f"{name}_id"]]}

    def _name_as_entered(self):
        """Titles that held before the first rename that was written down."""
        renames = Rename.objects.order_by("-recorded_at", "-pk")
        for issue, title, title_ko in renames.values_list(
            "issue__uid", "title_before", "title_ko_before"
        ):
            self.issues[issue] |= {"title": title, "title_ko": title_ko}


def days_of_change(happenings):
    """Every day on which, by either clock, something begins or ends, and the day before each; those of
    archived pieces lie before the corpus began.
    """
    found = {BEGIN, END}
    for happening in happenings:
        days = [plain.seoul_day(happening.at), getattr(happening, "on", None)]
        if piece := getattr(happening, "piece", None):
            days.append(piece.published_on)
        for day in filter(None, days):
            found |= {day, day - dt.timedelta(days=1)}
    return sorted(day for day in found if day <= END)
