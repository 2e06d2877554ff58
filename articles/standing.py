"""Where issues and recommendations stand: now, or as of a day; the register's rows with what
published editions say of them.
"""

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from issues.clock import day_of, end_of
from issues.enums import IssueStatus, RecommendationStatus
from issues.models import StatusChange, Step

from .models import Assessment, RecommendationBlock
from .querysets import as_of


def public_issues(issues, *, day=None, recorded_by=None):
    """Those of `issues` that readers knew of by then; what was withdrawn since counts here."""
    if recorded_by is None:
        return issues.public(None if day is None else end_of(day))
    assessed = Assessment.objects.numbered().filter(issue=OuterRef("pk"))
    advised = RecommendationBlock.objects.numbered().filter(recommendation__issue=OuterRef("pk"))
    return issues.public().filter(
        Exists(_printed(assessed, day, recorded_by)) | Exists(_printed(advised, day, recorded_by))
    )


def public_recommendations(recommendations, *, day=None, recorded_by=None):
    """Those of `recommendations` that readers knew of by then."""
    if recorded_by is None:
        return recommendations.public(None if day is None else end_of(day))
    made = RecommendationBlock.objects.numbered().filter(recommendation=OuterRef("pk"))
    return recommendations.public().filter(Exists(_printed(made, day, recorded_by)))


def _printed(blocks, day, recorded_by):
    limits = Q(parent__published_at__lte=end_of(recorded_by))
    if day is not None:
        limits &= Q(parent__live_from__lte=end_of(day))
    return blocks.filter(limits)


def with_standing(issues, *, day=None, recorded_by=None):
    """`issues` annotated with `current_id` (an assessment), `status_then`, `assessment_count`,
    `first_assessed_on` and `last_assessed_on`, as of the end of `day`.
    """
    live = as_of(Assessment.objects.filter(issue=OuterRef("pk")), day, recorded_by)
    counted = live.order_by().values("issue").annotate(n=Count("pk")).values("n")
    dates = live.values("parent__published_on")
    return issues.annotate(
        current_id=Subquery(live.newest_first().values("pk")[:1]),
        assessment_count=Coalesce(Subquery(counted), 0),
        first_assessed_on=Subquery(dates.order_by("parent__published_on")[:1]),
        last_assessed_on=Subquery(dates.order_by("-parent__published_on")[:1]),
        status_then=_status_then(
            StatusChange.objects.filter(issue=OuterRef("pk")), IssueStatus.ACTIVE, day, recorded_by
        ),
    )


def with_status(recommendations, *, day=None, recorded_by=None):
    """`recommendations` annotated with `status_then`, their status as of the end of `day`."""
    return recommendations.annotate(
        status_then=_status_then(
            Step.objects.filter(recommendation=OuterRef("pk")),
            RecommendationStatus.PROPOSED,
            day,
            recorded_by,
        )
    )


def _status_then(events, default, day, recorded_by):
    last = events.as_of(day, recorded_by=recorded_by).order_by(
        "-occurred_on", "-recorded_at", "-id"
    )
    return Coalesce(Subquery(last.values("status")[:1]), Value(default))


def attach_current(issues):
    """Give each of `issues` (of with_standing) its `current` Assessment or None. Three queries."""
    issues = list(issues)
    ids = [issue.current_id for issue in issues if issue.current_id]
    found = Assessment.get_queryset().released().filter(pk__in=ids).with_edition().in_bulk()
    for issue in issues:
        issue.current = found.get(issue.current_id)
    return issues


def attach_made_on(recommendations, *, day=None, recorded_by=None):
    """Give each of `recommendations` its `first_made_on`: when the first released edition that
    contains it went live; None where everything that contained it was withdrawn. One query.
    """
    recommendations = list(recommendations)
    rows = RecommendationBlock.objects.released().filter(
        recommendation__in=[row.pk for row in recommendations]
    )
    if day is not None:
        rows = rows.filter(parent__live_from__lte=end_of(day))
    if recorded_by is not None:
        rows = rows.filter(parent__published_at__lte=end_of(recorded_by))
    first = {}
    for pk, live_from in rows.order_by("parent__live_from").values_list(
        "recommendation", "parent__live_from"
    ):
        first.setdefault(pk, day_of(live_from))
    for row in recommendations:
        row.first_made_on = first.get(row.pk)
    return recommendations
