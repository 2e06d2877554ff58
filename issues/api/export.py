"""All public issues, and all public recommendations, a line each."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema

from articles.api.export import publication
from articles.board import board
from articles.standing import public_recommendations, with_status
from sejong_cms.changes import Kind
from sejong_cms.export import ExportView, columns
from sejong_cms.params import Limits

from ..models import Development, Issue, IssueAlias, Recommendation, Rename, StatusChange, Step
from .loading import followed, standing
from .serializers import IssueSerializer, RecommendationSerializer
from .views import with_shown_status


def register():
    """What is mutable in what readers know of the register."""
    yield from publication()
    issues = Issue.objects.public()
    yield columns(issues, "summary", "parent", "theme", "review_interval_days")
    yield columns(IssueAlias.objects.filter(issue__in=issues), "issue", "name")
    for model in (Development, Rename, StatusChange):
        yield _newest(model.objects.filter(issue__in=issues))
    yield _newest(Step.objects.all())


def _newest(events):
    """Events are only ever added: the last one stands for all."""
    return events.order_by("-pk").values_list("pk")[:1]


class IssuesExport(ExportView):
    """Every issue that readers know, in the shape of its own address."""

    kinds = (Kind.ISSUE, Kind.DEVELOPMENT)
    serializer_class = IssueSerializer
    made_of = staticmethod(register)

    def rows(self):
        return Issue.objects.public()

    def objects(self, rows):
        known = Issue.objects.filter(pk__in=[row.pk for row in rows])
        standings = sorted(board(known, on=timezone.localdate(), marks=1), key=lambda row: row.pk)
        return IssueSerializer(standing(standings), many=True).data

    @extend_schema(summary="All issues as NDJSON, merged ones too", operation_id="export_issues")
    def get(self, request):
        return super().get(request)


class RecommendationsExport(ExportView):
    """Every recommendation that readers know, in the shape of its own address."""

    kinds = (Kind.RECOMMENDATION,)
    serializer_class = RecommendationSerializer
    made_of = staticmethod(register)

    def rows(self):
        rows = public_recommendations(Recommendation.objects.all())
        rows = with_shown_status(with_status(rows), Limits())
        return rows.select_related("issue", "addressee")

    def objects(self, rows):
        return RecommendationSerializer(followed(rows, limits=Limits()), many=True).data

    @extend_schema(summary="All recommendations as NDJSON", operation_id="export_recommendations")
    def get(self, request):
        return super().get(request)
