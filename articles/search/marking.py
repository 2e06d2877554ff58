"""A hit in its context: a stretch of the text as it stands, with what was looked for marked."""

import re
from dataclasses import dataclass

from .text import is_asian, normal, stem

#: Characters of a stretch, and how many stand before its first mark.
LENGTH, BEFORE = 240, 60


@dataclass(frozen=True)
class Run:
    """A piece of text; `is_hit` where it is what was looked for."""

    text: str
    is_hit: bool = False


def marked(text, query):
    """`text` whole, as Runs."""
    return _runs(text, _places(text, query))


def in_context(text, query):
    """The stretch of `text` where most of what was looked for stands together, as Runs; its beginning if none."""
    places = _places(text, query)
    if not places:
        return _runs(text[:LENGTH].rpartition(" ")[0] + " …" if len(text) > LENGTH else text, [])
    start = _best(places)
    begin = max(0, start - BEFORE)
    # At the beginning of a word, if one begins soon.
    begin = 0 if begin == 0 else text.find(" ", begin, begin + BEFORE) + 1 or begin
    end = min(len(text), begin + LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", begin, end), begin + 1)
    inside = [(a - begin, b - begin, part) for a, b, part in places if a >= begin and b <= end]
    found = _runs(text[begin:end], inside)
    before, after = ("… " if begin else ""), (" …" if end < len(text) else "")
    return [*([Run(before)] if before else []), *found, *([Run(after)] if after else [])]


def _places(text, query):
    """[(start, end, the part of the query)] of what was looked for, in order, none within another."""
    folded = normal(text)
    if len(folded) != len(text):
        # A character that is several when folded: places would not fit. It is rare, and only marks are lost.
        return []
    found = []
    for part in query.parts:
        for piece in part.word.split():
            if is_asian(piece):
                found += [
                    (place.start(), place.end(), part)
                    for place in re.finditer(re.escape(piece), folded)
                ]
            else:
                found += _words(folded, stem(piece), part)
    found.sort(key=lambda place: (place[0], -place[1]))
    apart, last = [], 0
    for place in found:
        if place[0] >= last:
            apart.append(place)
            last = place[1]
    return apart


def _words(folded, sought, part):
    """The places of words with the stem `sought`, which is looked for by its beginning first."""
    beginning = re.escape(sought[: max(2, len(sought) - 2)])
    for place in re.finditer(
        rf"(?<![^\W_가-힣\u3400-\u9fff]){beginning}[^\W_가-힣\u3400-\u9fff]*", folded
    ):
        if stem(place[0]) == sought:
            yield place.start(), place.end(), part


def _best(places):
    """Where the stretch begins that holds most different parts, the earliest of them."""

    def worth(index):
        start = places[index][0]
        inside = [part for at, _end, part in places[index:] if at < start + LENGTH - BEFORE]
        return len(set(inside)), len(inside) / 1000, -index

    return places[max(range(min(len(places), 200)), key=worth)][0]


def _runs(text, places):
    found, last = [], 0
    for start, end, _part in places:
        if start > last:
            found.append(Run(text[last:start]))
        found.append(Run(text[start:end], is_hit=True))
        last = end
    if last < len(text):
        found.append(Run(text[last:]))
    return found
