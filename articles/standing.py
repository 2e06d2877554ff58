"""What readers knew of the register, and where recommendations stood: now, or as of a day."""

from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from issues.clock import day_of, end_of
from issues.enums import RecommendationStatus
from issues.models import Step

from .models import Assessment, RecommendationBlock


def public_issues(issues, *, day=None, recorded_by=None):
    """Those of `issues` that readers knew of by then; what was withdrawn since counts here.

    Where others were merged into an issue by then, it was known itself: see `issues.merging.merge`.
    """
    if recorded_by is None:
        return issues.public(None if day is None else end_of(day))
    assessed = Assessment.objects.numbered().filter(issue=OuterRef("pk"))
    advised = RecommendationBlock.objects.numbered().filter(recommendation__issue=OuterRef("pk"))
    then = printed(day, recorded_by)
    return issues.public().filter(Exists(assessed.filter(then)) | Exists(advised.filter(then)))


def public_recommendations(recommendations, *, day=None, recorded_by=None):
    """Those of `recommendations` that readers knew of by then."""
    if recorded_by is None:
        return recommendations.public(None if day is None else end_of(day))
    made = RecommendationBlock.objects.numbered().filter(recommendation=OuterRef("pk"))
    return recommendations.public().filter(Exists(made.filter(printed(day, recorded_by))))


def printed(day, recorded_by):
    """That a block's edition had been published here by the end of `recorded_by`, and was live from
    `day` or earlier; whatever became of it since.
    """
    limits = Q(parent__published_at__lte=end_of(recorded_by))
    return limits if day is None else limits & Q(parent__live_from__lte=end_of(day))


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
