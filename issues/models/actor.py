from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import ActorKind
from ..querysets import EntryQuerySet
from .base import NamedEntry, entry_url


class Actor(NamedEntry):
    """A person, government or body whose conduct is described, or to whom advice is addressed."""

    kind = models.CharField(_("kind"), max_length=20, choices=ActorKind, default=ActorKind.BODY)
    summary = models.TextField(_("summary"), blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta(NamedEntry.Meta):
        verbose_name = _("actor")
        verbose_name_plural = _("actors")

    def get_absolute_url(self):
        return entry_url("actor", self.slug)
