"""The institution's own pages: who it is, what becomes of readers' data, how to write to it."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from articles.html import EXTENSIONS, clean
from issues.models.base import Tidy, in_language
from issues.slugs import MAX_LENGTH, validate_slug

#: Pages with an address of their own, which every site has: part of the address.
FIXED = ("about", "privacy", "contact")


class InstitutionPageQuerySet(models.QuerySet):
    def published(self):
        """Those that readers may see."""
        return self.filter(is_published=True)

    def further(self):
        """Those without an address of their own: editors made them, below /pages/."""
        return self.exclude(slug__in=FIXED)

    def in_footer(self):
        """What the foot of every page links to besides the fixed pages, in order."""
        return self.published().further().filter(in_footer=True).order_by("ordering", "pk")


class Text(Tidy):
    """What a page says in both languages."""

    title = models.CharField(_("title"), max_length=200)
    title_ko = models.CharField(
        _("title in Korean"),
        max_length=200,
        blank=True,
        help_text=_("For pages in Korean; left empty, they show the other title."),
    )
    html = ProseEditorField(
        _("text"),
        extensions=EXTENSIONS,
        sanitize=clean,
        blank=True,
        help_text=_("Links within the site begin with a slash, such as <code>/method/</code>."),
    )
    html_ko = ProseEditorField(
        _("text in Korean"),
        extensions=EXTENSIONS,
        sanitize=clean,
        blank=True,
        help_text=_("Left empty, pages in Korean show the other text."),
    )

    class Meta:
        abstract = True


class InstitutionPage(Text):
    """A page as it stands. A stated copy of its last PageText; `sejong_cms.institution` alone writes both.

    `version` counts the saves: a save names the one that it was read at.
    """

    slug = models.CharField(
        _("address"),
        max_length=MAX_LENGTH,
        unique=True,
        validators=[validate_slug],
        help_text=_(
            "The last part of the page's address, such as <code>editorial-policy</code>. It cannot be changed later."
        ),
    )
    is_published = models.BooleanField(
        _("published"),
        default=False,
        help_text=_("While it is not, readers find nothing at its address."),
    )
    in_footer = models.BooleanField(
        _("link at the foot of every page"),
        default=False,
        help_text=_("Once the page is published. It takes a few seconds to show everywhere."),
    )
    ordering = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Links with a smaller number come first.")
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    updated_at = models.DateTimeField(_("updated at"), editable=False)

    objects = InstitutionPageQuerySet.as_manager()

    class Meta:
        ordering = ["ordering", "pk"]
        verbose_name = _("page of the institution")
        verbose_name_plural = _("pages of the institution")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug__in=FIXED) | models.Q(is_published=True),
                name="what_every_site_has_is_published",
            )
        ]

    def __str__(self):
        return self.local_title

    @property
    def is_fixed(self):
        return self.slug in FIXED

    @property
    def local_title(self):
        return in_language(self.title, self.title_ko)

    def get_absolute_url(self):
        if self.is_fixed:
            return reverse(self.slug)
        return reverse("institution_page", args=[self.slug])


class PageText(Text):
    """What a page said from one save to the next. Rows are only ever added."""

    page = models.ForeignKey(
        InstitutionPage, models.PROTECT, related_name="texts", verbose_name=_("page")
    )
    version = models.PositiveIntegerField(_("version"))
    is_published = models.BooleanField(_("published"))
    saved_at = models.DateTimeField(_("saved at"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("saved by"),
    )

    class Meta:
        ordering = ["page", "-version"]
        verbose_name = _("text of a page")
        verbose_name_plural = _("texts of pages")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["page", "version"], name="a_page_has_one_text_a_version"
            )
        ]

    def __str__(self):
        return f"{self.title} ({self.version})"
