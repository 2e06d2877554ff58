"""Which issue answers for which: from the day of a merge on, one issue stands for the other."""

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from .enums import IssueStatus
from .models import Issue, StatusChange


@dataclass(frozen=True, slots=True)
class Status:
    """An issue's status on a day; `merged_into` is the other issue's id where it was merged."""

    status: str
    merged_into: int | None = None


def statuses(*, day=None, recorded_by=None):
    """{issue's id: its Status then}; an issue that is missing is active. One query."""
    if day is None and recorded_by is None:
        rows = Issue.objects.values_list("pk", "status", "merged_into")
    else:
        rows = StatusChange.objects.as_of(day, recorded_by=recorded_by).values_list(
            "issue", "status", "merged_into"
        )
    # Oldest first: the last one said of an issue stays.
    return {issue: Status(status, merged_into) for issue, status, merged_into in rows}


def families(*, day=None, recorded_by=None):
    """{a merged issue's id: id of the issue that it counts for then}. One query."""
    return roots(statuses(day=day, recorded_by=recorded_by))


def roots(statuses):
    """The same, from the statuses of that day."""
    merged = {
        issue: then.merged_into
        for issue, then in statuses.items()
        if then.status == IssueStatus.MERGED
    }
    return {issue: _end(issue, merged) for issue in merged}


def members(issue, families):
    """Ids of the issues that count for `issue` (an id) then: none where it was itself merged."""
    if issue in families:
        return []
    return [issue, *(pk for pk, root in families.items() if root == issue)]


def family(issue, *, day=None, recorded_by=None):
    """Ids of the issues whose history the page of `issue` shows: those that counted for it then.

    A merged one shows its own. One query.
    """
    return members(issue.pk, families(day=day, recorded_by=recorded_by)) or [issue.pk]


def spans(issue):
    """When `issue` counted for another, as far as is known now, oldest first.

    [(day, id of the other from that day on, None from when it stood for itself again)]. One query.
    """
    found = []
    rows = issue.status_changes.as_of().values_list("occurred_on", "merged_into")
    # Of several on one day the last counts.
    for day, into in dict(rows).items():
        if into != (found[-1][1] if found else None):
            found.append((day, into))
    return found


def _end(issue, merged):
    # The verbs refuse circles. Should one be there all the same, a page must still end.
    seen = {issue}
    while (issue := merged[issue]) in merged and issue not in seen:
        seen.add(issue)
    return issue


def lead_in_a_circle():
    """Whether on any day, as far as is known now, issues are merged into each other in a circle.

    Only issues that were ever merged can be part of one. One query.
    """
    ever = StatusChange.objects.filter(status=IssueStatus.MERGED).values("issue")
    rows = StatusChange.objects.as_of().filter(issue__in=ever)
    merged = {}
    for _day, changes in groupby(
        rows.values_list("occurred_on", "issue", "status", "merged_into"), key=itemgetter(0)
    ):
        for _on, issue, status, into in changes:
            merged.pop(issue, None)
            if status == IssueStatus.MERGED:
                merged[issue] = into
        if any(_end(issue, merged) in merged for issue in merged):
            return True
    return False
