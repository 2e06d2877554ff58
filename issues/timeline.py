"""An issue's timeline: dated events of the register, merged with those that callers pass in."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import NamedTuple

from django.db import models
from django.db.models import Case, CharField, F, Q, UUIDField, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from .enums import IssueStatus, RecommendationStatus, SourceKind
from .merges import family
from .models import Development, Rename, StatusChange, Step
from .models.base import entry_url, in_language


class Kind(models.TextChoices):
    """What an entry of a timeline is."""

    ASSESSMENT = "assessment", gettext_lazy("assessment")
    CORRECTION = "correction", gettext_lazy("correction")
    WITHDRAWAL = "withdrawal", gettext_lazy("withdrawal")
    DEVELOPMENT = "development", gettext_lazy("development")
    RECOMMENDATION = "recommendation", gettext_lazy("recommendation")
    STEP = "step", gettext_lazy("step")
    STATUS = "status", pgettext_lazy("timeline", "status")
    RENAME = "rename", gettext_lazy("rename")
    MERGE = "merge", gettext_lazy("merge")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `page` is a path within the site, '' for none; `subject` is what it is made of."""

    kind: Kind
    on: dt.date
    recorded_at: dt.datetime
    title: str
    text: str = ""
    page: str = ""
    source_url: str = ""
    subject: object = None


class Told(NamedTuple):
    """A dated event of the register, as one query over all their tables gives it.

    `value` is the status of a step or status change, the title of a development, the new title of
    a rename; `other` the title before it, or the title of the other issue of a merge, whose slug is
    `slug`. `issue_id` is the issue that the event was recorded of. `prompts` is 'yes' where a
    development asks for an assessment.
    """

    table: str
    pk: int
    uid: uuid.UUID
    occurred_on: dt.date
    recorded_at: dt.datetime
    text: str
    source_url: str
    issue_id: int
    value: str
    value_ko: str
    other: str
    other_ko: str
    slug: str
    source_kind: str
    quote: str
    prompts: str
    recommendation: uuid.UUID | None

    def get_source_kind_display(self):
        return SourceKind(self.source_kind).label if self.source_kind else ""


def register_entries(issue, *, day=None, recorded_by=None, issues=None):
    """Developments, status changes, renames and merges, and steps of public recommendations.

    `issues` are the ids that count for the issue then, found by one query more where they are not
    given: of what was merged into it, the developments, steps and the merge itself. One query.
    """
    limits = {"day": day, "recorded_by": recorded_by}
    if issues is None:
        issues = family(issue, **limits)
    return [_entry(told, issue) for told in _events(issue, issues, limits)]


def merged(*sources):
    """All entries of `sources`, oldest first; of one day, in the order they were written down."""
    entries = [entry for source in sources for entry in source]
    return sorted(entries, key=lambda entry: (entry.on, entry.recorded_at))


_TEXT = CharField()
_NO_UID = Cast(None, UUIDField())


def _events(issue, issues, limits):
    """Told of each event, in no order."""
    into = Q(merged_into=issue, issue__in=issues, issue__public_since__isnull=False)
    queries = (
        _told(
            Development.objects.filter(issue__in=issues),
            limits,
            table="development",
            issue_id="issue",
            value="title",
            source_kind="source_kind",
            prompts=Case(
                When(prompts_assessment=True, then=Value("yes")),
                default=Value(""),
                output_field=_TEXT,
            ),
        ),
        _told(
            StatusChange.objects.filter(Q(issue=issue) | into),
            limits,
            table="status",
            issue_id="issue",
            value="status",
            **{
                name: _other(issue, column)
                for name, column in (("other", "title"), ("other_ko", "title_ko"), ("slug", "slug"))
            },
        ),
        _told(
            Rename.objects.filter(issue=issue),
            limits,
            table="rename",
            issue_id="issue",
            value="title",
            value_ko="title_ko",
            other="title_before",
            other_ko="title_ko_before",
        ),
        _told(
            Step.objects.filter(
                recommendation__issue__in=issues, recommendation__public_since__isnull=False
            ),
            limits,
            table="step",
            issue_id="recommendation__issue",
            value="status",
            source_kind="source_kind",
            quote="quote",
            recommendation="recommendation__uid",
        ),
    )
    return [Told(*row) for row in queries[0].union(*queries[1:], all=True).order_by()]


def _other(issue, column):
    """`column` of the other issue of a merge: where `issue` went, or what came into it."""
    return Case(
        When(
            issue=issue, merged_into__public_since__isnull=False, then=F(f"merged_into__{column}")
        ),
        When(merged_into=issue, then=F(f"issue__{column}")),
        default=Value(""),
        output_field=_TEXT,
    )


def _told(events, limits, *, table, issue_id, recommendation=None, **columns):
    """Rows of Told's columns; those that a table has not are empty."""
    annotated = {"told_table": Value(table, output_field=_TEXT), "told_issue_id": F(issue_id)}
    for name in Told._fields[8:-1]:
        column = columns.get(name, Value("", output_field=_TEXT))
        annotated[f"told_{name}"] = F(column) if isinstance(column, str) else column
    annotated["told_recommendation"] = F(recommendation) if recommendation else _NO_UID
    rows = events.as_of(**limits).order_by().annotate(**annotated)
    return rows.values_list(
        "told_table", *Told._fields[1:7], *(f"told_{name}" for name in Told._fields[7:])
    )


def _entry(told, issue):
    kind, title, page = Kind(told.table), told.value, ""
    if kind == Kind.STATUS and told.value == IssueStatus.MERGED:
        kind = Kind.MERGE
        other = {"title": in_language(told.other, told.other_ko)}
        page = entry_url("issue", told.slug) if told.slug else ""
        if told.issue_id == issue.pk:
            title = _("Merged into “%(title)s”") % other
        else:
            title = _("“%(title)s” was merged into this issue") % other
    elif kind == Kind.STATUS:
        title = IssueStatus(told.value).label
    elif kind == Kind.RENAME:
        title = _("Renamed “%(title)s”, before “%(before)s”") % {
            "title": in_language(told.value, told.value_ko),
            "before": in_language(told.other, told.other_ko),
        }
    elif kind == Kind.STEP:
        title = RecommendationStatus(told.value).label
        page = entry_url("recommendation", told.recommendation)
    return Entry(
        kind=kind,
        on=told.occurred_on,
        recorded_at=told.recorded_at,
        title=str(title),
        text=told.text,
        page=page,
        source_url=told.source_url,
        subject=told,
    )
