"""The PDF of an edition."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .edition import Edition


class Paper(models.Model):
    """The PDF of a released edition: made once, then the same bytes for ever, as the edition's text is.

    Written by `articles.papers.making` alone. `name` is the file's in storage, '' while there is none;
    until then nobody else tries before `due_at`. `failure` is what the last try came to, in English.
    """

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="paper")
    name = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=500, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("PDF")
        verbose_name_plural = _("PDFs")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(name="", sha256="", made_at=None)
                | ~models.Q(name="") & ~models.Q(sha256="") & ~models.Q(made_at=None),
                name="a_paper_is_made_or_not",
            )
        ]
        indexes = [models.Index(fields=["due_at"], condition=models.Q(name=""), name="paper_due")]

    def __str__(self):
        return self.name
