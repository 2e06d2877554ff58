"""What entries are called and where they are found: titles by renames, aliases, former slugs.

As `issues.renaming` writes them; names of a corpus are never the same twice, so none is ever taken.
"""

from collections import defaultdict

from issues.models import Actor, ActorAlias, FormerSlug, Issue, IssueAlias, Trait, TraitAlias
from issues.naming import key_of

#: Kinds of entries that have aliases.
ALIASES = {Issue: IssueAlias, Actor: ActorAlias, Trait: TraitAlias}


class Names:
    def __init__(self):
        self.aliases = {}  # (entry's uid, key) → its alias, in the order in which they were added
        self.former = {}  # (kind, former slug) → (what had it, until when), likewise
        self.renames = defaultdict(dict)  # issue's uid → {uid: its row}, of those that count
        self.entered = {}  # uid of an issue that was renamed → the names before the first time

    def keep(self, entry, name):
        """Make `name` an alias of `entry`, where its kind has aliases."""
        if alias := ALIASES.get(type(entry)):
            key = key_of(name)
            row = alias(**{type(entry)._meta.model_name: entry}, name=name, key=key)
            self.aliases.setdefault((entry.uid, key), row)

    def readdress(self, entry, slug, at, *, public):
        """Give `entry` another slug at the moment `at`; what is `public` keeps the one before."""
        kind = entry._meta.model_name
        self.former.pop((kind, slug), None)
        if public:
            self.former[kind, entry.slug] = entry, at
        entry.slug = slug

    def before(self, issue, happening):
        """The columns of a rename that say what the issue was called right before it."""
        rows = [
            row
            for uid, row in self.renames[issue.uid].items()
            if uid != happening.corrects and row.occurred_on <= happening.on
        ]
        entered = self.entered.setdefault(issue.uid, (issue.title, issue.title_ko))
        last = max(rows, key=_place, default=None)
        title, title_ko = (last.title, last.title_ko) if last else entered
        return {"title_before": title, "title_ko_before": title_ko}

    def rename(self, issue, happening, row):
        """Restate the titles of `issue` after the rename `row`, and keep the others as aliases."""
        rows = self.renames[issue.uid]
        rows.pop(happening.corrects, None)
        rows[happening.uid] = row
        names = {issue.title, issue.title_ko, row.title_before, row.title_ko_before}
        names |= {row.title, row.title_ko}
        last = max(rows.values(), key=_place)
        issue.title, issue.title_ko = last.title, last.title_ko
        present = {key_of(issue.title), key_of(issue.title_ko)}
        for key in present:
            self.aliases.pop((issue.uid, key), None)
        others = {key_of(name): name for name in sorted(filter(None, names))}
        for key in sorted(others.keys() - present):
            self.keep(issue, others[key])

    def write(self):
        for alias in ALIASES.values():
            alias.objects.bulk_create(
                row for row in self.aliases.values() if isinstance(row, alias)
            )
        FormerSlug.objects.bulk_create(
            FormerSlug(kind=kind, slug=slug, entry_id=entry.pk, changed_at=at)
            for (kind, slug), (entry, at) in self.former.items()
        )


def _place(row):
    # What was written down at one moment was told in this order; sorting keeps it.
    return row.occurred_on, row.recorded_at
