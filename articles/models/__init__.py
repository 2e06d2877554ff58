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
from .comments import Comment, Thread
from .desk import Account, ClockRun, Notice, PreviewLink, Unpublished
from .edition import Edition
from .following import Mail, Subscriber, Subscription
from .history import ImportSource, Resolution, Snapshot, Transition
from .matching import KeptApart
from .papers import Paper
from .search import SearchEntry, SearchPlace
from .series import Series
from .working import Look, Visit, WorkingCopy

__all__ = [
    "BLOCKS",
    "Account",
    "Article",
    "Assessment",
    "Author",
    "Block",
    "Byline",
    "ClockRun",
    "Comment",
    "Edition",
    "Figure",
    "ImportSource",
    "KeptApart",
    "Look",
    "Mail",
    "Note",
    "Notice",
    "Paper",
    "Passage",
    "PreviewLink",
    "RecommendationBlock",
    "Resolution",
    "SearchEntry",
    "SearchPlace",
    "Series",
    "Snapshot",
    "Subscriber",
    "Subscription",
    "Thread",
    "TraitBlock",
    "Transition",
    "Unpublished",
    "Visit",
    "WorkingCopy",
]
