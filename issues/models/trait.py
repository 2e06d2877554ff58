from django.db import models
from django.utils.translation import gettext_lazy as _

from ..querysets import EntryQuerySet
from .actor import Actor
from .base import Alias, MergeableEntry, entry_url


class Trait(MergeableEntry):
    """A named characteristic of one actor, followed across pieces.

    The slug is unique among all traits, not only the actor's, because filters name a trait by it
    alone.
    """

    actor = models.ForeignKey(
        Actor,
        models.PROTECT,
        related_name="traits",
        verbose_name=_("actor"),
        help_text=_("Whose characteristic it is."),
    )
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("What is meant by it, in two sentences.")
    )

    objects = EntryQuerySet.as_manager()

    class Meta(MergeableEntry.Meta):
        verbose_name = _("trait")
        verbose_name_plural = _("traits")
        constraints = [
            *MergeableEntry.Meta.constraints,
            models.UniqueConstraint(
                fields=["actor", "name"], name="a_trait_is_named_once_per_actor"
            ),
        ]

    def get_absolute_url(self):
        return entry_url("trait", self.actor.slug, self.slug)


class TraitAlias(Alias):
    """Another name by which a trait is known. Two actors may have traits of one name."""

    trait = models.ForeignKey(
        Trait, models.CASCADE, related_name="aliases", verbose_name=_("trait")
    )

    class Meta(Alias.Meta):
        verbose_name = _("alias of a trait")
        verbose_name_plural = _("aliases of traits")
        constraints = [
            models.UniqueConstraint(
                fields=["trait", "key"], name="an_alias_is_given_once_per_trait"
            )
        ]
