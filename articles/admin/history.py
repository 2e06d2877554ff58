"""What happened to an edition: moves, saves, and the files it was made from."""

from itertools import pairwise

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from .verbs import person, sentence


def moves_of(edition):
    """The edition's Transitions, newest first."""
    rows = edition.transitions.select_related("moved_by").order_by("-moved_at", "-id")
    return [{"row": row, "by": person(row.moved_by)} for row in rows]


def saves_of(edition):
    """The edition's Snapshots, newest first, without their content; `before` is the version before."""
    rows = edition.snapshots.select_related("saved_by").defer("content").order_by("-version")
    return [
        {"row": row, "by": person(row.saved_by), "before": before.version if before else None}
        for row, before in pairwise([*rows, None])
    ]


def sources_of(edition):
    """The imported files of the edition, without their content."""
    return list(edition.sources.defer("content", "piece"))


def history_view(model_admin, request, edition):
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("History"),
        "subtitle": edition.title,
        "opts": model_admin.opts,
        "edition": edition,
        "here": model_admin.url_of(edition),
        "sentence": sentence(edition),
        "moves": moves_of(edition),
        "saves": saves_of(edition),
        "sources": sources_of(edition),
    }
    return TemplateResponse(request, "admin/articles/edition/history.html", context)


def source_view(edition, pk):
    """The imported file as it came: to be kept, never to be shown by the browser."""
    source = edition.sources.defer("piece").filter(pk=pk).first()
    if source is None:
        raise Http404
    return HttpResponse(
        bytes(source.content),
        headers={
            "Content-Type": "application/octet-stream",
            "Content-Disposition": content_disposition_header(True, source.name),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
