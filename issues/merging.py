"""Verbs by which entries become one, or several: a publisher's. What was published stays as it was."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sejong_cms.audit import Action

from . import changed, merges, rules
from .duplicates import all_of
from .enums import IssueStatus
from .models import Issue, StatusChange, Trait
from .recording import add, allow, check_day, check_known, gate, locked, tell
from .renaming import keep_names
from .slugs import free_slug
from .tracking import restate_status


def merge(issue, *, into, occurred_on, text, by, source_url="", corrects=None, at=None):
    """From `occurred_on` on, `into` stands for `issue`. Returns the StatusChange.

    Raises NotAllowed, or ValidationError naming the field: into itself or in a circle, into an issue
    that readers do not know, did not know that day, or that is itself merged that day.
    """
    at = at or timezone.now()
    allow(by, rules.may_merge_register)
    if into.pk == issue.pk:
        raise ValidationError({"into": _("An issue is not merged into itself.")})
    with transaction.atomic():
        row, other = _locked_issues(issue, into)
        check_day(occurred_on, at)
        if not other.is_public:
            raise ValidationError({"into": _("Readers do not know that issue yet.")})
        check_known(row, occurred_on, _("Readers did not know the issue yet on this day."))
        check_known(other, occurred_on, _("Readers did not know the other issue on this day."))
        then = merges.statuses(day=occurred_on).get(other.pk)
        if then is not None and then.status == IssueStatus.MERGED:
            raise ValidationError({"into": _("That issue was itself merged; name where it went.")})
        change = add(
            StatusChange(issue=row, status=IssueStatus.MERGED, merged_into=other),
            row.status_changes,
            occurred_on=occurred_on,
            text=text,
            source_url=source_url,
            corrects=corrects,
            by=by,
            at=at,
        )
        before = row.status
        try:
            restate_status(row)
        except ValidationError as problem:
            raise ValidationError({"into": problem.messages}, code="circle") from problem
        told = {"before": before, "after": row.status, "into": other.pk}
        tell(Action.MERGED, row, by=by, at=at, event=change, **told)
        changed.note(Action.MERGED, other, at=at)
    return change


def unmerge(issue, *, status, occurred_on, text, by, source_url="", corrects=None, at=None):
    """Take a merged issue up again from a day on; with `corrects` (the merge) it never was merged.

    Returns the StatusChange. Raises NotAllowed, or ValidationError naming the field: nothing was
    merged on that day, what is corrected is no merge, issues would count for each other in a circle.
    """
    at = at or timezone.now()
    allow(by, rules.may_merge_register)
    with transaction.atomic():
        [row] = _locked_issues(issue)
        check_day(occurred_on, at)
        if status == IssueStatus.MERGED:
            raise ValidationError({"status": _("Say what the issue is from then on.")})
        if corrects is None and row.status != IssueStatus.MERGED:
            raise ValidationError({"status": _("This issue is not merged.")})
        spans = merges.spans(row)
        if corrects is None and occurred_on < spans[-1][0]:
            raise ValidationError(
                {"occurred_on": _("The issue was merged after this day.")}, code="too_early"
            )
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
        if merges.spans(row) == spans:
            raise ValidationError({"corrects": _("This undoes no merge.")})
        before = row.status
        ever = {into for _day, into in (*spans, *merges.spans(row))} - {None}
        restate_status(row)
        tell(Action.UNMERGED, row, by=by, at=at, before=before, after=row.status, event=change)
        for other in Issue.objects.filter(pk__in=ever).order_by("pk"):
            changed.note(Action.UNMERGED, other, at=at)
    return change


def split(
    issue, *, parts, occurred_on, text, by, status=IssueStatus.DORMANT, source_url="", at=None
):
    """Go on with new issues in place of one. Returns (the StatusChange, the new issues).

    `parts` are dicts of title, title_ko and summary. The new issues become public with the first
    piece that treats them; what was published stays with the old one, whose status becomes `status`.
    Raises NotAllowed, or ValidationError naming the field.
    """
    at = at or timezone.now()
    allow(by, rules.may_merge_register)
    if len(parts) < 2:
        raise ValidationError({"parts": _("Name two new issues at least.")})
    with transaction.atomic():
        [row] = _locked_issues(issue)
        check_day(occurred_on, at)
        check_known(row, occurred_on, _("Readers did not know the issue yet on this day."))
        if IssueStatus.MERGED in (row.status, status):
            raise ValidationError({"status": _("A merged issue is not split.")})
        made = []
        for part in parts:
            new = Issue(
                slug=free_slug(Issue, part["title"]),
                split_from=row,
                parent_id=row.parent_id,
                theme_id=row.theme_id,
                review_interval_days=row.review_interval_days,
                **part,
            )
            new.full_clean()
            new.save()
            made.append(new)
        row.related.add(*made)
        change = add(
            StatusChange(issue=row, status=status),
            row.status_changes,
            occurred_on=occurred_on,
            text=text,
            source_url=source_url,
            corrects=None,
            by=by,
            at=at,
        )
        before = row.status
        restate_status(row)
        told = {"before": before, "after": row.status, "into": [issue.pk for issue in made]}
        tell(Action.SPLIT, row, by=by, at=at, event=change, **told)
    return change, made


def merge_duplicates(entry, *, into, by):
    """Let `into` answer for `entry`, an actor, trait or author that was entered twice.

    The names of `entry` become aliases of the other, where the kind has aliases. Raises NotAllowed,
    or ValidationError naming `into`. Returns the row.
    """
    allow(by, rules.may_merge_register)
    model = type(entry)
    if type(into) is not model or into.pk == entry.pk:
        raise ValidationError({"into": _("Name another entry of the same kind.")})
    with transaction.atomic():
        gate(model)
        row, other = locked(model, entry.pk, into.pk)
        if other.merged_into_id is not None:
            raise ValidationError({"into": _("That one was itself merged; name where it went.")})
        if row.merged_into_id is not None:
            raise ValidationError({"into": _("This one is merged already.")})
        if row.is_public and not other.is_public:
            raise ValidationError({"into": _("Readers do not know that one yet.")})
        if model is Trait and row.actor_id not in all_of(other.actor):
            raise ValidationError({"into": _("That is a trait of another actor.")})
        row.merged_into = other
        row.save(update_fields=["merged_into"])
        if hasattr(other, "aliases"):
            keep_names(other, {row.name, row.name_ko} - {other.name, other.name_ko})
        tell(Action.DUPLICATE, row, by=by, at=timezone.now(), after=str(other), into=other.pk)
    return row


def part_duplicates(entry, *, by):
    """Undo `merge_duplicates`: the two are not the same. Aliases stay, to be edited by hand."""
    allow(by, rules.may_merge_register)
    with transaction.atomic():
        [row] = locked(type(entry), entry.pk)
        before, row.merged_into = row.merged_into, None
        row.save(update_fields=["merged_into"])
        tell(Action.PARTED, row, by=by, at=timezone.now(), before=str(before or ""))
    return row


def _locked_issues(*issues):
    gate(Issue)
    return locked(Issue, *(issue.pk for issue in issues))
