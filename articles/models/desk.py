"""What the desk keeps beside the texts: notices, links for outsiders, accounts' settings, the clock's runs."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..enums import Language
from .comments import Comment
from .edition import Edition
from .history import Transition


class Notice(models.Model):
    """Tells one person of a move or of a comment that concerns them, on the desk, until it is seen."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("person")
    )
    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="+", verbose_name=_("edition")
    )
    transition = models.ForeignKey(
        Transition, models.CASCADE, null=True, related_name="+", verbose_name=_("move")
    )
    comment = models.ForeignKey(
        Comment, models.CASCADE, null=True, related_name="+", verbose_name=_("comment")
    )
    created_at = models.DateTimeField(_("created at"))
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.CheckConstraint(
                condition=Q(transition=None, comment__isnull=False)
                | Q(transition__isnull=False, comment=None),
                name="a_notice_is_of_one_thing",
            ),
            models.UniqueConstraint(fields=["person", "transition"], name="a_move_is_told_once"),
            models.UniqueConstraint(fields=["person", "comment"], name="a_comment_is_told_once"),
        ]
        indexes = [models.Index(fields=["person", "seen_at"], name="notice_of")]

    def __str__(self):
        return f"{self.person}: {self.transition or self.comment}"


class PreviewLink(models.Model):
    """Lets outsiders read one open edition until `expires_at`, or until it is withdrawn.

    The address is derived from `uid` and the site's secret key (`articles.previews`): a copy of the
    database opens nothing.
    """

    uid = models.UUIDField(_("identity"), default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="preview_links", verbose_name=_("edition")
    )
    recipient = models.CharField(
        _("for whom"), max_length=200, help_text=_("A note for colleagues; outsiders never see it.")
    )
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("created by")
    )
    expires_at = models.DateTimeField(_("expires at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="a_preview_link_lasts_a_while"
            )
        ]

    def __str__(self):
        return self.recipient


class Account(models.Model):
    """How a person wants the desk: in which language, and whether notices are mailed too."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="account", verbose_name=_("person")
    )
    language = models.CharField(
        _("language of the desk"), max_length=2, choices=Language, default=Language.ENGLISH
    )
    mails = models.BooleanField(
        _("notices by e-mail too"),
        default=True,
        help_text=_("What concerns you is always shown on the desk."),
    )

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self):
        return str(self.person)


class ClockRun(models.Model):
    """When a round of the clock was last finished; one row for each kind of work."""

    work = models.CharField(_("work"), max_length=40, primary_key=True)
    ran_at = models.DateTimeField(_("ran at"))

    class Meta:
        verbose_name = _("run of the clock")
        verbose_name_plural = _("runs of the clock")

    def __str__(self):
        return self.work


class Unpublished(models.Model):
    """A scheduled edition that was due and could not be published: when it was last tried, and why."""

    edition = models.OneToOneField(
        Edition, models.CASCADE, related_name="+", verbose_name=_("edition")
    )
    failed_at = models.DateTimeField(_("failed at"))
    tries = models.PositiveIntegerField(_("tries"), default=1)
    error = models.CharField(_("error"), max_length=500)

    class Meta:
        verbose_name = _("failed publication")
        verbose_name_plural = _("failed publications")

    def __str__(self):
        return f"{self.edition}: {self.error}"
