"""The layout of the institute's pages copied as text, with all headings listed at the end.

    a cut-off teaser
    Title | |
    November 11, 2024
    |
    -
    Name run together with the position, affiliation | e-mail
    - abstract
    -
    paragraphs; the last one of each section ends in a hanging dash -
    | Heading of the first section
    | Heading of the second section
    ※ disclaimer

The marks may stand on lines of their own, and any part may be missing, save title and text.
"""

import re

from . import byline, dates
from .alignment import aligned
from .document import Document, Line, Unreadable
from .outline import Outline, Part

# The title stands near the top: a teaser and a board's name may come before it, not a text.
_HEAD = 12
_LONGEST_TITLE = 300

_DASHES = "-–—−"
_MARKED_TITLE = re.compile(r"^[^|※].*?\|\s*\|[\s|]*$")
_BARE = re.compile(r"^[\s|※\-–—−]+$")
_DASH_LINE = re.compile(r"^[-–—−]+$")
_LEADING_DASH = re.compile(r"^[-–—−]\s*(?=\S)")
# A dash right after a letter is a word broken at the end of the line, not the end of a section.
_HANGING_DASH = re.compile(r"""(?:\s[-–—−]+|(?<=[.!?。…"'’”)\]])[-–—−]+)$""")
_HEADING = re.compile(r"^\|\s*(?=[^\s|])")
_DISCLAIMER = re.compile(
    r"personal (?:opinions?|views?)\b.{0,80}\b(?:do|does) not|"
    r"not (?:necessarily )?(?:represent|reflect)\b.{0,60}\b(?:official|views?|opinions?|positions?)|"
    r"(?:개인|필자).{0,20}(?:견해|의견).{0,60}(?:공식|입장|무관|다를)"
)


def outline(document: Document) -> Outline:
    """The parts of the piece. Raises `Unreadable`: `missing_title`, or `missing_text`."""
    lines = document.lines
    at = _title_at(lines)
    is_marked = lines[at].text.endswith("|")
    title = Line(lines[at].where, lines[at].text.rstrip("| "))
    above = [line for line in lines[:at] if not _BARE.match(line.text)]
    teasers = [line for line in above if not _is_date(line.text)]

    dated, bylines, unplaced, at = _below_title(lines, at + 1)
    abstract, at = _abstract(lines, at)
    parts, listed, disclaimer, after = _body(lines[at:])
    if not abstract and _one_too_many(parts, listed):
        abstract, parts = list(parts[0].paragraphs), parts[1:]
    parts = _with_headings(parts, listed)
    if not abstract and not any(part.paragraphs for part in parts):
        raise Unreadable("missing_text", "has a title but no text")
    if not is_marked and abstract and abstract[0].text.startswith(title.text):
        # It was the teaser, cut off in the middle of a word.
        raise _missing_title()
    return Outline(
        title=title,
        teasers=tuple(teasers),
        dates=(*(line for line in above if _is_date(line.text)), *dated),
        bylines=tuple(bylines),
        abstract=tuple(abstract),
        parts=tuple(parts),
        disclaimer=tuple(disclaimer),
        unplaced=(*unplaced, *after),
    )


def _one_too_many(parts: list[Part], listed: list[Line]) -> bool:
    """Whether the first section is a single paragraph to which no listed heading is left: the
    abstract, whose own dash was lost."""
    bare = [part for part in parts if part.heading is None]
    return len(bare) == len(listed) + 1 > 1 and bare[0] is parts[0] and len(bare[0].paragraphs) == 1


def _missing_title() -> Unreadable:
    return Unreadable(
        "missing_title", "has no title: it is looked for on a line ending in '| |', above the date"
    )


def _title_at(lines: tuple[Line, ...]) -> int:
    head = lines[:_HEAD]
    for at, line in enumerate(head):
        if _MARKED_TITLE.match(line.text):
            if len(line.text) > _LONGEST_TITLE + 10:
                break
            return at
    # The mark was lost: then the title is what stands right above the date or the first bare mark.
    for at, line in enumerate(head):
        if at and (dates.find(line.text) or _BARE.match(line.text)):
            if _could_be_title(head[at - 1].text):
                return at - 1
            break
    raise _missing_title()


def _could_be_title(text: str) -> bool:
    """A teaser is cut off in the middle of a sentence, so it is long or ends in a comma or dots."""
    return len(text) <= _LONGEST_TITLE and not (
        text.endswith((",", "…", "...", ".", ";")) or text.startswith(("-", "|", "※"))
    )


def _below_title(lines: tuple[Line, ...], at: int):
    """(dates, bylines, lines of no use, where the text begins)."""
    dated, bylines, unplaced = [], [], []
    while at < len(lines):
        line = lines[at]
        unmarked = Line(line.where, _LEADING_DASH.sub("", line.text))
        has_dash = unmarked.text != line.text
        if _BARE.match(line.text):
            pass
        elif _HEADING.match(line.text) or _is_disclaimer(line.text):
            break
        elif _is_date(line.text):
            dated.append(line)
        elif byline.is_marked(unmarked.text) if has_dash else byline.looks_like(line.text):
            bylines.append(unmarked)
        elif has_dash or (
            _is_prose(line.text) and not _abstract_follows(line, lines[at + 1 : at + 4])
        ):
            break
        else:
            unplaced.append(line)
        at += 1
    return dated, bylines, unplaced, at


def _is_date(text: str) -> bool:
    """Whether a line is a date, and not a sentence that begins with one."""
    found = dates.find(text)
    return found is not None and len(found.rest) <= 40


def _is_prose(text: str) -> bool:
    return len(text) > 120 or text.endswith((".", "!", "?", "-", "다", ".”", ".’", '."'))


def _abstract_follows(line: Line, following: tuple[Line, ...]) -> bool:
    """Whether a short line is a stray one above the abstract ('Translated from the Korean.')."""
    return len(line.text) <= 120 and any(
        _LEADING_DASH.match(next_line.text) and not _BARE.match(next_line.text)
        for next_line in following
    )


def _abstract(lines: tuple[Line, ...], at: int) -> tuple[list[Line], int]:
    """(its paragraphs, where the sections begin). It opens with a dash and ends at a lone one."""
    if at >= len(lines) or not _LEADING_DASH.match(lines[at].text):
        return [], at
    end = at + 1
    if not _hangs(lines[at].text):
        while end < len(lines) and not _closes(lines[end].text):
            end += 1
        if end == len(lines) or not _DASH_LINE.match(lines[end].text):
            # Nothing closes it, so it is no longer than its own dashes say.
            end = at + 1
            while end < len(lines) and _LEADING_DASH.match(lines[end].text):
                end += 1
    paragraphs = []
    for line in lines[at:end]:
        text = _whole(_LEADING_DASH.sub("", line.text))
        if text and not _DASH_LINE.match(text):
            paragraphs.append(Line(line.where, text))
    return paragraphs, end


def _is_disclaimer(text: str) -> bool:
    # A paragraph that speaks of views is longer.
    return text[0] == "※" or (len(text) < 400 and bool(_DISCLAIMER.search(text)))


def _hangs(text: str) -> bool:
    return text[-1] in _DASHES and bool(_HANGING_DASH.search(text))


def _whole(text: str) -> str:
    """A paragraph less its hanging dash."""
    return _HANGING_DASH.sub("", text).rstrip() if _hangs(text) else text


def _is_paragraph(text: str) -> bool:
    return not (_BARE.match(text) or _HEADING.match(text) or _is_disclaimer(text))


def _closes(text: str) -> bool:
    return bool(
        _DASH_LINE.match(text) or _hangs(text) or _HEADING.match(text) or _is_disclaimer(text)
    )


def _body(lines: tuple[Line, ...]):
    """(sections, listed headings, disclaimer, lines after it).

    A single heading with text right below it heads that text; headings in a row are the list.
    """
    parts: list[Part] = []
    listed: list[Line] = []
    disclaimer: list[Line] = []
    after: list[Line] = []
    run: list[Line] = []
    heading: Line | None = None
    paragraphs: list[Line] = []

    def close():
        nonlocal heading, paragraphs
        if paragraphs or heading:
            parts.append(Part(heading, tuple(paragraphs)))
        heading, paragraphs = None, []

    # Views and notes are spoken of in the text too: a disclaimer stands below all of it, or below
    # the list of headings.
    last = max((at for at, line in enumerate(lines) if _is_paragraph(line.text)), default=-1)
    for at, line in enumerate(lines):
        text = line.text
        if _DASH_LINE.match(text):
            close()
        elif _BARE.match(text):
            continue
        elif _HEADING.match(text):
            close()
            if text := _HEADING.sub("", text).rstrip("| "):
                run.append(Line(line.where, text))
        elif _is_disclaimer(text) and (at > last or listed or run):
            close()
            if text := text.lstrip("※ "):
                disclaimer.append(Line(line.where, text))
        elif disclaimer and (listed or run):
            after.append(line)
        else:
            if len(run) == 1:
                close()
                heading = run[0]
            else:
                listed += run
            run = []
            whole = _whole(text)
            if whole and not _DASH_LINE.match(whole):
                paragraphs.append(Line(line.where, whole))
            if whole != text:
                close()
    close()
    return parts, listed + run, disclaimer, after


def _with_headings(parts: list[Part], listed: list[Line]) -> list[Part]:
    """The listed headings given, in order, to the sections that have none of their own."""
    if not listed:
        return parts
    bare = [part for part in parts if part.heading is None]
    pairs = iter(aligned(listed, bare))
    result: list[Part] = []
    for part in parts:
        if part.heading is not None:
            result.append(part)
            continue
        for heading, text in pairs:
            result.append(Part(heading, text.paragraphs if text else ()))
            if text is not None:
                break
    result += [Part(heading, text.paragraphs if text else ()) for heading, text in pairs]
    return result
