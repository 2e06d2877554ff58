"""A save that came too late: what was typed and what was saved meanwhile, brought together.

Three texts meet: the one that was read (`base`), the one that was typed, and the one that stands now. What
only one side changed is taken from that side; of what both changed, the person sees both and chooses,
block by block, field by field. Nothing is saved on the way.

Fields are compared as their form compares them, so that a date is a date and rich text is rich text.
"""

from dataclasses import dataclass, field

from django.forms import ModelMultipleChoiceField
from django.utils.translation import gettext as _
from django_prose_editor.fields import ProseEditorFormField

from .. import snapshots
from ..comparison import rich, texts, wholes
from ..errors import Refused
from ..models import BLOCKS, Byline, Snapshot
from .choices import label_of
from .rows import KEPT, Row, Table, identity_of, laid_out, number, values_of, woven

MINE, THEIRS = "mine", "theirs"
#: Hidden fields of the screen: which choices it asks for, and the version that was read in the first place.
ASKED, BASE = "asked", "base_version"


class Undecided(Refused):
    """Both texts were shown, and not every choice was made. `edition` is as it stands now."""

    code = "undecided"

    def __init__(self, edition):
        super().__init__(_("Choose for each passage that you both changed; nothing was saved yet."))
        self.edition = edition


@dataclass
class Choice:
    """Something that both changed: HTML of what each side made of it, marked against what was read.

    `key` names it between requests, `place` is the element of its block on the screen, `chosen`
    'mine', 'theirs' or ''.
    """

    key: str
    about: str
    label: str
    place: str
    mine: str
    theirs: str
    is_prose: bool = False
    chosen: str = ""


@dataclass
class Meeting:
    """`data` is the form with both texts in it, `taken` says what of the others' stands in it now."""

    data: object
    choices: list = field(default_factory=list)
    taken: list = field(default_factory=list)


def meet(head_form, formsets, data, base_version):
    """The Meeting of what was typed (`data`, a QueryDict) with the stored edition.

    `head_form` and `formsets` are those of the screen, unbound: what stands now.
    """
    edition = head_form.instance
    head, contents = _base(edition, base_version)
    meeting = Meeting(data.copy())
    _meet_head(meeting, head_form, head)
    tables = [Table(formset, data) for formset in formsets]
    for table in tables:
        _meet_rows(meeting, table, contents)
    blocks = [table for table in tables if table.formset.model in BLOCKS]
    read = contents.blocks if contents else []
    _order(blocks, read)
    for table in tables:
        if table not in blocks:
            _order([table], _parts(contents, table.formset.model))
    for table in tables:
        laid_out(meeting.data, table)
    for choice in meeting.choices:
        choice.chosen = data.get(f"choice-{choice.key}", "")
        if isinstance(choice.place, Row):
            choice.place = choice.place.element
    meeting.data["version"] = str(edition.version)
    meeting.data[BASE] = str(base_version)
    meeting.data.setlist(ASKED, [choice.key for choice in meeting.choices])
    return meeting


def decided(head_form, formsets, data):
    """`data` with the others' values where the person chose them. Raises Undecided.

    The forms are as for `meet`; the screen that asked has named the version that still stands.
    """
    asked = data.getlist(ASKED)
    chosen = {key: data.get(f"choice-{key}") for key in asked}
    if any(choice not in (MINE, THEIRS) for choice in chosen.values()):
        raise Undecided(head_form.instance)
    theirs = {key for key, choice in chosen.items() if choice == THEIRS}
    if not theirs:
        return data
    data = data.copy()
    for name, values in values_of(head_form).items():
        if name in theirs:
            data.setlist(name, values)
    for formset in formsets:
        table = Table(formset, data)
        for row in list(table.rows):  # one that is taken out leaves the table
            if row.key in theirs:
                row.take_theirs()
            for name in row.values:
                if f"{row.key}:{name}" in theirs:
                    row.values[name] = row.now[name]
        laid_out(data, table)
    return data


def _base(edition, version):
    """(head, Contents) of the text that was read; (None, None) where nothing tells."""
    rows = Snapshot.objects.filter(edition=edition, version__lte=version)
    snapshot = rows.order_by("-version").first()
    return snapshots.parsed(snapshot) if snapshot else (None, None)


def _parts(contents, model):
    if contents is None:
        return []
    if model is Byline:
        return contents.bylines
    rows = contents.blocks if model in BLOCKS else contents.notes
    return [row for row in rows if isinstance(row, model)]


def _meet_head(meeting, form, base):
    data, now = meeting.data, values_of(form)
    for name, bound in form.fields.items():
        # A list that was emptied is in no request.
        is_sent = name in data or isinstance(bound, ModelMultipleChoiceField)
        if name == "version" or name not in now or not is_sent:
            continue
        mine, theirs = data.getlist(name), now[name]
        if bound.show_hidden_initial:
            # What is the article's, or a list of people, is in no snapshot: the screen says what it read.
            read = data.getlist(f"initial-{name}")
        elif base is not None:
            read = _values_of_model(form, base, name)
        else:
            read = None
        if sorted(mine) == sorted(theirs) or (read is not None and sorted(theirs) == sorted(read)):
            continue
        label = str(bound.label)
        if read is not None and sorted(mine) == sorted(read):
            data.setlist(name, theirs)
            meeting.taken.append(label)
        else:
            was = theirs if read is None else read
            shown = [_shown(bound, values) for values in (was, mine, theirs)]
            meeting.choices.append(Choice(name, "", label, f"id_{name}", *_marked(bound, *shown)))
        if bound.show_hidden_initial:
            data.setlist(f"initial-{name}", theirs)


def _values_of_model(form, instance, name):
    value = form.fields[name].widget.format_value(getattr(instance, name))
    return [str(each) for each in value] if isinstance(value, list) else [value or ""]


def _meet_rows(meeting, table, contents):
    read = {identity_of(row): row for row in _parts(contents, table.formset.model)}
    for row in list(table.rows):
        base = read.get(row.identity)
        if row.is_new and base is None:
            continue
        if row.instance is None:
            # Without a key too: it was asked for already, and is asked for until there is an answer.
            _meet_gone(meeting, table, row, base)
        elif row.is_added:
            meeting.taken.append(_("%s (added)") % row.title)
        else:
            _meet_row(meeting, table, row, base)


def _meet_gone(meeting, table, row, base):
    """A row that the others removed."""
    if row.is_deleted or (base is not None and not table.changed(row.values, base)):
        table.rows.remove(row)
        if not row.is_deleted:
            meeting.taken.append(_("%s (removed)") % (str(base) or table.title))
        return
    row.become_new()
    meeting.choices.append(
        Choice(
            row.key,
            f"{table.title}: {row.title}",
            "",
            row,
            _("You changed it: keep it."),
            _("It was removed: leave it out."),
        )
    )


def _meet_row(meeting, table, row, base):
    """A row that stands on both sides."""
    names = [name for name in row.now if name not in KEPT and name in row.values]
    differing = {name for name in names if row.values[name] != row.now[name]}
    if base is None:
        mine = theirs = differing
    else:
        mine, theirs = table.changed(row.values, base), table.changed(row.now, base)
    about = f"{table.title}: {row.title}"
    if row.is_deleted:
        if theirs:
            keep = _("It was changed meanwhile: keep it as it is now.")
            meeting.choices.append(
                Choice(row.key, about, "", row, _("You removed it: leave it out."), keep)
            )
        return
    for name in names:
        if name not in differing or name not in theirs:
            continue
        bound = table.form.base_fields[name]
        if name not in mine:
            row.values[name] = row.now[name]
            meeting.taken.append(f"{row.title} ({str(bound.label).lower()})")
            continue
        was = None if base is None else table.values(base)[name]
        values = (was or row.now[name], row.values[name], row.now[name])
        shown = [_shown(bound, each, row.instance, name) for each in values]
        meeting.choices.append(
            Choice(
                f"{row.key}:{name}",
                about,
                str(bound.label),
                row,
                *_marked(bound, *shown),
            )
        )


def _shown(bound, values, instance=None, name=""):
    """What a person calls the values of a form's field."""
    if hasattr(bound, "queryset"):
        keys = [number(value, None) for value in values]
        cited = getattr(instance, name, None) if instance else None
        if cited is not None and keys == [cited.pk]:
            return label_of(cited)
        # Of what was typed only those that the person may choose: a request can name any.
        return ", ".join(label_of(row) for row in bound.queryset.filter(pk__in=filter(None, keys)))
    choices = dict(getattr(bound, "choices", ()))
    return ", ".join(str(choices.get(value, value)) for value in values)


def _marked(bound, read, mine, theirs):
    """(HTML of mine, HTML of theirs, whether they are rich text), each marked against what was read."""
    is_prose = isinstance(bound, ProseEditorFormField)
    compare = rich if is_prose else wholes if hasattr(bound, "choices") else texts
    return compare(read, mine).both, compare(read, theirs).both, is_prose


def _order(tables, read):
    """Give the rows of `tables`, which share one order, the places that both sides gave them."""
    rows = [row for table in tables for row in table.rows]
    typed = sorted((row for row in rows if not row.is_added), key=lambda row: row.typed_place)
    stored = sorted((row for row in rows if row.instance is not None), key=lambda row: row.place)
    keys = {row.identity: row for row in stored}
    before = [keys[identity_of(part)] for part in read if identity_of(part) in keys]
    common = [row for row in before if not row.is_added]
    if [row for row in typed if row in common] == common:
        order = woven(stored, typed)
    else:
        order = woven(typed, stored)
    for place, row in enumerate(order, 1):
        row.values["ordering"] = [str(10 * place)]
