"""From a neutral document to a planned piece: layout, then meaning, then what is wrong.

Nothing here looks anything up, so the same document always gives the same plan.
"""

import re
from dataclasses import replace
from datetime import date

from . import actors, advice, byline, checks, dates, listed_headings, series, traits
from .document import Document, Line, Unreadable, dropped
from .outline import Outline, Part
from .piece import Assessment, Passage, Piece, Section

__all__ = ["Piece", "plan"]

_QUESTION = re.compile(
    r"^(?:Q\.?\s?)?(?P<number>[0-9]{1,3})\s?[.)．]\s*"
    r"(?P<question>[^?？]*[?？]+[\"'’”)\]」』]*)\s*(?P<answer>.*)$"
)
_HANGUL = re.compile(r"[가-힣]")
_LETTER = re.compile(r"[^\W\d_]")
# Korean pieces quote names and terms in Latin letters; English ones hardly hold any Hangul.
_KOREAN_SHARE = 0.3
# Its beginning shows the language of a text.
_SAMPLE = 20_000


def plan(document: Document) -> Piece:
    """The piece that a document holds, with its warnings.

    Raises `Unreadable` where there is no title (`missing_title`) or no text (`missing_text`).
    Every word of the document is in the piece or in the message of a `text_dropped` warning;
    a teaser that repeats the abstract, marks of the layout and the label of a date apart.
    """
    outline = listed_headings.outline(document)
    named_series, number, title = series.from_title(outline.title.text)
    if not re.search(r"\w", title):
        raise Unreadable("missing_title", "has an empty title")

    text = "\n".join(line.text for line in outline.prose())
    names = actors.names_in(text)
    sections: list[Section] = []
    ordinals = []
    for part in outline.parts:
        section = _assessment(part, names)
        if section is None and (found := traits.find(part, text)):
            section = found[0]
            ordinals.append(found[1])
        sections.append(section or _passage(part))

    disclaimer = _joined(outline.disclaimer)
    authors, nobody = byline.parse(list(outline.bylines))
    piece = Piece(
        series=named_series or series.from_disclaimer(disclaimer),
        number=number,
        title=title,
        subtitle="",
        published_on=_published_on(outline),
        language=_language(text),
        abstract=_joined(outline.abstract),
        disclaimer=disclaimer,
        authors=authors,
        sections=tuple(sections),
        warnings=(),
    )
    warnings = [
        *document.warnings,
        *checks.teasers(outline),
        *checks.metadata(outline, piece),
        *checks.structure(outline, piece, ordinals),
        *checks.announced(outline, piece),
        *checks.prose(outline),
        *(dropped(line) for line in [*nobody, *outline.unplaced]),
    ]
    return replace(piece, warnings=tuple(warnings))


def _assessment(part: Part, names: frozenset[str]) -> Assessment | None:
    match = part.heading and _QUESTION.match(part.heading.text)
    if not match or not re.search(r"\w", match["question"]):
        return None
    paragraphs = _texts(part)
    return Assessment(
        number=int(match["number"]),
        heading=part.heading.text,
        question=match["question"],
        answer=match["answer"],
        paragraphs=paragraphs,
        issue=None,
        recommendations=advice.propose(paragraphs, names),
    )


def _passage(part: Part) -> Passage:
    return Passage(part.heading.text if part.heading else "", _texts(part))


def _texts(part: Part) -> tuple[str, ...]:
    return tuple(line.text for line in part.paragraphs)


def _joined(lines: tuple[Line, ...]) -> str:
    return "\n\n".join(line.text for line in lines)


def _published_on(outline: Outline) -> date | None:
    found = [dates.find(line.text) for line in outline.dates]
    return found[0].on if found else None


def _language(text: str) -> str:
    """'ko' or 'en', by the share of Hangul among the letters."""
    sample = text[:_SAMPLE]
    letters = len(_LETTER.findall(sample))
    return "ko" if letters and len(_HANGUL.findall(sample)) / letters >= _KOREAN_SHARE else "en"
