"""What the register waits for: likelihoods to be resolved, issues to be assessed, advice to be followed up."""

import datetime as dt
from typing import NamedTuple

from issues.clock import day_of
from issues.enums import RecommendationStatus
from issues.models import Issue, Recommendation
from issues.turning import in_months

from .advice import standings
from .board import board
from .outcomes import due as outcomes_due

#: After so many months without news an open recommendation is due (house rule).
SILENCE = 12
#: How many of each kind are named.
NAMED = 5


class Due(NamedTuple):
    """One thing that waits, `since` a day; `subject` is a Scored, an Issue or a Recommendation."""

    subject: object
    since: dt.date


class Waiting(NamedTuple):
    """How many wait, and those that wait longest."""

    count: int
    first: list

    @classmethod
    def of(cls, rows):
        rows = sorted(rows, key=lambda row: row.since)
        return cls(len(rows), rows[:NAMED])


def waiting(at):
    """{what: Waiting} at the moment `at`: `outcomes`, `asked`, `stale`, `advice`.

    `asked` are issues for which a development asks for an assessment, `stale` the others that were
    not assessed for longer than their review interval, `advice` open recommendations without news
    for a year. Ten queries, however many.
    """
    today = day_of(at)
    issues = board(Issue.objects.all(), on=today)
    return {
        "outcomes": Waiting.of(Due(row, row.horizon) for row in outcomes_due(at)),
        "asked": Waiting.of(Due(row, row.due_since) for row in issues if row.due_since),
        "stale": Waiting.of(
            Due(row, _stale_since(row)) for row in issues if row.stale and not row.due_since
        ),
        "advice": _advice(today),
    }


def _stale_since(issue):
    """The day by which it should have been assessed again."""
    return issue.last_assessed_on + dt.timedelta(days=issue.review_interval_days)


def _advice(today):
    bound = in_months(today, -SILENCE)
    silent = [
        Due(row.pk, row.news_on)
        for row in standings()
        if row.status in RecommendationStatus.open()
        and row.news_on is not None
        and row.news_on <= bound
    ]
    found = Waiting.of(silent)
    rows = Recommendation.objects.select_related("issue").in_bulk([d.subject for d in found.first])
    return Waiting(found.count, [Due(rows[d.subject], d.since) for d in found.first])
