"""Two assessments of an issue side by side, from any two pieces or editions; and the form to choose them."""

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.appearances import attach_bylines, issue_entries
from articles.comparison import (
    horizon_change,
    likelihood_change,
    outlook_change,
    rich,
    texts,
)
from articles.enums import EditionState
from articles.models import Assessment, Edition, RecommendationBlock
from sejong_cms import params
from sejong_cms.converters import Said, SaidConverter
from sejong_cms.pages import gone, page, paginated

from .clock import day_of
from .merges import family
from .models import Issue
from .timeline import Kind, merged, register_entries

#: Of what happened in between.
ENTRIES_PER_PAGE = 50
#: Characters of an answer that the form shows.
ANSWER_SHOWN = 70


class Sides(NamedTuple):
    """The same part of both assessments as safe HTML, and whether it reads otherwise."""

    before: str
    after: str
    changed: bool


@dataclass(slots=True)
class Advised:
    """One recommendation in both: the blocks, of which one may be missing, and their wordings."""

    before: RecommendationBlock | None
    after: RecommendationBlock | None
    wording: Sides

    @property
    def recommendation(self):
        return (self.after or self.before).recommendation


class Choice(NamedTuple):
    """An assessment that can be chosen: what an address calls it, and what readers do."""

    value: str
    label: str


@page
def compare(request, slug, a, b):
    """What two assessments of an issue say otherwise, the older first, and what happened in between."""
    issue = get_object_or_404(Issue.objects.public(), slug=slug)
    issues = family(issue)
    named = _named((a, b), issues)
    for row in named:
        if not row["released"]:
            return _withdrawn(request, row["parent"])
    pair = _loaded(row["pk"] for row in named)
    # By the rule for which assessment is the newer one of a board.
    (first, before), (last, after) = sorted(
        zip((a, b), pair, strict=True), key=lambda side: _rank(side[1])
    )
    compared = _sides_of(before, after)
    advised = _advised(before, after, issues)
    context = {
        "issue": issue,
        "before": before,
        "after": after,
        "canonical": reverse("compare_assessments", args=[issue.slug, first, last]),
        "identical": before.pk == after.pk,
        "sides": compared,
        "changes": {
            "outlook": outlook_change(before, after),
            "likelihood": likelihood_change(before, after),
            "horizon": horizon_change(before, after),
        },
        "marked": _language(before) == _language(after),
        "advised": advised,
        "differs": _judged(before) != _judged(after)
        or any(side.changed for side in compared.values())
        or any(row.wording.changed for row in advised),
        **_between(request, issue, issues, before, after),
    }
    return render(request, "issues/comparison.html", context)


@page
def choose(request, slug):
    """The form; from its two choices, to the address that compares them."""
    issue = get_object_or_404(Issue.objects.public(), slug=slug)
    if not {"a", "b"} & request.GET.keys():
        entries = issue_entries(issue, texts=False, bylines=False)
        context = {"issue": issue, "choices": choices(entries)}
        return render(request, "issues/choose_comparison.html", context)
    chosen = [_reference(request, name) for name in ("a", "b")]
    return HttpResponseRedirect(reverse("compare_assessments", args=[issue.slug, *chosen]))


def comparison_url(issue, a, b):
    """The address that compares two Assessments (rows with their editions) as they were published."""
    chosen = [Said(block.uid, block.parent.number) for block in (a, b)]
    return reverse("compare_assessments", args=[issue.slug, *chosen])


def choices(entries):
    """The Choices for issues/_compare_form.html among timeline entries, the newest first.

    One query where the bylines of the entries' editions are not loaded yet.
    """
    said = [
        entry.subject
        for entry in entries
        if entry.kind in (Kind.ASSESSMENT, Kind.CORRECTION) and entry.subject.block is not None
    ]
    attach_bylines(appearance.edition for appearance in said)
    said.sort(key=lambda appearance: _rank(appearance.block), reverse=True)
    label = _("%(day)s %(authors)s: %(answer)s (edition %(number)s)")
    return [_choice(appearance.block, label) for appearance in said]


def _choice(block, label):
    edition, answer = block.parent, block.answer or block.question
    if len(answer) > ANSWER_SHOWN:
        answer = f"{answer[: ANSWER_SHOWN - 1].rstrip()}…"
    words = {
        "day": edition.published_on.isoformat(),
        "authors": ", ".join(byline.name for byline in edition.bylines.all()),
        "answer": answer,
        "number": edition.number,
    }
    return Choice(str(Said(block.uid, edition.number)), label % words)


def _reference(request, name):
    value = params.single(request.GET, name) or ""
    if not re.fullmatch(SaidConverter.regex, value):
        raise params.BadParameter(name, _("Choose one of the assessments."))
    return SaidConverter().to_python(value)


def _named(references, issues):
    """Which row each of `references` means, without any text. 404 where readers have none.

    A withdrawn edition is meant where it is named, and where nothing else had the assessment.
    """
    rows = (
        Assessment.objects.numbered()
        .filter(uid__in=[reference.uid for reference in references])
        .order_by("parent__number", "pk")
        .values("pk", "uid", "issue", "parent", "parent__state", "parent__number")
    )
    rows = [{**row, "released": row["parent__state"] in EditionState.released()} for row in rows]
    return [_meant(reference, rows, issues) for reference in references]


def _meant(reference, rows, issues):
    rows = [
        row
        for row in rows
        if row["uid"] == reference.uid and reference.number in (None, row["parent__number"])
    ]
    released = [row for row in rows if row["released"]]
    meant = (released or rows)[-1:]
    if not meant or meant[0]["issue"] not in issues:
        raise Http404
    return meant[0]


def _withdrawn(request, pk):
    edition = get_object_or_404(
        Edition.objects.withdrawn().select_related("article__series"), pk=pk
    )
    live = Edition.objects.published().filter(article=edition.article).first()
    return gone(request, "articles/withdrawn.html", {"edition": edition, "live": live})


def _loaded(ids):
    ids = list(ids)
    found = Assessment.objects.released().with_edition().in_bulk(ids)
    if not found.keys() >= set(ids):
        raise Http404
    return [found[pk] for pk in ids]


def _rank(block):
    edition = block.parent
    return edition.published_on, edition.live_from, edition.number, block.ordering, block.pk


def _language(block):
    return block.parent.article.language


def _judged(block):
    return block.outlook, block.likelihood, block.horizon


def _sides_of(before, after):
    """Sides of the texts of two assessments, by name."""
    found = {
        name: _sides(before, after, texts, getattr(before, name), getattr(after, name))
        for name in ("question", "answer", "change_reason")
    }
    found["html"] = _sides(before, after, rich, before.html, after.html)
    return found


def _sides(before, after, compared, old, new):
    """`old` and `new` of the assessments `before` and `after`, compared; of pieces in different
    languages without marks, where every word would bear one.
    """
    if _language(before) != _language(after):
        return Sides(compared(old, old).after, compared(new, new).after, old != new)
    found = compared(old, new)
    return Sides(found.before, found.after, found.changed)


def _advised(before, after, issues):
    """What the editions of both assessments advise on the issue: Advised, in the order of the later
    edition, then what only the earlier one advised. One query.
    """
    rows = (
        RecommendationBlock.objects.released()
        .filter(parent__in={before.parent_id, after.parent_id}, recommendation__issue__in=issues)
        .select_related("recommendation__addressee")
        .order_by("ordering", "pk")
    )
    found = {after.parent_id: {}, before.parent_id: {}}
    for row in rows:
        found[row.parent_id].setdefault(row.recommendation_id, []).append(row)
    old, new = found[before.parent_id], found[after.parent_id]
    pairs = [
        pair
        for recommendation in {**new, **old}
        for pair in zip_longest(old.get(recommendation, ()), new.get(recommendation, ()))
    ]
    return [
        Advised(
            *pair,
            _sides(before, after, texts, *(row.wording if row else "" for row in pair)),
        )
        for pair in pairs
    ]


def _between(request, issue, issues, before, after):
    """The timeline from the day of one assessment to that of the other, both days included, without
    what their own editions said; a page of it, oldest first.
    """
    printed = [block.parent.published_on for block in (before, after)]
    # Editions of one piece share the printed date.
    days = (
        printed if len(set(printed)) > 1 else [day_of(b.parent.live_from) for b in (before, after)]
    )
    found = {"start": days[0], "end": days[1], "days": (days[1] - days[0]).days}
    if before.pk == after.pk:
        return found
    happened = register_entries(issue, issues=issues)
    entries = merged(
        [entry for entry in happened if days[0] <= entry.on <= days[1]],
        issue_entries(issue, issues=issues, between=days, texts=False, bylines=False),
    )
    own = {before.parent_id, after.parent_id}
    between = [entry for entry in entries if not own & _editions(entry.subject)]
    found["page"] = paginated(request, between, ENTRIES_PER_PAGE)
    attach_bylines(entry.subject.edition for entry in found["page"] if _editions(entry.subject))
    return found


def _editions(subject):
    """Ids of the editions that first and last said what an entry tells of; of events none."""
    if not hasattr(subject, "edition"):
        return set()
    stands = {subject.stands.parent_id} if subject.stands else set()
    return {subject.edition.pk, *stands}
