"""What happened to an edition, in rows that are only ever added."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from issues.models.base import Event
from issues.querysets import EventQuerySet

from ..enums import EditionState, Outcome, Verb
from .article import Article
from .edition import Edition


class Snapshot(models.Model):
    """The canonical JSON of an edition after an accepted save: whatever was called saved is here."""

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="snapshots", verbose_name=_("edition")
    )
    version = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("content"), encoder=DjangoJSONEncoder)
    saved_at = models.DateTimeField(_("saved at"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("saved by"),
    )
    why = models.CharField(_("why"), max_length=200, blank=True)

    class Meta:
        ordering = ["edition", "-version"]
        verbose_name = _("save")
        verbose_name_plural = _("saves")
        constraints = [
            models.UniqueConstraint(fields=["edition", "version"], name="one_snapshot_per_version")
        ]

    def __str__(self):
        return f"{self.version}"


class Transition(models.Model):
    """One move of an edition: who, when, by which verb, from which state to which."""

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="transitions", verbose_name=_("edition")
    )
    verb = models.CharField(_("verb"), max_length=20, choices=Verb)
    from_state = models.CharField(_("from"), max_length=20, choices=EditionState, blank=True)
    to_state = models.CharField(_("to"), max_length=20, choices=EditionState)
    moved_at = models.DateTimeField(_("at"))
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Empty: the clock, or an operator's command."),
    )
    comment = models.TextField(_("comment"), blank=True)
    version = models.PositiveIntegerField(_("version"))

    class Meta:
        ordering = ["moved_at", "id"]
        verbose_name = _("move")
        verbose_name_plural = _("moves")

    def __str__(self):
        return f"{self.get_verb_display()}: {self.from_state} → {self.to_state}"


class ImportSource(models.Model):
    """The file that an edition was made from, as it came, with what the importer made of it.

    `identity` is a key of series, title and date; `sha256` that of the bytes. `sequence` counts the
    imports of one identity, so that two at once cannot both be the first. `version` is the edition's
    version right after the import: a higher one there means that somebody edited since.
    """

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="sources", verbose_name=_("edition")
    )
    identity = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField()
    name = models.CharField(_("file name"), max_length=255)
    format = models.CharField(_("format"), max_length=10)
    content = models.BinaryField(_("file"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    piece = models.JSONField(_("piece as read"))
    warnings = models.JSONField(_("warnings"), default=list)
    version = models.PositiveIntegerField(_("version"))
    imported_at = models.DateTimeField(_("imported at"))

    class Meta:
        ordering = ["edition", "imported_at", "id"]
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        constraints = [
            models.UniqueConstraint(
                fields=["identity", "sequence"], name="imports_of_one_source_are_counted"
            )
        ]

    def __str__(self):
        return self.name


class Resolution(Event):
    """What became of an assessment's likelihood; `text` and `source_url` are the evidence.

    It names the article and the assessment's uid, not a row of one edition: scored is the
    likelihood that was live at the end of the horizon's day.
    """

    article = models.ForeignKey(
        Article, models.PROTECT, related_name="resolutions", verbose_name=_("article")
    )
    assessment_uid = models.UUIDField(_("assessment"))
    outcome = models.CharField(
        _("outcome"),
        max_length=20,
        choices=Outcome,
        help_text=_("Whether what the question asked had happened by the horizon."),
    )

    objects = EventQuerySet.as_manager()

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["article", "assessment_uid"], name="resolution_of")]
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")

    def __str__(self):
        return f"{self.occurred_on:%Y-%m-%d} {self.get_outcome_display()}"
