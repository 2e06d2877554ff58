"""The saves and editions of a piece that a person may compare, and which of them to begin with."""

from typing import NamedTuple

from . import rules, snapshots
from .contents import contents_of
from .enums import EditionState, Verb
from .models import Edition, Look, Snapshot


class Side(NamedTuple):
    """A text of the piece: that of `edition` after the save `snapshot` (which has no content here).

    `is_last` says whether the edition's text is this still.
    """

    edition: Edition
    snapshot: Snapshot
    is_last: bool

    @property
    def version(self):
        return self.snapshot.version

    @property
    def key(self):
        """How an address names it; see `named`."""
        return f"{self.edition.pk}.{self.version}"


def sides_of(edition, person):
    """The Sides of the edition's piece that `person` may see, newest first. Three queries.

    Of editions that they may not open, that readers can: the text that readers get.
    """
    editions = Edition.objects.filter(article=edition.article_id)
    open_to = {row.pk: row for row in editions.visible_to(person).select_related("article")}
    public = {row.pk: row for row in editions.released().select_related("article")}
    rows = Snapshot.objects.filter(edition__in={*open_to, *public}).defer("content")
    found, seen = [], set()
    for row in rows.select_related("saved_by").order_by("-edition_id", "-version"):
        is_last = row.edition_id not in seen
        seen.add(row.edition_id)
        if is_last or row.edition_id in open_to:
            of = open_to.get(row.edition_id) or public[row.edition_id]
            found.append(Side(of, row, is_last))
    return found


def named(sides, edition, version):
    """The Side of the edition with this id as it read at `version`; None where there is none."""
    of_it = [side for side in sides if side.edition.pk == edition]
    if not of_it or version > of_it[0].edition.version:
        return None
    return next((side for side in of_it if side.version <= version), None)


def texts_of(*sides):
    """[(head, Contents)] of Sides, in a fixed number of queries.

    What was published reads as it was sealed: its last save does not have the date and the number yet.
    """
    sealed = {side for side in sides if side.is_last and side.edition.number}
    stored = contents_of({side.edition for side in sealed})
    pks = {side.snapshot.pk for side in sides if side not in sealed}
    rows = list(Snapshot.objects.filter(pk__in=pks)) if pks else []
    read = dict(zip([row.pk for row in rows], snapshots.parsed_many(rows), strict=True))
    return [
        (side.edition, stored[side.edition.pk]) if side in sealed else read[side.snapshot.pk]
        for side in sides
    ]


#: What a text can be compared with at a click, in the order in which it is offered.
LOOKED, LIVE, SUBMITTED, BEGUN, BEFORE = "looked", "live", "submitted", "begun", "before"


def bases_of(edition, sides, person):
    """{name: Side} of what the edition's text can be compared with. Two queries.

    looked: as the person last saw it. live: what readers get. submitted: as it was handed in. before:
    the save before. begun: its first save, which reads as the edition that it was made from.
    """
    own = [side for side in sides if side.edition.pk == edition.pk]
    if not own:
        return {}
    last, found = own[0], {}
    look = Look.objects.filter(edition=edition, person=person, version__lt=last.version).first()
    if look is not None:
        found[LOOKED] = named(own, edition.pk, look.version)
    live = [side for side in sides if side.edition.is_live and side.is_last]
    if live and live[0].edition.pk != edition.pk:
        found[LIVE] = live[0]
    moves = edition.transitions.filter(verb=Verb.SUBMIT).order_by("-moved_at", "-id")
    submitted = moves.values_list("version", flat=True).first()
    if submitted is not None:
        found[SUBMITTED] = named(own, edition.pk, submitted)
    if len(own) > 1:
        found[BEFORE], found[BEGUN] = own[1], own[-1]
    return {
        name: side
        for name in (LOOKED, LIVE, SUBMITTED, BEFORE, BEGUN)
        if (side := found.get(name)) is not None and side != last
    }


def first_choice(edition, bases, person):
    """The name of the base that `person` is shown at first; None where there is none.

    A reviewer sees what changed since they last looked; who has not looked yet, and whoever looks at
    what was approved, what differs from what readers get.
    """
    reviews = (
        edition.state == EditionState.IN_REVIEW
        and rules.may(person, Verb.APPROVE, edition)
        and not rules.breaks_four_eyes(person, Verb.APPROVE, edition)
    )
    if edition.state in (EditionState.APPROVED, EditionState.SCHEDULED):
        wanted = (LIVE, BEGUN)
    elif reviews:
        wanted = (LOOKED, LIVE, SUBMITTED, BEGUN)
    else:
        wanted = (LOOKED, LIVE, BEFORE)
    return next((name for name in wanted if name in bases), None)
