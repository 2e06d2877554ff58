"""Two editions of a piece, block by block: what stayed, changed, moved, came and went."""

from dataclasses import dataclass

from ..canonical import SHAPES
from .runs import matches


@dataclass(frozen=True, slots=True)
class Part:
    """A block's place in both editions; `before` or `after` is None where it is not in one.

    `fields` are the names (of `articles.canonical`) that say something else. A block that both
    moved and changed is `moved` and has `fields`.
    """

    before: object
    after: object
    moved: bool = False
    fields: tuple = ()

    @property
    def block(self):
        """The later row of the block."""
        return self.after or self.before

    @property
    def fate(self):
        """'added', 'removed', 'changed', 'moved' or 'same'."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        if self.fields:
            return "changed"
        return "moved" if self.moved else "same"


def blocks(before, after):
    """The Parts of two lists of blocks, matched by uid, in the order of `after`; what was removed
    stands where it stood.

    As few blocks as can be count as moved.
    """
    old, new = ({_identity(block): block for block in side} for side in (before, after))
    keys, new_keys = list(old), list(new)
    found, i, j = [], 0, 0
    for x, y in [*matches(keys, new_keys), (len(keys), len(new_keys))]:
        found += [Part(old[key], None) for key in keys[i:x] if key not in new]
        found += [_part(old.get(key), new[key], moved=key in old) for key in new_keys[j:y]]
        if x < len(keys):
            found.append(_part(old[keys[x]], new[keys[x]]))
        i, j = x + 1, y + 1
    return found


def _identity(block):
    return block.kind, block.uid


def _part(before, after, moved=False):
    if before is None:
        return Part(None, after)
    shape = SHAPES[after.kind]
    now = shape(after)
    fields = tuple(name for name, value in shape(before).items() if now[name] != value)
    return Part(before, after, moved, fields)
