"""What lists of the register are narrowed by."""

from django.db.models import DateField, Exists, F, Func, OuterRef, Q, Value
from django.utils import timezone

from articles.api.filters import ArticleFilter
from articles.models import RecommendationBlock
from articles.querysets import as_of
from sejong_cms.filtering import (
    ChoiceFilter,
    EntryFilter,
    FilterSet,
    FlagFilter,
    OrderFilter,
    WordsFilter,
    containing,
)

from ..enums import IssueStatus, RecommendationStatus
from ..models import Actor, Issue, IssueAlias


class DaysBefore(Func):
    """The day that lies a column's number of days before a given day."""

    output_field = DateField()

    def __init__(self, day, column):
        super().__init__(Value(day, output_field=DateField()), F(column))

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(
            compiler, connection, template="(%(expressions)s)", arg_joiner="::date - "
        )

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(
            compiler,
            connection,
            template="date(%(expressions)s || ' days')",
            arg_joiner=", '-' || ",
        )


def staleness(on):
    """The condition that `Issue.is_stale` states, for rows of `with_standing`, on the day `on`."""
    return Q(
        shown_status__in=IssueStatus.tracked(),
        last_assessed_on__lt=DaysBefore(on, "review_interval_days"),
    )


_in_columns = containing("title", "title_ko", "summary", "summary_ko")


def _issue_contains(word):
    aliases = IssueAlias.objects.filter(name__icontains=word)
    return _in_columns(word) | Q(pk__in=aliases.values("issue"))


class IssueFilters(FilterSet):
    """Of issues as they stand now, or stood at the end of `as_of`."""

    status = ChoiceFilter(field_name="shown_status", choices=IssueStatus.choices, label="Status.")
    q = WordsFilter(_issue_contains, label="Words that all stand in title, aliases or summary.")
    stale = FlagFilter(method="that_are_stale", label="Whether the review interval has passed.")
    ordering = OrderFilter(
        {
            "title": "title",
            "first_assessed_on": "first_assessed_on",
            "last_assessed_on": "last_assessed_on",
            "assessment_count": "assessment_count",
        }
    )

    def that_are_stale(self, rows, name, stale):
        condition = staleness(self.limits.day or timezone.localdate())
        # Not `exclude`: an issue that was never assessed is not stale, and null is not false.
        return (
            rows.filter(condition) if stale else rows.filter(~condition | Q(last_assessed_on=None))
        )


class RecommendationFilters(FilterSet):
    """Of recommendations as they stand now, or stood at the end of `as_of`."""

    issue = EntryFilter(Issue, field_name="issue", label="Slug of an issue.")
    addressee = EntryFilter(Actor, field_name="addressee", label="Slug of an actor.")
    article = ArticleFilter(method="in_article")
    status = ChoiceFilter(
        field_name="shown_status", choices=RecommendationStatus.choices, label="Status."
    )
    ordering = OrderFilter({"first_made_on": "first_made_at"})

    def in_article(self, rows, name, article):
        blocks = as_of(RecommendationBlock.objects.all(), **self.limits.kwargs)
        return rows.filter(
            Exists(blocks.filter(recommendation=OuterRef("pk"), parent__article=article))
        )
