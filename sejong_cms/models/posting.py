"""What waits to be sent to somebody else's machine, and is tried until it was."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Posting(models.Model):
    """A row that waits, is in one sender's hand, was sent, or was given up: see `sejong_cms.posting`.

    `claim` is the sender that has it in hand, until `claimed_until` at the latest.
    """

    created_at = models.DateTimeField(_("written at"))
    due_at = models.DateTimeField(_("due at"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claim = models.UUIDField(null=True, blank=True)
    claimed_until = models.DateTimeField(_("in hand until"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    failed_at = models.DateTimeField(_("given up at"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        abstract = True
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(failed_at=None),
                name="a_%(class)s_is_sent_or_given_up",
            ),
            models.CheckConstraint(
                condition=Q(claim=None, claimed_until=None)
                | Q(claim__isnull=False, claimed_until__isnull=False),
                name="a_%(class)s_in_hand_says_until_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(sent_at=None, failed_at=None),
                name="%(class)s_waiting",
            )
        ]
