"""The follow-up of recommendations: how each stands, in which words, since when; now, or as of a day.

`standings` is narrow and goes over all of them, `shown` reads everything that a page shows of a few.
"""

import datetime as dt
from collections import Counter
from copy import copy
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from django.db.models import Case, F, OuterRef, Q, Subquery, When, Window
from django.db.models.functions import RowNumber

from issues.clock import day_of, end_of
from issues.duplicates import survivor
from issues.enums import RecommendationStatus
from issues.merges import families
from issues.models import Issue, Recommendation, Step
from issues.renames import titles_then

from .enums import EditionState
from .models import RecommendationBlock
from .standing import public_recommendations


class Standing(NamedTuple):
    """A recommendation in short. `made_at` is when the first edition went live that readers can
    still reach, None where all of them were withdrawn; `step_on` the day of the last step.
    """

    pk: int
    made_at: dt.datetime | None
    status: str
    step_on: dt.date | None

    @property
    def news_on(self):
        """The day since which nothing new is known."""
        return self.step_on or (self.made_at and day_of(self.made_at))


def standings(*, within=None, days=True, day=None, recorded_by=None):
    """The Standing of every recommendation that readers knew of then, in no order.

    `within` are conditions on a recommendation, such as {"addressee__in": ids}. Two queries; where
    `days` of steps are not wanted, today's board takes the stated copies of the statuses, and one.
    """
    within = within or {}
    inside = {f"recommendation__{name}": value for name, value in within.items()}
    limits = {"day": day, "recorded_by": recorded_by}
    known = public_recommendations(Recommendation.objects.filter(**within), **limits)
    known = with_made_at(known, **limits).order_by()
    known = known.values_list("pk", "first_made_at", "status")
    if not days and day is recorded_by is None:
        return [Standing(*row, None) for row in known]
    steps = {pk: (status, on) for pk, status, on in _last_steps(inside, **limits)}
    unmoved = (RecommendationStatus.PROPOSED.value, None)
    return [Standing(pk, made_at, *steps.get(pk, unmoved)) for pk, made_at, _status in known]


def with_made_at(recommendations, *, day=None, recorded_by=None):
    """`recommendations` annotated with `first_made_at`: see `Standing.made_at`."""
    limits = {"day": day, "recorded_by": recorded_by}
    said = _said_by(**limits).filter(recommendation=OuterRef("pk")).order_by("parent__live_from")
    first = Subquery(said.values("parent__live_from")[:1])
    return recommendations.annotate(
        first_made_at=Case(When(pk__in=_apart(**limits), then=first), default=F("public_since"))
    )


def _apart(day, recorded_by):
    """Ids of recommendations that may have been made at another moment than the first on which
    readers knew of them: in an edition that was withdrawn, or that was written down here later than
    `recorded_by`. These are few, so that nobody has to read all blocks.
    """
    apart = Q(parent__state=EditionState.WITHDRAWN)
    if recorded_by is not None:
        seen = end_of(recorded_by if day is None else min(day, recorded_by))
        apart |= Q(parent__published_at__gt=end_of(recorded_by), parent__live_from__lte=seen)
    return RecommendationBlock.objects.numbered().filter(apart).values("recommendation")


def _last_steps(inside, day, recorded_by):
    """(recommendation's id, status, day) of the last step of each."""
    newest = [F(name).desc() for name in ("occurred_on", "recorded_at", "pk")]
    rows = Step.objects.filter(**inside).as_of(day, recorded_by=recorded_by).order_by()
    rows = rows.annotate(
        place=Window(RowNumber(), partition_by="recommendation", order_by=newest)
    ).filter(place=1)
    return rows.values_list("recommendation", "status", "occurred_on")


def _said_by(day, recorded_by):
    return RecommendationBlock.objects.released().filter(_reachable(day, recorded_by))


def _reachable(day, recorded_by):
    """That a block stands in an edition that readers can reach, live and known by then."""
    found = Q(parent__state__in=EditionState.released())
    if day is not None:
        found &= Q(parent__live_from__lte=end_of(day))
    if recorded_by is not None:
        found &= Q(parent__published_at__lte=end_of(recorded_by))
    return found


@dataclass(slots=True)
class Advice:
    """A recommendation as it stood.

    `said` is the newest block that readers can reach, None where everything that contained it was
    withdrawn; `pieces` counts the articles that contain it. `since` is the day since which the
    status holds. `issue` is the one that it counted for then, `addressee` the one that answers for
    the actor that was advised; each None where there is none, or none that is public.
    """

    recommendation: Recommendation
    issue: object = None
    addressee: object = None
    said: object = None
    first_made_on: dt.date | None = None
    pieces: int = 0
    steps: list = field(default_factory=list)

    @property
    def wording(self):
        """The words of the newest edition; '' where everything was withdrawn."""
        return self.said.wording if self.said else ""

    @property
    def status(self):
        return RecommendationStatus(self.steps[-1].status if self.steps else "proposed")

    @property
    def since(self):
        since = None
        for step in reversed(self.steps):
            if step.status != self.status:
                return since
            since = step.occurred_on
        # Nothing says otherwise since it was made, or all that was said since is the same.
        return self.first_made_on if self.status == "proposed" else since

    @property
    def last_step(self):
        return self.steps[-1] if self.steps else None


def shown(pks, *, day=None, recorded_by=None, merged=None, issues=()):
    """The Advice of the recommendations with these ids, in their order. Six queries at most.

    What is given is not asked whether it is public: see `standings`. `merged` (of `issues.merges`)
    and `issues` that may be shown spare queries, where they are known.
    """
    if not pks:
        return []
    limits = {"day": day, "recorded_by": recorded_by}
    rows = Recommendation.objects.select_related("issue", "addressee__merged_into").in_bulk(pks)
    found = {pk: Advice(rows[pk]) for pk in pks if pk in rows}
    pieces = {pk: set() for pk in found}
    blocks = _said_by(day, recorded_by).filter(recommendation__in=found)
    for block in blocks.select_related("parent__article").only(*_SHOWN).order_by(*_ORDER):
        advice = found[block.recommendation_id]
        pieces[block.recommendation_id].add(block.parent.article_id)
        advice.first_made_on = advice.first_made_on or day_of(block.parent.live_from)
        advice.said, advice.pieces = block, len(pieces[block.recommendation_id])
    for step in Step.objects.filter(recommendation__in=found).as_of(**limits):
        found[step.recommendation_id].steps.append(step)
    _place(found.values(), families(**limits) if merged is None else merged, issues, limits)
    return list(found.values())


_SHOWN = (
    *("recommendation", "uid", "wording", "stance"),
    *(f"parent__{name}" for name in ("number", "live_from", "published_on", "title", "state")),
    *("parent__article__slug", "parent__article__language"),
)
#: Oldest first; of one edition, in its order.
_ORDER = ("parent__live_from", "parent_id", "ordering", "pk")


def _place(found, merged, known, limits):
    """Fill in issue and addressee, as they were called and counted then."""
    # Copies, as these rows are restated below.
    issues = {issue.pk: copy(issue) for issue in known}
    issues |= {row.recommendation.issue_id: row.recommendation.issue for row in found}
    issues.pop(None, None)
    issues |= Issue.objects.in_bulk({merged[pk] for pk in issues if pk in merged} - set(issues))
    titles = titles_then(issues.values(), **limits)
    for issue in issues.values():
        # The row is shown and never saved.
        issue.title, issue.title_ko = titles.get(issue.pk, (issue.title, issue.title_ko))
    for row in found:
        issue = row.recommendation.issue_id
        row.issue = _public(issues.get(merged.get(issue))) or _public(issues.get(issue))
        if row.recommendation.addressee is not None:
            row.addressee = _public(survivor(row.recommendation.addressee))


def _public(entry):
    return entry if entry is not None and entry.is_public else None


_PLACES = {status.value: place for place, status in enumerate(RecommendationStatus)}


def newest(rows):
    """Last made first, of one moment the newest row; what can be read nowhere comes last."""
    return _sorted(rows, reverse=True)


def oldest(rows):
    return _sorted(rows, reverse=False)


def _sorted(rows, reverse):
    known = [row for row in rows if row.made_at is not None]
    known.sort(key=attrgetter("made_at", "pk"), reverse=reverse)
    return known + [row for row in rows if row.made_at is None]


def longest_without_news(rows):
    return sorted(newest(rows), key=lambda row: row.news_on or dt.date.max)


def by_status(rows):
    return sorted(newest(rows), key=lambda row: _PLACES[row.status])


def counts(rows):
    """[(status, how many)] of every status, in the vocabulary's order."""
    found = Counter(row.status for row in rows)
    return [(status, found[status.value]) for status in RecommendationStatus]
