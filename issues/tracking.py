"""The register's verbs: the only writers of status, public_since and of dated events."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from . import rules
from .clock import day_of
from .enums import IssueStatus, RecommendationStatus
from .models import Development, Issue, Recommendation, StatusChange, Step


class NotAllowed(Exception):
    """The person may not write the register."""


def make_public(entries, *, since):
    """Let readers know of `entries` (a queryset of any kind of entry) from the moment `since`.

    An entry that is public for longer stays so. Rows are locked in one order, so that two
    publications that cite the same entries wait for each other instead of deadlocking.
    """
    waiting = entries.filter(Q(public_since=None) | Q(public_since__gt=since))
    ids = [row.pk for row in waiting.order_by("pk").select_for_update(of=("self",)).only("pk")]
    if ids:
        entries.model.objects.filter(pk__in=ids).update(public_since=since)


def add_step(
    recommendation, *, status, occurred_on, text, by, source_url="", corrects=None, at=None
):
    """Record what became of a recommendation, and restate its status. Returns the Step.

    Raises NotAllowed, or ValidationError naming the field: a day to come, a day before the
    recommendation was made, a row of another recommendation to correct.
    """
    at = at or timezone.now()
    _allow(by)
    with transaction.atomic():
        row = Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
        _check_day(occurred_on, at)
        if row.public_since is None:
            raise ValidationError(
                {"occurred_on": _("The recommendation has not been published yet.")}
            )
        if occurred_on < day_of(row.public_since):
            raise ValidationError(
                {"occurred_on": _("The recommendation was made after this day.")}, code="too_early"
            )
        step = _add(
            Step(recommendation=row, status=status),
            row.steps,
            occurred_on=occurred_on,
            text=text,
            source_url=source_url,
            corrects=corrects,
            by=by,
            at=at,
        )
        row.status = _last_status(row.steps, RecommendationStatus.PROPOSED)
        row.save(update_fields=["status"])
    return step


def change_status(issue, *, status, occurred_on, text, by, source_url="", corrects=None, at=None):
    """Record that an issue's status changed, and restate it. Returns the StatusChange.

    Raises NotAllowed, or ValidationError naming the field. `merged` is a merge's to write.
    """
    at = at or timezone.now()
    _allow(by)
    with transaction.atomic():
        row = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
        _check_day(occurred_on, at)
        if IssueStatus.MERGED in (status, row.status):
            raise ValidationError({"status": _("An issue is merged by merging it.")})
        change = _add(
            StatusChange(issue=row, status=status),
            row.status_changes,
            occurred_on=occurred_on,
            text=text,
            source_url=source_url,
            corrects=corrects,
            by=by,
            at=at,
        )
        row.status = _last_status(row.status_changes, IssueStatus.ACTIVE)
        row.save(update_fields=["status"])
    return change


def add_development(
    issue,
    *,
    title,
    occurred_on,
    text,
    source_kind,
    by,
    source_url="",
    corrects=None,
    at=None,
):
    """Record an event in the world that bears on an issue. Returns the Development.

    Raises NotAllowed, or ValidationError naming the field.
    """
    at = at or timezone.now()
    _allow(by)
    with transaction.atomic():
        row = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
        _check_day(occurred_on, at)
        return _add(
            Development(issue=row, title=title, source_kind=source_kind),
            row.developments,
            occurred_on=occurred_on,
            text=text,
            source_url=source_url,
            corrects=corrects,
            by=by,
            at=at,
        )


def _allow(by):
    if by is not None and not rules.may_edit_register(by):
        raise NotAllowed(_("You may not write the register."))


def _check_day(day, at):
    if day > day_of(at):
        raise ValidationError({"occurred_on": _("This day is yet to come.")}, code="future")


def _add(event, siblings, *, by, at, **fields):
    corrects = fields["corrects"]
    if corrects is not None:
        if not siblings.filter(pk=corrects.pk).exists():
            raise ValidationError({"corrects": _("This entry belongs to something else.")})
        if type(event).objects.filter(corrects=corrects).exists():
            raise ValidationError(
                {"corrects": _("This entry has been corrected already; correct the correction.")}
            )
    for name, value in fields.items():
        setattr(event, name, value)
    event.recorded_at = at
    event.entered_by = by
    event.full_clean()
    event.save(force_insert=True)
    return event


def _last_status(events, default):
    last = events.all().as_of().last()
    return last.status if last else default
