"""Rows that wait for the database, and their way into it: a fixed number of statements a batch."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db import connection, reset_queries

from issues.models import (
    Actor,
    ActorAlias,
    Development,
    FormerSlug,
    Issue,
    IssueAlias,
    Recommendation,
    Rename,
    StatusChange,
    Step,
    Theme,
    Trait,
    TraitAlias,
)

from ..models import (
    BLOCKS,
    Article,
    Author,
    Byline,
    Edition,
    Note,
    Resolution,
    Series,
    Snapshot,
    Transition,
)

ENTRIES = (Series, Author, Actor, Trait, Theme, Issue, Recommendation)
EVENTS = (StatusChange, Development, Rename, Step)
Related = Issue.related.through
ALIASES = (IssueAlias, ActorAlias, TraitAlias)
_DUPLICATE = ("public_since", "slug", "merged_into")
#: Columns that change after a row went in: what events say, addresses, since when readers know it.
STATED = {
    Article: ("slug",),
    Series: ("public_since", "slug"),
    Author: _DUPLICATE,
    Actor: _DUPLICATE,
    Trait: _DUPLICATE,
    Issue: ("public_since", "slug", "status", "merged_into", "title", "title_ko"),
    Recommendation: ("public_since", "status"),
}
#: Rows in the order in which foreign keys need them.
ORDER = (
    *ENTRIES,
    Related,
    *ALIASES,
    Article,
    Edition,
    Byline,
    *BLOCKS,
    Note,
    Snapshot,
    Transition,
    *EVENTS,
    Resolution,
    FormerSlug,
)


@dataclass(slots=True)
class Standing:
    """What later moves of an edition need of it."""

    edition: int
    number: int
    state: str
    version: int
    live_from: dt.datetime
    live_until: dt.datetime | None
    published_on: dt.date


class Batch:
    """`rows` by model, and the moves of editions; `told` and `touched` go on from batch to batch."""

    def __init__(self):
        self.told = {}  # uid of a dated event → its id
        self.touched = {}  # uid → entry whose stated columns the database does not have yet
        self._clear()

    def _clear(self):
        self.rows = defaultdict(list)
        self.busy = set()  # places of the articles in this batch
        self.waiting = {}  # uid → entry or event that has no id yet
        self.copied = []  # (first snapshot of a next edition, Standing of its source)
        self.superseded, self.withdrawn = [], []
        self.released = []  # (Edition, its columns once published)
        self.standings = []  # (Standing, its Edition), to learn the id from

    def event(self, model, happening, **subject):
        """A row of a dated event, put into the batch; what it corrects has its id by now."""
        row = model(
            uid=happening.uid,
            occurred_on=happening.on,
            recorded_at=happening.at,
            text=happening.text,
            source_url=happening.source_url,
            corrects_id=self.told[happening.corrects] if happening.corrects else None,
            **subject,
        )
        self.rows[model].append(row)
        self.waiting[happening.uid] = row
        return row

    def flush(self):
        self._copy_snapshots()
        self.insert(ORDER)
        for standing, edition in self.standings:
            standing.edition = edition.pk
        self._clear()
        # With DEBUG on, Django keeps every statement.
        reset_queries()

    def insert(self, models):
        """Insert what waits of `models`, and learn the ids."""
        for model in models:
            if model is Snapshot:
                self._move()
            model.objects.bulk_create(self.rows.pop(model, ()))
        for uid, row in list(self.waiting.items()):
            if row.pk is None:
                continue
            if isinstance(row, ENTRIES):
                # It went in with what is stated of it by now.
                self.touched.pop(uid, None)
                if isinstance(row, Recommendation):
                    # The wording is in blocks; thousands of these rows stay in memory.
                    row.wording = ""
            else:
                self.told[uid] = row.pk
            del self.waiting[uid]

    def _copy_snapshots(self):
        """A next edition starts with what its source was saved with."""
        sources = [source.edition for _, source in self.copied]
        rows = Snapshot.objects.filter(edition__in=sources, version=2)
        saved = dict(rows.values_list("edition", "content"))
        for snapshot, source in self.copied:
            edition = snapshot.edition
            snapshot.content = saved[source.edition] | {
                "change_kind": edition.change_kind,
                "change_note": edition.change_note,
                "published_on": source.published_on.isoformat(),
            }

    def _move(self):
        """Supersede before publishing: an article has one live edition."""
        for edition, columns in self.released:
            for name, value in columns.items():
                setattr(edition, name, value)
        released = [edition for edition, _ in self.released]
        for rows, columns in (
            (self.superseded, ("state", "version", "live_until")),
            (released, tuple(self.released[0][1]) if released else ()),
            (
                self.withdrawn,
                ("state", "version", "live_until", "withdrawn_at", "reason"),
            ),
        ):
            _update(Edition, rows, columns)

    def restate(self):
        """The stated columns of entries that went in before what is stated of them happened."""
        by_model = defaultdict(list)
        for row in self.touched.values():
            by_model[type(row)].append(row)
        for model, rows in by_model.items():
            _update(model, rows, STATED[model])


def _update(model, rows, columns):
    """Like bulk_update, many times faster: its CASEs are built anew for each row and column."""
    if not rows:
        return
    fields = [model._meta.get_field(name) for name in columns]
    quote = connection.ops.quote_name
    setting = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    sql = f"UPDATE {quote(model._meta.db_table)} SET {setting} WHERE id = %s"
    values = [
        [
            *(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields),
            row.pk,
        ]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)
