from django.db import models
from django.utils.translation import gettext_lazy as _

from ..slugs import MAX_LENGTH


class FormerSlug(models.Model):
    """A slug that something had before: its old addresses lead to the new one for ever.

    One table for every kind of thing with an address, so that the redirects are in one place. `kind`
    is the model's name, `entry_id` its row: what readers once knew is never deleted. A former slug is
    given to nothing else.
    """

    kind = models.CharField(_("kind"), max_length=20)
    slug = models.CharField(_("slug"), max_length=MAX_LENGTH)
    entry_id = models.BigIntegerField()
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        ordering = ["kind", "slug"]
        verbose_name = _("former slug")
        verbose_name_plural = _("former slugs")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug"], name="a_former_slug_leads_to_one_entry"
            )
        ]
        indexes = [models.Index(fields=["kind", "entry_id"], name="former_slug_entry")]

    def __str__(self):
        return self.slug
