from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from issues.models.base import slug_field

from ..enums import Language
from ..querysets import ArticleQuerySet
from .series import Series


class Article(models.Model):
    """The lasting identity and address of one piece; its text is in its editions.

    The row is also the lock: every verb takes it before anything else of the article.
    """

    series = models.ForeignKey(
        Series,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("series"),
        help_text=_("A new piece begins with the disclaimer of its series."),
    )
    number = models.CharField(
        _("number in the series"), max_length=40, blank=True, help_text=_("As printed, if at all.")
    )
    slug = slug_field()
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=Language,
        default=Language.ENGLISH,
        help_text=_("The language of the text. A translation is a piece of its own."),
    )
    original = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="versions",
        verbose_name=_("translation of"),
        help_text=_("The piece that this one translates."),
    )
    created_at = models.DateTimeField(_("created at"), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(original=None) | ~models.Q(original=models.F("id")),
                name="an_article_does_not_translate_itself",
            )
        ]

    def __str__(self):
        return self.slug

    def get_absolute_url(self):
        return reverse("article", args=[self.slug])

    @property
    def is_public(self):
        """Whether readers know the address: an edition was published at some time. One query."""
        return self.editions.numbered().exists()

    def clean(self):
        super().clean()
        if self.original is None:
            return
        if self.original.language == self.language:
            raise ValidationError({"original": _("A translation is in another language.")})
        if self.original.original_id:
            raise ValidationError({"original": _("Name the original piece, not a translation.")})
