"""Entries of the register, authors and series, and their dated events, into a Batch."""

import itertools

from issues.models import Development, Rename, StatusChange
from issues.models.base import MergeableEntry

from .batch import ENTRIES, EVENTS, Related
from .names import Names

MODELS = {model.__name__: model for model in (*ENTRIES, *EVENTS)}
#: Columns of an entry that name another one.
ENTERED_WITH = ("actor", "issue", "addressee", "theme", "parent", "split_from")
#: What an event is about, by its model.
SUBJECTS = {
    "StatusChange": "issue",
    "Development": "issue",
    "Rename": "issue",
    "Step": "recommendation",
}


class Register:
    def __init__(self, batch):
        self.batch, self.names = batch, Names()
        self.entries = {}  # uid → its row
        self.standing = {}  # uid of an entry → {uid of an event: its place and status}
        self.count = itertools.count()

    def enter(self, happening):
        model = MODELS[happening.model]
        fields = dict(happening.fields)
        related = fields.pop("related", ())
        for name in ENTERED_WITH:
            if fields.get(name):
                # Rows of one table go in by one statement, so a parent must be there before it.
                if name in ("parent", "split_from") and fields[name] in self.batch.waiting:
                    self.batch.flush()
                fields[name] = self.entries[fields[name]]
        # A theme is a heading, without an identity of its own.
        identity = {"uid": happening.uid} if hasattr(model, "uid") else {}
        row = model(**identity, **fields)
        self.entries[happening.uid] = self.batch.waiting[happening.uid] = row
        self.batch.rows[model].append(row)
        for name in happening.aliases:
            self.names.keep(row, name)
        self._relate(row, [self.entries[uid] for uid in related])

    def _relate(self, issue, others):
        for one, other in [(issue, o) for o in others] + [(o, issue) for o in others]:
            self.batch.rows[Related].append(Related(from_issue=one, to_issue=other))

    def split(self, happening):
        self._relate(
            self.entries[happening.subject], [self.entries[uid] for uid in happening.parts]
        )
        self.record(happening)

    def record(self, happening):
        self._insert_first(happening.corrects, happening.fields.get("merged_into"))
        model = MODELS[happening.model]
        subject = self.entries[happening.subject]
        fields = dict(happening.fields)
        if "merged_into" in fields:
            fields["merged_into"] = self.entries[fields["merged_into"]]
        if model is Rename:
            fields |= self.names.before(subject, happening)
        row = self.batch.event(model, happening, **{SUBJECTS[happening.model]: subject}, **fields)
        if model is Rename:
            self.names.rename(subject, happening, row)
            self.batch.touched[happening.subject] = subject
        elif model is not Development:
            standing = self.standing.setdefault(happening.subject, {})
            standing.pop(happening.corrects, None)
            into = fields.get("merged_into")
            place = (happening.on, happening.at, next(self.count))
            standing[happening.uid] = (*place, row.status, into)
            # The stated copy of the last by date, as `issues.tracking` restates it.
            *_place, subject.status, into = max(standing.values(), key=lambda last: last[:3])
            if model is StatusChange:
                subject.merged_into = into
            self.batch.touched[happening.subject] = subject

    def readdress(self, happening):
        row = self.entries[happening.entry]
        self.names.readdress(row, happening.slug, happening.at, public=row.is_public)
        self.batch.touched[happening.entry] = row

    def merge_duplicates(self, happening):
        self._insert_first(happening.into)
        row = self.entries[happening.entry]
        row.merged_into = other = self.entries.get(happening.into)
        self.batch.touched[happening.entry] = row
        if other is not None:
            for name in filter(None, sorted({row.name, row.name_ko} - {other.name, other.name_ko})):
                self.names.keep(other, name)

    def _insert_first(self, *uids):
        """What another row of its table is to name must be in the database before it."""
        if self.batch.waiting.keys() & set(uids):
            self.batch.insert((*ENTRIES, *EVENTS))

    def make_public(self, cited, since):
        """Readers know the rows `cited` from `since` on."""
        for row in cited:
            if _is_news(row, since):
                self._make_known(row, since)

    def _make_known(self, row, since):
        """What answers for a duplicate becomes public with it."""
        while row is not None:
            if _is_news(row, since):
                row.public_since = since
                self.batch.touched[row.uid] = row
            row = row.merged_into if isinstance(row, MergeableEntry) else None


def _is_news(entry, since):
    return entry.public_since is None or entry.public_since > since
