"""Addresses of an earlier site, and where they lead now."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

#: Characters of an address: as many as any database indexes.
LONGEST = 500


class EarlierAddress(models.Model):
    """An address that an earlier site had. It leads on where this site has nothing at it.

    `key` is the address as it is compared (`earlier.key_of`). Where it leads is a piece, which may be
    renamed or still be a draft, or a path within the site; `earlier.present_target` says whether readers
    may be led there.
    """

    address = models.CharField(
        _("earlier address"),
        max_length=LONGEST,
        help_text=_(
            "As it stood in the browser, with or without the host: <code>/bbs/view.php?bcode=3&amp;nid=12345</code>. "
            "The order of what follows the “?” makes no difference, nor do capital letters before it."
        ),
    )
    key = models.CharField(max_length=LONGEST, unique=True, editable=False)
    article = models.ForeignKey(
        "articles.Article",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("leads to the piece"),
        help_text=_("Readers are led to it from its publication on."),
    )
    path = models.CharField(
        _("or to the address"),
        max_length=LONGEST,
        blank=True,
        help_text=_("Of another page of this site, such as <code>/issues/cost-sharing/</code>."),
    )
    added_at = models.DateTimeField(_("added at"), editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("added by"),
    )

    class Meta:
        ordering = ["key"]
        verbose_name = _("address of an earlier site")
        verbose_name_plural = _("addresses of an earlier site")
        constraints = [
            models.CheckConstraint(
                condition=Q(article=None) & ~Q(path="") | Q(article__isnull=False, path=""),
                name="an_earlier_address_leads_to_one_place",
            )
        ]

    def __str__(self):
        return self.address
