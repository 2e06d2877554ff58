from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from issues.models.base import MergeableEntry, entry_url
from issues.querysets import EntryQuerySet

validate_orcid = RegexValidator(
    r"\A\d{4}-\d{4}-\d{4}-\d{3}[\dX]\Z",
    _("An ORCID iD looks like 0000-0002-1825-0097."),
    code="invalid_orcid",
)


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
