from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import RecommendationStatus, SourceKind
from ..querysets import EntryQuerySet, EventQuerySet
from .actor import Actor
from .base import Entry, Event, entry_url
from .issue import Issue


class Recommendation(Entry):
    """A course of action advised on an issue to an actor, followed from the day it is made.

    `status` is a stated copy of the last Step by date (the truth); only `issues.tracking` writes
    it. `wording` is the register's name for it; what a piece said is kept in the piece's block.
    """

    wording = models.TextField(
        _("wording"),
        help_text=_("Who should do what, in one sentence. A piece may word it in its own way."),
    )
    issue = models.ForeignKey(
        Issue,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("issue"),
        help_text=_("The issue that it is about."),
    )
    addressee = models.ForeignKey(
        Actor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="advice",
        verbose_name=_("addressee"),
        help_text=_("The actor that is advised to act."),
    )
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=RecommendationStatus,
        default=RecommendationStatus.PROPOSED,
        editable=False,
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-public_since", "id"]
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")

    def __str__(self):
        return self.wording if len(self.wording) <= 100 else f"{self.wording[:99]}…"

    def get_absolute_url(self):
        return entry_url("recommendation", self.uid)


class Step(Event):
    """A dated, sourced event in the world that changes a recommendation's status."""

    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="steps", verbose_name=_("recommendation")
    )
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=RecommendationStatus,
        help_text=_("Judged by what was done, not by what was announced."),
    )
    quote = models.TextField(
        _("quote"), blank=True, help_text=_("The source's own words, as evidence.")
    )
    source_kind = models.CharField(
        _("kind of source"),
        max_length=20,
        choices=SourceKind,
        default=SourceKind.PRESS,
        help_text=_("How near the source is to what happened."),
    )

    objects = EventQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        indexes = [
            # In the order in which the last one counts, with all that a board needs of it.
            models.Index(
                fields=["recommendation", "-occurred_on", "-recorded_at", "-id", "status"],
                name="step_newest",
            )
        ]

    def __str__(self):
        return f"{self.occurred_on:%Y-%m-%d} {self.get_status_display()}"
