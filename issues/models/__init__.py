"""The register: what the institute follows in the world. It knows nothing of articles."""

from .actor import Actor, ActorAlias
from .former import FormerSlug
from .issue import Development, Issue, IssueAlias, Rename, StatusChange, Theme
from .recommendation import Recommendation, Step
from .trait import Trait, TraitAlias

__all__ = [
    "Actor",
    "ActorAlias",
    "Development",
    "FormerSlug",
    "Issue",
    "IssueAlias",
    "Recommendation",
    "Rename",
    "StatusChange",
    "Step",
    "Theme",
    "Trait",
    "TraitAlias",
]
