"""The register: what the institute follows in the world. It knows nothing of articles."""

from .actor import Actor
from .issue import Development, Issue, IssueAlias, StatusChange
from .recommendation import Recommendation, Step
from .trait import Trait

__all__ = [
    "Actor",
    "Development",
    "Issue",
    "IssueAlias",
    "Recommendation",
    "StatusChange",
    "Step",
    "Trait",
]
