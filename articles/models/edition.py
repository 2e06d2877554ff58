from content_editor.models import Region
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from issues.models.base import entry_url

from ..enums import ChangeKind, EditionState
from ..querysets import EditionQuerySet
from .article import Article

CONTENT = Region(key="content", title=_("Content"))


def _person(verbose_name, **options):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=verbose_name,
        **options,
    )


def _moment(verbose_name):
    return models.DateTimeField(verbose_name, null=True, blank=True, editable=False)


class Edition(models.Model):
    """One version of an article's text: drafted, approved, published, then never changed.

    State, number, moments and persons are written by `articles.workflow` alone, text by saves
    through `articles.drafting`; triggers in the database refuse everything else. `number` counts an
    article's published editions from 1. `version` counts accepted saves and moves: a write names the
    version it read.
    """

    regions = [CONTENT]

    article = models.ForeignKey(
        Article, models.PROTECT, related_name="editions", editable=False, verbose_name=_("article")
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=EditionState,
        default=EditionState.DRAFT,
        editable=False,
    )
    number = models.PositiveIntegerField(_("edition"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    title = models.CharField(
        _("title"),
        max_length=300,
        help_text=_("As readers see it; lists, feeds and citations use it too."),
    )
    subtitle = models.CharField(
        _("subtitle"), max_length=300, blank=True, help_text=_("Printed below the title.")
    )
    abstract = models.TextField(
        _("abstract"),
        blank=True,
        help_text=_("Two or three sentences, for lists, feeds and search engines."),
    )
    published_on = models.DateField(
        _("date printed on the piece"),
        null=True,
        blank=True,
        help_text=_("Left empty, it becomes the day of publication."),
    )
    disclaimer = models.TextField(
        _("disclaimer"),
        blank=True,
        help_text=_("Printed below the text. It was taken from the series when the piece began."),
    )
    change_kind = models.CharField(
        _("kind of change"),
        max_length=20,
        choices=ChangeKind,
        default=ChangeKind.FIRST,
        help_text=_("What this edition is to the one before it; readers see it in the history."),
    )
    change_note = models.TextField(
        _("note on the change"), blank=True, help_text=_("Readers see it in the history.")
    )

    checksum = models.CharField(_("checksum"), max_length=64, blank=True, editable=False)
    live_from = _moment(_("live from"))
    live_until = _moment(_("live until"))
    due_at = _moment(_("due at"))
    created_at = models.DateTimeField(_("created at"), editable=False)
    created_by = _person(_("created by"))
    saved_at = _moment(_("saved at"))
    saved_by = _person(_("saved by"))
    submitted_at = _moment(_("submitted at"))
    submitted_by = _person(_("submitted by"))
    approved_at = _moment(_("approved at"))
    approved_by = _person(_("approved by"))
    published_at = _moment(_("published at"))
    published_by = _person(_("published by"))
    withdrawn_at = _moment(_("withdrawn at"))
    withdrawn_by = _person(_("withdrawn by"))
    discarded_at = _moment(_("discarded at"))
    discarded_by = _person(_("discarded by"))
    reason = models.TextField(_("reason"), blank=True, editable=False)

    invited = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="invited_editions",
        verbose_name=_("invited authors"),
        help_text=_("People who may write in this edition beside the one who started it."),
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["article", "number", "id"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        permissions = [
            ("write_edition", _("Can start, write and submit editions")),
            ("review_edition", _("Can see all editions, edit, return and approve them")),
            ("release_edition", _("Can schedule, publish and withdraw editions")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(state=EditionState.PUBLISHED),
                name="one_live_edition_per_article",
            ),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(state__in=EditionState.open()),
                name="one_open_edition_per_article",
            ),
            models.UniqueConstraint(
                fields=["article", "number"], name="an_edition_number_is_given_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=EditionState.numbered(),
                    number__gte=1,
                    published_at__isnull=False,
                    published_on__isnull=False,
                    live_from__isnull=False,
                )
                & ~Q(checksum="")
                | ~Q(state__in=EditionState.numbered())
                & Q(
                    number=None,
                    published_at=None,
                    live_from=None,
                    live_until=None,
                    checksum="",
                ),
                name="published_editions_have_number_moment_and_checksum",
            ),
            models.CheckConstraint(
                condition=Q(state=EditionState.PUBLISHED, live_until=None)
                | Q(
                    state__in=(EditionState.SUPERSEDED, EditionState.WITHDRAWN),
                    live_until__isnull=False,
                )
                | ~Q(state__in=EditionState.numbered()),
                name="only_the_live_edition_has_no_end",
            ),
            models.CheckConstraint(
                condition=Q(live_until=None) | Q(live_until__gte=F("live_from")),
                name="an_edition_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(state=EditionState.SCHEDULED, due_at__isnull=False)
                | ~Q(state=EditionState.SCHEDULED) & Q(due_at=None),
                name="scheduled_editions_have_a_due_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(EditionState.APPROVED, EditionState.SCHEDULED))
                | Q(approved_at__isnull=False),
                name="approved_editions_say_when",
            ),
            models.CheckConstraint(
                condition=Q(state=EditionState.WITHDRAWN, withdrawn_at__isnull=False)
                & ~Q(reason="")
                | ~Q(state=EditionState.WITHDRAWN) & Q(withdrawn_at=None),
                name="withdrawn_editions_say_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(state=EditionState.DISCARDED, discarded_at__isnull=False)
                | ~Q(state=EditionState.DISCARDED) & Q(discarded_at=None),
                name="discarded_editions_say_when",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-published_on"], name="edition_state_published_on"),
            models.Index(
                fields=["due_at"],
                condition=Q(state=EditionState.SCHEDULED),
                name="edition_due",
            ),
            # All that a view of a day needs, so that it never reads the editions themselves.
            models.Index(
                fields=["state", "live_from", "live_until", "published_at", "published_on", "id"],
                name="edition_over_time",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """The address that shows this edition for ever, once it has a number."""
        if self.number is None:
            return self.article.get_absolute_url()
        return entry_url("edition", self.article.slug, self.number)

    @property
    def is_editable(self):
        return self.state in EditionState.editable()

    @property
    def is_open(self):
        return self.state in EditionState.open()

    @property
    def is_live(self):
        return self.state == EditionState.PUBLISHED

    @property
    def is_released(self):
        return self.state in EditionState.released()
