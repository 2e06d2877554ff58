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
from .following import Mail, Subscriber, Subscription
from .history import ImportSource, Resolution, Snapshot, Transition
from .matching import KeptApart
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
    "KeptApart",
    "Mail",
    "Note",
    "Passage",
    "RecommendationBlock",
    "Resolution",
    "Series",
    "Snapshot",
    "Subscriber",
    "Subscription",
    "TraitBlock",
    "Transition",
]
