"""What is under way in an edition: text typed and not saved, who is there, who has looked.

None of it moves the edition or its version, and nothing here takes the article's lock: an autosave never
waits for a publication, nor a publication for it.
"""

import datetime as dt
import json
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from . import rules
from .errors import NotAllowed, Refused
from .models import Edition, Look, Snapshot, Visit, WorkingCopy

#: The most characters of JSON that one working copy may have: several times the longest piece.
LONGEST = 2_000_000
#: The most working copies that one person may have of one edition.
MOST = 50
#: A tab tells every half minute that it is there; after two misses it is taken for closed.
HERE = dt.timedelta(seconds=75)
#: For so long it is told that somebody was there, or has saved.
LATELY = dt.timedelta(minutes=10)


class TooMuch(Refused):
    """More text, or more copies, than anybody writes."""

    code = "too_much"


class OtherTab(Refused):
    """The copy was written to by another tab meanwhile."""

    code = "other_tab"


class Kept(NamedTuple):
    """A working copy that was kept; `edition` as it stands, `is_stale` if the copy is behind it."""

    copy: WorkingCopy
    edition: Edition

    @property
    def is_stale(self):
        return self.copy.version != self.edition.version


def keep(edition, *, by, tab, sequence, version, content, at):
    """Keep what `by` has typed in `tab` on top of `version`. Returns Kept.

    A copy that is behind the edition is kept too: it overwrites nothing, and what was typed is safe; the
    caller says that it is stale. Raises NotAllowed, TooMuch, or OtherTab where `sequence` is not above
    that of the kept copy and the text another: two tabs write to one copy, and one has to take another.
    """
    if len(json.dumps(content)) > LONGEST:
        raise TooMuch(_("This is more text than an edition can have."))
    edition = _present(edition, by)
    mine = WorkingCopy.objects.filter(edition=edition, person=by)
    values = {"sequence": sequence, "version": version, "content": content, "kept_at": at}
    with transaction.atomic():
        copy = mine.filter(tab=tab).select_for_update().first()
        if copy is None:
            if mine.count() >= MOST:
                raise TooMuch(_("You have too many unsaved texts of this edition; discard some."))
            copy, is_new = mine.get_or_create(edition=edition, person=by, tab=tab, defaults=values)
            if is_new:
                return Kept(copy, edition)
        if copy.sequence < sequence:
            for name, value in values.items():
                setattr(copy, name, value)
            copy.save(update_fields=list(values))
        elif copy.content != content:
            raise OtherTab(_("This text is open in another tab too."))
    return Kept(copy, edition)


def forget(edition, *, by, tabs):
    """Delete the person's copies of these tabs: they were saved, or given up."""
    WorkingCopy.objects.filter(edition=edition, person=by, tab__in=tabs).delete()


def visit(edition, *, by, tab, typed, at):
    """Note that `by` has the edition open in `tab`, and whether they typed since the last time."""
    values = {"seen_at": at} | ({"typed_at": at} if typed else {})
    Visit.objects.update_or_create(
        edition=edition,
        person=by,
        tab=tab,
        defaults=values,
        create_defaults=values | {"opened_at": at},
    )
    # No other way leads out of this table, and what is older tells nobody anything.
    Visit.objects.filter(edition=edition, seen_at__lt=at - LATELY).delete()


def leave(edition, *, by, tab, at):
    """Note that the tab was closed."""
    rows = Visit.objects.filter(edition=edition, person=by, tab=tab, seen_at__gt=at - HERE)
    rows.update(seen_at=at - HERE)


class Colleague(NamedTuple):
    """Somebody else, or the same person in another tab (`is_self`).

    `is_here` while the tab is open; `typed_at` and `saved_at` the last such moments, or None.
    """

    person: object
    is_self: bool
    is_here: bool
    seen_at: dt.datetime
    typed_at: dt.datetime | None
    saved_at: dt.datetime | None


def present(edition, *, by, tab, at):
    """The Colleagues who have the edition open or did something to it lately. Two queries."""
    rows = Visit.objects.filter(edition=edition, seen_at__gt=at - LATELY).exclude(
        person=by, tab=tab
    )
    visits, typed = {}, {}
    for row in rows.select_related("person").order_by("seen_at"):
        visits[row.person_id] = row
        # Who reads in one tab may be writing in another.
        moments = row.typed_at, typed.get(row.person_id)
        typed[row.person_id] = max(filter(None, moments), default=None)
    saves = {}
    lately = Snapshot.objects.filter(
        edition=edition, saved_at__gt=at - LATELY, saved_by__isnull=False
    )
    for row in lately.defer("content").select_related("saved_by").order_by("saved_at"):
        saves[row.saved_by_id] = row
    found = []
    for pk in visits.keys() | (saves.keys() - {by.pk}):
        seen, saved = visits.get(pk), saves.get(pk)
        found.append(
            Colleague(
                seen.person if seen else saved.saved_by,
                pk == by.pk,
                seen is not None and seen.seen_at > at - HERE,
                max(row for row in (seen and seen.seen_at, saved and saved.saved_at) if row),
                typed.get(pk),
                saved and saved.saved_at,
            )
        )
    return sorted(found, key=lambda each: (not each.is_here, -each.seen_at.timestamp()))


def look(edition, *, by, at):
    """Note that `by` has the text before their eyes as it stands now."""
    Look.objects.get_or_create(
        edition=edition, person=by, version=edition.version, defaults={"looked_at": at}
    )


def _present(edition, by):
    """The edition as it stands, if `by` may see it."""
    edition = Edition.objects.select_related("saved_by").get(pk=edition.pk)
    if not rules.may_see(by, edition):
        raise NotAllowed(_("You may not change this edition."))
    return edition
