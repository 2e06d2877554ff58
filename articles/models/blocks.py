"""The ordered parts of an edition: one table per kind, with real foreign keys to the register.

A block that cites the register also keeps the wording it was published with, so that renaming
something there never rewrites what was said.
"""

import uuid

from content_editor.models import PluginBase
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from issues.models import Issue, Recommendation, Trait

from ..enums import Likelihood, Outlook, RecommendationStance, TraitStance
from ..html import EXTENSIONS, clean, to_text
from ..images import checked, figure_path, figure_storage
from ..querysets import BlockQuerySet
from .edition import CONTENT, Edition


def html_field(verbose_name, **options):
    """Rich text. Poor on purpose: a figure, a trait, a recommendation is a block, never markup."""
    return ProseEditorField(verbose_name, extensions=EXTENSIONS, sanitize=clean, **options)


class Part(models.Model):
    """An ordered row of an edition. `uid` is its lasting identity: copies of an edition keep it."""

    parent = models.ForeignKey(
        Edition, models.CASCADE, related_name="%(class)ss", verbose_name=_("edition")
    )
    uid = models.UUIDField(_("identity"), default=uuid.uuid4, editable=False)
    ordering = models.IntegerField(_("order"), default=0)

    objects = BlockQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["parent", "ordering", "id"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "uid"], name="%(class)s_uid_once_per_edition")
        ]


class Block(Part, PluginBase):
    """A part that the block editor orders among parts of other kinds."""

    kind = None
    region = models.CharField(max_length=255, default=CONTENT.key, editable=False)

    class Meta(Part.Meta):
        abstract = True

    @classmethod
    def get_queryset(cls):
        """With everything that a page or the admin shows of the block; no query per block."""
        return cls.objects.all()

    @property
    def anchor(self):
        """The block's fragment within a page."""
        return f"b-{self.uid}"


class Passage(Block):
    """Heading and rich text."""

    kind = "passage"

    heading = models.CharField(
        _("heading"),
        max_length=300,
        blank=True,
        help_text=_("Begins a section. Left empty, the text goes on from the block above."),
    )
    html = html_field(_("text"), blank=True)

    class Meta(Block.Meta):
        verbose_name = _("passage")
        verbose_name_plural = _("passages")

    def __str__(self):
        return self.heading or to_text(self.html)[:80]


class TraitBlock(Block):
    """What an edition says of one trait of an actor."""

    kind = "trait"

    trait = models.ForeignKey(
        Trait,
        models.PROTECT,
        related_name="blocks",
        verbose_name=_("trait"),
        help_text=_("Followed across pieces: take the one there is before you make another."),
    )
    name = models.CharField(
        _("name as published"),
        max_length=200,
        blank=True,
        help_text=_("Left empty, it becomes the trait's name."),
    )
    stance = models.CharField(
        _("stance"),
        max_length=20,
        choices=TraitStance,
        default=TraitStance.ASSERTS,
        help_text=_("Whether the actor has it, has it within limits, or has it not."),
    )
    html = html_field(_("text"), blank=True)

    class Meta(Block.Meta):
        verbose_name = _("trait")
        verbose_name_plural = _("traits")

    def __str__(self):
        return self.name

    @classmethod
    def get_queryset(cls):
        return super().get_queryset().select_related("trait__actor")


class Assessment(Block):
    """The block in which an edition treats one issue."""

    kind = "assessment"

    issue = models.ForeignKey(
        Issue,
        models.PROTECT,
        related_name="assessments",
        verbose_name=_("issue"),
        help_text=_("The lasting question of the register that this block treats."),
    )
    number = models.PositiveSmallIntegerField(
        _("printed number"), null=True, blank=True, help_text=_("As printed, if at all.")
    )
    question = models.CharField(
        _("question"), max_length=500, help_text=_("As this piece asks it.")
    )
    answer = models.CharField(
        _("answer"), max_length=500, blank=True, help_text=_("One sentence that stands alone.")
    )
    html = html_field(_("analysis"), blank=True)
    outlook = models.CharField(
        _("outlook"),
        max_length=20,
        choices=Outlook,
        null=True,
        blank=True,
        help_text=_("Where the issue is moving, seen from the country of the institute."),
    )
    change_reason = models.TextField(
        _("reason for the change"),
        blank=True,
        help_text=_("Needed when the outlook differs from the assessment before."),
    )
    likelihood = models.CharField(
        _("likelihood"),
        max_length=20,
        choices=Likelihood,
        null=True,
        blank=True,
        help_text=_("How likely it is that what the question asks happens."),
    )
    horizon = models.DateField(
        _("horizon"), null=True, blank=True, help_text=_("The day by which it would have happened.")
    )

    class Meta(Block.Meta):
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        indexes = [
            models.Index(fields=["uid"], name="assessment_uid"),
            # All that the board needs of a row, so that it never reads the texts.
            models.Index(
                fields=["issue", "parent", "ordering", "id", "outlook", "likelihood"],
                name="assessment_board",
            ),
        ]

    def __str__(self):
        return self.question

    @classmethod
    def get_queryset(cls):
        return super().get_queryset().select_related("issue")

    def clean(self):
        super().clean()
        if self.horizon and not self.likelihood:
            raise ValidationError({"likelihood": _("A horizon needs a likelihood.")})


class RecommendationBlock(Block):
    """What an edition advises: a recommendation of the register, in the words of that day."""

    kind = "recommendation"

    recommendation = models.ForeignKey(
        Recommendation,
        models.PROTECT,
        related_name="blocks",
        verbose_name=_("recommendation"),
        help_text=_("Followed across pieces: take the one there is where a piece says it again."),
    )
    wording = models.TextField(
        _("wording as published"),
        blank=True,
        help_text=_("Left empty, it becomes the register's wording."),
    )
    stance = models.CharField(
        _("stance"),
        max_length=20,
        choices=RecommendationStance,
        default=RecommendationStance.MAKES,
        help_text=_("Whether it is new here, said again, narrowed, widened or reversed."),
    )

    class Meta(Block.Meta):
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")

    def __str__(self):
        return self.wording if len(self.wording) <= 80 else f"{self.wording[:79]}…"

    @classmethod
    def get_queryset(cls):
        return (
            super()
            .get_queryset()
            .select_related("recommendation__issue", "recommendation__addressee")
        )


class Figure(Block):
    """An image with its words. The file is named by its own SHA-256 and never replaced."""

    kind = "figure"

    image = models.ImageField(
        _("image"),
        upload_to=figure_path,
        storage=figure_storage,
        width_field="width",
        height_field="height",
        help_text=_("PNG, JPEG or WebP."),
    )
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    alt = models.CharField(
        _("alternative text"),
        max_length=500,
        blank=True,
        help_text=_("What the image shows, for readers who do not see it."),
    )
    caption = models.CharField(
        _("caption"), max_length=500, blank=True, help_text=_("Printed below the image.")
    )
    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("Whose image it is, and under which licence."),
    )

    class Meta(Block.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def __str__(self):
        return self.caption or self.alt

    @cached_property
    def address(self):
        """Where a page gets the file from; a preview says another place."""
        return self.image.url

    def clean(self):
        """Replace an uploaded file by its checked and re-encoded form."""
        super().clean()
        if self.image and not self.image._committed:
            self.image.file = checked(self.image.file)

    def save(self, *args, **kwargs):
        if self.image and not self.image._committed:
            self.sha256 = self.image.file.sha256
        super().save(*args, **kwargs)


class Note(Part):
    """A footnote. Its number is its place in the order; text refers to it by a link to #note-N."""

    html = html_field(
        _("note"),
        help_text=_(
            "Its number is its place in this list. In the text, a link to #note-1 marks the first."
        ),
    )

    class Meta(Part.Meta):
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self):
        return to_text(self.html)[:80]


#: Every kind of block, in the order in which the editor offers them.
BLOCKS = (Passage, TraitBlock, Assessment, RecommendationBlock, Figure)
