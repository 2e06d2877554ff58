"""Atom feeds of the register: issues, actors, recommendations."""

from django.conf import settings
from django.db.models import Min
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.appearances import Appearance, appearances
from articles.models import Assessment, RecommendationBlock, TraitBlock
from sejong_cms.feeds import LENGTH, atom, newest
from sejong_cms.pages import page

from ..duplicates import all_of, survivor
from ..merges import family
from ..models import Actor, Issue, Recommendation, Step
from ..timeline import register_entries
from .items import WITHDRAWN, attach_texts, of_events, of_said, of_steps, printed_wordings
from .notices import first_said, notices


@page
def issue(request, slug):
    """An issue's timeline, what was written down last first."""
    row = get_object_or_404(Issue.objects.public(), slug=slug)
    issues = family(row)
    blocks = (
        Assessment.objects.numbered().filter(issue__in=issues),
        _advice(recommendation__issue__in=issues),
    )
    happened = newest(
        register_entries(row, issues=issues), at=lambda entry: (entry.recorded_at, entry.title)
    )
    return atom(
        request,
        title=row.local_title,
        subtitle=row.local_summary,
        page=row.get_absolute_url(),
        uid=row.uid,
        since=row.public_since,
        items=[*of_said(_newest_said(*blocks)), *of_events(row, happened), *notices(*blocks)],
    )


@page
def actor(request, slug):
    """What was said of an actor's traits, what it was advised, and what became of that.

    The feed of an actor that was entered twice goes on with what is said of both.
    """
    row = get_object_or_404(Actor.objects.public().select_related("merged_into"), slug=slug)
    shown = survivor(row)
    actors = all_of(shown)
    traits = TraitBlock.objects.numbered().filter(trait__actor__in=actors)
    blocks = (
        traits.select_related("trait__actor"),
        _advice(recommendation__addressee__in=actors),
    )
    return atom(
        request,
        title=shown.local_name,
        subtitle=_("What we say of %(name)s and advise it") % {"name": shown.local_name},
        page=shown.get_absolute_url(),
        uid=row.uid,
        since=row.public_since,
        items=[
            *of_said(attach_texts(_newest_said(*blocks))),
            *of_steps(_steps(recommendation__addressee__in=actors)),
            *notices(*blocks),
        ],
    )


@page
def recommendations(request):
    """What is advised for the first time, what became of advice, and what was withdrawn of it."""
    return atom(
        request,
        title=_("%(site)s: recommendations") % {"site": settings.SITE_NAME},
        subtitle=_("New recommendations, and what became of earlier ones"),
        page=reverse("recommendations"),
        items=[
            *of_said([Appearance("said", block.parent, block) for block in _newly_advised()]),
            *of_steps(_steps()),
            *notices(first_said(), dropped=False),
        ],
    )


@page
def recommendation(request, uid):
    """Every wording that a recommendation was given, and every step since."""
    row = get_object_or_404(Recommendation.objects.public(), uid=uid)
    blocks = _advice(recommendation=row)
    return atom(
        request,
        title=printed_wordings([row.uid]).get(row.uid) or WITHDRAWN,
        subtitle=_("What was advised, and what became of it"),
        page=row.get_absolute_url(),
        uid=row.uid,
        since=row.public_since,
        items=[
            *of_said(_newest_said(blocks)),
            *of_steps(_steps(recommendation=row)),
            *notices(blocks),
        ],
    )


def _advice(**wanted):
    rows = RecommendationBlock.objects.numbered().filter(**wanted)
    return rows.select_related("recommendation__addressee")


def _newest_said(*blocks):
    """The last Appearances of blocks that can be read; of withdrawn ones `notices` tells."""
    found = appearances(*blocks, texts=False, bylines=False)
    readable = [row for row in found if row.kind != "withdrawn"]
    return newest(readable, at=lambda row: row.edition.published_at)


def _newly_advised():
    """Of the recommendations that were made last, the blocks that made them and can still be read."""
    released = RecommendationBlock.objects.released()
    made = (
        released.order_by().values("recommendation").annotate(made_at=Min("parent__published_at"))
    )
    made = made.order_by("-made_at", "-recommendation")[:LENGTH]
    blocks = RecommendationBlock.get_queryset().released()
    blocks = blocks.filter(recommendation__in=[row["recommendation"] for row in made])
    first = {}
    for block in blocks.select_related("parent__article").order_by("parent__published_at", "pk"):
        first.setdefault(block.recommendation_id, block)
    return first.values()


def _steps(**wanted):
    rows = Step.objects.filter(recommendation__public_since__isnull=False, **wanted).as_of()
    return rows.select_related("recommendation", "corrects").order_by("-recorded_at", "-pk")[
        :LENGTH
    ]
