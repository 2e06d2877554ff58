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
from articles.api.drafts.moves import VERBS
from articles.api.export import ArticlesExport
from issues.api import views as issues
from issues.api.export import IssuesExport, RecommendationsExport
from issues.api.writing import DevelopmentViewSet, StepViewSet

from .change_views import ChangesView
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
        exports = [f"{name}-export" for name in EXPORTS]
        names = [*LISTS, "changes", *exports, "schema", "docs"]
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
EXPORTS = {
    "articles": ArticlesExport,
    "issues": IssuesExport,
    "recommendations": RecommendationsExport,
}
#: Of these, one may be entered by a POST.
MAKING = {"issues": {"post": "create"}}


def _address(pattern, viewset, name, **actions):
    # Not '$', which matches before a line feed too.
    return re_path(rf"^{pattern}/\Z", viewset.as_view(actions), name=f"api-{name}")


urlpatterns = [
    re_path(r"^\Z", IndexView.as_view(), name="api-index"),
    re_path(r"^schema/\Z", SchemaView.as_view(), name="api-schema"),
    re_path(r"^docs/\Z", DocsView.as_view(), name="api-docs"),
    re_path(r"^changes/\Z", ChangesView.as_view(), name="api-changes"),
    *(
        _address(name, viewset, name, get="list", **MAKING.get(name, {}))
        for name, viewset in LISTS.items()
    ),
    *(
        _address(
            f"{name}/{UID if name == 'recommendations' else SLUG}", viewset, one, get="retrieve"
        )
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
    _address(f"articles/{SLUG}/editions", articles.ArticleEditionViewSet, "editions", get="list"),
    _address(
        f"articles/{SLUG}/editions/{NUMBER}",
        articles.ArticleEditionViewSet,
        "edition",
        get="retrieve",
    ),
    _address(
        f"articles/{SLUG}/new_edition", drafts.NewEditionViewSet, "new-edition", post="create"
    ),
    _address("drafts", drafts.DraftsViewSet, "drafts", get="list", post="create"),
    _address(
        f"drafts/{PK}",
        drafts.DraftViewSet,
        "draft",
        get="retrieve",
        patch="partial_update",
        delete="destroy",
    ),
    *(
        re_path(
            rf"^drafts/{PK}/{verb}/\Z",
            drafts.MoveViewSet.as_view({"post": "create"}, verb=verb),
            name=f"api-{verb}",
        )
        for verb in VERBS
    ),
    *(
        re_path(rf"^export/{name}\.ndjson\Z", view.as_view(), name=f"api-{name}-export")
        for name, view in EXPORTS.items()
    ),
    _address(f"issues/{SLUG}/timeline", issues.IssueViewSet, "timeline", get="timeline"),
    _address(f"issues/{SLUG}/developments", DevelopmentViewSet, "developments", post="create"),
    _address(f"recommendations/{UID}/steps", StepViewSet, "steps", post="create"),
    re_path(r"^", UnknownView.as_view()),
]
