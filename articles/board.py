"""The board: where each issue stands, which way it moved, how stale it is; now, or as of a day.

One pass over the assessments that were live then, whatever their number: windows rank them within
their issue, and only the newest few of each leave the database.
"""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    Max,
    Min,
    RowRange,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber

from issues.enums import IssueStatus
from issues.merges import members, roots, statuses
from issues.models import Development
from issues.renames import titles_then

from .current import in_short
from .enums import Likelihood, Outlook
from .models import Assessment
from .querysets import as_of, credits
from .standing import public_issues

#: How many assessments of an issue the board shows as a line.
MARKS = 12

#: Up to how many issues are named to the database; of more, reading all from the index is quicker.
MOST_NAMED = 100

#: What an outlook says of the issue's direction; 'uncertain' says none.
_DIRECTIONS = {Outlook.WORSENING: -1, Outlook.STEADY: 0, Outlook.IMPROVING: 1}
_STEPS = {step: place for place, step in enumerate(Likelihood)}


class Mark(NamedTuple):
    """An assessment in short; `pk` is its row's."""

    pk: int
    on: dt.date
    outlook: str | None
    likelihood: str | None


@dataclass(frozen=True, slots=True)
class Move:
    """What the current assessment says otherwise than the one before it.

    `outlook` is 1 for better, -1 for worse, 0 for no other direction, None where one of the two names
    no direction. `likelihood` counts steps of the scale, None where one of the two names none.
    """

    before: Mark
    now: Mark

    @property
    def outlook(self):
        before, now = _DIRECTIONS.get(self.before.outlook), _DIRECTIONS.get(self.now.outlook)
        return None if before is None or now is None else (now > before) - (now < before)

    @property
    def likelihood(self):
        before, now = _STEPS.get(self.before.likelihood), _STEPS.get(self.now.likelihood)
        return None if before is None or now is None else now - before

    @property
    def outlook_changed(self):
        return self.before.outlook != self.now.outlook

    @property
    def likelihood_changed(self):
        return self.before.likelihood != self.now.likelihood

    @property
    def size(self):
        """Steps of outlook and of likelihood together; one where a change names no step."""
        size = 0
        if self.outlook_changed:
            known = {self.before.outlook, self.now.outlook} <= _DIRECTIONS.keys()
            size = (
                abs(_DIRECTIONS[self.now.outlook] - _DIRECTIONS[self.before.outlook])
                if known
                else 1
            )
        if self.likelihood_changed:
            size += 1 if self.likelihood is None else abs(self.likelihood)
        return size

    def __bool__(self):
        return self.outlook_changed or self.likelihood_changed


class Totals(NamedTuple):
    """The assessments of an issue that count: how many, the first day, the newest, oldest first."""

    count: int
    first: dt.date | None
    marks: list


_NOTHING = Totals(0, None, [])


def board(issues, *, on, day=None, recorded_by=None, marks=MARKS):
    """Those of `issues` (a queryset) that readers knew of then, each with where it stood.

    `on` is the day from which staleness is counted. Every row carries, shown and never to be saved:
    `title`, `title_ko`, `status` and `merged_into_id` as they were then; `marks` (the newest
    so many assessments that counted for it, oldest first), `current_id`, `move` (a Move, None where there is
    no earlier assessment), `assessment_count`, `first_assessed_on`, `last_assessed_on`, `stale`, and
    `due_since`: the day of a development, later than the last assessment, that asks for a new one.

    A merged issue counts for nothing; what it had counts for the issue it was merged into. Five
    queries, whatever the number of issues and assessments.
    """
    limits = {"day": day, "recorded_by": recorded_by}
    then = statuses(**limits)
    merged = roots(then)
    rows = list(public_issues(issues, **limits).select_related("theme"))
    # What counts for one issue may be cited from others, which `issues` need not contain.
    wanted = {pk for row in rows for pk in members(row.pk, merged)}
    totals = _totals(wanted, merged, limits, marks)
    prompted = _prompted(wanted, merged, limits)
    titles = titles_then(rows, **limits)
    for row in rows:
        restate(row, then, titles)
        stand(row, totals.get(row.pk, _NOTHING), prompted.get(row.pk), on=on)
    return rows


def restate(issue, statuses, titles):
    """Write on `issue` (shown, never saved) the status and title it had."""
    then = statuses.get(issue.pk)
    issue.status = IssueStatus(then.status) if then else IssueStatus.ACTIVE
    issue.merged_into_id = then.merged_into if then else None
    issue.title, issue.title_ko = titles.get(issue.pk, (issue.title, issue.title_ko))


def lately_assessed(issues, count, *, on):
    """The `count` of `issues` that were assessed last, as `board` gives them, with `current`.

    Reads the newest assessments until enough issues have been met.
    """
    merged = roots(statuses())
    newest = (
        Assessment.objects.published()
        .order_by("-parent__published_on", "-parent__live_from", "-parent_id", "-ordering")
        .values_list("issue", flat=True)
    )
    met = {}
    for issue in newest.iterator(chunk_size=200):
        met.setdefault(merged.get(issue, issue), len(met))
        if len(met) == count:
            break
    rows = board(issues.filter(pk__in=met), on=on)
    return attach_current(sorted(rows, key=lambda row: met[row.pk]))


def attach_current(issues, *, whole=False):
    """Give each of `issues` (of `board`) its `current` assessment, None where there is none.

    A Current; with `whole` the Assessment itself, its texts, edition, article and bylines loaded.
    Two queries.
    """
    issues = list(issues)
    ids = [issue.current_id for issue in issues if issue.current_id]
    found = _whole(ids) if whole else in_short(ids)
    for issue in issues:
        issue.current = found.get(issue.current_id)
    return issues


def _whole(ids):
    rows = Assessment.objects.found_before(ids).order_by()
    rows = rows.select_related("parent__article", "issue")
    return rows.prefetch_related(credits("parent__bylines")).in_bulk()


def _totals(issues, merged, limits, marks):
    """{issue's id: its Totals} of the assessments that were live then. One query."""
    newest = [
        F(name).desc() for name in ("parent__published_on", "parent__live_from", "ordering", "pk")
    ]
    # One window for all three: databases sort and go over the rows for each that is worded otherwise.
    within = {
        "partition_by": [counted_for(merged)],
        "order_by": newest,
        "frame": RowRange(start=None, end=None),
    }
    live = as_of(Assessment.objects.all(), **limits)
    if len(issues) < MOST_NAMED:
        live = live.filter(issue__in=issues)
    rows = live.annotate(
        root=counted_for(merged),
        place=Window(RowNumber(), **within),
        count=Window(Count("*"), **within),
        first=Window(Min("parent__published_on"), **within),
    ).filter(place__lte=marks)
    found = {}
    for root, count, first, *mark in rows.order_by("root", "-place").values_list(
        *("root", "count", "first", "pk", "parent__published_on", "outlook", "likelihood")
    ):
        if root not in found:
            found[root] = Totals(count, first, [])
        found[root].marks.append(Mark._make(mark))
    return found


def counted_for(merged):
    """The id of the issue that an assessment counts for."""
    families = {}
    for issue, root in merged.items():
        families.setdefault(root, []).append(issue)
    whens = [When(issue__in=family, then=Value(root)) for root, family in families.items()]
    return Case(*whens, default=F("issue"), output_field=BigIntegerField()) if whens else F("issue")


def _prompted(issues, merged, limits):
    """{issue's id: day of the last development that asks for an assessment}. One query."""
    rows = Development.objects.as_of(**limits).filter(prompts_assessment=True)
    if len(issues) < MOST_NAMED:
        rows = rows.filter(issue__in=issues)
    last = rows.order_by().values_list("issue").annotate(last=Max("occurred_on"))
    found = {}
    for issue, on in last:
        root = merged.get(issue, issue)
        found[root] = max(on, found.get(root, on))
    return found


def stand(issue, totals, prompted_on, *, on):
    """Write on `issue` (shown, never saved) what `totals` say of where it stood."""
    marks = totals.marks
    issue.marks = marks
    issue.current_id = marks[-1].pk if marks else None
    issue.move = Move(*marks[-2:]) if len(marks) > 1 else None
    issue.assessment_count = totals.count
    issue.first_assessed_on = totals.first
    issue.last_assessed_on = marks[-1].on if marks else None
    issue.stale = issue.is_stale(last_assessed_on=issue.last_assessed_on, on=on)
    due = (
        prompted_on is not None
        and issue.status in IssueStatus.tracked()
        and (issue.last_assessed_on is None or prompted_on > issue.last_assessed_on)
    )
    issue.due_since = prompted_on if due else None
