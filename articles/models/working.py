"""What people at the desk have under way in an edition: typed and not saved, open, looked at."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from .edition import Edition


class OfOnePerson(models.Model):
    """A row that is one person's own, about one edition."""

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="+", verbose_name=_("edition")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )

    class Meta:
        abstract = True


class WorkingCopy(OfOnePerson):
    """What a person has typed in one tab and not saved; nobody else ever sees it.

    `content` is the screen's form as it would be sent: {field: [values]}, without files. `version` is
    the edition's version that the tab started from. `sequence` counts the tab's own autosaves, so that
    one that was delayed on the way does not replace a later one.
    """

    tab = models.UUIDField(_("tab"))
    sequence = models.PositiveIntegerField()
    version = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("content"), encoder=DjangoJSONEncoder)
    kept_at = models.DateTimeField(_("kept at"))

    class Meta:
        ordering = ["-kept_at", "-id"]
        verbose_name = _("working copy")
        verbose_name_plural = _("working copies")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "person", "tab"], name="one_working_copy_per_tab"
            )
        ]

    def __str__(self):
        return f"{self.person} {self.kept_at:%Y-%m-%d %H:%M}"


class Visit(OfOnePerson):
    """A tab in which a person has the edition's screen open, or had it open minutes ago."""

    tab = models.UUIDField(_("tab"))
    opened_at = models.DateTimeField(_("opened at"))
    seen_at = models.DateTimeField(_("seen at"))
    typed_at = models.DateTimeField(_("typed at"), null=True, blank=True)

    class Meta:
        ordering = ["-seen_at"]
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [
            models.UniqueConstraint(fields=["edition", "person", "tab"], name="one_visit_per_tab")
        ]
        indexes = [models.Index(fields=["edition", "seen_at"], name="visit_of")]

    def __str__(self):
        return f"{self.person} {self.seen_at:%Y-%m-%d %H:%M}"


class Look(OfOnePerson):
    """That a person had the text before their eyes as it stood at a version."""

    version = models.PositiveIntegerField(_("version"))
    looked_at = models.DateTimeField(_("looked at"))

    class Meta:
        ordering = ["-version"]
        verbose_name = _("look")
        verbose_name_plural = _("looks")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "person", "version"], name="one_look_per_version"
            )
        ]

    def __str__(self):
        return f"{self.person} {self.version}"
