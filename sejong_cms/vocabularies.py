"""What a vocabulary says of itself: its docstring as an introduction and a definition per choice."""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _


class Term(NamedTuple):
    """A choice of a vocabulary: its value, its label, and its definition, '' where there is none."""

    value: str
    label: str
    definition: str


def introduction(vocabulary):
    """What the vocabulary is about, with the source of its definitions."""
    return _(_parts(vocabulary)[0])


def terms(vocabulary):
    """A Term per choice, in the vocabulary's order."""
    found = _parts(vocabulary)[1]
    return [
        Term(choice.value, choice.label, _(found[choice.value]) if choice.value in found else "")
        for choice in vocabulary
    ]


def _parts(vocabulary):
    """(introduction, {value: definition}): each 'value: definition.' of the docstring."""
    text = " ".join(vocabulary.__doc__.split())
    names = "|".join(re.escape(value) for value in vocabulary.values)
    # A value opens its definition at the start of a sentence only.
    first, *rest = re.split(rf"(?:(?<=\.)|(?<=%\.)) ({names}): ", text)
    return first, dict(zip(rest[::2], rest[1::2], strict=True))
