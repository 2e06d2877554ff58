from .audit import AuditEntry
from .changes import Change, ChangeLog
from .earlier import EarlierAddress
from .institution import InstitutionPage, PageText
from .tokens import AccessToken, KeptAnswer
from .webhooks import Delivery, Webhook

__all__ = [
    "AccessToken",
    "AuditEntry",
    "Change",
    "ChangeLog",
    "Delivery",
    "EarlierAddress",
    "InstitutionPage",
    "KeptAnswer",
    "PageText",
    "Webhook",
]
