"""What lists of the publication are narrowed by."""

from issues.duplicates import all_of
from issues.merges import families, members
from issues.models import Actor, Issue, Trait
from sejong_cms.filtering import (
    ChoiceFilter,
    DayFilter,
    EntryFilter,
    FilterSet,
    MomentFilter,
    OrderFilter,
    WordsFilter,
    containing,
)

from ..enums import Language, Likelihood, Outlook
from ..models import Article, Author, Edition, Series, TraitBlock


class ArticleFilter(EntryFilter):
    """By the slug of an article that was ever published."""

    def __init__(self, **options):
        super().__init__(Article, label="Slug of an article.", **options)

    def find(self, slug):
        edition = Edition.objects.numbered().of_article(slug).select_related("article").first()
        return edition and edition.article


class ArticleFilters(FilterSet):
    """Of live editions."""

    series = EntryFilter(Series, field_name="article__series", label="Slug of a series.")
    author = EntryFilter(Author, method="narrowed", label="Slug of an author.")
    issue = EntryFilter(Issue, method="narrowed", label="Slug of an issue: assessed or advised on.")
    actor = EntryFilter(Actor, method="narrowed", label="Slug of an actor: described or advised.")
    trait = EntryFilter(Trait, method="narrowed", label="Slug of a trait.")
    language = ChoiceFilter(
        field_name="article__language", choices=Language.choices, label="Language of the piece."
    )
    published_after = DayFilter(
        field_name="published_on", lookup_expr="gte", label="Printed date on this day or later."
    )
    published_before = DayFilter(
        field_name="published_on", lookup_expr="lte", label="Printed date on this day or earlier."
    )
    updated_since = MomentFilter(
        field_name="published_at", lookup_expr="gte", label="`updated_at` at this moment or later."
    )
    q = WordsFilter(
        containing("title", "subtitle", "abstract"),
        label="Words that all stand in title, subtitle or abstract.",
    )
    ordering = OrderFilter(
        {"published_on": "published_on", "updated_at": "published_at", "title": "title"}
    )

    def narrowed(self, editions, name, entry):
        if name == "author":
            return editions.by_author(entry)
        if name == "issue":
            return editions.treating(entry)
        if name == "actor":
            return editions.describing(entry)
        blocks = TraitBlock.objects.published().filter(trait__in=all_of(entry))
        return editions.filter(pk__in=blocks.values("parent"))


class EditionFilters(FilterSet):
    ordering = OrderFilter({"number": "number"})


class AssessmentFilters(FilterSet):
    """Of assessments in editions live now, or at the end of `as_of`."""

    issue = EntryFilter(Issue, method="counted_for", label="Slug of an issue.")
    article = ArticleFilter(field_name="parent__article")
    author = EntryFilter(Author, method="credited_to", label="Slug of an author.")
    outlook = ChoiceFilter(choices=Outlook.choices, label="Outlook.")
    likelihood = ChoiceFilter(choices=Likelihood.choices, label="Likelihood.")
    ordering = OrderFilter({"published_on": "parent__published_on", "horizon": "horizon"})

    def credited_to(self, rows, name, author):
        return rows.filter(parent__in=Edition.objects.numbered().by_author(author))

    def counted_for(self, rows, name, issue):
        return rows.filter(issue__in=members(issue.pk, families(**self.limits.kwargs)))
