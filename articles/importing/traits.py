"""Sections that describe how an actor behaves, trait after trait.

The first trait has no ordinal where the introduction leads to it ('… include: Patience. …'), the
others begin with one ('Second, thrift.', '둘째, 절약이다.') and the last with 'Finally'.
"""

import re
from dataclasses import dataclass

from ..wording import sentences
from . import actors
from .document import Line
from .outline import Part
from .piece import Trait, Traits

_RANKED_WORDS = (
    ("first", "firstly", "first of all", "첫째", "첫 번째", "첫번째"),
    ("second", "secondly", "둘째", "두 번째", "두번째"),
    ("third", "thirdly", "셋째", "세 번째", "세번째"),
    ("fourth", "fourthly", "넷째", "네 번째", "네번째"),
    ("fifth", "fifthly", "다섯째"),
    ("sixth", "여섯째"),
    ("seventh", "일곱째"),
    ("eighth", "여덟째"),
    ("ninth", "아홉째"),
    ("tenth", "열째"),
)
_RANKS = {word: rank for rank, words in enumerate(_RANKED_WORDS, 1) for word in words}
_LAST = ("finally", "lastly", "last", "last but not least", "마지막으로", "마지막", "끝으로")
_ORDINAL = re.compile(
    rf"(?P<word>{'|'.join(sorted([*_RANKS, *_LAST], key=len, reverse=True))})(?:로|는)?\s*[,:]\s*",
    re.IGNORECASE,
)
_FIRST_INSIDE = re.compile(r"(?<=[.:!?] )(?:First|Firstly|첫째)\s*[,:]")
_LEADS_IN = re.compile(
    r"\b(?:includes?|are|is|are as follows|as follows|the following)\s*:\s*|같다\s*[:.]\s*",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"\b(?:characteristics?|traits?|tendenc(?:y|ies)|temperament|personality|personal style|"
    r"hallmarks?|instincts?|habits?|qualities|features|style|character|behaviou?r)\b|"
    r"특징|특성|성향|기질|성격|스타일|면모",
    re.IGNORECASE,
)
_NAME_ENDS = re.compile(r"\s*(?::|;|\s[–—-]\s|—)")
# A name longer than this is a sentence; its first clause names the trait well enough.
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Ordinals:
    """The ranks that the traits announce (None: 'finally' or no ordinal), with their places."""

    ranks: tuple[int | None, ...]
    where: str


def find(part: Part, text: str) -> tuple[Traits, Ordinals] | None:
    """The traits of a section, or None where it is an ordinary passage.

    A traits section speaks of characteristics (in its heading or introduction), names at least
    two of them by ordinals, and says whose they are. `text` is the whole piece, for full names.
    """
    heading = part.heading.text if part.heading else ""
    paragraphs = _first_apart(part.paragraphs)
    ordinals = [_ORDINAL.match(line.text) for line in paragraphs]
    marked = [at for at, ordinal in enumerate(ordinals) if ordinal]
    if not marked:
        return None

    begins = _first_trait_at(paragraphs, ordinals, marked[0])
    starts = [begins, *(at for at in marked if at != begins)]
    own = [line.text for line in paragraphs[:begins]]
    if len(starts) < 2 or not _CUE.search(" ".join([heading, *own])):
        return None
    actor = actors.of_traits(heading, " ".join(line.text for line in paragraphs), text)
    if actor is None:
        return None

    traits = []
    for start, end in zip(starts, [*starts[1:], starts[-1] + 1], strict=True):
        whole = "\n\n".join(line.text for line in paragraphs[start:end])
        traits.append(Trait(_name(paragraphs[start].text, ordinals[start]), whole))
    # What follows the last trait's own paragraph closes the section.
    own += [line.text for line in paragraphs[starts[-1] + 1 :]]
    ranks = tuple(
        _RANKS.get(ordinal["word"].lower()) if (ordinal := ordinals[start]) else None
        for start in starts
    )
    return Traits(heading, actor, tuple(own), tuple(traits)), Ordinals(ranks, paragraphs[0].where)


def _first_apart(paragraphs: tuple[Line, ...]) -> list[Line]:
    """The paragraphs, with the first trait set apart from the introduction that it is glued to."""
    result: list[Line] = []
    for at, line in enumerate(paragraphs):
        if _ORDINAL.match(line.text):
            return [*result, *paragraphs[at:]]
        cut = _FIRST_INSIDE.search(line.text)
        lead = _LEADS_IN.search(line.text)
        is_next = at + 1 < len(paragraphs) and _ORDINAL.match(paragraphs[at + 1].text)
        if cut and is_next:
            position = cut.start()
        elif lead and is_next and lead.end() < len(line.text):
            position = lead.end()
        else:
            result.append(line)
            continue
        result += [
            Line(line.where, line.text[:position].rstrip()),
            Line(line.where, line.text[position:]),
        ]
    return result


def _first_trait_at(paragraphs: list[Line], ordinals: list[re.Match | None], marked: int) -> int:
    """The first ordinal, or the paragraph above it where an introduction led to that one."""
    if _RANKS.get(ordinals[marked]["word"].lower()) == 1 or marked < 2:
        return marked
    lead = _LEADS_IN.search(paragraphs[marked - 2].text)
    return marked - 1 if lead and lead.end() == len(paragraphs[marked - 2].text) else marked


def _name(text: str, ordinal: re.Match | None) -> str:
    first = sentences.split(text[ordinal.end() if ordinal else 0 :] or text)[0]
    name = _NAME_ENDS.split(first, maxsplit=1)[0]
    if len(name) > _LONGEST_NAME:
        name = name.split(",")[0]
    if len(name) > _LONGEST_NAME:
        name = name[:_LONGEST_NAME].rpartition(" ")[0] or name[:_LONGEST_NAME]
    return name.strip().rstrip(".。!").strip() or text[:_LONGEST_NAME].strip()
