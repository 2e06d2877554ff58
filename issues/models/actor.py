from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import ActorKind
from ..querysets import EntryQuerySet
from .base import Alias, MergeableEntry, entry_url


class Actor(MergeableEntry):
    """A person, government or body whose conduct is described, or to whom advice is addressed."""

    kind = models.CharField(_("kind"), max_length=20, choices=ActorKind, default=ActorKind.BODY)
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("Who or what it is, in two sentences.")
    )

    objects = EntryQuerySet.as_manager()

    class Meta(MergeableEntry.Meta):
        verbose_name = _("actor")
        verbose_name_plural = _("actors")

    def get_absolute_url(self):
        return entry_url("actor", self.slug)


class ActorAlias(Alias):
    """Another name by which an actor is known."""

    actor = models.ForeignKey(
        Actor, models.CASCADE, related_name="aliases", verbose_name=_("actor")
    )

    class Meta(Alias.Meta):
        verbose_name = _("alias of an actor")
        verbose_name_plural = _("aliases of actors")
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                name="an_alias_names_one_actor",
                violation_error_message=_("Another actor is already known by this name."),
            )
        ]
