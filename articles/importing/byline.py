"""Who signed a piece: name, position, affiliation and e-mail out of one run-together line.

The institute's page prints them as 'Jane DoeSenior Research Fellow, Demo Institute | jane@demo.org'.
The name ends where a known position begins, be it in the middle of a word; where no position is
known, where a capital follows a small letter; else at the comma. Korean names end after their
syllables.
"""

import re

from . import korean_byline
from .document import Line
from .piece import Byline

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
# Words that only join the parts of a byline, and labels before it; they are nobody's name.
CONNECTIVES = frozenset(
    {"and", "at", "by", "writer", "author", "authors", "및", "저자", "필자", "글"}
)
_LABEL = re.compile(r"(?:written by|by|writer|authors?|저자|필자|작성자|글)\s*[:：]?\s+", re.I)

_MODIFIER = (
    "Senior|Principal|Chief|Associate|Assistant|Visiting|Adjunct|Deputy|Vice|Distinguished|Guest|"
    "Non-?[Rr]esident|Resident|Honorary|Former|Executive|Research|Acting|Emeritus|Founding|"
    "Managing|Policy|Postdoctoral|Post-doctoral|Doctoral|Ph\\.?D\\.?|Invited|Special|Lead|"
    "Teaching|Full|Endowed|Chair|Program|Project|Junior|Leading|Affiliated|Retired|Co-"
)
_NOUN = (
    "Fellow|Researcher|Professor|President|Director-General|Director|Analyst|Scholar|Lecturer|"
    "Advis[eo]r|Ambassador|Chair(?:man|woman|person)?|Dean|Head|Secretary|Minister|Editor|"
    "Economist|Specialist|Associate|Consultant|Columnist|Correspondent|Candidate|Expert|Officer|"
    "Coordinator|Manager|Lawyer|Attorney|Journalist|Scientist|Counsell?or|Representative|"
    "Commissioner|Rector|Provost|Diplomat|Staff|Student|Engineer|Historian|Reader|Instructor"
)
_POSITION = re.compile(rf"(?:(?:{_MODIFIER})[ -]?){{0,5}}(?:{_NOUN})(?:s|es)?(?![a-z])")
_CASE_BOUNDARY = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_NOT_A_BOUNDARY = re.compile(r"\b(?:Mc|Mac|De|Di|Du|La|Le|Van|Fitz|O)$")
_ORGANISATION = re.compile(
    r"Institut|Universit|Colleg|Cent(?:er|re)\b|Foundation|Ministr|Council|Academy|Association|"
    r"School|Department|Committee|Agency|Bank\b|Forum|Assembly|Office|Bureau|Society|Commission|"
    r"Embassy|Corporation|Think|Group|Library|Laborator|Observatory|Network|Trust\b|"
    r"^(?:the )?[A-Z]{2,}$"
)
_NAME = re.compile(r"[^\W\d_][\w.’'-]*(?: (?:[^\W\d_][\w.’'-]*)){0,4}$")
_PARTICLES = frozenset(
    {"de", "van", "von", "der", "den", "bin", "al", "el", "da", "dos", "la", "le"}
)
_BETWEEN_NAMES = re.compile(r"\s*(?:,\s*and|,|&|;|·|\band\b|및)\s*")
_HANGUL = re.compile(r"[가-힣]")


def looks_like(text: str) -> bool:
    """Whether a line above the abstract could be a byline: short, and no sentence."""
    if EMAIL.search(text):
        return len(text) <= 600
    if len(text) > 240 or re.search(r"(?:(?<![A-Z])\.|[!?。:：])$", text):
        return False
    return bool(find_position(text)) or any(author.name for author in _authors(text, ""))


def is_marked(text: str) -> bool:
    """Whether a line can be nothing but a byline: it has an e-mail, or a name glued to a position."""
    position = find_position(text)
    glued = position is not None and position.start() > 0 and _inside_word(text, position.start())
    return looks_like(text) and bool(EMAIL.search(text) or glued)


def parse(lines: list[Line]) -> tuple[tuple[Byline, ...], list[Line]]:
    """The authors in order, and the pieces of text in which no author was found.

    Several authors stand on lines of their own, or after one another's e-mail, or share a
    position ('A and B' before it). A line that holds no name belongs to the author above it.
    """
    authors: list[Byline] = []
    unknown: list[Line] = []
    for line in lines:
        for segment, email in _segments(line.text):
            found = _authors(segment, email)
            if len(found) == 1 and not found[0].name:
                # 'Name' on one line, 'position, affiliation | e-mail' on the next.
                if authors and not (authors[-1].position or authors[-1].email):
                    authors[-1] = _joined(authors[-1], found[0])
                    continue
                found = []
            authors += found
            if not found:
                unknown.append(Line(line.where, f"{segment} {email}".strip()))
    return tuple(authors), unknown


def find_position(text: str) -> re.Match | None:
    """The first known position that leaves a name before it, else one at the very beginning."""
    first = None
    for match in _POSITION.finditer(text):
        # 'Dean HeadProfessor': a name may itself be made of position words.
        if match.start() > 0 and (first is None or _inside_word(text, match.start())):
            return match
        first = first or match
    return first


def _inside_word(text: str, at: int) -> bool:
    return text[at - 1].isalpha()


def _segments(text: str) -> list[tuple[str, str]]:
    """(text, e-mail) of each author on a line; an e-mail closes an author."""
    found, start = [], 0
    for match in EMAIL.finditer(text):
        found.append((text[start : match.start()], match.group()))
        start = match.end()
    rest = text[start:]
    if rest.strip(" |,;/()<>[]·") or not found:
        found += [(part, "") for part in re.split(r"\s*(?:;|\s/\s)\s*", rest)]
    return [
        (segment, email)
        for before, email in found
        if (segment := _trim(re.sub(r"\b[Ee]-?mail\s*:?\s*$", "", before.strip()))) or email
    ]


def _trim(text: str) -> str:
    text = text.strip(" |,;/<>[]·-–—")
    return text if text.count("(") == text.count(")") else text.strip("()").strip()


def _authors(text: str, email: str) -> list[Byline]:
    text = _LABEL.sub("", text, count=1) if _LABEL.match(text) else text
    if bracketed := re.fullmatch(r"([^()]{2,60}?)\s*\(([^()]+)\)", text):
        text = f"{bracketed[1]}, {bracketed[2]}"
    position = find_position(text)
    if position is None and korean_byline.looks_like(text):
        return [korean_byline.parse(text, email)]

    names, rest = _names_and_rest(text, position)
    title, affiliation = _position_and_affiliation(rest)
    if not names:
        return [Byline("", title, affiliation, email)] if title or affiliation or email else []
    people = [name for name in _BETWEEN_NAMES.split(names) if name]
    if not all(_looks_like_names(name) for name in people):
        return []
    # An address between several people is nobody's for sure; the last one stands before it.
    return [
        Byline(name, title, affiliation, email if name is people[-1] else "") for name in people
    ]


def _names_and_rest(text: str, position: re.Match | None) -> tuple[str, str]:
    if position is not None:
        return text[: position.start()].strip(" ,|-–:"), text[position.start() :]
    before_comma, _, after_comma = text.partition(",")
    boundaries = [
        match.start()
        for match in _CASE_BOUNDARY.finditer(before_comma)
        if not _NOT_A_BOUNDARY.search(before_comma[: match.start()])
    ]
    if boundaries:
        return text[: boundaries[-1]].strip(), text[boundaries[-1] :]
    if _looks_like_names(text):
        return text, ""
    if " | " in before_comma:
        before_comma, _, after_comma = text.partition(" | ")
    return before_comma.strip(), after_comma.strip()


def _position_and_affiliation(text: str) -> tuple[str, str]:
    """The affiliation is the last part that is an organisation, with what follows it (a town)."""
    parts = [part for part in (raw.strip(" |") for raw in re.split(r"[,|]", text)) if part]
    if not parts:
        return "", ""
    if len(parts) == 1:
        title, found, affiliation = parts[0].partition(" at ")
        if found:
            return title.strip(), affiliation.strip()
        is_position = bool(find_position(parts[0])) or not _ORGANISATION.search(parts[0])
        return (parts[0], "") if is_position else ("", parts[0])
    organisations = [
        index
        for index, part in enumerate(parts)
        if _ORGANISATION.search(part) and not _starts_with_position(part)
    ]
    at = organisations[-1] if organisations else len(parts) - 1
    return ", ".join(parts[:at]), ", ".join(parts[at:])


def _starts_with_position(part: str) -> bool:
    return bool(_POSITION.match(part.removeprefix("and ")))


def _looks_like_names(text: str) -> bool:
    people = [name for name in _BETWEEN_NAMES.split(text) if name]
    return bool(people) and all(_looks_like_a_name(name) for name in people)


def _looks_like_a_name(text: str) -> bool:
    if _HANGUL.search(text):
        return korean_byline.is_name(text)
    return bool(_NAME.match(text)) and len(text) <= 60 and all(
        word[0].isupper() or word in _PARTICLES for word in text.split()
    )  # fmt: skip


def _joined(name: Byline, rest: Byline) -> Byline:
    return Byline(name.name, rest.position, rest.affiliation, rest.email)
