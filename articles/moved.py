"""What moved on the board between two days."""

from dataclasses import dataclass, field
from functools import cached_property

from issues.enums import IssueStatus

from .board import Move, attach_current, board


@dataclass(frozen=True)
class Change:
    """An issue on both days: its row of `articles.board` on the first day and on the last."""

    before: object
    after: object

    @cached_property
    def move(self):
        """The Move between the two current assessments, None where a day has none."""
        if not self.before.marks or not self.after.marks:
            return None
        return Move(self.before.marks[-1], self.after.marks[-1])

    @property
    def renamed(self):
        return (self.before.title, self.before.title_ko) != (self.after.title, self.after.title_ko)

    @property
    def status_changed(self):
        return self.before.status != self.after.status

    @property
    def answered_otherwise(self):
        """Whether question or answer read otherwise; needs `current` on both rows."""
        said = [
            (row.current.question, row.current.answer) if row.current else None
            for row in (self.before, self.after)
        ]
        return said[0] != said[1]

    @property
    def judged_otherwise(self):
        """Whether outlook, likelihood, horizon, question or answer are others; needs `current`."""
        if self.before.current is None or self.after.current is None:
            return self.before.current is not self.after.current
        horizons = {row.current.horizon for row in (self.before, self.after)}
        return bool(self.move) or len(horizons) > 1 or self.answered_otherwise

    @property
    def newly_stale(self):
        return self.after.stale and not self.before.stale

    @property
    def newly_due(self):
        return self.after.due_since is not None and self.before.due_since is None


@dataclass
class Moved:
    """What moved, each list in the order of the board but `judged`: biggest move first.

    `new` are rows of the last day; `gone` and the rest are Changes. One issue may stand in several
    lists; `unchanged` counts those on the board on both days that stand in none.
    """

    new: list = field(default_factory=list)
    gone: list = field(default_factory=list)
    renamed: list = field(default_factory=list)
    status: list = field(default_factory=list)
    judged: list = field(default_factory=list)
    stale: list = field(default_factory=list)
    due: list = field(default_factory=list)
    unchanged: int = 0

    def __bool__(self):
        lists = (self.new, self.gone, self.renamed, self.status, self.judged, self.stale, self.due)
        return any(lists)


def moved(issues, *, start, end, recorded_by=None):
    """The Moved between the ends of the days `start` and `end`, of `issues` (a queryset).

    What was merged or not yet public on a day was not on the board of that day. With `recorded_by`
    both boards are as far as had been written down by then. Twelve queries.
    """
    first, last = (
        {row.pk: row for row in board(issues.all(), on=day, day=day, recorded_by=recorded_by)}
        for day in (start, end)
    )
    found, staying = Moved(), []
    for pk, after in last.items():
        before = first.get(pk)
        if before is None or before.status == IssueStatus.MERGED:
            if after.status != IssueStatus.MERGED:
                found.new.append(after)
        elif after.status == IssueStatus.MERGED:
            after.into = _end(after, last)
            found.gone.append(Change(before, after))
        else:
            staying.append(Change(before, after))
    otherwise = [c for c in staying if c.before.current_id != c.after.current_id]
    attach_current([*found.new, *(row for c in otherwise for row in (c.before, c.after))])
    found.judged = sorted(
        (change for change in otherwise if change.judged_otherwise),
        key=lambda change: -(change.move.size if change.move else 0),
    )
    found.renamed = [change for change in staying if change.renamed]
    found.status = [change for change in staying if change.status_changed]
    found.stale = [change for change in staying if change.newly_stale]
    found.due = [change for change in staying if change.newly_due]
    lists = (found.judged, found.renamed, found.status, found.stale, found.due)
    touched = {change.after.pk for changes in lists for change in changes}
    found.unchanged = len(staying) - len(touched)
    return found


def _end(row, rows):
    """The row of the issue that answers for a merged one; None where readers do not know it."""
    seen = set()
    while row is not None and row.status == IssueStatus.MERGED and row.pk not in seen:
        seen.add(row.pk)
        row = rows.get(row.merged_into_id)
    return row
