"""Which of the headings listed at the end belongs to which section."""

import re

from .document import Line
from .outline import Part

# Beyond this many pairs nothing is weighed: no piece has a hundred sections.
_MOST_PAIRS = 10_000
_WORD = re.compile(r"[^\W\d_]{2,}")
_COMMON = frozenset(
    "and are but for from has have how its not of on or our the their this to was were what when "
    "which who why will with".split()
)


def aligned(headings: list[Line], parts: list[Part]) -> list[tuple[Line | None, Part | None]]:
    """Pairs in order; as many headings as sections go together one by one.

    Where one side has more, the pairing that keeps the order and shares most words between
    heading and text is taken, and what is left over is paired with None. Where words do not
    tell, the last ones are left over.
    """
    pairs, size = min(len(headings), len(parts)), max(len(headings), len(parts))
    surplus = size - pairs
    more_headings = len(headings) > len(parts)
    skipped = [0] * pairs
    if surplus and pairs * surplus <= _MOST_PAIRS:
        heading_words = [_words(heading.text) for heading in headings]
        part_words = [
            set().union(*(_words(line.text) for line in part.paragraphs)) for part in parts
        ]
        skipped = _best_skips(
            lambda short, long: (
                _shared(heading_words[long], part_words[short])
                if more_headings
                else _shared(heading_words[short], part_words[long])
            ),
            pairs,
            surplus,
        )

    partners = {short + skips: short for short, skips in enumerate(skipped)}
    result = []
    for long in range(size):
        short = partners.get(long)
        if more_headings:
            result.append((headings[long], None if short is None else parts[short]))
        else:
            result.append((None if short is None else headings[short], parts[long]))
    return result


def _best_skips(shared, pairs: int, surplus: int) -> list[int]:
    """For each of the fewer, how many of the more were skipped before its partner."""
    # best[i][k]: the most that can be shared from the i-th pair on with k skipped so far.
    best = [[0.0] * (surplus + 1) for _ in range(pairs + 1)]
    takes = [[True] * (surplus + 1) for _ in range(pairs + 1)]
    for i in reversed(range(pairs)):
        for k in reversed(range(surplus + 1)):
            best[i][k] = shared(i, i + k) + best[i + 1][k]
            if k < surplus and best[i][k + 1] > best[i][k]:
                best[i][k], takes[i][k] = best[i][k + 1], False
    skips, k = [], 0
    for i in range(pairs):
        while not takes[i][k]:
            k += 1
        skips.append(k)
    return skips


def _shared(heading: set[str], text: set[str]) -> float:
    return len(heading & text) / (len(heading) or 1)


def _words(text: str) -> set[str]:
    """Words without case and endings, roughly: their first six letters."""
    return {word.casefold()[:6] for word in _WORD.findall(text)} - _COMMON
