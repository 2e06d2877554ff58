"""How the log of changes is told of entries that readers know."""

from sejong_cms import changes
from sejong_cms.audit import Action

_KINDS = {
    "issue": changes.Kind.ISSUE,
    "recommendation": changes.Kind.RECOMMENDATION,
    **dict.fromkeys(("actor", "trait", "author", "series"), changes.Kind.NAMES),
}


def note(action, row, *, at):
    """Tell the log that `action` was done with `row`, if it is something that the log tells of."""
    if action == Action.DEVELOPMENT:
        kind = changes.Kind.DEVELOPMENT
    elif action == Action.READDRESSED and row._meta.model_name == "article":
        kind = changes.Kind.MOVED
    else:
        kind = _KINDS.get(row._meta.model_name)
    if kind is not None and row.is_public:
        changes.record(kind, [row], at=at)
