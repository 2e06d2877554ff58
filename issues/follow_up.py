"""What was advised, and what became of it: the follow-up board, for readers and as a file."""

from itertools import batched
from urllib.parse import urlencode

from django.db import models
from django.db.models import F, Q, Value
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from articles import advice
from articles.narrowing import entry
from sejong_cms import params
from sejong_cms.pages import absolute, page, paginated
from sejong_cms.tables import csv_response

from .clock import end_of
from .duplicates import all_of
from .enums import RecommendationStatus
from .merges import families, members
from .models import Actor, Issue, Recommendation
from .models.base import in_language
from .turning import in_months, turns, with_day

ADVICE_PER_PAGE = 50
SELECTED = mark_safe(" selected")
#: Rows of a file that are read at once.
ROWS_AT_ONCE = 500


class Age(models.TextChoices):
    """How long ago, on the day asked for, a recommendation was first made."""

    WITHIN_1_YEAR = "within_1_year", _("made within a year")
    OVER_1_YEAR = "over_1_year", _("made over a year ago")
    OVER_3_YEARS = "over_3_years", _("made over three years ago")


class News(models.TextChoices):
    """What is still open, and of which no step has been heard for so long."""

    NONE_FOR_1_YEAR = "none_for_1_year", _("open, without news for a year")


class Sort(models.TextChoices):
    """How the board is sorted."""

    NEWEST = "newest", _("newest first")
    OLDEST = "oldest", _("oldest first")
    WITHOUT_NEWS = "without_news", _("longest without news")
    STATUS = "status", _("by status")


_SORTED = {
    Sort.NEWEST: advice.newest,
    Sort.OLDEST: advice.oldest,
    Sort.WITHOUT_NEWS: advice.longest_without_news,
    Sort.STATUS: advice.by_status,
}
_CHOICES = {"status": RecommendationStatus, "age": Age, "news": News, "sort": Sort}


class Board:
    """The recommendations that a query asks for. Raises BadParameter.

    `rows` are Standings, sorted; `counts` what the same query finds of each status. `counts_for` is
    the issue for which the one asked for counted then, where it had been merged.
    """

    def __init__(self, query):
        self.limits = params.limits_from(query, blank=True)
        self.on = self.limits.day or timezone.localdate()
        for name, choices in _CHOICES.items():
            value = params.single(query, name, blank=True)
            setattr(self, name, params.choice(value, name, choices) if value else None)
        self.entries = {}
        for name, model in (("issue", Issue), ("addressee", Actor)):
            if slug := params.single(query, name, blank=True):
                self.entries[name] = entry(model.objects, slug, name)
        self.merged = self.counts_for = None
        days = bool(self.news) or self.sort == Sort.WITHOUT_NEWS
        rows = advice.standings(within=self._within(), days=days, **self.limits.kwargs)
        rows = self._asked_for(rows)
        self.counts = advice.counts(rows)
        self.total = len(rows)
        if self.status:
            rows = [row for row in rows if row.status == self.status]
        self.rows = _SORTED[self.sort or Sort.NEWEST](rows)

    def _within(self):
        found = {}
        if issue := self.entries.get("issue"):
            self.merged = merged = families(**self.limits.kwargs)
            found["issue__in"] = members(issue.pk, merged)
            if issue.pk in merged:
                self.counts_for = Issue.objects.public().filter(pk=merged[issue.pk]).first()
        if actor := self.entries.get("addressee"):
            found["addressee__in"] = all_of(actor)
        return found

    def _asked_for(self, rows):
        if self.age:
            bound = end_of(in_months(self.on, -36 if self.age == Age.OVER_3_YEARS else -12))
            young = self.age == Age.WITHIN_1_YEAR
            rows = [row for row in rows if row.made_at and (row.made_at > bound) == young]
        if self.news:
            bound, awaited = in_months(self.on, -12), RecommendationStatus.open()
            rows = [
                row
                for row in rows
                if row.status in awaited and row.news_on and row.news_on <= bound
            ]
        return rows

    def shown(self, rows):
        issues = [self.entries["issue"]] if "issue" in self.entries else []
        pks = [row.pk for row in rows]
        return advice.shown(pks, merged=self.merged, issues=issues, **self.limits.kwargs)

    def query(self, **changes):
        """The query that asks for the same, but for `changes`; '' where that is everything."""
        asked = {name: entry.slug for name, entry in self.entries.items()}
        asked |= {name: getattr(self, name) for name in _CHOICES} | changes
        asked |= {"as_of": self.limits.day, "recorded_by": self.limits.recorded_by}
        return urlencode({name: value for name, value in asked.items() if value})


@page
def recommendations(request):
    """What was advised, to whom, and what became of it; `as_of` turns the board to any day."""
    board, today = Board(request.GET), timezone.localdate()
    found = paginated(request, board.rows, ADVICE_PER_PAGE)
    found.object_list = board.shown(found.object_list)
    statuses = [("", _("all"), board.total), *((s, s.label, n) for s, n in board.counts)]
    context = {
        "board": board,
        "page": found,
        "limits": board.limits,
        "summary": [
            (status, label, count, board.query(status=status), status == (board.status or ""))
            for status, label, count in statuses
        ],
        "choices": [
            (name, getattr(board, name), choices.choices) for name, choices in _CHOICES.items()
        ],
        "offered": _offered(board.entries),
        "turns": turns(request.GET, board.limits, today=today),
        "links": _links(request, board),
        "today": today,
    }
    return render(request, "issues/recommendations.html", context)


@page
def board_csv(request):
    """The same recommendations as a table, all of them."""
    board = Board(request.GET)
    header = (
        *("recommendation", "wording", "status", "status_since", "first_made_on", "addressee"),
        *("issue", "pieces", "last_step_on", "last_step", "source", "address"),
    )
    rows = (_cells(row) for some in batched(board.rows, ROWS_AT_ONCE) for row in board.shown(some))
    return csv_response("recommendations.csv", header, rows)


def _cells(row):
    step = row.last_step
    return (
        row.recommendation.uid,
        row.wording,
        row.status.value,
        row.since,
        row.first_made_on,
        row.addressee and row.addressee.local_name,
        row.issue and row.issue.local_title,
        row.pieces,
        step and step.occurred_on,
        step and step.text,
        step and step.source_url,
        absolute(row.recommendation.get_absolute_url()),
    )


def _links(request, board):
    """Other addresses of the same: as a file, from the API, on either clock."""
    limits, query = board.limits, board.query()
    asked = {name: entry.slug for name, entry in board.entries.items()}
    asked |= {"status": board.status, "as_of": limits.day, "recorded_by": limits.recorded_by}
    asked = urlencode({name: value for name, value in asked.items() if value})
    shown_then = limits.day and limits.recorded_by != limits.day
    return {
        "csv": reverse("recommendations_csv") + (f"?{query}" if query else ""),
        "json": reverse("api-recommendations") + (f"?{asked}" if asked else ""),
        "today": reverse("recommendations") + with_day(request.GET, None).rstrip("?"),
        "as_shown": with_day(request.GET, limits.day, "recorded_by") if shown_then else None,
        "as_known": with_day(request.GET, None, "recorded_by") if limits.recorded_by else None,
    }


def _offered(chosen):
    """(parameter, its <option>s) of the issues and actors to choose from; there may be hundreds.

    One query.
    """
    queries = [_advised("issue", Issue, "title"), _advised("addressee", Actor, "name")]
    options = {name: [] for name in ("issue", "addressee")}
    rows = queries[0].union(queries[1], all=True).order_by("called", "pk")
    for of, _pk, slug, *words in rows:
        selected = of in chosen and chosen[of].slug == slug
        options[of].append((slug, SELECTED if selected else "", in_language(*words)))
    for name, found in options.items():
        yield name, format_html_join("", '<option value="{}"{}>{}</option>', found)


def _advised(name, model, title):
    """The public issues, or actors, that something is advised on, or that answer for such a one."""
    named = Recommendation.objects.public().filter(**{f"{name}__isnull": False}).order_by()
    answering = named.filter(**{f"{name}__merged_into__isnull": False})
    rows = model.objects.public().filter(
        Q(pk__in=named.values(name)) | Q(pk__in=answering.values(f"{name}__merged_into")),
        merged_into=None,
    )
    rows = rows.annotate(of=Value(name), called=F(title), called_ko=F(f"{title}_ko")).order_by()
    return rows.values_list("of", "pk", "slug", "called", "called_ko")
