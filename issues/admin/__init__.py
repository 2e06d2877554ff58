"""The register's screens. Dated events are only ever added, through the register's verbs."""

from . import entries, events
from .actions import action_view
from .base import EntryAdmin
from .entries import MERGEABLE
from .verbs import MoveForm

__all__ = ["MERGEABLE", "EntryAdmin", "MoveForm", "action_view", "entries", "events"]
