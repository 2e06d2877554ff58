from django.db import models
from django.utils.translation import gettext_lazy as _

from issues.models.base import NamedEntry, entry_url
from issues.querysets import EntryQuerySet

from ..enums import Language


class Series(NamedEntry):
    """A numbered or named line of pieces; carries the disclaimer that its pieces are printed with."""

    disclaimer = models.TextField(
        _("disclaimer"), blank=True, help_text=_("New pieces of the series begin with it.")
    )
    disclaimer_ko = models.TextField(
        _("disclaimer in Korean"),
        blank=True,
        help_text=_("For new pieces in Korean; left empty, they begin with the other one."),
    )

    objects = EntryQuerySet.as_manager()

    class Meta(NamedEntry.Meta):
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def get_absolute_url(self):
        return entry_url("series", self.slug)

    def disclaimer_in(self, language):
        """The disclaimer for a piece in `language`; the English one where there is no other."""
        korean = language == Language.KOREAN and self.disclaimer_ko
        return korean or self.disclaimer
