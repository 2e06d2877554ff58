"""What issues are called: titles by their renames, and the names before as aliases.

As `issues.renaming` writes them; names of a corpus are never the same twice, so none is ever taken.
"""

from collections import defaultdict

from issues.models import IssueAlias
from issues.naming import key_of


class Names:
    def __init__(self):
        self.aliases = {}  # (issue's uid, key) → IssueAlias, in the order in which they were added
        self.renames = defaultdict(dict)  # issue's uid → {uid: its row}, of those that count
        self.entered = {}  # uid of an issue that was renamed → the names before the first time

    def keep(self, issue, name):
        """Make `name` an alias of `issue`."""
        key = key_of(name)
        self.aliases.setdefault((issue.uid, key), IssueAlias(issue=issue, name=name, key=key))

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
        IssueAlias.objects.bulk_create(self.aliases.values())


def _place(row):
    # What was written down at one moment was told in this order; sorting keeps it.
    return row.occurred_on, row.recorded_at
