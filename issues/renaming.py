"""Verbs that give entries another name or address. What was published keeps the old name."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sejong_cms.audit import Action

from .duplicates import all_of
from .enums import IssueStatus
from .models import FormerSlug, Issue, Rename, Trait
from .naming import key_of
from .recording import add, allow, check_day, check_known, locked, tell
from .slugs import refuse_taken, validate_slug


def rename(
    issue, *, title, title_ko="", occurred_on, text, by, source_url="", corrects=None, at=None
):
    """Record that an issue is called otherwise from a day on, and restate its title. Returns the
    Rename. The names before become aliases.

    For issues that readers know; before that the title is simply edited. Raises NotAllowed, or
    ValidationError naming the field.
    """
    at = at or timezone.now()
    allow(by)
    with transaction.atomic():
        [row] = locked(Issue, issue.pk)
        check_day(occurred_on, at)
        if row.public_since is None:
            raise ValidationError(_("Readers do not know this issue yet; just edit its title."))
        check_known(row, occurred_on, _("Readers did not know the issue yet on this day."))
        before = _title_before(row, occurred_on, corrects)
        if corrects is None and (title, title_ko) == before:
            raise ValidationError({"title": _("The issue had this title already.")})
        refuse_another(row, title=title, title_ko=title_ko)
        change = add(
            Rename(
                issue=row,
                title=title,
                title_ko=title_ko,
                title_before=before[0],
                title_ko_before=before[1],
            ),
            row.renames,
            occurred_on=occurred_on,
            text=text,
            source_url=source_url,
            corrects=corrects,
            by=by,
            at=at,
        )
        last = row.renames.as_of().last()
        names = {*names_of(row), *before, title, title_ko}
        was = names_of(row)
        row.title, row.title_ko = last.title, last.title_ko
        row.save(update_fields=["title", "title_ko"])
        keep_names(row, names)
        tell(Action.RENAMED, row, by=by, at=at, **_from_to(was, row), event=change)
    return change


def rename_entry(entry, *, name, name_ko="", by):
    """Give an actor or a trait another name; the names before become aliases. Returns the row.

    Raises NotAllowed, or ValidationError naming the field.
    """
    allow(by)
    with transaction.atomic():
        [row] = locked(type(entry), entry.pk)
        before = names_of(row)
        row.name, row.name_ko = name, name_ko
        row.full_clean()
        row.save(update_fields=["name", "name_ko"])
        keep_names(row, before)
        tell(Action.RENAMED, row, by=by, at=timezone.now(), **_from_to(before, row))
    return row


def change_slug(entry, *, slug, by, at=None):
    """Give anything with an address another one; the old address leads there for ever.

    Of what readers do not know yet, nothing is kept. A slug that something else of the kind has, or
    had, is refused. Raises NotAllowed, or ValidationError naming `slug`. Returns the row.
    """
    allow(by)
    model, at = type(entry), at or timezone.now()
    try:
        validate_slug(slug)
    except ValidationError as problem:
        raise ValidationError({"slug": problem.messages}) from problem
    with transaction.atomic():
        [row] = locked(model, entry.pk)
        if slug == row.slug:
            return row
        refuse_taken(model, slug, by=row)
        former = FormerSlug.objects.filter(kind=model._meta.model_name, entry_id=row.pk)
        former.filter(slug=slug).delete()
        if row.is_public:
            FormerSlug.objects.create(
                kind=model._meta.model_name, slug=row.slug, entry_id=row.pk, changed_at=at
            )
        before, row.slug = row.slug, slug
        try:
            with transaction.atomic():
                row.save(update_fields=["slug"])
        except IntegrityError as problem:
            # Something else took it between the look and the write.
            raise ValidationError({"slug": _("This address is taken.")}, code="taken") from problem
        tell(Action.READDRESSED, row, by=by, at=at, before=before, after=slug)
    return row


def keep_names(entry, names):
    """Make `names` aliases of `entry`, those that nothing else of the kind is known by.

    A name that it has now is no alias of it.
    """
    model, alias = type(entry), entry.aliases.model
    present = {key_of(name) for name in names_of(entry)}
    entry.aliases.filter(key__in=present).delete()
    others = model.objects.exclude(pk=entry.pk)
    if model is not Issue:
        # What a duplicate is called, the one that answers for it is called too.
        others = others.exclude(pk__in=all_of(entry))
    if model is Trait:
        others = others.filter(actor=entry.actor_id)
    taken = {key_of(name) for other in others for name in names_of(other)}
    rows = {key_of(name): name for name in sorted(filter(None, names))}
    for key in sorted(rows.keys() - present - taken):
        row = alias(**{entry.aliases.field.name: entry}, name=rows[key], key=key)
        try:
            row.validate_constraints()
        except ValidationError:
            continue
        row.save()


def names_of(entry):
    """The names of an entry, in English and in Korean."""
    columns = ("title", "title_ko") if isinstance(entry, Issue) else ("name", "name_ko")
    return tuple(getattr(entry, column) for column in columns)


def _from_to(before, row):
    """The names as the audit is told of them."""
    return {
        "before": " · ".join(filter(None, before)),
        "after": " · ".join(filter(None, names_of(row))),
    }


def refuse_another(issue, **titles):
    """Raise ValidationError for a title by which another issue goes now.

    One that was merged gives its title up: what it was merged into may take it.
    """
    others = Issue.objects.exclude(pk=issue.pk).exclude(status=IssueStatus.MERGED)
    taken = {key_of(name) for names in others.values_list("title", "title_ko") for name in names}
    for field, title in titles.items():
        if title and key_of(title) in taken:
            raise ValidationError(
                {field: _("Another issue is called so. If both are one, merge them.")}, code="taken"
            )


def _title_before(issue, day, corrects):
    """(title, title_ko) that held right before a rename on `day`."""
    rows = issue.renames.as_of()
    if corrects is not None:
        rows = rows.exclude(pk=corrects.pk)
    last = rows.filter(occurred_on__lte=day).last()
    if last is not None:
        return last.title, last.title_ko
    first = issue.renames.order_by("recorded_at", "pk").first()
    if first is not None:
        return first.title_before, first.title_ko_before
    return issue.title, issue.title_ko
