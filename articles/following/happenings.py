"""What readers could know of for the first time between two moments: what digests tell.

By the second clock: a piece of 2024 that is imported today happened to readers today. Only what is
public is here, and of what was withdrawn only that, and why.
"""

import datetime as dt
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from django.db import models
from django.db.models import Min, OuterRef, Q, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from issues.clock import day_of
from issues.enums import IssueStatus
from issues.merges import families
from issues.models import Development, Issue, Rename, StatusChange, Step
from issues.models.base import in_language

from ..enums import ChangeKind
from ..models import Assessment, Author, Edition, RecommendationBlock
from ..querysets import credits


class Section(models.TextChoices):
    """The parts of a digest, in their order."""

    PIECES = "pieces", gettext_lazy("New pieces")
    EDITIONS = "editions", gettext_lazy("New editions and corrections")
    WITHDRAWALS = "withdrawals", gettext_lazy("Withdrawn")
    DEVELOPMENTS = "developments", gettext_lazy("Developments")
    STEPS = "steps", gettext_lazy("What became of advice")
    ISSUES = "issues", gettext_lazy("Issues")


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that readers could know of from the moment `at` on.

    `issues` and `authors` are ids of what it counts for: merged ones as what they were merged into.
    """

    section: Section
    at: dt.datetime
    on: dt.date
    row: object
    words: object = field(repr=False)
    issues: frozenset = frozenset()
    authors: frozenset = frozenset()

    def said(self):
        """How it is told, in the language that is active now."""
        return Said(*self.words(self.row))


class Said(NamedTuple):
    """A happening in words; `page` is a path within the site."""

    title: str
    line: str
    page: str


class Roots:
    """Which issue or author answers for which, now. Two queries."""

    def __init__(self):
        self.issues = families()
        merged = dict(
            Author.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into")
        )
        self.authors = {author: _end(author, merged) for author in merged}

    def issue(self, pk):
        return self.issues.get(pk, pk)

    def author(self, pk):
        return self.authors.get(pk, pk)


def happenings(since, until, roots):
    """Happenings after `since`, up to and with `until`, in the order of a digest.

    Minor changes are left out: they say nothing new. An event that was written down while readers did
    not know its issue happens when they get to know the issue. A number of queries that does not grow.
    """
    found = [*_editions(since, until, roots), *_events(since, until, roots)]
    order = {section: place for place, section in enumerate(Section)}
    return sorted(found, key=lambda each: (order[each.section], each.on, each.at))


# --- Pieces and their editions -----------------------------------------------------------------


def _editions(since, until, roots):
    window = partial(_within, since=since, until=until)
    told = (
        Edition.objects.released()
        .filter(window("published_at"))
        .exclude(change_kind=ChangeKind.MINOR)
        .select_related("article")
        .prefetch_related(credits("bylines"))
    )
    live = Edition.objects.published().filter(article=OuterRef("article"))
    gone = (
        Edition.objects.withdrawn()
        .filter(window("withdrawn_at"))
        .select_related("article")
        .annotate(live_title=Subquery(live.values("title")))
    )
    cited = _Cited(
        Edition.objects.numbered().filter(window("published_at") | window("withdrawn_at")), roots
    )
    for edition in told:
        first = edition.change_kind == ChangeKind.FIRST
        yield Happening(
            section=Section.PIECES if first else Section.EDITIONS,
            at=edition.published_at,
            on=edition.published_on if first else day_of(edition.live_from),
            row=edition,
            words=_of_piece if first else _of_edition,
            **cited.by(edition),
        )
    for edition in gone:
        yield Happening(
            section=Section.WITHDRAWALS,
            at=edition.withdrawn_at,
            on=day_of(edition.withdrawn_at),
            row=edition,
            words=_of_withdrawal,
            **cited.by(edition),
        )


class _Cited:
    """What editions count for: what they, or the ones that they took the place of, cite.

    A correction that takes an issue out of a piece concerns those who follow the issue.
    """

    def __init__(self, editions, roots):
        articles = editions.values("article")
        place = ("parent__article", "parent__number")
        self.issues, self.authors = {}, {}
        for blocks, issue in (
            (Assessment.objects.numbered(), "issue"),
            (RecommendationBlock.objects.numbered(), "recommendation__issue"),
        ):
            rows = blocks.filter(parent__article__in=articles).values_list(*place, issue)
            for article, number, pk in rows.order_by():
                self.issues.setdefault((article, number), set()).add(roots.issue(pk))
        credited = Edition.objects.numbered().filter(article__in=articles)
        for article, number, pk in credited.order_by().values_list(
            "article", "number", "bylines__author"
        ):
            self.authors.setdefault((article, number), set()).add(roots.author(pk))

    def by(self, edition):
        """{'issues': …, 'authors': …}, as a Happening takes them."""
        places = [(edition.article_id, edition.number - back) for back in (0, 1)]
        return {
            name: frozenset().union(*(known.get(place, ()) for place in places)) - {None}
            for name, known in (("issues", self.issues), ("authors", self.authors))
        }


def _page_of(edition):
    """Where readers get the edition's text: the piece's own address while it is the live one."""
    return (edition.article if edition.is_live else edition).get_absolute_url()


def _of_piece(edition):
    names = ", ".join(byline.name for byline in edition.bylines.all())
    said = edition.subtitle or edition.abstract
    return edition.title, f"{names}. {said}" if names and said else names or said, _page_of(edition)


def _of_edition(edition):
    what = _("Edition %(number)s, %(kind)s") % {
        "number": edition.number,
        "kind": edition.get_change_kind_display(),
    }
    line = f"{what}: {edition.change_note}" if edition.change_note else what
    return edition.title, line, _page_of(edition)


def _of_withdrawal(edition):
    # The title of what was withdrawn is part of its text; that of the piece as it lives is not.
    day = date_format(edition.published_on)
    title = edition.live_title or _("A piece of %(day)s") % {"day": day}
    line = _("Edition %(number)s was withdrawn: %(reason)s") % {
        "number": edition.number,
        "reason": edition.reason,
    }
    return title, line, edition.get_absolute_url()


# --- The register -----------------------------------------------------------------------------


def _events(since, until, roots):
    known = _known_since()
    fresh = [pk for pk, moment in known.items() if since < moment <= until]
    for model, section, words, related in (
        (Development, Section.DEVELOPMENTS, _of_development, ("issue",)),
        (StatusChange, Section.ISSUES, _of_status, ("issue", "merged_into")),
        (Rename, Section.ISSUES, _of_rename, ("issue",)),
    ):
        rows = model.objects.as_of().filter(
            Q(recorded_at__gt=since) | Q(issue__in=fresh),
            recorded_at__lte=until,
            issue__public_since__isnull=False,
        )
        for row in rows.select_related(*related):
            if row.issue_id not in known:
                continue  # public since a moment ago: told next time
            at = max(row.recorded_at, known[row.issue_id])
            if at <= until:
                yield _event(section, words, row, at, {row.issue_id}, roots)
    steps = Step.objects.as_of().filter(
        _within("recorded_at", since, until), recommendation__public_since__isnull=False
    )
    for step in steps.select_related("recommendation"):
        issues = {step.recommendation.issue_id} - {None}
        yield _event(Section.STEPS, _of_step, step, step.recorded_at, issues, roots)


def _event(section, words, row, at, issues, roots):
    return Happening(
        section=section,
        at=at,
        on=row.occurred_on,
        row=row,
        words=words,
        issues=frozenset(roots.issue(pk) for pk in issues),
    )


def _known_since():
    """{public issue's id: the moment from which readers could know of it}. Three queries.

    `public_since` says from when on the first clock. Where an edition of the archive made the issue
    public as of its own day, readers could know of it only when that edition came here.
    """
    known = dict(Issue.objects.public().values_list("pk", "public_since"))
    came, began = {}, {}
    for blocks, issue in (
        (Assessment.objects.numbered(), "issue"),
        (RecommendationBlock.objects.numbered(), "recommendation__issue"),
    ):
        rows = blocks.order_by().values_list(issue)
        for pk, published_at, live_from in rows.annotate(
            Min("parent__published_at"), Min("parent__live_from")
        ):
            came[pk] = min(published_at, came.get(pk, published_at))
            began[pk] = min(live_from, began.get(pk, live_from))
    return {pk: came[pk] if since == began.get(pk) else since for pk, since in known.items()}


def _of_development(row):
    title = f"{row.issue.local_title}: {row.title}"
    return title, _told(row), row.issue.get_absolute_url()


def _of_status(row):
    into = row.merged_into
    if row.status != IssueStatus.MERGED:
        words = _("Now %(status)s") % {"status": row.get_status_display()}
    elif into.is_public:
        words = _("Merged into “%(issue)s”") % {"issue": into.local_title}
    else:
        words = _("Merged into another issue")
    return row.issue.local_title, f"{words}. {_told(row)}", row.issue.get_absolute_url()


def _of_rename(row):
    words = _("Was called “%(title)s” before") % {
        "title": in_language(row.title_before, row.title_ko_before)
    }
    title = in_language(row.title, row.title_ko)
    return title, f"{words}. {_told(row)}", row.issue.get_absolute_url()


def _of_step(step):
    line = f"{step.get_status_display()}. {_told(step)}"
    return step.recommendation.wording, line, step.recommendation.get_absolute_url()


def _told(event):
    if event.corrects_id:
        return _("Corrects what we told before: %(text)s") % {"text": event.text}
    return event.text


def _within(moment, since, until):
    return Q(**{f"{moment}__gt": since, f"{moment}__lte": until})


def _end(author, merged):
    # The verbs refuse circles. Should one be there all the same, a digest must still end.
    seen = {author}
    while (author := merged[author]) in merged and author not in seen:
        seen.add(author)
    return author
