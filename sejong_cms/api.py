"""The addresses of the API, version 1, its index, its description and the page that shows it."""

from functools import cache

from django.conf import settings
from django.http import HttpResponsePermanentRedirect
from django.urls import re_path, reverse
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.views.decorators.csp import csp_override
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from articles.api import views as articles
from articles.api.drafts import views as drafts
from issues.api import views as issues

from .pages import absolute
from .rest import ReadView

SLUG = r"(?P<slug>[\w-]{1,120})"
NUMBER = r"(?P<number>[1-9][0-9]{0,8})"
PK = r"(?P<pk>[1-9][0-9]{0,17})"
UID = r"(?P<uid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"


class IndexView(ReadView, APIView):
    """Where everything is."""

    @extend_schema(
        summary="The addresses of all lists",
        operation_id="index",
        tags=["index"],
        responses={
            200: {
                "type": "object",
                "additionalProperties": {"type": "string", "format": "uri"},
            }
        },
    )
    def get(self, request):
        names = [*LISTS, "schema", "docs"]
        return Response({name: absolute(reverse(f"api-{name}")) for name in names})


class SchemaView(ReadView, APIView):
    """This description, OpenAPI 3.1 as JSON."""

    schema = None

    def get(self, request):
        return Response(description())


@cache
def description():
    """The OpenAPI description; the same for everybody, so made once a process."""
    return SchemaGenerator().get_schema(request=None, public=True)


# The arrows of Swagger UI's style sheet are images within it.
@method_decorator(
    csp_override({**settings.SECURE_CSP, "img-src": [CSP.SELF, "data:"]}), name="dispatch"
)
class DocsView(SpectacularSwaggerSplitView):
    """A page to read and try the API with. Nothing on it comes from elsewhere."""

    url_name = "api-schema"
    template_name = "api/docs.html"
    schema = None

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if set(request.query_params) - {"script"}:
            raise ValidationError


class UnknownView(ReadView, APIView):
    """404 for every address that is none; a GET without the slash at its end is led to it."""

    schema = None

    def dispatch(self, request, *args, **kwargs):
        if request.method in ("GET", "HEAD") and not request.path.endswith("/"):
            return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request, *args, **kwargs):
        super(ReadView, self).initial(request, *args, **kwargs)
        raise NotFound


LISTS = {
    "articles": articles.ArticleViewSet,
    "authors": articles.AuthorViewSet,
    "series": articles.SeriesViewSet,
    "actors": issues.ActorViewSet,
    "traits": issues.TraitViewSet,
    "issues": issues.IssueViewSet,
    "assessments": articles.AssessmentViewSet,
    "recommendations": issues.RecommendationViewSet,
}


def _address(pattern, viewset, action, name):
    # Not '$', which matches before a line feed too.
    return re_path(rf"^{pattern}/\Z", viewset.as_view({"get": action}), name=f"api-{name}")


urlpatterns = [
    re_path(r"^\Z", IndexView.as_view(), name="api-index"),
    re_path(r"^schema/\Z", SchemaView.as_view(), name="api-schema"),
    re_path(r"^docs/\Z", DocsView.as_view(), name="api-docs"),
    *(_address(name, viewset, "list", name) for name, viewset in LISTS.items()),
    *(
        _address(f"{name}/{UID if name == 'recommendations' else SLUG}", viewset, "retrieve", one)
        for name, one, viewset in (
            ("articles", "article", articles.ArticleViewSet),
            ("authors", "author", articles.AuthorViewSet),
            ("series", "one-series", articles.SeriesViewSet),
            ("actors", "actor", issues.ActorViewSet),
            ("traits", "trait", issues.TraitViewSet),
            ("issues", "issue", issues.IssueViewSet),
            ("recommendations", "recommendation", issues.RecommendationViewSet),
        )
    ),
    _address(f"articles/{SLUG}/editions", articles.ArticleEditionViewSet, "list", "editions"),
    _address(
        f"articles/{SLUG}/editions/{NUMBER}", articles.ArticleEditionViewSet, "retrieve", "edition"
    ),
    re_path(
        r"^drafts/\Z",
        drafts.DraftsViewSet.as_view({"get": "list", "post": "create"}),
        name="api-drafts",
    ),
    re_path(
        rf"^drafts/{PK}/\Z",
        drafts.DraftViewSet.as_view(
            {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}
        ),
        name="api-draft",
    ),
    re_path(
        rf"^drafts/{PK}/(?P<verb>{'|'.join(drafts.VERBS)})/\Z",
        drafts.DraftViewSet.as_view({"post": "move"}),
        name="api-move",
    ),
    re_path(
        rf"^articles/{SLUG}/new_edition/\Z",
        drafts.NewEditionViewSet.as_view({"post": "create"}),
        name="api-new-edition",
    ),
    _address(f"issues/{SLUG}/timeline", issues.IssueViewSet, "timeline", "timeline"),
    re_path(r"^", UnknownView.as_view()),
]
