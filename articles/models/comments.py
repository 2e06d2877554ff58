"""What colleagues say to each other about a text. Never public; bound to blocks by their uid."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .article import Article
from .edition import Edition

#: Characters around a quoted stretch that are kept to find it again (as in the W3C's Web Annotation
#: Data Model, 4.2.4, Text Quote Selector).
AROUND = 64


class Thread(models.Model):
    """A conversation on a piece, a block of it, or a stretch of a block's text.

    It belongs to the article, so that it goes on in the next edition; `edition` is the one on whose
    screen it was begun, and who may not open that one does not see the thread. `block` is a block's
    uid, null for the piece as a whole. `quote` is the stretch as it read then, with what stood before
    and after it; `field` the block's field in which it stood.
    """

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="threads", verbose_name=_("article")
    )
    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="threads", verbose_name=_("edition")
    )
    block = models.UUIDField(_("block"), null=True, blank=True)
    field = models.CharField(_("field"), max_length=40, blank=True)
    quote = models.TextField(_("quoted text"), blank=True)
    prefix = models.CharField(max_length=AROUND, blank=True)
    suffix = models.CharField(max_length=AROUND, blank=True)
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("resolved by"),
    )

    class Meta:
        ordering = ["opened_at", "id"]
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="a_resolved_thread_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(quote="") | Q(block__isnull=False),
                name="a_quoted_stretch_stands_in_a_block",
            ),
        ]

    def __str__(self):
        return self.quote or str(self.edition)

    @property
    def is_resolved(self):
        return self.resolved_at is not None


class Comment(models.Model):
    """One contribution to a thread. Its writer may change it; it then says so."""

    thread = models.ForeignKey(
        Thread, models.CASCADE, related_name="comments", verbose_name=_("thread")
    )
    text = models.TextField(_("text"))
    written_at = models.DateTimeField(_("written at"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    changed_at = models.DateTimeField(_("changed at"), null=True, blank=True)
    mentioned = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name=_("mentioned colleagues"),
    )

    class Meta:
        ordering = ["written_at", "id"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self):
        return self.text[:80]
