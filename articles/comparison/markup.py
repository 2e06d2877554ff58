"""What changed between two texts, as HTML with <ins> and <del> for a page."""

from dataclasses import dataclass
from functools import cached_property
from html import escape
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.utils.safestring import mark_safe

from .leaves import Leaf, leaves_of
from .runs import ADDED, REMOVED, SAME, Token, matches, stretches, tokens_of

#: Pairs of changed paragraphs that are looked at for what became of which.
MOST_LIKENESSES = 10_000
#: The share of words in common from which one paragraph counts as another one's later form.
LIKE = 0.3

_ELEMENTS = {REMOVED: ("del", ()), ADDED: ("ins", ())}
#: Elements that what was taken out and what was put in may share.
_SHARED = frozenset("ul ol blockquote table thead tbody".split())


@dataclass
class Joined:
    """A leaf of the text before, one of the text after, or both, with the words of either."""

    old: Leaf | None
    new: Leaf | None
    runs: list  # (kind, tokens)

    @property
    def boxes(self):
        """(tag, attrs, place before or None, place after or None) of the elements around."""
        old, new = (leaf.boxes if leaf else None for leaf in (self.old, self.new))
        return [
            (box.tag, box.attrs, old and old[depth].place, new and new[depth].place)
            for depth, box in enumerate(new or old or ())
        ]


class Compared:
    """Two texts as HTML that is safe to put into a page: nothing is in it but what
    `articles.html.clean` lets through, <ins> and <del>, and these never cross an element's border.
    """

    def __init__(self, joined):
        self._joined = joined

    @property
    def changed(self):
        """Whether a reader sees a difference, formatting included."""
        return any(
            leaf.old is None or leaf.new is None or any(kind != SAME for kind, _ in leaf.runs)
            for leaf in self._joined
        )

    @cached_property
    def before(self):
        """The earlier text, with what was taken out marked."""
        return self._html(REMOVED)

    @cached_property
    def after(self):
        """The later text, with what was put in marked."""
        return self._html(ADDED)

    @cached_property
    def both(self):
        """The later text, with what was taken out in its place."""
        return self._html(REMOVED, ADDED)

    def _html(self, *kinds):
        writer = _Writer()
        for leaf in self._joined:
            shown = Joined(
                leaf.old if REMOVED in kinds else None,
                leaf.new if ADDED in kinds else None,
                [(kind, tokens) for kind, tokens in leaf.runs if kind == SAME or kind in kinds],
            )
            if shown.old is not None or shown.new is not None:
                writer.write(shown)
        # Safe because the writer escapes all text and opens only elements that `clean` let through.
        return mark_safe(writer.html())


def rich(before, after):
    """The Compared of two rich texts. A change of formatting shows as words taken out and put in."""
    return Compared(_joined(_units(leaves_of(before)), _units(leaves_of(after))))


def texts(before, after):
    """The Compared of two plain texts, word by word."""
    return _line(tokens_of(before), tokens_of(after))


def wholes(before, after):
    """The Compared of two short texts that change as wholes, such as a name or a day."""
    return _line([Token(text) for text in (before,) if text], [Token(after)] if after else [])


def _line(before, after):
    return Compared([_leaf(Leaf((), before), Leaf((), after))] if before or after else [])


def _leaf(old, new):
    found = stretches(old.tokens if old else [], new.tokens if new else [])
    return Joined(old, new, [run for stretch in found for run in stretch.runs()])


class _Unit(NamedTuple):
    """What finds its later form as a whole: a leaf, or all leaves of a table's row."""

    leaves: tuple

    @property
    def kinds(self):
        return tuple(leaf.kinds for leaf in self.leaves)

    @property
    def key(self):
        return tuple((leaf.kinds, tuple(leaf.tokens)) for leaf in self.leaves)

    @property
    def words(self):
        return {token.text for leaf in self.leaves for token in leaf.tokens if not token.is_space}


def _units(leaves):
    rows = []
    for leaf in leaves:
        if rows and leaf.row is not None and leaf.row == rows[-1][0].row:
            rows[-1].append(leaf)
        else:
            rows.append([leaf])
    return [_Unit(tuple(row)) for row in rows]


def _joined(old, new):
    """The leaves of both texts, in an order that keeps that of either."""
    found, i, j = [], 0, 0
    pairs = matches([unit.key for unit in old], [unit.key for unit in new])
    for x, y in [*pairs, (len(old), len(new))]:
        for before, after in _alike(old[i:x], new[j:y]):
            found += _pair(before, after)
        if x < len(old):
            found += _pair(old[x], new[y])
        i, j = x + 1, y + 1
    return found


def _pair(before, after):
    if before is None or after is None:
        gone, come = (unit.leaves if unit else () for unit in (before, after))
        return [*(_leaf(leaf, None) for leaf in gone), *(_leaf(None, leaf) for leaf in come)]
    return [_leaf(*leaves) for leaves in zip(before.leaves, after.leaves, strict=True)]


def _alike(old, new):
    """(unit before, unit after) of what changed, None where one has no counterpart: those pairs,
    in the order of both, that have most words in common.
    """
    if not old or not new or len(old) * len(new) > MOST_LIKENESSES:
        return [*((unit, None) for unit in old), *((None, unit) for unit in new)]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    likeness = _likenesses(old, new)
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(
                best[i + 1][j],
                best[i][j + 1],
                likeness[i][j] and likeness[i][j] + best[i + 1][j + 1],
            )
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            found.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            found.append((old[i], None))
            i += 1
        else:
            found.append((None, new[j]))
            j += 1
    return [*found, *((unit, None) for unit in old[i:]), *((None, unit) for unit in new[j:])]


def _likenesses(old, new):
    """How alike each of `old` is to each of `new`: from 0, no later form of it, to 1."""
    olds, news = ([(unit.kinds, unit.words) for unit in units] for units in (old, new))
    return [[_likeness(*one, *other) for other in news] for one in olds]


def _likeness(kinds, words, other_kinds, other_words):
    if kinds != other_kinds:
        return 0.0
    share = 2 * len(words & other_words) / (len(words) + len(other_words) or 1)
    if share >= LIKE:
        return share
    # A cell keeps its place in the table whatever stands in it.
    in_table = any(tag == "tr" for tag, _ in kinds[0])
    return 0.001 if in_table else 0.0


class _Writer:
    """Writes leaves one after the other, in elements that stay open as long as both texts agree."""

    def __init__(self):
        self.out, self.boxes, self.marks = [], [], []

    def write(self, joined):
        wanted = joined.boxes
        depth = 0
        while (
            depth < min(len(wanted), len(self.boxes))
            and (box := _met(self.boxes[depth], wanted[depth])) is not None
        ):
            self.boxes[depth] = box
            depth += 1
        if self.out and depth == len(wanted) == len(self.boxes):
            self.out.append(" ")
        self._close_boxes(depth)
        for tag, attrs, *places in wanted[depth:]:
            self._open(tag, attrs)
            self.boxes.append((tag, attrs, *places))
        for kind, tokens in joined.runs:
            for marks, group in groupby(tokens, key=attrgetter("marks")):
                self._words(kind, marks, "".join(token.text for token in group))
        self._close_marks(0)

    def html(self):
        self._close_boxes(0)
        return "".join(self.out)

    def _words(self, kind, marks, text):
        wanted = [_off_page(mark) for mark in marks]
        if kind in _ELEMENTS:
            wanted.append(_ELEMENTS[kind])
        depth = 0
        while depth < min(len(wanted), len(self.marks)) and wanted[depth] == self.marks[depth]:
            depth += 1
        self._close_marks(depth)
        for tag, attrs in wanted[depth:]:
            self._open(tag, attrs)
            self.marks.append((tag, attrs))
        self.out.append(escape(text, quote=False).replace("\n", "<br>"))

    def _open(self, tag, attrs):
        self.out.append(f"<{tag}{''.join(f' {name}="{escape(value)}"' for name, value in attrs)}>")

    def _close_marks(self, depth):
        while len(self.marks) > depth:
            self.out.append(f"</{self.marks.pop()[0]}>")

    def _close_boxes(self, depth):
        while len(self.boxes) > depth:
            self.out.append(f"</{self.boxes.pop()[0]}>")


def _met(box, wanted):
    """The open element `box` where a leaf that wants `wanted` belongs into it, else None."""
    tag, attrs, old, new = box
    if wanted[:2] != (tag, attrs):
        return None
    *_kind, old_wanted, new_wanted = wanted
    if new is not None and new_wanted is not None:
        belongs = new == new_wanted
    elif old is not None and old_wanted is not None:
        belongs = old == old_wanted
    else:
        belongs = tag in _SHARED
    if not belongs:
        return None
    return (tag, attrs, *(a if b is None else b for a, b in ((old, old_wanted), (new, new_wanted))))


def _off_page(mark):
    """A link within the piece, to a note, leads nowhere from here: its number stays."""
    tag, attrs = mark
    inside = tag == "a" and dict(attrs).get("href", "").startswith("#")
    return ("sup", ()) if inside else mark
