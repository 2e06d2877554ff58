"""The publication: what the institute said, edition by edition. It cites the register."""

from .article import Article
from .author import Author, Byline
from .blocks import (
    BLOCKS,
    Assessment,
    Block,
    Figure,
    Note,
    Passage,
    RecommendationBlock,
    TraitBlock,
)
from .edition import Edition
from .history import ImportSource, Resolution, Snapshot, Transition
from .series import Series

__all__ = [
    "BLOCKS",
    "Article",
    "Assessment",
    "Author",
    "Block",
    "Byline",
    "Edition",
    "Figure",
    "ImportSource",
    "Note",
    "Passage",
    "RecommendationBlock",
    "Resolution",
    "Series",
    "Snapshot",
    "TraitBlock",
    "Transition",
]
