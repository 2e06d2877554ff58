"""Other people's programs that are told of changes, and each telling."""

import uuid

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .changes import Change
from .posting import Posting


class Webhook(models.Model):
    """An address that is told of changes of some kinds. `secret` is what the deliveries are signed with."""

    name = models.CharField(
        _("name"), max_length=100, help_text=_("Whose program it is, and what for.")
    )
    url = models.URLField(
        _("address"),
        max_length=500,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("Where each change is sent by POST. It has to be reachable from outside."),
    )
    kinds = models.JSONField(
        _("kinds of changes"), default=list, help_text=_("What it is told of.")
    )
    secret = models.CharField(_("secret"), max_length=100, editable=False)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("What changes while it is not, it is never told.")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self):
        return self.name


class Delivery(Posting):
    """One change on its way to one webhook; without a change, a trial of the address."""

    uid = models.UUIDField(_("identity"), default=uuid.uuid4, unique=True, editable=False)
    webhook = models.ForeignKey(
        Webhook, models.CASCADE, related_name="deliveries", verbose_name=_("webhook")
    )
    change = models.ForeignKey(
        Change,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deliveries",
        verbose_name=_("change"),
    )
    answer = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)

    class Meta(Posting.Meta):
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        default_permissions = ("view",)
        constraints = [
            *Posting.Meta.constraints,
            models.UniqueConstraint(
                fields=["webhook", "change"], name="a_change_is_told_once_to_each"
            ),
        ]

    def __str__(self):
        return str(self.change or self.uid)
