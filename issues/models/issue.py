import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..enums import IssueStatus, SourceKind
from ..querysets import EntryQuerySet, EventQuerySet
from .base import Alias, Entry, Event, Tidy, entry_url, in_language, slug_field

REVIEW_INTERVAL_DAYS = 180


class Theme(Tidy):
    """A heading under which the board groups issues; a way of showing, no judgement."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    name_ko = models.CharField(
        _("name in Korean"),
        max_length=100,
        blank=True,
        help_text=_("For pages in Korean; left empty, they show the other name."),
    )
    ordering = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("The board shows the lowest number first.")
    )

    class Meta:
        ordering = ["ordering", "name"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self):
        return in_language(self.name, self.name_ko)


class Issue(Entry):
    """A lasting policy question that pieces return to.

    `status` and `merged_into` are stated copies of the last StatusChange by date, `title` and
    `title_ko` of the last Rename (the truth); once readers know the issue, only `issues.tracking`
    and `issues.merging` write them.
    """

    slug = slug_field()
    title = models.CharField(
        _("title"), max_length=200, help_text=_("The question in a few words.")
    )
    title_ko = models.CharField(
        _("title in Korean"),
        max_length=200,
        blank=True,
        help_text=_("For pages in Korean; left empty, they show the other title."),
    )
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("What the question is about, in two sentences.")
    )
    summary_ko = models.TextField(_("summary in Korean"), blank=True)
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=IssueStatus,
        default=IssueStatus.ACTIVE,
        editable=False,
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
        help_text=_("The wider issue that it belongs to."),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
        verbose_name=_("merged into"),
    )
    split_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="split_into",
        verbose_name=_("split from"),
    )
    related = models.ManyToManyField(
        "self",
        symmetrical=True,
        blank=True,
        verbose_name=_("related issues"),
        help_text=_("Issues that its readers should know of."),
    )
    theme = models.ForeignKey(
        Theme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="issues",
        verbose_name=_("theme"),
        help_text=_("The heading under which the board shows it."),
    )
    review_interval_days = models.PositiveSmallIntegerField(
        _("review interval in days"),
        default=REVIEW_INTERVAL_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text=_("An issue not assessed for longer than this counts as stale."),
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        permissions = [
            ("edit_register", _("Can write the register")),
            ("merge_register", _("Can merge and split entries of the register")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="an_issue_is_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="an_issue_is_not_part_of_itself",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) & ~Q(status=IssueStatus.MERGED)
                | Q(merged_into__isnull=False) & Q(status=IssueStatus.MERGED),
                name="a_merged_issue_names_where_it_went",
            ),
        ]

    def __str__(self):
        return self.local_title

    def get_absolute_url(self):
        return entry_url("issue", self.slug)

    @property
    def local_title(self):
        """The title in the language of the page, else the English one."""
        return in_language(self.title, self.title_ko)

    @property
    def local_summary(self):
        return in_language(self.summary, self.summary_ko)

    def clean(self):
        super().clean()
        above = self.parent
        while above is not None:
            if above.pk == self.pk and self.pk is not None:
                raise ValidationError({"parent": _("An issue cannot be a part of its own part.")})
            above = above.parent

    def is_stale(self, *, last_assessed_on, on):
        """Whether the review interval has passed on day `on` without an assessment."""
        if self.status not in IssueStatus.tracked() or last_assessed_on is None:
            return False
        return on - last_assessed_on > dt.timedelta(days=self.review_interval_days)


class IssueAlias(Alias):
    """Another name by which an issue is known; imports find the issue by it."""

    issue = models.ForeignKey(
        Issue, models.CASCADE, related_name="aliases", verbose_name=_("issue")
    )

    class Meta(Alias.Meta):
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                name="an_alias_names_one_issue",
                violation_error_message=_("Another issue is already known by this name."),
            )
        ]


class StatusChange(Event):
    """A dated, sourced event that changed an issue's status."""

    issue = models.ForeignKey(
        Issue, models.PROTECT, related_name="status_changes", verbose_name=_("issue")
    )
    status = models.CharField(
        _("status"), max_length=20, choices=IssueStatus, help_text=_("From that day on.")
    )
    merged_into = models.ForeignKey(
        Issue,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("merged into"),
    )

    objects = EventQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("status change")
        verbose_name_plural = _("status changes")
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) & ~Q(status=IssueStatus.MERGED)
                | Q(merged_into__isnull=False) & Q(status=IssueStatus.MERGED),
                name="a_merge_names_where_the_issue_went",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("issue")),
                name="a_merge_leads_to_another_issue",
            ),
        ]

    def __str__(self):
        return f"{self.occurred_on:%Y-%m-%d} {self.get_status_display()}"


class Development(Event):
    """A dated, sourced event in the world that bears on an issue."""

    issue = models.ForeignKey(
        Issue, models.PROTECT, related_name="developments", verbose_name=_("issue")
    )
    title = models.CharField(_("title"), max_length=200)
    source_kind = models.CharField(
        _("kind of source"),
        max_length=20,
        choices=SourceKind,
        default=SourceKind.PRESS,
        help_text=_("How near the source is to what happened."),
    )
    prompts_assessment = models.BooleanField(
        _("an assessment is due"),
        default=False,
        help_text=_("The issue is shown as due until a later piece assesses it."),
    )

    objects = EventQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("development")
        verbose_name_plural = _("developments")

    def __str__(self):
        return f"{self.occurred_on:%Y-%m-%d} {self.title}"


class Rename(Event):
    """From `occurred_on` the issue is called otherwise. What was published keeps the old name."""

    issue = models.ForeignKey(
        Issue, models.PROTECT, related_name="renames", verbose_name=_("issue")
    )
    title = models.CharField(_("title"), max_length=200)
    title_ko = models.CharField(_("title in Korean"), max_length=200, blank=True)
    title_before = models.CharField(_("title before"), max_length=200, editable=False)
    title_ko_before = models.CharField(
        _("title in Korean before"), max_length=200, blank=True, editable=False
    )

    objects = EventQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("rename")
        verbose_name_plural = _("renames")

    def __str__(self):
        return f"{self.occurred_on:%Y-%m-%d} {self.title_before} → {self.title}"
