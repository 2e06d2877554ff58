"""By what programs act as a person, and what they were answered."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessToken(models.Model):
    """By what a program acts as a person, within `scopes`. Only a hash of the token is kept.

    It is never more than its person: their role decides, as at the desk. Rows stay when they are revoked, so
    that one can see what there was.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="access_tokens",
        verbose_name=_("person"),
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("What it is for."))
    #: SHA-256 of the token in hexadecimal digits. The token is random, so no salt is needed.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("scopes"), default=list)
    created_at = models.DateTimeField(_("made"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    expires_at = models.DateTimeField(_("expires"), null=True)
    last_used_at = models.DateTimeField(_("last used"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        default_permissions = ()

    def __str__(self):
        return self.name


class KeptAnswer(models.Model):
    """What a POST with an `Idempotency-Key` was answered: the same again, if it comes again.

    `request_digest` is that of address and body, `tag` what the entity tag begins with. Written in the
    transaction of what the POST did, so that there is an answer exactly where there was an effect.
    """

    token = models.ForeignKey(AccessToken, models.CASCADE, related_name="kept_answers")
    key = models.CharField(max_length=255)
    request_digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    tag = models.CharField(max_length=100, blank=True)
    location = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="an_answer_is_kept_once"),
        ]
        indexes = [models.Index(fields=["created_at"], name="answer_by_age")]

    def __str__(self):
        return self.key
