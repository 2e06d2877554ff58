import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from issues.models.base import MergeableEntry, entry_url, in_language
from issues.querysets import EntryQuerySet

_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", re.ASCII)


def validate_orcid(value):
    """Refuse what is no ORCID iD: its last character is a check character by ISO/IEC 7064, MOD 11-2."""
    if not _ORCID.fullmatch(value):
        problem = _("An ORCID iD looks like 0000-0002-1825-0097.")
        raise ValidationError(problem, code="invalid_orcid")
    total = 0
    *digits, last = value.replace("-", "")
    for digit in digits:
        total = (total + int(digit)) * 2
    if "0123456789X"[(12 - total % 11) % 11] != last:
        problem = _("No ORCID iD has these digits: one of them is mistyped.")
        raise ValidationError(problem, code="wrong_orcid")


class Author(MergeableEntry):
    """A person who writes. Position and affiliation are today's; what was printed is in bylines.

    The e-mail address is the editors' own unless `email_public` says otherwise.
    """

    position = models.CharField(
        _("position"),
        max_length=200,
        blank=True,
        help_text=_("Today's. What was printed with a piece stays with the piece."),
    )
    affiliation = models.CharField(
        _("affiliation"), max_length=200, blank=True, help_text=_("Today's too.")
    )
    biography = models.TextField(
        _("biography"), blank=True, help_text=_("A few sentences for the author's page.")
    )
    biography_ko = models.TextField(
        _("biography in Korean"),
        blank=True,
        help_text=_("For pages in Korean; left empty, they show the other one."),
    )
    orcid = models.CharField(
        "ORCID iD",
        max_length=19,
        blank=True,
        validators=[validate_orcid],
        help_text=_("The author's number at orcid.org, such as 0000-0002-1825-0097."),
    )
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("For the editors, unless it is shown to readers.")
    )
    email_public = models.BooleanField(_("show the e-mail to readers"), default=False)

    objects = EntryQuerySet.as_manager()

    class Meta(MergeableEntry.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def get_absolute_url(self):
        return entry_url("author", self.slug)

    @property
    def local_biography(self):
        """(language, text) for the page's language, or of the other one where there is none."""
        text = in_language(self.biography, self.biography_ko)
        return ("ko" if text and text == self.biography_ko else "en"), text


class Byline(models.Model):
    """An author's ordered credit on an edition: name, position, affiliation as printed that day.

    An empty name is filled in from the author when the edition is saved.
    """

    edition = models.ForeignKey(
        "Edition", models.CASCADE, related_name="bylines", verbose_name=_("edition")
    )
    author = models.ForeignKey(
        Author,
        models.PROTECT,
        related_name="bylines",
        verbose_name=_("author"),
        help_text=_("Authors are credited in this order."),
    )
    ordering = models.PositiveIntegerField(_("order"), default=0)
    name = models.CharField(
        _("name as printed"),
        max_length=200,
        blank=True,
        help_text=_("Left empty, it becomes the author's name."),
    )
    position = models.CharField(
        _("position"),
        max_length=200,
        blank=True,
        help_text=_("On the day of the piece; a later one changes nothing here."),
    )
    affiliation = models.CharField(
        _("affiliation"), max_length=200, blank=True, help_text=_("On the day of the piece.")
    )

    class Meta:
        ordering = ["ordering", "id"]
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "author"], name="an_author_is_credited_once_per_edition"
            )
        ]

    def __str__(self):
        return self.name

    @property
    def page(self):
        """The author's address; '' where readers know of no page."""
        return self.author.get_absolute_url() if self.author.is_public else ""
