"""What is wrong with a source, told from the text alone. Each check gives its warnings in order."""

import re
from collections.abc import Iterable, Iterator

from ..wording import counts, quotes
from . import dates
from .document import Line, SourceWarning, WarningCode, dropped
from .outline import Outline
from .piece import Assessment, Piece, Traits
from .traits import Ordinals

_SUSPENDED = (
    "and|or|to|nor|but|versus|vs|through|the|a|an|in|on|of|it|its|he|she|they|we|who|which|that|with|"
    "for|as|is|was|are|were|by|at|from|if|not|then|when|while|yet|so"
)
_BROKEN = re.compile(rf"(?<=[A-Za-z]{{2}})[-‐¬] (?!(?:{_SUSPENDED})\b)[a-z]{{2,40}}\b")
_LAST_WORD = re.compile(r"[A-Za-z]+$")
_BROKEN_AT_END = re.compile(r"\b([A-Za-z]{2,40})[-‐¬]$")


def metadata(outline: Outline, piece: Piece) -> Iterator[SourceWarning]:
    """What a piece needs and does not say, and what it says twice in different ways."""
    if piece.published_on is None:
        yield SourceWarning(WarningCode.MISSING_DATE, "No date was found.", outline.title.where)
    if not piece.authors:
        yield SourceWarning(WarningCode.MISSING_AUTHOR, "No author was found.", outline.title.where)
    if not piece.disclaimer:
        yield SourceWarning(
            WarningCode.MISSING_DISCLAIMER, "No disclaimer was found.", "end of the file"
        )
    for line in outline.dates:
        found = dates.find(line.text)
        if found.on != piece.published_on:
            yield SourceWarning(
                WarningCode.DATE_MISMATCH,
                f"'{line.text}' is another date than {piece.published_on}, which was taken.",
                line.where,
            )
            yield dropped(line)
        elif not found.weekday_agrees:
            yield SourceWarning(
                WarningCode.DATE_MISMATCH,
                f"'{line.text}': that day was a {found.on:%A}.",
                line.where,
            )
        if found.on == piece.published_on and found.rest:
            yield dropped(Line(line.where, found.rest))


def teasers(outline: Outline) -> Iterator[SourceWarning]:
    """Lines above the title. One that repeats the abstract's beginning, or the title, says nothing
    new; any other is reported, and carried whole."""
    opening = outline.abstract or next(
        (part.paragraphs for part in outline.parts if part.paragraphs), ()
    )
    beginning = _words(" ".join(line.text for line in opening))
    title = _words(outline.title.text)
    for line in outline.teasers:
        words = _words(line.text)
        if not words or words == title or _repeats(words, beginning, line.text):
            continue
        shared = len(set(words) & set(title)) / len(set(words) | set(title))
        if shared >= 0.6:
            code, message = WarningCode.TITLE_MISMATCH, "The title stands twice, in two wordings."
        else:
            code = WarningCode.TEASER_MISMATCH
            message = "The teaser does not repeat the beginning of the abstract."
        yield SourceWarning(code, message, line.where)
        yield dropped(line)


def _repeats(teaser: list[str], beginning: list[str], text: str) -> bool:
    if teaser == beginning[: len(teaser)]:
        return True
    # Cut off in the middle of a word.
    at = len(teaser) - 1
    return (
        text[-1].isalnum() | text.endswith(("…", "..."))
        and teaser[:at] == beginning[:at]
        and at < len(beginning)
        and beginning[at].startswith(teaser[at])
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def structure(
    outline: Outline, piece: Piece, ordinals: Iterable[Ordinals]
) -> Iterator[SourceWarning]:
    """Headings without text, sections without heading, gaps in the numbers and ordinals."""
    headings = [part.heading for part in outline.parts if part.heading]
    bodies = [part for part in outline.parts if part.paragraphs]
    for part in outline.parts:
        if part.heading and not part.paragraphs:
            yield SourceWarning(
                WarningCode.HEADING_WITHOUT_TEXT,
                f"'{part.heading.text}' has no text: {len(headings)} headings stand against "
                f"{len(bodies)} sections, so the mark between two sections may be missing.",
                part.heading.where,
            )
    bare = [part for part in bodies if part.heading is None]
    if headings and bare:
        yield SourceWarning(
            WarningCode.COUNT_MISMATCH,
            f"{len(bodies)} sections stand against {len(headings)} headings: "
            f"the section that begins here has none.",
            bare[0].paragraphs[0].where,
        )
    numbers = [section.number for section in piece.sections if isinstance(section, Assessment)]
    if numbers != list(range(1, len(numbers) + 1)):
        first = next(
            part.heading.where
            for part, section in zip(outline.parts, piece.sections, strict=True)
            if isinstance(section, Assessment)
        )
        yield SourceWarning(
            WarningCode.NUMBERING_GAP,
            f"The headings are numbered {', '.join(map(str, numbers))}.",
            first,
        )
    for found in ordinals:
        # The first trait may go without an ordinal, and 'finally' fits any place, so long as last.
        expected = range(1, len(found.ranks) + 1)
        gaps = [
            rank
            for rank, place in zip(found.ranks, expected, strict=True)
            if rank is not None and rank != place
        ]
        if gaps or None in found.ranks[1:-1]:
            yield SourceWarning(
                WarningCode.NUMBERING_GAP,
                f"The ordinals of the {len(found.ranks)} traits do not run on without a gap.",
                found.where,
            )


def announced(outline: Outline, piece: Piece) -> Iterator[SourceWarning]:
    """Numbers of items that the text speaks of, against what is there."""
    assessments = [section for section in piece.sections if isinstance(section, Assessment)]
    traits = [section for section in piece.sections if isinstance(section, Traits)]
    actual = {
        counts.ISSUES: {len(assessments)} if assessments else set(),
        counts.TRAITS: {len(section.traits) for section in traits},
        # What one counts as one recommendation is a matter of taste; only a number that nothing
        # in the piece comes to is worth a look.
        counts.RECOMMENDATIONS: {
            len(assessments),
            sum(len(section.recommendations) for section in assessments),
            *(len(section.recommendations) for section in assessments),
        }
        if assessments
        else set(),
    }
    abstract = set(outline.abstract)
    for line in outline.prose():
        if line is outline.title:
            found = counts.in_title(line.text)
        else:
            found = counts.in_prose(line.text, announcing_only=line not in abstract)
        for mention in found:
            if actual[mention.of] and mention.number not in actual[mention.of]:
                there = " or ".join(map(str, sorted(actual[mention.of])))
                yield SourceWarning(
                    WarningCode.COUNT_MISMATCH,
                    f"The text announces '{mention.wording}', but {there} were found.",
                    line.where,
                )


def prose(outline: Outline) -> Iterator[SourceWarning]:
    """Quotation marks that do not pair, and words broken by the hyphen of a printed line."""
    lines = outline.prose()
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        if (excerpt := quotes.unbalanced(line.text, following and following.text)) is not None:
            yield SourceWarning(
                WarningCode.UNBALANCED_QUOTE,
                f"A quotation mark has no partner: '{excerpt}'",
                line.where,
            )
        for word in dict.fromkeys(_broken_words(line.text)):
            yield _broken(word, line)
        at_end = _BROKEN_AT_END.search(line.text[-50:])
        if at_end and following and following.text[0].islower():
            yield _broken(f"{at_end[0]} {following.text.split()[0]}", line)


def _broken_words(text: str) -> Iterator[str]:
    for match in _BROKEN.finditer(text):
        yield _LAST_WORD.search(text[max(0, match.start() - 40) : match.start()])[0] + match[0]


def _broken(word: str, line: Line) -> SourceWarning:
    return SourceWarning(
        WarningCode.BROKEN_WORD, f"'{word}' looks like a word broken by a hyphen.", line.where
    )
