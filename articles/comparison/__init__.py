"""What changed between two texts, two assessments, two editions. Pure functions: no query is made."""

from .judgements import horizon_change, likelihood_change, outlook_change
from .markup import Compared, rich, texts, wholes
from .parts import Part, blocks
from .runs import ADDED, REMOVED, SAME, Run, words

__all__ = [
    "ADDED",
    "REMOVED",
    "SAME",
    "Compared",
    "Part",
    "Run",
    "blocks",
    "horizon_change",
    "likelihood_change",
    "outlook_change",
    "rich",
    "texts",
    "wholes",
    "words",
]
