"""An open edition's text brought back to an earlier save, as a save of its own."""

from typing import NamedTuple

from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from . import drafting, rules, snapshots
from .canonical import canonical
from .contents import contents_of_one
from .errors import NotAllowed, WrongState
from .models import BLOCKS, Byline, Edition, Note, Passage


class Restored(NamedTuple):
    """The edition as saved, and sentences on what could not come back as it was."""

    edition: Edition
    changed: list


def restore(edition, snapshot, *, version, by, at=None):
    """Make the text of `edition` read as in `snapshot`, a save of this or another edition of the article.

    It is a save like any other, so history only grows; of another edition, kind of change and note
    stay. An entry that was deleted from the register since leaves its block as a passage; a
    recommendation that was is made again.

    Raises NotAllowed where `by` may not see the save, WrongState where the text reads so already,
    snapshots.UnknownFormat, and what `drafting.saving` raises.
    """
    source = snapshot.edition
    if source.article_id != edition.article_id or (
        by is not None and not rules.may_see(by, source)
    ):
        raise NotAllowed(_("This save is not of a text that you may see."))
    head, contents = snapshots.parsed(snapshot)
    with drafting.saving(edition, version=version, by=by, at=at, why=_why(snapshot)) as save:
        kept = () if source.pk == edition.pk else ("change_kind", "change_note")
        if _text(canonical(head, contents), kept) == _text(
            canonical(save.edition, contents_of_one(save.edition)), kept
        ):
            raise WrongState(_("The text reads like that already."))
        for name in {*snapshots.HEAD, "published_on"} - set(kept):
            setattr(save.edition, name, getattr(head, name))
        changed = _write(save.edition, contents)
    return Restored(save.edition, changed)


def _text(content, kept):
    return {name: value for name, value in content.items() if name not in ("number", *kept)}


def _why(snapshot):
    if snapshot.edition.number:
        words = _("restored from the save of %(at)s (edition %(number)s, version %(version)s)")
    else:
        words = _("restored from the save of %(at)s (version %(version)s)")
    at = timezone.localtime(snapshot.saved_at)
    return words % {
        "at": f"{at:%Y-%m-%d %H:%M}",
        "number": snapshot.edition.number,
        "version": snapshot.version,
    }


def _write(edition, contents):
    """Replace bylines, blocks and notes by those of `contents`; sentences on what is otherwise."""
    for model in (*BLOCKS, Note):
        model.objects.filter(parent=edition).delete()
    Byline.objects.filter(edition=edition).delete()
    changed, issue = [], None
    for byline in contents.bylines:
        if byline.author.pk is None:
            changed.append(
                _("The author %(name)s is no longer in the list of authors.")
                % {"name": byline.name}
            )
            continue
        byline.edition = edition
        byline.save()
    for block in contents.blocks:
        if block.kind == "recommendation" and block.recommendation.pk is None:
            block.recommendation.issue = issue
            block.recommendation.save()
            block.recommendation = block.recommendation
        if block.kind == "assessment":
            issue = block.issue if block.issue.pk else None
        row = _storable(block)
        if row is not block:
            changed.append(_OTHERWISE[block.kind]() % {"name": block})
        if row is not None:
            row.parent, row.ordering = edition, block.ordering
            row.save()
    for note in contents.notes:
        note.parent = edition
        note.save()
    return changed


def _storable(block):
    """`block`, or a passage with its words where the entry is gone that it cites; None without a file."""
    if block.kind == "trait" and block.trait.pk is None:
        return Passage(uid=block.uid, heading=block.name, html=block.html)
    if block.kind == "assessment" and block.issue.pk is None:
        said = (f"<p>{escape(words)}</p>" for words in (block.answer, block.change_reason) if words)
        return Passage(
            uid=block.uid, heading=block.question[:300], html="".join([*said, block.html])
        )
    if block.kind == "figure" and not block.image:
        return None
    return block


_OTHERWISE = {
    "trait": lambda: _(
        "“%(name)s” came back as a passage: its trait is no longer in the register."
    ),
    "assessment": lambda: _(
        "“%(name)s” came back as a passage: its issue is no longer in the register."
    ),
    "figure": lambda: _("The figure “%(name)s” could not come back: its image file is gone."),
}
