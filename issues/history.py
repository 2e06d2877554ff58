"""One issue for readers: where it stands, its chart, its timeline, and the same as a file."""

from html import escape
from itertools import groupby

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from articles.appearances import attach_bylines
from articles.dossier import dossier
from articles.enums import Likelihood, Outlook
from articles.outcomes import outcomes_of
from sejong_cms import memento, params, typesetting
from sejong_cms.pages import absolute, page, paginated
from sejong_cms.tables import csv_response

from .chart import chart_of
from .clock import day_of, end_of
from .comparing import comparison_url
from .course import likelihood_move, outlook_move
from .enums import IssueStatus
from .models import Issue
from .timeline import Kind
from .turning import clocks

ENTRIES_PER_PAGE = 50
#: Recommendations shown on the page; all are on the follow-up board.
ADVICE_SHOWN = 12


@page
def issue(request, slug):
    """Where one issue stands, and everything that was said and happened, as of a day."""
    limits = params.limits_from(request.GET, blank=True)
    if (moment := memento.asked_for(request)) is not None:
        row = get_object_or_404(Issue.objects.public(), slug=slug)
        return memento.leading(_on(row, moment), original=row.get_absolute_url())
    found = dossier_of(slug, limits)
    kinds = _kinds(request)
    entries = [entry for entry in found.entries if not kinds or entry.kind in kinds]
    entries.reverse()
    shown = paginated(request, entries, ENTRIES_PER_PAGE)
    attach_bylines(
        [
            *editions_of(shown),
            *(appearance.stands.parent for appearance in found.near),
        ]
    )
    row = found.issue
    on = limits.day or timezone.localdate()
    chart = chart_of(found, on=on)
    context = {
        "issue": row,
        "limits": limits,
        "today": timezone.localdate(),
        "current": found.current,
        "beside": found.beside,
        "moves": [words for words in (outlook_move(row.move), likelihood_move(row.move)) if words],
        "chart": chart,
        "table": _table(chart.entries) if chart else "",
        "advice": found.advice[:ADVICE_SHOWN],
        "advice_count": len(found.advice),
        "outcomes": outcomes_of(found.family, **limits.kwargs),
        "page": shown,
        "years": _by_year(shown),
        "kinds": [(kind, kind in kinds, n) for kind, n in _counted(found.entries)],
        "narrowed": bool(kinds),
        "aliases": row.aliases.all(),
        "merged_into": _merged_into(row),
        "step_back": comparison_url(row, *(a.stands for a in found.standing[-2:]))
        if len(found.standing) > 1
        else "",
        "limits_query": limits.query,
        "links": clocks(request.GET, limits, known=_known_then(found, limits.day)),
        "json": reverse("api-timeline", args=[row.slug]),
        "pdf": reverse("dossier", args=[row.slug]) if not typesetting.missing() else "",
        **_relatives(row),
    }
    response = render(request, "issues/issue.html", context)
    then = limits.day and end_of(limits.day)
    return memento.linked(response, original=row.get_absolute_url(), moment=then)


def _on(row, moment):
    """The address of the issue's page as of the day of `moment`; before readers knew it, of the first that they did."""
    day = max(day_of(moment), day_of(row.public_since))
    return f"{row.get_absolute_url()}?as_of={day.isoformat()}"


def _known_then(found, day):
    """Whether readers knew the issue on `day`, as far as the assessments that can still be read tell."""
    return day is not None and any(
        entry.kind in (Kind.ASSESSMENT, Kind.CORRECTION)
        and entry.subject.block is not None
        and entry.subject.block.issue_id == found.issue.pk
        and entry.recorded_at <= end_of(day)
        for entry in found.entries
    )


@page
def timeline_csv(request, slug):
    """The timeline as a table, oldest first."""
    limits = params.limits_from(request.GET, blank=True)
    found = dossier_of(slug, limits)
    attach_bylines(editions_of(found.entries))
    header = (
        *("day", "recorded_at", "kind", "title", "text", "outlook", "likelihood", "horizon"),
        *("authors", "piece", "edition", "address", "source", "source_kind"),
    )
    return csv_response(f"{slug}.csv", header, (_cells(entry) for entry in found.entries))


def editions_of(entries):
    """The editions that timeline entries are of, as far as they are of any."""
    return [entry.subject.edition for entry in entries if hasattr(entry.subject, "edition")]


def _table(entries):
    """The rows of the chart's table, newest first; made at once, as there may be hundreds.

    Whatever people wrote passes `escape`.
    """
    kinds, outlooks, likelihoods = (
        {choice: escape(choice.label) for choice in choices} | {None: ""}
        for choices in (Kind, Outlook, Likelihood)
    )

    def row(entry):
        if entry.page:
            what = f'<a href="{escape(entry.page)}">{kinds[entry.kind]}</a>'
        else:
            what = escape(entry.title)
        block = getattr(entry.subject, "block", None)
        outlook, likelihood = (block.outlook, block.likelihood) if block else (None, None)
        return (
            f"<tr><td>{entry.on.isoformat()}</td><td>{what}</td>"
            f"<td>{outlooks[outlook or None]}</td><td>{likelihoods[likelihood or None]}</td></tr>"
        )

    return mark_safe("\n".join(map(row, reversed(entries))))


def _cells(entry):
    subject = entry.subject
    edition = getattr(subject, "edition", None)
    block = getattr(subject, "block", None)
    judged = block if getattr(block, "kind", "") == "assessment" else None
    said = edition is not None and block is not None
    return (
        entry.on,
        entry.recorded_at.isoformat(),
        entry.kind.value,
        entry.title,
        entry.text,
        judged and judged.outlook,
        judged and judged.likelihood,
        judged and judged.horizon,
        ", ".join(byline.name for byline in edition.bylines.all()) if said else "",
        edition.title if said else "",
        edition.number if edition else "",
        absolute(entry.page) if entry.page else "",
        entry.source_url,
        getattr(subject, "source_kind", ""),
    )


def dossier_of(slug, limits):
    """The Dossier of the issue that readers knew by this slug; 404 where they knew none."""
    found = dossier(slug, on=limits.day or timezone.localdate(), **limits.kwargs)
    if found is None:
        raise Http404
    return found


def _kinds(request):
    """The kinds of entries that the page is asked for; none asks for all."""
    values = [value for value in request.GET.getlist("kind") if value]
    return {params.choice(value, "kind", Kind) for value in values}


def _counted(entries):
    """(kind, how many) of the kinds that there are."""
    count = {}
    for entry in entries:
        count[entry.kind] = count.get(entry.kind, 0) + 1
    return [(kind, count[kind]) for kind in Kind if kind in count]


def _by_year(entries):
    """[(year, its entries)], in the order given."""
    return [(year, list(found)) for year, found in groupby(entries, key=lambda e: e.on.year)]


def _merged_into(issue):
    if issue.status != IssueStatus.MERGED:
        return None
    return Issue.objects.public().filter(pk=issue.merged_into_id).first()


def _relatives(issue):
    """Issues that readers know of: what this one is part of, its parts, what it is split from or
    into, and related ones. One query.
    """
    rows = Issue.objects.public().exclude(status=IssueStatus.MERGED)
    near = rows.filter(parent=issue) | rows.filter(split_from=issue) | rows.filter(related=issue)
    found = {"children": [], "split_into": [], "related": []}
    for row in near.distinct().order_by("title", "pk"):
        if row.parent_id == issue.pk:
            found["children"].append(row)
        elif row.split_from_id == issue.pk:
            found["split_into"].append(row)
        else:
            found["related"].append(row)
    for name in ("parent", "split_from"):
        other = getattr(issue, name)
        found[name] = other if other is not None and other.is_public else None
    return found
