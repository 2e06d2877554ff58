"""The parts of a piece as a layout finds them, still lines with their place.

A layout is a function `Document -> Outline`. What the parts mean (who wrote it, what is an
assessment, what is wrong) is the same for all layouts and is worked out from the outline.
"""

from dataclasses import dataclass

from .document import Line


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its heading, None where the source has none, and its paragraphs."""

    heading: Line | None
    paragraphs: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """Every line of the document stands in exactly one field, less the layout's own marks."""

    title: Line
    teasers: tuple[Line, ...]
    dates: tuple[Line, ...]
    bylines: tuple[Line, ...]
    abstract: tuple[Line, ...]
    parts: tuple[Part, ...]
    disclaimer: tuple[Line, ...]
    unplaced: tuple[Line, ...]

    def prose(self) -> list[Line]:
        """All that is read as text, in the order of reading."""
        lines = [self.title, *self.abstract]
        for part in self.parts:
            lines += [part.heading] if part.heading else []
            lines += part.paragraphs
        return [*lines, *self.disclaimer]
