"""Two texts, word by word: what stayed, what was taken out, what was put in.

Words are aligned by a longest common subsequence, computed with one bit a word (H. Hyyrö, "Bit-Parallel
LCS-length Computation Revisited", 2004), so that the cost is known before: `difflib` needs minutes for
long texts with little in common. What stays by accident between two changes is then counted as changed.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

SAME, REMOVED, ADDED = "same", "removed", "added"

#: Pairs of words that are compared at most: two texts of 12,000 words, 20 MB. Beyond, changed lines are
#: found first, and words within these only where they are few enough.
MOST_PAIRS = 150_000_000


class Run(NamedTuple):
    """Neighbouring words with one fate; `kind` is SAME, REMOVED or ADDED."""

    kind: str
    text: str


class Token(NamedTuple):
    """A word, a space or a sign; `marks` are the inline elements around it, outermost first."""

    text: str
    marks: tuple = ()

    @property
    def is_space(self):
        return self.text.isspace()


@dataclass(slots=True)
class Stretch:
    """Tokens that stayed (`same`), or what stood (`removed`) and stands (`added`) in one place."""

    same: list
    removed: list
    added: list

    def runs(self):
        """(kind, tokens) of what is not empty."""
        for kind in (SAME, REMOVED, ADDED):
            if tokens := getattr(self, kind):
                yield kind, tokens


def words(before, after):
    """The Runs from one plain text to another.

    Those that are not ADDED give `before` back, in NFC; those that are not REMOVED give `after`.
    """
    return [
        Run(kind, "".join(token.text for token in tokens))
        for stretch in stretches(tokens_of(before), tokens_of(after))
        for kind, tokens in stretch.runs()
    ]


def tokens_of(text, marks=()):
    """`text`, in NFC, as Tokens. Their texts together are the text."""
    return [Token(part, marks) for part in _split(unicodedata.normalize("NFC", text))]


def stretches(before, after):
    """The Stretches from one list of Tokens to another."""
    lead = _common(before, after)
    rest = min(len(before), len(after)) - lead
    tail = min(_common(before[::-1], after[::-1]), rest)
    middle = _changed(before[lead : len(before) - tail], after[lead : len(after) - tail])
    found = [_same(before[:lead]), *middle, _same(before[len(before) - tail :])]
    return _tidied(found)


def matches(before, after):
    """Pairs of places, rising in both, of a longest common subsequence of two sequences; none where
    these have more than `MOST_PAIRS`.
    """
    if len(before) * len(after) > MOST_PAIRS:
        return []
    places = {}
    for j, item in enumerate(after):
        places[item] = places.get(item, 0) | 1 << j
    full = (1 << len(after)) - 1
    # A bit of `row` is 0 where the word of `after` lengthens what is in common so far.
    row, rows = full, []
    for item in before:
        meets = row & places.get(item, 0)
        row = ((row + meets) | (row - meets)) & full
        rows.append(row)
    found, i, j = [], len(before), len(after)
    while i and j:
        if rows[i - 1] >> (j - 1) & 1:
            j -= 1
        elif i > 1 and not rows[i - 2] >> (j - 1) & 1:
            i -= 1
        else:
            i, j = i - 1, j - 1
            found.append((i, j))
    return found[::-1]


def _same(tokens):
    return Stretch(tokens, [], [])


def _common(before, after):
    """How many items both begin with."""
    count = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        count += 1
    return count


def _changed(before, after):
    if _weight(before) * _weight(after) <= MOST_PAIRS:
        return _aligned(before, after)
    return _by_lines(before, after)


def _weight(tokens):
    return sum(not token.is_space for token in tokens)


def _by_lines(before, after):
    """Lines first, words only within those that changed."""
    old, new = _lines(before), _lines(after)
    found, i, j = [], 0, 0
    for line, other in [*matches(old, new), (len(old), len(new))]:
        found += _aligned(list(chain(*old[i:line])), list(chain(*new[j:other])))
        found.append(_same(list(chain(*old[line : line + 1]))))
        i, j = line + 1, other + 1
    return found


def _lines(tokens):
    found, line = [], []
    for token in tokens:
        line.append(token)
        if "\n" in token.text:
            found.append(tuple(line))
            line = []
    return [*found, tuple(line)] if line else found


def _aligned(before, after):
    """By the words and signs in common; a space stays where a neighbour of it does."""
    old = [i for i, token in enumerate(before) if not token.is_space]
    new = [j for j, token in enumerate(after) if not token.is_space]
    pairs = matches([before[i] for i in old], [after[j] for j in new])
    found, i, j = [], 0, 0
    for x, y in [*((old[x], new[y]) for x, y in pairs), (len(before), len(after))]:
        found += _gap(before[i:x], after[j:y])
        found.append(_same(before[x : x + 1]))
        i, j = x + 1, y + 1
    return found


def _gap(gone, come):
    """Between two words that stay: spaces at either end stay too where both have them."""
    lead = 1 if gone and come and gone[0] == come[0] and gone[0].is_space else 0
    gone, come, head = gone[lead:], come[lead:], gone[:lead]
    tail = []
    if gone and come and gone[-1] == come[-1] and gone[-1].is_space:
        tail = gone[-1:]
        gone, come = gone[:-1], come[:-1]
    return [_same(head), Stretch([], gone, come), _same(tail)]


def _tidied(found):
    """Neighbours of one fate joined. Few words that stay between two long changes stay by accident:
    they count as changed, so that one sentence in place of another reads as that.
    """
    tidy = []
    for stretch in found:
        if not (stretch.same or stretch.removed or stretch.added):
            continue
        if tidy and bool(tidy[-1].same) == bool(stretch.same):
            _join(tidy[-1], stretch)
        else:
            tidy.append(stretch)
    done, sizes = [], []
    for stretch in tidy:
        done.append(stretch)
        sizes.append(_Size(*map(_length, (stretch.same, stretch.removed, stretch.added))))
        while len(done) > 2 and not stretch.same and _by_accident(*sizes[-3:]):
            left, kept, right = done[-3:]
            left.removed += kept.same + right.removed
            left.added += kept.same + right.added
            sizes[-3:] = [sizes[-3].with_next(*sizes[-2:])]
            del done[-2:]
    return done


class _Size(NamedTuple):
    """Characters of a Stretch."""

    same: int
    removed: int
    added: int

    def with_next(self, kept, right):
        removed, added = self.removed + right.removed, self.added + right.added
        return _Size(0, removed + kept.same, added + kept.same)


def _by_accident(left, kept, right):
    return all(2 * kept.same <= max(change.removed, change.added) for change in (left, right))


def _join(left, right):
    left.same += right.same
    left.removed += right.removed
    left.added += right.added


def _length(tokens):
    return sum(len(token.text) for token in tokens)


# What stands between spaces; within it, Korean is one word (eojeol) between its outer signs.
_BETWEEN_SPACES = re.compile(r"\s+|\S+")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")
_PLAIN = re.compile(r"[A-Za-z0-9]+\Z")
_WITHIN_WORDS = frozenset(".,'’")


def _split(text):
    for part in _BETWEEN_SPACES.findall(text):
        if part.isspace() or _PLAIN.match(part):
            yield part
        elif _HANGUL.search(part):
            pieces = list(_signs_apart(part))
            words = [place for place, piece in enumerate(pieces) if _class(piece[0]) == "word"]
            first, last = (words[0], words[-1] + 1) if words else (0, 0)
            yield from pieces[:first]
            if words:
                yield "".join(pieces[first:last])
            yield from pieces[last:]
        else:
            yield from _signs_apart(part)


def _signs_apart(part):
    """Words, single signs, and runs of symbols, among them what makes up one emoji."""
    start, last = 0, len(part) - 1
    before = _class(part[0])
    for place in range(1, len(part)):
        now = _class(part[place])
        if now == "joined":
            continue
        within = (
            part[place] in _WITHIN_WORDS
            and before == "word"
            and place < last
            and _class(part[place + 1]) == "word"
        )
        if within:
            continue
        if now != before or now == "sign":
            yield part[start:place]
            start = place
        before = now
    yield part[start:]


@lru_cache(maxsize=20_000)
def _class(character):
    category = unicodedata.category(character)
    if category[0] in "LN" or character == "_":
        return "word"
    # Accents, variation selectors and joiners belong to what they follow.
    if category[0] == "M" or category == "Cf":
        return "joined"
    return "sign" if category[0] == "P" else "symbol"
