"""An issue's dossier as PDF, as of any day: what is said of it, how it moved, what was advised, every source."""

from django.http import Http404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from articles.appearances import attach_bylines
from articles.outcomes import outcomes_of
from articles.papers import layout
from sejong_cms import params
from sejong_cms.pages import absolute, page
from sejong_cms.typeset import Busy, kept_pdf, later, pdf_response
from sejong_cms.typesetting import CannotTypeset

from .chart import chart_of
from .history import dossier_of, editions_of

#: Entries of the timeline and recommendations that are printed, the newest; of more the PDF says where they are.
MOST_ENTRIES = 300
MOST_ADVICE = 100


@page
def dossier_pdf(request, slug):
    """The dossier of an issue. 404 where this machine makes no PDFs; 503 while it makes another."""
    limits = params.limits_from(request.GET, blank=True)
    found = dossier_of(slug, limits)
    address = f"{get_language()} {found.issue.pk} {limits.query}"
    try:
        pdf = kept_pdf(address, lambda: _document(found, limits))
    except Busy:
        row = found.issue
        return later(request, row.get_absolute_url(), row.local_title, get_language())
    except CannotTypeset:
        raise Http404 from None
    on = limits.day or timezone.localdate()
    return pdf_response(pdf, f"{slug}-{on.isoformat()}.pdf")


def _document(found, limits):
    entries = found.entries[: -MOST_ENTRIES - 1 : -1]
    attach_bylines([*editions_of(entries), *(a.stands.parent for a in found.near)])
    on = limits.day or timezone.localdate()
    chart = chart_of(found, on=on)
    query = f"?{limits.query}" if limits else ""
    html = render_to_string(
        "papers/dossier.html",
        {
            "issue": found.issue,
            "limits": limits,
            "on": on,
            "current": found.current,
            "beside": found.beside,
            "chart": _within(chart.svg) if chart else "",
            "entries": entries,
            "more_entries": len(found.entries) - len(entries),
            "advice": found.advice[:MOST_ADVICE],
            "more_advice": max(0, len(found.advice) - MOST_ADVICE),
            "outcomes": outcomes_of(found.family, **limits.kwargs),
            "sources": _sources(entries),
            "address": absolute(found.issue.get_absolute_url() + query),
            "css": layout.css("paper.css"),
        },
    )
    return layout.whole_words(html)


def _within(svg):
    """The chart with its rules inside: the typesetter gives a drawing none of the page's."""
    head, end, body = svg.partition(">")
    return mark_safe(f"{head}{end}<style>{layout.css('chart.css')}</style>{body}")


def _sources(entries):
    """[(edition or None, words, address)] of all that the entries rest on, each once, in their order."""
    found = {}
    for entry in entries:
        edition = getattr(entry.subject, "edition", None)
        if edition is not None:
            address = absolute(edition.get_absolute_url())
            found.setdefault(address, (edition, "", address))
        elif entry.source_url:
            found.setdefault(
                entry.source_url, (None, f"{entry.kind.label}: {entry.title}", entry.source_url)
            )
    return list(found.values())
