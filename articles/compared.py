"""What one text says otherwise than another, in words for people: the same for readers and for the desk.

Two texts are two heads (Editions, stored or as `articles.snapshots` reads them) with their Contents.
"""

from dataclasses import dataclass
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from .comparison import Part, blocks, rich, texts, wholes


@dataclass(slots=True)
class Field:
    """A part of a text that reads otherwise, as HTML with <ins> and <del>; `is_prose` if rich text.

    '' where only its spacing or layout is another.
    """

    label: str
    html: str
    is_prose: bool = False


@dataclass(slots=True)
class Told:
    """A block for readers: `kind` in words, `name` unless a field says it."""

    part: Part
    kind: str
    name: str
    fields: list


def compared(before, after, old, new, *, on_the_desk=False):
    """A template's context: what the text `after` with Contents `new` says otherwise than `before`.

    `on_the_desk` compares kind of change and note too, which readers are told by themselves.
    """
    parts = blocks(old.blocks, new.blocks)
    notes = _notes(old.notes, new.notes)
    head = _head(before, after, old, new, on_the_desk)
    return {
        "head": head,
        "groups": _groups(parts),
        "notes": notes,
        "differs": bool(head or notes or any(part.fate != "same" for part in parts)),
    }


def _head(before, after, old, new, on_the_desk):
    """Fields of the edition itself that differ."""
    pairs = [
        (_("Title"), texts(before.title, after.title)),
        (_("Subtitle"), texts(before.subtitle, after.subtitle)),
        (
            _("Date printed on the piece"),
            wholes(_shown_day(before.published_on), _shown_day(after.published_on)),
        ),
        (_("Authors"), texts(_credits(old.bylines), _credits(new.bylines))),
        (_("Abstract"), texts(before.abstract, after.abstract)),
        (_("Disclaimer"), texts(before.disclaimer, after.disclaimer)),
    ]
    if on_the_desk:
        kinds = (edition.get_change_kind_display() for edition in (before, after))
        pairs += [
            (_("Kind of change"), wholes(*kinds)),
            (_("Note on the change"), texts(before.change_note, after.change_note)),
        ]
    return [Field(label, found.both) for label, found in pairs if found.changed]


def _credits(bylines):
    """The bylines as printed, each a line."""
    return "\n".join(
        ", ".join(filter(None, (row.name, row.position, row.affiliation))) for row in bylines
    )


def _notes(old, new):
    """Notes that came, went or changed: (number in the later edition, else in the earlier; Field)."""
    old, new = ({note.uid: (n, note.html) for n, note in enumerate(side, 1)} for side in (old, new))
    found = []
    for uid in {**new, **old}:
        compared = rich(*(side[uid][1] if uid in side else "" for side in (old, new)))
        if compared.changed:
            number = (new.get(uid) or old[uid])[0]
            found.append((number, Field(_("Note"), compared.both, is_prose=True)))
    return found


def _groups(parts):
    """[(whether nothing changed, [Told])], neighbours of either sort together."""
    return [
        (same, [_told(part) for part in group])
        for same, group in groupby(parts, key=lambda part: part.fate == "same")
    ]


def _told(part):
    block, fields = part.block, _fields(part)
    name = "" if _NAMES[block.kind] in fields else str(block)
    if block.kind == "assessment" and block.number and name:
        name = f"{block.number}. {name}"
    return Told(part, block._meta.verbose_name, name, list(fields.values()))


def _fields(part):
    """{name: Field} of what a block says otherwise; of one that came or went, all that it says."""
    found = {}
    for name, label, compared_as, value in _SHOWN[part.block.kind]:
        changed = name in part.fields
        whole = (part.before is None or part.after is None) and name not in _IDENTITIES
        if not (changed or whole):
            continue
        pair = (value(block) if block else "" for block in (part.before, part.after))
        compared = compared_as(*pair)
        if changed or compared.changed:
            html = compared.both if compared.changed else ""
            found[name] = Field(label, html, is_prose=compared_as is rich)
    return found


def _value(name):
    return lambda block: getattr(block, name)


def _shown(name):
    """What a choice is called."""
    return lambda block: getattr(block, f"get_{name}_display")() or ""


def _day(block):
    return _shown_day(block.horizon)


def _shown_day(day):
    return date_format(day) if day else ""


def _number(block):
    return str(block.number or "")


#: The field by which readers know a block.
_NAMES = {
    "passage": "heading",
    "trait": "name",
    "assessment": "question",
    "recommendation": "wording",
    "figure": "caption",
}
#: Fields that say which entry of the register a block is about, not what it says.
_IDENTITIES = ("trait", "recommendation")

_STANCE = ("stance", gettext_lazy("Stance"), wholes, _shown("stance"))

#: Per kind of block: the names of `articles.canonical`, what readers call them, how two values are
#: compared, and how to get one.
_SHOWN = {
    "passage": (
        ("heading", gettext_lazy("Heading"), texts, _value("heading")),
        ("html", gettext_lazy("Text"), rich, _value("html")),
    ),
    "trait": (
        ("trait", gettext_lazy("Trait"), wholes, lambda block: str(block.trait)),
        ("name", gettext_lazy("Name"), texts, _value("name")),
        _STANCE,
        ("html", gettext_lazy("Text"), rich, _value("html")),
    ),
    "assessment": (
        ("issue", gettext_lazy("Issue"), wholes, lambda block: str(block.issue)),
        ("number", gettext_lazy("Number"), wholes, _number),
        ("question", gettext_lazy("Question"), texts, _value("question")),
        ("answer", gettext_lazy("Answer"), texts, _value("answer")),
        ("outlook", gettext_lazy("Outlook"), wholes, _shown("outlook")),
        ("likelihood", gettext_lazy("Likelihood"), wholes, _shown("likelihood")),
        ("horizon", gettext_lazy("Horizon"), wholes, _day),
        ("change_reason", gettext_lazy("Why the outlook changed"), texts, _value("change_reason")),
        ("html", gettext_lazy("Analysis"), rich, _value("html")),
    ),
    "recommendation": (
        ("wording", pgettext_lazy("recommendation", "Wording"), texts, _value("wording")),
        _STANCE,
        (
            "recommendation",
            gettext_lazy("Followed as"),
            wholes,
            lambda block: str(block.recommendation.uid),
        ),
    ),
    "figure": (
        ("sha256", gettext_lazy("Image"), wholes, lambda block: f"{block.sha256[:12]}…"),
        ("alt", gettext_lazy("Alternative text"), texts, _value("alt")),
        ("caption", gettext_lazy("Caption"), texts, _value("caption")),
        ("credit", gettext_lazy("Credit"), texts, _value("credit")),
    ),
}
