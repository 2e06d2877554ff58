"""What every reader hands on: the words of a file in order, each with its place, and nothing else.

Readers (`text.read`, later others) turn bytes into a `Document`; `plan.plan` turns a document into a
piece. Neither knows the database.
"""

from dataclasses import dataclass
from enum import StrEnum


class Unreadable(Exception):
    """The file cannot become a piece. `code` is for programs, `message` one line for people.

    The message does not name the file: the caller knows it and puts it in front.
    """

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code
        self.message = message


class WarningCode(StrEnum):
    """What may be wrong with a source; the closed list that the import report promises."""

    COUNT_MISMATCH = "count_mismatch"
    DATE_MISMATCH = "date_mismatch"
    AUTHOR_MISMATCH = "author_mismatch"
    TEASER_MISMATCH = "teaser_mismatch"
    TITLE_MISMATCH = "title_mismatch"
    MISSING_TITLE = "missing_title"
    MISSING_DATE = "missing_date"
    MISSING_AUTHOR = "missing_author"
    MISSING_DISCLAIMER = "missing_disclaimer"
    DISCLAIMER_DIFFERS = "disclaimer_differs"
    NUMBERING_GAP = "numbering_gap"
    UNBALANCED_QUOTE = "unbalanced_quote"
    BROKEN_WORD = "broken_word"
    POSSIBLE_DUPLICATE = "possible_duplicate"
    HEADING_WITHOUT_TEXT = "heading_without_text"
    TEXT_DROPPED = "text_dropped"


@dataclass(frozen=True, slots=True)
class SourceWarning:
    """One thing that an editor should look at. `where` names the place, such as 'line 23'."""

    code: WarningCode
    message: str
    where: str

    def as_json(self) -> dict:
        return {"code": str(self.code), "message": self.message, "where": self.where}


@dataclass(frozen=True, slots=True)
class Line:
    """A line or paragraph that holds something: NFC, single plain spaces, trimmed, never empty."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file as neutral text. `warnings` are what the reader itself had to leave out."""

    name: str
    lines: tuple[Line, ...]
    warnings: tuple[SourceWarning, ...] = ()


def dropped(line: Line) -> SourceWarning:
    """The warning that carries text which found no place in the piece, whole."""
    return SourceWarning(WarningCode.TEXT_DROPPED, f"Not taken over: {line.text}", line.where)
