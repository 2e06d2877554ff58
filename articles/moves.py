"""The only moves between an edition's states: one literal table, for the verbs and for the
database's triggers alike.
"""

from typing import NamedTuple

from .enums import EditionState as S
from .enums import Verb as V


class Move(NamedTuple):
    """`needs` names what a person must say with the move: 'comment', 'reason' or 'at'."""

    verb: V
    sources: tuple
    target: S
    needs: str = ""


MOVES = (
    Move(V.SUBMIT, (S.DRAFT,), S.IN_REVIEW),
    Move(V.RETURN_TO_DRAFT, (S.IN_REVIEW,), S.DRAFT, "comment"),
    Move(V.APPROVE, (S.IN_REVIEW,), S.APPROVED),
    Move(V.SCHEDULE, (S.APPROVED,), S.SCHEDULED, "at"),
    Move(V.UNSCHEDULE, (S.SCHEDULED,), S.APPROVED),
    Move(V.REOPEN, (S.APPROVED, S.SCHEDULED), S.DRAFT, "comment"),
    Move(V.PUBLISH, (S.APPROVED, S.SCHEDULED), S.PUBLISHED),
    Move(V.PUBLISH_ARCHIVED, (S.DRAFT,), S.PUBLISHED),
    Move(V.SUPERSEDE, (S.PUBLISHED,), S.SUPERSEDED),
    Move(V.WITHDRAW, (S.PUBLISHED, S.SUPERSEDED), S.WITHDRAWN, "reason"),
    Move(V.DISCARD, (S.DRAFT,), S.DISCARDED),
    Move(V.RESTORE, (S.DISCARDED,), S.DRAFT),
)

BY_VERB = {move.verb: move for move in MOVES}

#: Every legal pair (from, to). Withdrawing the live edition also returns an open one to draft.
PAIRS = frozenset(
    {(source, move.target) for move in MOVES for source in move.sources}
    | {(source, S.DRAFT) for source in (S.IN_REVIEW, S.APPROVED, S.SCHEDULED)}
)

#: The columns of an edition that a move may change; everything else is fixed once it is approved.
COLUMNS = (
    "state",
    "version",
    "live_from",
    "live_until",
    "due_at",
    "submitted_at",
    "submitted_by_id",
    "approved_at",
    "approved_by_id",
    "published_at",
    "published_by_id",
    "withdrawn_at",
    "withdrawn_by_id",
    "discarded_at",
    "discarded_by_id",
    "reason",
)

#: Those of them that may still change once it has been published: how it ended, and why.
ENDING = (
    "state",
    "version",
    "live_until",
    "withdrawn_at",
    "withdrawn_by_id",
    "reason",
)

#: What publishing sets, and only where there was nothing.
SET_ONCE = ("number", "checksum", "published_on")
