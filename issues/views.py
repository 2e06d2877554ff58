"""The board's pages: where every issue stands, what moved between two days, and the same as a file."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from articles.board import attach_current, board
from articles.enums import Likelihood, Outlook
from articles.moved import moved
from sejong_cms import params
from sejong_cms.pages import absolute, page
from sejong_cms.tables import csv_response

from .course import likelihood_move, outlook_move
from .enums import IssueStatus
from .models import Issue
from .rows import SIGNS, Rows
from .selection import Grouping, Order, selection_from, themes_of
from .turning import turns, with_day


@page
def issues(request):
    """Every public issue and where it stands; `as_of` turns the board to any day."""
    today = timezone.localdate()
    limits = params.limits_from(request.GET, blank=True)
    selection = selection_from(request.GET)
    rows, shown = _board(selection, limits, today)
    context = {
        "body": Rows(limits).body(selection.grouped(shown, rows)),
        "counts": _counts(shown),
        "selection": selection,
        "limits": limits,
        "today": today,
        "choices": {
            "status": IssueStatus,
            "outlook": Outlook,
            "likelihood": Likelihood,
            "sort": Order,
            "group": Grouping,
        },
        "themes": themes_of(rows),
        "turns": turns(request.GET, limits, today=today),
        "links": _links(request, limits, selection),
        **SIGNS,
    }
    return render(request, "issues/issues.html", context)


@page
def board_csv(request):
    """The board as a table, with the same filters and days."""
    today = timezone.localdate()
    limits = params.limits_from(request.GET, blank=True)
    _rows, shown = _board(selection_from(request.GET), limits, today)
    name = f"board-{(limits.day or today).isoformat()}.csv"
    return csv_response(name, _COLUMNS, [_cells(row) for row in shown])


@page
def compare(request):
    """What moved on the board between two days; without them a form."""
    today = timezone.localdate()
    days = {}
    for name in ("from", "to", "recorded_by"):
        value = params.single(request.GET, name, blank=True)
        days[name] = params.day(value, name) if value else None
    start, end = days["from"], days["to"] or today
    context = {"start": start, "end": end, "recorded_by": days["recorded_by"], "today": today}
    if start is not None:
        if start > end:
            raise params.BadParameter("from", _("This day lies after the day to compare it with."))
        found = moved(Issue.objects, start=start, end=end, recorded_by=days["recorded_by"])
        write = Rows(params.Limits(day=end, recorded_by=days["recorded_by"]))
        context |= {"moved": found, "sections": _sections(found, write), **SIGNS}
    return render(request, "issues/moved.html", context)


def _sections(found, write):
    """What moved, as it is shown: changes with what was said before and after, or a line each."""
    return {
        "judged": [
            {
                "link": write.link(change.after),
                "moves": [
                    m for m in (outlook_move(change.move), likelihood_move(change.move)) if m
                ],
                "before": write.said(change.before.current),
                "after": write.said(change.after.current),
            }
            for change in found.judged
        ],
        "new": [(write.link(row), write.said(row.current)) for row in found.new],
        "gone": [
            (write.link(change.after), write.link(change.after.into) if change.after.into else "")
            for change in found.gone
        ],
        **{
            name: [(write.link(change.after), change) for change in getattr(found, name)]
            for name in ("renamed", "status", "due", "stale")
        },
    }


def _board(selection, limits, today):
    """(all rows, those asked for with `current`) on the day that `limits` show."""
    on = limits.day or today
    rows = board(selection.issues(), on=on, **limits.kwargs)
    return rows, attach_current(selection.of(rows, on=on))


def _counts(shown):
    """How many of the issues shown stand how; for the line above the board."""
    outlooks = [row.marks[-1].outlook for row in shown if row.marks]
    return {
        "issues": len(shown),
        "outlooks": [
            {"value": outlook.value, "label": outlook.label, "count": outlooks.count(outlook)}
            for outlook in Outlook
            if outlook in outlooks
        ],
        "stale": sum(row.stale for row in shown),
        "due": sum(row.due_since is not None for row in shown),
    }


def _links(request, limits, selection):
    """Other addresses of the same: as a file, from the API, on either clock."""
    query = with_day(request.GET, limits.day)
    asked = {
        "as_of": limits.day,
        "recorded_by": limits.recorded_by,
        "status": selection.status,
        "q": selection.q,
        "stale": None if selection.stale is None else str(selection.stale).lower(),
    }
    asked = urlencode({name: value for name, value in asked.items() if value})
    known = limits.recorded_by
    return {
        "csv": reverse("board_csv") + (query if len(query) > 1 else ""),
        "json": reverse("api-issues") + (f"?{asked}" if asked else ""),
        "today": reverse("issues") + with_day(request.GET, None).rstrip("?"),
        "as_shown": with_day(request.GET, limits.day, "recorded_by")
        if limits.day and known != limits.day
        else None,
        "as_known": with_day(request.GET, None, "recorded_by") if known else None,
    }


_COLUMNS = (
    *("slug", "title", "title_ko", "theme", "status", "outlook", "likelihood", "horizon"),
    *("question", "answer", "last_assessed", "authors", "piece", "edition", "address"),
    *("assessments", "stale", "due_since", "previous_outlook", "previous_likelihood"),
)


def _cells(row):
    said, move = row.current, row.move
    return (
        *(row.slug, row.title, row.title_ko, row.theme.name if row.theme else None),
        str(row.status),
        *((said.outlook, said.likelihood, said.horizon) if said else (None,) * 3),
        *((said.question, said.answer) if said else (None,) * 2),
        row.last_assessed_on,
        "; ".join(credit.name for credit in said.credits) if said else None,
        *((said.title, said.number, absolute(said.page)) if said else (None,) * 3),
        *(row.assessment_count, row.stale, row.due_since),
        *((move.before.outlook, move.before.likelihood) if move else (None,) * 2),
    )
