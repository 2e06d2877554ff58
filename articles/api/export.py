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
    numbered = Edition.objects.numbered()
    yield columns(numbered, "state", "live_from", "live_until")
    live = Article.objects.published()
    yield columns(live, "slug", "series", "number", "language", "original")
    for model in (Actor, Author, Trait):
        yield columns(model.objects.public(), "slug", "name", "name_ko", "merged_into")
    yield columns(Series.objects.public(), "slug", "name", "name_ko")
    yield columns(Issue.objects.public(), "slug", "title", "title_ko", "status", "merged_into")
    yield columns(Recommendation.objects.public(), "status", "issue", "addressee")


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
