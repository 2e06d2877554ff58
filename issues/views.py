"""The register's pages. What published editions said comes through `articles`."""

from itertools import groupby

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from articles.appearances import appearances, issue_entries
from articles.models import Assessment, RecommendationBlock, TraitBlock
from articles.narrowing import entry
from articles.querysets import as_of
from articles.standing import (
    attach_current,
    attach_made_on,
    public_issues,
    public_recommendations,
    with_standing,
    with_status,
)
from sejong_cms import params
from sejong_cms.pages import page, paginated

from .enums import IssueStatus, RecommendationStatus
from .models import Actor, Issue, IssueAlias, Recommendation, Trait
from .timeline import merged, register_entries

ENTRIES_PER_PAGE = 100
ADVICE_PER_PAGE = 50


@page
def issues(request):
    """Every public issue and where it stands; `as_of` turns the list to any day."""
    limits = params.limits_from(request.GET, blank=True)
    rows = with_standing(public_issues(Issue.objects.all(), **limits.kwargs), **limits.kwargs)
    status = _choice(request, "status", IssueStatus)
    if status:
        rows = rows.filter(status_then=status)
    if status != IssueStatus.MERGED:
        rows = rows.exclude(status_then=IssueStatus.MERGED)
    words = params.words(params.single(request.GET, "q", blank=True) or "", "q")
    if words:
        rows = rows.filter(_named(words))
    context = {
        "issues": [_with_staleness(row, limits) for row in attach_current(rows)],
        "limits": limits,
        "status": status,
        "statuses": IssueStatus,
        "q": words,
        "today": _today(),
    }
    return render(request, "issues/issues.html", context)


@page
def issue(request, slug):
    """Where one issue stands, and everything that was said and happened, as of a day."""
    limits = params.limits_from(request.GET, blank=True)
    rows = Issue.objects.public().select_related("parent", "merged_into")
    row = get_object_or_404(with_standing(rows, **limits.kwargs), slug=slug)
    blocks = Assessment.get_queryset().numbered().filter(issue=row).with_edition()
    assessments = list(as_of(blocks, limits.day, limits.recorded_by).newest_first())
    # The newest one is the one that `with_standing` names.
    row.current = assessments[0] if assessments else None
    advice = Recommendation.objects.filter(issue=row).select_related("addressee")
    entries = merged(register_entries(row, **limits.kwargs), issue_entries(row, **limits.kwargs))
    context = {
        "issue": _with_staleness(row, limits),
        "limits": limits,
        "today": _today(),
        "parent": _public(row.parent),
        "merged_into": _public(row.merged_into),
        "aliases": row.aliases.all(),
        "assessments": assessments,
        "years": _by_year(entries),
        "advice": _advice(advice, limits),
    }
    return render(request, "issues/issue.html", context)


@page
def recommendations(request):
    """What was advised, to whom, and what became of it; `as_of` turns the list to any day."""
    limits = params.limits_from(request.GET, blank=True)
    rows = with_status(
        public_recommendations(
            Recommendation.objects.select_related("issue", "addressee"), **limits.kwargs
        ),
        **limits.kwargs,
    )
    chosen = {}
    for name, model in (("issue", Issue), ("addressee", Actor)):
        if slug := params.single(request.GET, name, blank=True):
            chosen[name] = entry(model.objects, slug, name)
    rows = rows.filter(**chosen)
    status = _choice(request, "status", RecommendationStatus)
    if status:
        rows = rows.filter(status_then=status)
    found = paginated(request, rows, ADVICE_PER_PAGE)
    found.object_list = attach_made_on(found.object_list, **limits.kwargs)
    context = {
        "page": found,
        "limits": limits,
        "chosen": chosen,
        "status": status,
        "statuses": RecommendationStatus,
        "today": _today(),
    }
    return render(request, "issues/recommendations.html", context)


@page
def recommendation(request, uid):
    """Every wording that a recommendation was given, and every step since."""
    row = get_object_or_404(
        Recommendation.objects.public().select_related("issue", "addressee"), uid=uid
    )
    found = appearances(RecommendationBlock.get_queryset().numbered().filter(recommendation=row))
    attach_made_on([row])
    context = {
        "recommendation": row,
        "wordings": found[::-1],
        "steps": row.steps.as_of().select_related("corrects").reverse(),
    }
    return render(request, "issues/recommendation.html", context)


@page
def actors(request):
    return render(
        request,
        "issues/actors.html",
        {"page": paginated(request, Actor.objects.public(), ENTRIES_PER_PAGE)},
    )


@page
def actor(request, slug):
    """The traits ascribed to an actor over time, and the advice addressed to it."""
    row = get_object_or_404(Actor.objects.public(), slug=slug)
    traits = list(row.traits.public())
    said = {trait.pk: [] for trait in traits}
    blocks = TraitBlock.get_queryset().numbered().filter(trait__in=traits)
    for trait, found in _by_trait(appearances(blocks)):
        said[trait].append(found)
    advice = with_status(
        Recommendation.objects.public().filter(addressee=row).select_related("issue")
    )
    context = {
        "actor": row,
        "traits": [(trait, said[trait.pk]) for trait in traits],
        "advice": attach_made_on(advice),
    }
    return render(request, "issues/actor.html", context)


@page
def trait(request, slug, trait):
    """One trait of an actor: which pieces assert, qualify, contradict it, in which words."""
    row = get_object_or_404(
        Trait.objects.public().select_related("actor"), slug=trait, actor__slug=slug
    )
    if not row.actor.is_public:
        raise Http404
    found = appearances(TraitBlock.get_queryset().numbered().filter(trait=row))
    context = {"trait": row, "actor": row.actor, "said": found[::-1]}
    return render(request, "issues/trait.html", context)


def _named(words):
    """Issues with `words` in the title or in another name of theirs."""
    aliases = IssueAlias.objects.filter(issue=OuterRef("pk"), name__icontains=words)
    return Q(title__icontains=words) | Q(title_ko__icontains=words) | Exists(aliases)


def _with_staleness(issue, limits):
    # The row is shown and never saved: what it says of itself is what held on that day.
    issue.status = issue.status_then
    issue.stale = issue.is_stale(last_assessed_on=issue.last_assessed_on, on=limits.day or _today())
    return issue


def _advice(rows, limits):
    rows = with_status(public_recommendations(rows, **limits.kwargs), **limits.kwargs)
    return attach_made_on(rows, **limits.kwargs)


def _by_year(entries):
    """[(year, its entries)], newest first."""
    years = groupby(reversed(entries), key=lambda entry: entry.on.year)
    return [(year, list(found)) for year, found in years]


def _by_trait(found):
    """(trait's id, appearance), newest first; notices that name no block belong to no trait."""
    for appearance in reversed(found):
        if appearance.block is not None:
            yield appearance.block.trait_id, appearance


def _choice(request, name, choices):
    value = params.single(request.GET, name, blank=True)
    return params.choice(value, name, choices) if value else None


def _public(entry):
    return entry if entry is not None and entry.is_public else None


def _today():
    return timezone.localdate()
