"""The words of an edition, field by field, in the order in which readers meet them."""

from typing import NamedTuple

from ..html import to_text


class Text(NamedTuple):
    """A field's words as paragraphs. `uid` is the block's, None for the edition's own fields."""

    uid: object
    field: str
    paragraphs: list

    @property
    def runs(self):
        """Whether it is running text, and no heading or name."""
        return self.field not in HEADINGS


HEADINGS = frozenset(("title", "subtitle", "heading", "name", "question"))
_HEAD = ("title", "subtitle", "abstract")
_FIELDS = {
    "passage": ("heading", "html"),
    "trait": ("name", "html"),
    "assessment": ("question", "answer", "change_reason", "html"),
    "recommendation": ("wording",),
    "figure": ("caption", "credit"),
}


def texts_of(edition, contents):
    """Every Text that says something; notes come last, all under the field 'notes'."""
    found = [_text(None, field, getattr(edition, field)) for field in _HEAD]
    for block in contents.blocks:
        found += [_text(block.uid, name, getattr(block, name)) for name in _FIELDS[block.kind]]
    found += [_text(None, "notes", note.html, is_html=True) for note in contents.notes]
    return [text for text in found if text.paragraphs]


def _text(uid, field, value, is_html=False):
    words = to_text(value) if is_html or field == "html" else value
    return Text(uid, field, [line for line in map(str.strip, words.split("\n")) if line])
