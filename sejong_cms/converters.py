"""Path segments: narrow patterns, so that nothing odd reaches a view or the database."""

import uuid
from typing import NamedTuple

from django.urls import register_converter
from django.urls.converters import UUIDConverter

from issues.slugs import MAX_LENGTH


class SlugConverter:
    """A slug: letters of any script, digits, hyphens. Django's own knows ASCII only."""

    regex = rf"[\w-]{{1,{MAX_LENGTH}}}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return str(value)


class EditionNumberConverter:
    """An edition's number from 1, in one spelling: ASCII digits without leading zeros."""

    regex = "[1-9][0-9]{0,5}"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return str(value)


class FigureConverter(SlugConverter):
    """A figure's file name: its SHA-256 and, where storage had that name already, a suffix."""

    regex = r"[0-9a-f]{64}(?:_[A-Za-z0-9]{7})?\.(?:png|jpg|webp)"


class CitationConverter(SlugConverter):
    """The formats that citations are written in."""

    regex = "ris|bib|json"


class TokenConverter(SlugConverter):
    """What `secrets.token_urlsafe(32)` gives: an address that nobody guesses."""

    regex = "[A-Za-z0-9_-]{43}"


class Said(NamedTuple):
    """A block of a piece: in the edition `number`, or in the newest public one where that is None."""

    uid: uuid.UUID
    number: int | None = None

    def __str__(self):
        return str(self.uid) if self.number is None else f"{self.uid}.{self.number}"


class SaidConverter(SlugConverter):
    """A Said: `<uid>` or `<uid>.<edition's number>`, in one spelling."""

    regex = rf"{UUIDConverter.regex}(?:\.{EditionNumberConverter.regex})?"

    def to_python(self, value):
        uid, _, number = value.partition(".")
        return Said(uuid.UUID(uid), int(number) if number else None)


def register():
    """Make the converters known; before any of this project's `urlpatterns` is made."""
    for name, converter in (
        ("word", SlugConverter),
        ("nth", EditionNumberConverter),
        ("figure", FigureConverter),
        ("cited", CitationConverter),
        ("said", SaidConverter),
        ("token", TokenConverter),
    ):
        register_converter(converter, name)
