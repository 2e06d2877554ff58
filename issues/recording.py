"""What all verbs of the register do alike: who may, which rows are locked, which days, how an event is
added, and how the audit and the log of changes are told.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sejong_cms import audit
from sejong_cms.params import FIRST_YEAR

from . import changed, rules
from .clock import day_of


class NotAllowed(Exception):
    """The person may not write the register, or this part of it."""


def allow(by, may=rules.may_edit_register):
    """Raise NotAllowed unless `may(by)`; None as a person is an operator's command."""
    if by is not None and not may(by):
        raise NotAllowed(_("You may not write the register."))


def locked(model, *ids):
    """The rows of `model` with these ids, in the order given; locked in the order of their ids."""
    found = {row.pk: row for row in in_order(model.objects.filter(pk__in=ids))}
    return [found[pk] for pk in ids]


def in_order(rows):
    """`rows` of one model, locked one after the other by primary key when they are read.

    The lock lets others cite the rows meanwhile: a draft that is being saved cites entries in the
    order of its blocks, and each would wait for the other.
    """
    return rows.order_by("pk").select_for_update(of=("self",), no_key=True)


def gate(model):
    """One at a time: changes of which row of `model` answers for which, and what goes by that.

    Two merges that know nothing of each other could close a circle together. The first row is the
    lock, which keeps the order of primary keys.
    """
    in_order(model.objects.all()).first()


def check_day(day, at):
    """Raise ValidationError for a day after that of the moment `at`, or one of no year that we tell of."""
    if day.year < FIRST_YEAR:
        problem = _("Give a day of %(year)s or later.") % {"year": FIRST_YEAR}
        raise ValidationError({"occurred_on": problem}, code="too_early")
    if day > day_of(at):
        raise ValidationError({"occurred_on": _("This day is yet to come.")}, code="future")


def check_known(entry, day, message):
    """Raise ValidationError with `message` where readers knew `entry` only after `day`.

    What they do not know at all is left to the caller.
    """
    if entry.is_public and day < day_of(entry.public_since):
        raise ValidationError({"occurred_on": message}, code="too_early")


def last_of(events):
    """The last by date of those `events` that count, None where there is none."""
    return events.as_of().last()


def add(event, siblings, *, by, at, **fields):
    """Add `event` with `fields`, all events of its subject being `siblings`. Returns it.

    Raises ValidationError naming the field. What is corrected belongs to the same subject and has
    not been corrected before.
    """
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


def tell(action, row, *, by, at, before="", after="", event=None, **detail):
    """Record what a verb did with `row`, an entry, by means of the dated `event` if any: in the audit, and
    in the log of changes as far as readers know the entry.
    """
    if event is not None:
        told = {"event": event.pk, "occurred_on": event.occurred_on, "text": event.text}
        if event.corrects_id:
            told["corrects"] = event.corrects_id
        detail = told | detail
    audit.record(action, at=at, by=by, before=before, after=after, detail=detail, **audit.of(row))
    changed.note(action, row, at=at)
