from issues.models import Actor, Issue
from sejong_cms.filtering import (
    DayFilter,
    FilterSet,
    MomentFilter,
    OrderFilter,
    SlugFilter,
    WordsFilter,
    containing,
)

import django_filters as filters

from ..enums import Language, Likelihood, Outlook
from ..models import Author, TraitBlock


def _of_entry(model, rows, slug, name):
    """`rows`, narrowed by its method `name` to what concerns the public entry `slug`."""
    entry = model.objects.public().filter(slug=slug).first()
    return rows.none() if entry is None else getattr(rows, name)(entry)


class ArticleFilters(FilterSet):
    """Of live editions."""

    series = SlugFilter(field_name="article__series__slug", label="Slug of a series.")
    author = SlugFilter(method="by_author", label="Slug of an author.")
    issue = SlugFilter(method="treating", label="Slug of an issue: assessed, or advised on.")
    actor = SlugFilter(method="describing", label="Slug of an actor: described, or advised.")
    trait = SlugFilter(method="with_trait", label="Slug of a trait.")
    language = filters.ChoiceFilter(
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

    def by_author(self, rows, name, slug):
        return _of_entry(Author, rows, slug, "by_author")

    def treating(self, rows, name, slug):
        return _of_entry(Issue, rows, slug, "treating")

    def describing(self, rows, name, slug):
        return _of_entry(Actor, rows, slug, "describing")

    def with_trait(self, rows, name, slug):
        blocks = TraitBlock.objects.published().filter(trait__slug=slug)
        return rows.filter(pk__in=blocks.values("parent"))


class EditionFilters(FilterSet):
    ordering = OrderFilter({"number": "number"})


class NameFilters(FilterSet):
    """Of authors, series, actors and traits."""

    ordering = OrderFilter({"name": "name"})


class AssessmentFilters(FilterSet):
    """Of assessments in editions live now, or at the end of `as_of`."""

    issue = SlugFilter(field_name="issue__slug", label="Slug of an issue.")
    article = SlugFilter(field_name="parent__article__slug", label="Slug of an article.")
    author = SlugFilter(field_name="parent__bylines__author__slug", label="Slug of an author.")
    outlook = filters.ChoiceFilter(choices=Outlook.choices)
    likelihood = filters.ChoiceFilter(choices=Likelihood.choices)
    ordering = OrderFilter({"published_on": "parent__published_on", "horizon": "horizon"})
