"""The actors that pieces describe: their traits over time, and the advice addressed to them."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from articles import advice
from articles.ascribed import (
    actors_answering,
    ascribed,
    public_actors,
    public_traits,
    said_of,
)
from sejong_cms import params
from sejong_cms.pages import page, paginated

from .duplicates import all_of, survivor
from .models import Actor, Trait
from .turning import clocks

ENTRIES_PER_PAGE = 100
MENTIONS_PER_PAGE = 50
#: Mentions of a trait, and recommendations, that an actor's page shows; links lead to all.
MENTIONS_SHOWN = 3
ADVICE_SHOWN = 20


@page
def actors(request):
    """Everybody of whom readers know; as of a day, of whom they knew then."""
    limits = params.limits_from(request.GET, blank=True)
    rows = actors_answering(public_actors(Actor.objects.all(), **limits.kwargs))
    context = {"page": paginated(request, rows, ENTRIES_PER_PAGE), **_days(request, limits)}
    return render(request, "issues/actors.html", context)


@page
def actor(request, slug):
    """The traits ascribed to an actor over time, and the advice addressed to it; as of a day."""
    limits = params.limits_from(request.GET, blank=True)
    known = public_actors(Actor.objects.select_related("merged_into"), **limits.kwargs)
    row = get_object_or_404(known, slug=slug)
    traits = [
        (found, list(reversed(found.mentions[-MENTIONS_SHOWN:])))
        for found in ascribed(row, **limits.kwargs)
    ]
    standings = advice.standings(within={"addressee__in": all_of(row)}, days=False, **limits.kwargs)
    shown = advice.by_status(standings)[:ADVICE_SHOWN]
    context = {
        "actor": row,
        "answers": _other(row),
        "traits": traits,
        "advice": advice.shown([standing.pk for standing in shown], **limits.kwargs),
        "advice_count": len(standings),
        "statuses": [found for found in advice.counts(standings) if found[1]],
        **_days(request, limits, public=public_actors, rows=Actor.objects.filter(pk=row.pk)),
    }
    return render(request, "issues/actor.html", context)


@page
def trait(request, slug, trait):
    """One trait of an actor: which pieces assert, qualify, contradict it, in which words."""
    limits = params.limits_from(request.GET, blank=True)
    rows = Trait.objects.select_related("actor", "merged_into__actor")
    known = public_traits(rows, **limits.kwargs)
    row = get_object_or_404(known, slug=trait, actor__slug=slug)
    if not row.actor.is_public:
        raise Http404
    found = said_of(row, **limits.kwargs)
    context = {
        "trait": row,
        "actor": row.actor,
        "answers": _other(row),
        "found": found,
        "page": paginated(request, found.said, MENTIONS_PER_PAGE),
        **_days(request, limits, public=public_traits, rows=Trait.objects.filter(pk=row.pk)),
    }
    return render(request, "issues/trait.html", context)


def _other(row):
    """The row that answers for this one; None where it answers for itself."""
    other = survivor(row)
    return None if other == row else other


def _days(request, limits, **shown):
    """The days of a page, and its addresses on either clock; `shown` is what `clocks` takes."""
    return {
        "limits": limits,
        "today": timezone.localdate(),
        "links": clocks(request.GET, limits, **shown),
    }
