"""Readers who follow by e-mail, and the mails that are on their way to anybody."""

import secrets

from django.core.validators import validate_email
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from issues.models import Issue
from sejong_cms.models.posting import Posting

from ..enums import Frequency, Language
from .author import Author

#: Characters of a subscriber's token: 32 random bytes in the alphabet of addresses.
TOKEN_LENGTH = 43


def new_token():
    """256 random bits: whoever has them may change and end the subscription, nobody else."""
    return secrets.token_urlsafe(32)


class Subscriber(models.Model):
    """A reader's e-mail address, as `articles.following.subscribing.normalised` writes it.

    Unconfirmed until somebody who reads the mails sent there said yes. `told_until` is the moment up
    to which digests have told everything; null while there is nothing to be told. Leaving deletes the
    row with everything that hangs on it: nothing is kept of who left.
    """

    address = models.EmailField(_("e-mail"), unique=True, validators=[validate_email])
    token = models.CharField(
        max_length=TOKEN_LENGTH, unique=True, default=new_token, editable=False
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.ENGLISH
    )
    frequency = models.CharField(
        _("how often"), max_length=10, choices=Frequency, default=Frequency.WEEKLY
    )
    asked_at = models.DateTimeField(_("last asked at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    told_until = models.DateTimeField(_("told until"), null=True, blank=True)

    class Meta:
        ordering = ["address"]
        verbose_name = _("reader who follows")
        verbose_name_plural = _("readers who follow")
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None, told_until=None)
                | Q(confirmed_at__isnull=False, told_until__gte=F("confirmed_at")),
                name="a_confirmed_subscriber_is_told_from_then_on",
            )
        ]
        indexes = [models.Index(fields=["frequency", "told_until"], name="subscriber_due")]

    def __str__(self):
        return self.address


class Subscription(models.Model):
    """What a subscriber follows: an issue, an author, or everything. It counts once confirmed."""

    subscriber = models.ForeignKey(
        Subscriber, models.CASCADE, related_name="subscriptions", verbose_name=_("reader")
    )
    issue = models.ForeignKey(
        Issue,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("issue"),
    )
    author = models.ForeignKey(
        Author,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
    )
    everything = models.BooleanField(_("everything"), default=False)
    asked_at = models.DateTimeField(_("asked at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    class Meta:
        ordering = ["-everything", "id"]
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.CheckConstraint(
                condition=Q(issue__isnull=False, author=None, everything=False)
                | Q(issue=None, author__isnull=False, everything=False)
                | Q(issue=None, author=None, everything=True),
                name="a_subscription_is_to_one_thing",
            ),
            models.UniqueConstraint(
                fields=["subscriber", "issue"], name="an_issue_is_followed_once"
            ),
            models.UniqueConstraint(
                fields=["subscriber", "author"], name="an_author_is_followed_once"
            ),
            models.UniqueConstraint(
                fields=["subscriber"],
                condition=Q(everything=True),
                name="everything_is_followed_once",
            ),
        ]

    def __str__(self):
        return str(self.subject or _("everything"))

    @property
    def subject(self):
        """The Issue or Author, None for everything."""
        return self.issue or self.author


class Mail(Posting):
    """One mail on its way: the outbox, which `articles.outbox` writes and empties.

    `key` names the occasion, so that a mail is made for it only once. A mail whose `subscriber` goes
    goes too.
    """

    key = models.CharField(_("key"), max_length=200, unique=True)
    subscriber = models.ForeignKey(
        Subscriber,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="mails",
        verbose_name=_("reader"),
    )
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    headers = models.JSONField(_("headers"), default=dict, blank=True)

    class Meta(Posting.Meta):
        verbose_name = _("mail")
        verbose_name_plural = _("mails")

    def __str__(self):
        return self.subject
