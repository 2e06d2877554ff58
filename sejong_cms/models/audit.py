"""The audit: who did what, when, to what, from which state to which. Rows are only ever added."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One act. Written by `sejong_cms.audit.record` in the transaction of what it tells of.

    `person` is null for the clock, for operators' commands and for a log-in that failed; `name` is
    what they were called then, or what was typed. `kind` and `key` name the thing (`edition`, its
    primary key), `subject` what it was called then. `before` and `after` are states, or what else
    changed, in words of the vocabularies. `address` is the client's, `request` the request's id.
    """

    at = models.DateTimeField(_("at"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("person"),
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    action = models.CharField(_("action"), max_length=40)
    kind = models.CharField(_("kind of thing"), max_length=40, blank=True)
    key = models.CharField(_("key"), max_length=64, blank=True)
    subject = models.CharField(_("thing"), max_length=300, blank=True)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    detail = models.JSONField(_("detail"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    address = models.GenericIPAddressField(_("address"), null=True)
    request = models.CharField(_("request"), max_length=64, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_in_time"),
            models.Index(fields=["kind", "key"], name="audit_of_thing"),
            models.Index(fields=["action", "-at"], name="audit_of_action"),
        ]

    def __str__(self):
        return f"{self.action} {self.subject}".strip()
