"""A recommendation's page: every wording it was given, every step since, in one line of time."""

import datetime as dt
from dataclasses import dataclass
from itertools import zip_longest

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from articles import advice
from articles.appearances import Appearance, appearances
from articles.comparison import words
from articles.models import Assessment, RecommendationBlock
from articles.standing import public_recommendations
from sejong_cms import params
from sejong_cms.pages import page

from .clock import end_of
from .enums import RecommendationStatus
from .models import Recommendation, Step
from .turning import clocks


@dataclass(slots=True)
class Moment:
    """One entry of the page's timeline: what a piece said or took back, or a step.

    `runs` are the words against those of the wording before, in time and in the same language: pairs
    of 'same', 'removed' or 'added' and a text; empty where there is none to compare with. `corrected`
    is the Step that replaced this one.
    """

    on: dt.date
    recorded_at: dt.datetime
    said: Appearance | None = None
    runs: tuple = ()
    unchanged: bool = False
    step: Step | None = None
    corrected: Step | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """How long a status held; `until` is None for the one that holds."""

    status: RecommendationStatus
    since: dt.date
    until: dt.date | None
    days: int


@page
def recommendation(request, uid):
    """Where one recommendation stands, and how it came there; as of a day."""
    limits = params.limits_from(request.GET, blank=True)
    rows = Recommendation.objects.filter(uid=uid)
    row = get_object_or_404(public_recommendations(rows, **limits.kwargs))
    [shown] = advice.shown([row.pk], **limits.kwargs)
    blocks = RecommendationBlock.get_queryset().numbered().filter(recommendation=row)
    said = appearances(blocks, **limits.kwargs)
    moments = [*_wordings(said), *_steps(row, limits)]
    today = timezone.localdate()
    context = {
        "row": shown,
        "recommendation": row,
        "limits": limits,
        "today": today,
        "moments": sorted(moments, key=lambda m: (m.on, m.recorded_at), reverse=True),
        "spans": _spans(shown, limits.day or today),
        "beside": _beside(said),
        "links": clocks(request.GET, limits, public=public_recommendations, rows=rows)
        | {
            "today": row.get_absolute_url(),
            "json": reverse("api-recommendation", args=[row.uid])
            + (f"?{limits.query}" if limits else ""),
        },
    }
    return render(request, "issues/recommendation.html", context)


def _wordings(said):
    before = None
    for appearance in said:
        moment = Moment(appearance.on, appearance.edition.published_at, said=appearance)
        block = appearance.block
        if block is not None:
            if before is not None and _language(before) == _language(appearance):
                moment.unchanged = before.block.wording == block.wording
                if not moment.unchanged:
                    moment.runs = words(before.block.wording, block.wording)
            before = appearance
        yield moment


def _language(appearance):
    return appearance.edition.article.language


def _steps(row, limits):
    """Every step written down by then, those that another replaced among them."""
    rows = row.steps.select_related("corrects").order_by("recorded_at", "pk")
    if limits.recorded_by is not None:
        rows = rows.filter(recorded_at__lte=end_of(limits.recorded_by))
    corrections = {step.corrects_id: step for step in rows if step.corrects_id}
    for step in rows:
        if limits.day is None or step.occurred_on <= limits.day:
            yield Moment(
                step.occurred_on, step.recorded_at, step=step, corrected=corrections.get(step.pk)
            )


def _spans(shown, today):
    """The statuses that it went through, oldest first."""
    turns = [(RecommendationStatus.PROPOSED, shown.first_made_on)] if shown.first_made_on else []
    for step in shown.steps:
        if not turns or step.status != turns[-1][0]:
            turns.append((RecommendationStatus(step.status), step.occurred_on))
    ends = [since for _status, since in turns[1:]]
    return [
        Span(status, since, until, ((until or today) - since).days)
        for (status, since), until in zip_longest(turns, ends)
    ]


def _beside(said):
    """What the newest piece that contains it says besides: its edition, its assessment of the issue
    and its other recommendations; None where no piece can be read.
    """
    newest = next((a for a in reversed(said) if a.block is not None), None)
    if newest is None:
        return None
    block = newest.stands
    advised = RecommendationBlock.get_queryset().released().filter(parent=block.parent_id)
    judged = Assessment.objects.released().filter(parent=block.parent_id)
    issue = newest.block.recommendation.issue_id
    return {
        "edition": block.parent,
        "assessment": judged.filter(issue=issue).order_by("ordering").first() if issue else None,
        "advice": list(advised.exclude(pk=block.pk).order_by("ordering")),
    }
