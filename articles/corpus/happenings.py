"""The kinds of things that happen in a corpus: plain data, told apart by their class.

Entries of the register, authors and series are named by uid, articles by their place in the corpus,
editions by article and number. `at` is the moment at which it was written down here.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Entered:
    """A row of `model` (its name) was entered; values that are UUIDs name other entries.

    An issue's `related` is a tuple of issues entered before it; one with `split_from` is part of the
    Split that is told right after it.
    """

    at: dt.datetime
    model: str
    uid: uuid.UUID
    fields: dict
    aliases: tuple = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """The whole text of one edition. `published_on` None leaves the day to the publication.

    Blocks are dicts of `kind`, `uid` and the kind's own columns; bylines are (author, position,
    affiliation); notes (uid, HTML).
    """

    title: str
    subtitle: str
    abstract: str
    published_on: dt.date | None
    bylines: tuple
    blocks: tuple
    notes: tuple


@dataclass(frozen=True, slots=True)
class Published:
    """A new article's first edition came out; `archived`: as of its own date."""

    at: dt.datetime
    article: int
    series: uuid.UUID
    number: str
    language: str
    archived: bool
    piece: Piece


@dataclass(frozen=True, slots=True)
class Revised:
    """The article's next edition came out, made from its last one."""

    at: dt.datetime
    article: int
    number: int
    change_kind: str
    change_note: str
    piece: Piece


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An edition, live or superseded, was withdrawn."""

    at: dt.datetime
    article: int
    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """A dated event was added. `model` is Development, StatusChange, Rename or Step; `subject` its
    entry. A merge is a StatusChange whose fields name the other issue in `merged_into`.
    """

    at: dt.datetime
    model: str
    uid: uuid.UUID
    subject: uuid.UUID
    on: dt.date
    text: str
    source_url: str
    corrects: uuid.UUID | None = None
    fields: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Split(Recorded):
    """A StatusChange of an issue in whose place `parts`, entered right before, go on."""

    parts: tuple = ()


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of a likelihood was recorded: that of the article's block `assessment`."""

    at: dt.datetime
    uid: uuid.UUID
    article: int
    assessment: uuid.UUID
    outcome: str
    on: dt.date
    text: str
    source_url: str
    corrects: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Readdressed:
    """`entry`, a row of `model` (an article by its place), got another slug."""

    at: dt.datetime
    model: str
    entry: uuid.UUID | int
    slug: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """`into` answers for `entry` from now on, an actor, trait or author that was entered twice; with
    None they are not the same after all.
    """

    at: dt.datetime
    model: str
    entry: uuid.UUID
    into: uuid.UUID | None
