"""All live articles, whole, a line each."""

from drf_spectacular.utils import extend_schema

from issues.models import Actor, Issue, Recommendation, Trait
from sejong_cms.changes import Kind
from sejong_cms.export import ExportView, columns

from ..models import Article, Author, Edition, Series
from .loading import whole
from .serializers import ArticleSerializer


def publication():
    """What is mutable in what pieces show: addresses, names, standing; their texts are not."""
    yield columns(Article, "slug", "series", "number", "language", "original")
    numbered = Edition.objects.numbered().order_by("pk")
    yield numbered.values_list("pk", "state", "live_from", "live_until")
    yield columns(Series, "slug", "name", "name_ko", "public_since")
    yield columns(Author, "slug", "name", "name_ko", "public_since", "merged_into")
    yield columns(Actor, "slug", "name", "name_ko", "public_since", "merged_into")
    yield columns(Trait, "slug", "name", "actor", "public_since", "merged_into")
    yield columns(Issue, "slug", "title", "title_ko", "public_since", "status", "merged_into")
    yield columns(Recommendation, "status", "issue", "addressee", "public_since")


class ArticlesExport(ExportView):
    """Every live article with its text, in the shape of its own address."""

    kinds = (Kind.PUBLISHED, Kind.CORRECTED, Kind.WITHDRAWN, Kind.MOVED)
    key = "article_id"
    serializer_class = ArticleSerializer
    made_of = staticmethod(publication)

    def rows(self):
        return Edition.objects.published().select_related("article__series")

    def objects(self, rows):
        for edition in rows:
            edition.address = edition.article.get_absolute_url()
        return ArticleSerializer(whole(rows), many=True).data

    @extend_schema(summary="All live articles, whole, as NDJSON", operation_id="export_articles")
    def get(self, request):
        return super().get(request)
