"""What may be read of articles. Everything comes through published(), released() or withdrawn()."""

from django.utils.decorators import method_decorator
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound

from issues.clock import day_of
from sejong_cms.expanding import Expansion
from sejong_cms.rest import EntryViewSet, ReadViewSet, Withdrawn
from sejong_cms.schema import path_parameter

from ..models import Assessment, Author, Edition, Series
from ..querysets import as_of
from .filters import ArticleFilters, AssessmentFilters, EditionFilters
from .loading import summarised, whole
from .serializers import (
    ArticleSerializer,
    ArticleSummarySerializer,
    AssessmentSerializer,
    AuthorSerializer,
    SeriesSerializer,
)

SLUG = path_parameter("slug", "The article's slug.", pattern=r"[\w-]{1,120}")
NUMBER = path_parameter("number", "The edition's number, from 1.", pattern=r"[1-9][0-9]{0,8}")


class EditionViewSet(ReadViewSet):
    """Editions as articles: summaries in lists, whole in details."""

    withdrawable = True
    queryset = Edition.objects.none()
    expansions = {
        "series": Expansion(SeriesSerializer, source="article.series"),
        "authors": Expansion(AuthorSerializer, within="author"),
    }

    def get_serializer_class(self):
        return ArticleSummarySerializer if self.action == "list" else ArticleSerializer

    def address_of(self, edition):
        """The path of the page that shows what the answer describes."""
        return edition.get_absolute_url()

    def prepared(self, rows):
        for edition in rows:
            edition.address = self.address_of(edition)
        return summarised(rows) if self.action == "list" else whole(rows)


@method_decorator(extend_schema(summary="Live articles, newest first"), "list")
@method_decorator(
    extend_schema(summary="An article: its live edition", parameters=[SLUG]), "retrieve"
)
class ArticleViewSet(EditionViewSet):
    filterset_class = ArticleFilters

    def get_queryset(self):
        return Edition.objects.published().for_lists().newest_first()

    def address_of(self, edition):
        return edition.article.get_absolute_url()

    def get_object(self):
        slug = self.kwargs["slug"]
        edition = (
            Edition.objects.published()
            .select_related("article__series")
            .filter(article__slug=slug)
            .first()
        )
        if edition is None:
            raise _absence(Edition.objects.withdrawn().filter(article__slug=slug))
        return edition


@method_decorator(
    extend_schema(summary="An article's editions, newest first", parameters=[SLUG]), "list"
)
@method_decorator(
    extend_schema(summary="An edition, for ever the same", parameters=[SLUG, NUMBER]), "retrieve"
)
class ArticleEditionViewSet(EditionViewSet):
    """Editions whose text readers can reach. A withdrawn one is left out, and answers 410 itself."""

    lookup_field = "number"
    filterset_class = EditionFilters

    def of_article(self, editions):
        return editions.filter(article__slug=self.kwargs["slug"])

    def get_queryset(self):
        return self.of_article(Edition.objects.released().for_lists()).order_by("-number")

    def list(self, request, *args, **kwargs):
        response = super().list(request, *args, **kwargs)
        if not response.data["count"] and not self.of_article(Edition.objects.withdrawn()).exists():
            raise NotFound
        return response

    def get_object(self):
        number = int(self.kwargs["number"])
        released = Edition.objects.released().select_related("article__series")
        edition = self.of_article(released).filter(number=number).first()
        if edition is None:
            raise _absence(self.of_article(Edition.objects.withdrawn()).filter(number=number))
        return edition


def _absence(withdrawn):
    """Why there is no text to show: the newest notice of `withdrawn`, or as if nothing ever was."""
    edition = withdrawn.order_by("-number").first()
    if edition is None:
        return NotFound()
    day = day_of(edition.withdrawn_at).isoformat()
    return Withdrawn(f"Withdrawn on {day}. {edition.reason}")


@method_decorator(extend_schema(summary="Authors of public pieces"), "list")
@method_decorator(extend_schema(summary="An author"), "retrieve")
class AuthorViewSet(EntryViewSet):
    queryset = Author.objects.all()
    serializer_class = AuthorSerializer


@method_decorator(extend_schema(summary="Series"), "list")
@method_decorator(extend_schema(summary="A series"), "retrieve")
class SeriesViewSet(EntryViewSet):
    queryset = Series.objects.all()
    serializer_class = SeriesSerializer


@method_decorator(extend_schema(summary="Assessments in live editions, newest first"), "list")
class AssessmentViewSet(ReadViewSet):
    """What was said of issues: in editions live now, or at the end of `as_of`."""

    dated = True
    queryset = Assessment.objects.none()
    serializer_class = AssessmentSerializer
    filterset_class = AssessmentFilters
    expansions = {
        "authors": Expansion(AuthorSerializer, within="author"),
    }

    def get_queryset(self):
        rows = as_of(Assessment.get_queryset(), **self.limits.kwargs)
        return rows.with_edition().newest_first()
