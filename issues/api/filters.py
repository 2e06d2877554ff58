"""What lists of the register are narrowed by."""

from django.db.models import Exists, OuterRef, Q

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

from ..duplicates import all_of
from ..enums import IssueStatus, RecommendationStatus
from ..merges import families, members
from ..models import Actor, Issue, IssueAlias

_in_columns = containing("title", "title_ko", "summary", "summary_ko")


def _issue_contains(word):
    aliases = IssueAlias.objects.filter(name__icontains=word)
    return _in_columns(word) | Q(pk__in=aliases.values("issue"))


class IssueFilters(FilterSet):
    """Of issues as they stand now, or stood at the end of `as_of`.

    `q` narrows the rows of the register; the others look at where each stood (see `narrowed`).
    """

    status = ChoiceFilter(choices=IssueStatus.choices, label="Status.")
    q = WordsFilter(_issue_contains, label="Words that all stand in title, aliases or summary.")
    stale = FlagFilter(label="Whether the review interval has passed.")
    ordering = OrderFilter(
        {
            name: name
            for name in ("title", "first_assessed_on", "last_assessed_on", "assessment_count")
        }
    )

    def filter_queryset(self, rows):
        return self.filters["q"].filter(rows, self.form.cleaned_data["q"])

    def narrowed(self, issues):
        """Of rows of `articles.board`, those that fit, in the order asked for. Ties are settled."""
        asked = self.form.cleaned_data
        if asked["status"]:
            issues = [row for row in issues if row.status == asked["status"]]
        if asked["stale"] not in (None, ""):
            # An issue that was never assessed is not stale.
            issues = [row for row in issues if row.stale == asked["stale"]]
        order = asked["ordering"] or "title"
        column, descends = order.removeprefix("-"), order.startswith("-")
        valued = [row for row in issues if getattr(row, column) is not None]
        valued.sort(key=lambda row: (getattr(row, column), row.pk), reverse=descends)
        others = [row for row in issues if getattr(row, column) is None]
        return valued + sorted(others, key=lambda row: row.pk, reverse=descends)


class RecommendationFilters(FilterSet):
    """Of recommendations as they stand now, or stood at the end of `as_of`."""

    issue = EntryFilter(Issue, method="on_issue", label="Slug of an issue.")
    addressee = EntryFilter(Actor, method="to_actor", label="Slug of an actor.")
    article = ArticleFilter(method="in_article")
    status = ChoiceFilter(
        field_name="shown_status", choices=RecommendationStatus.choices, label="Status."
    )
    ordering = OrderFilter({"first_made_on": "first_made_at"})

    def on_issue(self, rows, name, issue):
        """Those that counted for the issue then; of a merged one, none."""
        return rows.filter(issue__in=members(issue.pk, families(**self.limits.kwargs)))

    def to_actor(self, rows, name, actor):
        return rows.filter(addressee__in=all_of(actor))

    def in_article(self, rows, name, article):
        blocks = as_of(RecommendationBlock.objects.all(), **self.limits.kwargs)
        return rows.filter(
            Exists(blocks.filter(recommendation=OuterRef("pk"), parent__article=article))
        )
