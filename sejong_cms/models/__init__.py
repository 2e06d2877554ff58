from .audit import AuditEntry
from .changes import Change, ChangeLog
from .tokens import AccessToken, KeptAnswer
from .webhooks import Delivery, Webhook

__all__ = [
    "AccessToken",
    "AuditEntry",
    "Change",
    "ChangeLog",
    "Delivery",
    "KeptAnswer",
    "Webhook",
]
