"""The register's verbs: the only writers of status, public_since and of dated events."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sejong_cms.audit import Action

from . import merges
from .enums import IssueStatus, RecommendationStatus, SourceKind
from .models import Development, Issue, Recommendation, StatusChange, Step
from .models.base import MergeableEntry
from .recording import (
    NotAllowed,
    add,
    allow,
    check_day,
    check_known,
    gate,
    in_order,
    last_of,
    locked,
    tell,
)

__all__ = [
    "NotAllowed",
    "add_development",
    "add_step",
    "change_status",
    "make_public",
    "restate_status",
]


def make_public(entries, *, since):
    """Let readers know of `entries` (a queryset of any kind of entry) from the moment `since`.

    An entry that is public for longer stays so. What answers for a duplicate becomes public with it,
    as both were always one thing; an issue is merged only into one that readers know. Rows are locked
    in one order, so that two publications that cite the same entries wait for each other.
    """
    model = entries.model
    waiting = Q(public_since=None) | Q(public_since__gt=since)
    entries = entries.filter(waiting)
    if issubclass(model, MergeableEntry) and entries.exists():
        gate(model)
    found = asked = set(entries.values_list("pk", flat=True))
    while asked and issubclass(model, MergeableEntry):
        answering = model.objects.filter(merged_from__in=asked).values_list("pk", flat=True)
        asked = set(answering) - found
        found = found | asked
    if found:
        rows = in_order(model.objects.filter(waiting, pk__in=found))
        locked_ids = [row.pk for row in rows]
        model.objects.filter(pk__in=locked_ids).update(public_since=since)


def add_step(
    recommendation,
    *,
    status,
    occurred_on,
    text,
    by,
    quote="",
    source_kind=SourceKind.PRESS,
    source_url="",
    corrects=None,
    at=None,
):
    """Record what became of a recommendation, and restate its status. Returns the Step.

    Raises NotAllowed, or ValidationError naming the field: a day to come, a day before the
    recommendation was made, a row of another recommendation to correct.
    """
    at = at or timezone.now()
    allow(by)
    with transaction.atomic():
        [row] = locked(Recommendation, recommendation.pk)
        check_day(occurred_on, at)
        if row.public_since is None:
            raise ValidationError(
                {"occurred_on": _("The recommendation has not been published yet.")}
            )
        check_known(row, occurred_on, _("The recommendation was made after this day."))
        step = add(
            Step(recommendation=row, status=status, quote=quote, source_kind=source_kind),
            row.steps,
            occurred_on=occurred_on,
            text=text,
            source_url=source_url,
            corrects=corrects,
            by=by,
            at=at,
        )
        last, before = last_of(row.steps), row.status
        row.status = last.status if last else RecommendationStatus.PROPOSED
        row.save(update_fields=["status"])
        tell(Action.STEP, row, by=by, at=at, before=before, after=row.status, event=step)
    return step


def change_status(issue, *, status, occurred_on, text, by, source_url="", corrects=None, at=None):
    """Record that an issue's status changed, and restate it. Returns the StatusChange.

    Raises NotAllowed, or ValidationError naming the field. `merged` is `merging`'s to write, and so
    is what makes a merge begin or end on another day.
    """
    at = at or timezone.now()
    allow(by)
    with transaction.atomic():
        [row] = locked(Issue, issue.pk)
        check_day(occurred_on, at)
        if status == IssueStatus.MERGED:
            raise ValidationError({"status": _("An issue is merged by merging it.")})
        if row.status == IssueStatus.MERGED:
            raise ValidationError({"status": _("This issue is merged; undo the merge first.")})
        spans = merges.spans(row)
        change = add(
            StatusChange(issue=row, status=status),
            row.status_changes,
            occurred_on=occurred_on,
            text=text,
            source_url=source_url,
            corrects=corrects,
            by=by,
            at=at,
        )
        if merges.spans(row) != spans:
            field = "occurred_on" if corrects is None else "corrects"
            problem = _("This would undo or move a merge, which is a publisher’s to do.")
            raise ValidationError({field: problem}, code="merged")
        before = row.status
        restate_status(row)
        tell(Action.STATUS, row, by=by, at=at, before=before, after=row.status, event=change)
    return change


def restate_status(issue):
    """Write the status of the last change on the locked row `issue`. For the register's verbs.

    Raises ValidationError where issues would then be merged in a circle, on whatever day.
    """
    last = last_of(issue.status_changes)
    issue.status = last.status if last else IssueStatus.ACTIVE
    issue.merged_into = last.merged_into if last else None
    issue.save(update_fields=["status", "merged_into"])
    if merges.lead_in_a_circle():
        raise ValidationError(
            _("Issues would then be merged into each other in a circle."), code="circle"
        )


def add_development(
    issue,
    *,
    title,
    occurred_on,
    text,
    source_kind,
    by,
    prompts_assessment=False,
    source_url="",
    corrects=None,
    at=None,
):
    """Record an event in the world that bears on an issue. Returns the Development.

    With `prompts_assessment` the issue is due until a later piece assesses it. Raises NotAllowed, or
    ValidationError naming the field.
    """
    at = at or timezone.now()
    allow(by)
    with transaction.atomic():
        [row] = locked(Issue, issue.pk)
        check_day(occurred_on, at)
        event = add(
            Development(
                issue=row,
                title=title,
                source_kind=source_kind,
                prompts_assessment=prompts_assessment,
            ),
            row.developments,
            occurred_on=occurred_on,
            text=text,
            source_url=source_url,
            corrects=corrects,
            by=by,
            at=at,
        )
        tell(Action.DEVELOPMENT, row, by=by, at=at, event=event, title=title)
    return event
