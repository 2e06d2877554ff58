"""What may be read of the register: entries from the first publication that cites them."""

from dataclasses import replace

from django.db.models import F
from django.utils import timezone
from django.utils.decorators import method_decorator
from django_filters.utils import translate_validation
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from articles.advice import with_made_at
from articles.appearances import issue_entries
from articles.ascribed import public_actors, public_traits
from articles.board import board
from articles.standing import public_recommendations, with_status
from sejong_cms.expanding import Expansion
from sejong_cms.rest import EntryViewSet, ReadViewSet
from sejong_cms.schema import path_parameter

from ..enums import IssueStatus
from ..merges import family
from ..models import Actor, Issue, Recommendation, Trait
from ..timeline import merged, register_entries
from .filters import IssueFilters, RecommendationFilters
from .loading import followed, mentioned, standing, with_whole_issues
from .serializers import (
    ActorSerializer,
    IssueSerializer,
    RecommendationSerializer,
    TimelineSerializer,
    TraitSerializer,
)
from .writing import IssueWriting

UID = path_parameter(
    "uid", "The recommendation's identity.", pattern=r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)


def with_shown_status(rows, limits):
    """`rows` annotated with `shown_status`: the stated copy, or the status that held then."""
    return rows.annotate(shown_status=F("status_then") if limits else F("status"))


@method_decorator(extend_schema(summary="Issues that pieces treat or advise on"), "list")
@method_decorator(extend_schema(summary="An issue and its current assessment"), "retrieve")
@method_decorator(extend_schema(summary="Enter an issue"), "create")
class IssueViewSet(IssueWriting, ReadViewSet):
    """Issues as they stand, or stood. A merged one leaves the list; its own address says where to."""

    dated = True
    queryset = Issue.objects.all()
    serializer_class = IssueSerializer
    filterset_class = IssueFilters

    def standing(self, issues):
        return board(issues, on=self.day, marks=1, **self.limits.kwargs)

    def filter_queryset(self, rows):
        filters = IssueFilters(self.request.query_params, rows, request=self.request)
        if not filters.is_valid():
            raise translate_validation(filters.errors)
        rows = [row for row in self.standing(filters.qs) if row.status != IssueStatus.MERGED]
        return filters.narrowed(rows)

    def get_object(self):
        rows = self.standing(Issue.objects.filter(slug=self.kwargs["slug"]))
        if not rows:
            raise NotFound
        return rows[0]

    def prepared(self, rows):
        return standing(rows)

    @property
    def day(self):
        return self.limits.day or timezone.localdate()

    @extend_schema(summary="What happened on an issue, oldest first", responses=TimelineSerializer)
    def timeline(self, request, slug):
        issue = self.get_object()
        limits = self.limits.kwargs | {"issues": family(issue, **self.limits.kwargs)}
        events = merged(
            register_entries(issue, **limits),
            issue_entries(issue, texts=False, bylines=False, **limits),
        )
        page = issue.get_absolute_url()
        events = [replace(event, page=event.page or page) for event in events]
        timeline = {"issue": issue, "as_of": self.day, "events": events}
        return Response(TimelineSerializer(timeline).data)


@method_decorator(extend_schema(summary="Recommendations and what became of them"), "list")
@method_decorator(extend_schema(summary="A recommendation", parameters=[UID]), "retrieve")
class RecommendationViewSet(ReadViewSet):
    """Recommendations as they stand, or stood at the end of `as_of`."""

    dated = True
    queryset = Recommendation.objects.all()
    serializer_class = RecommendationSerializer
    filterset_class = RecommendationFilters
    lookup_field = "uid"
    expansions = {
        "issue": Expansion(IssueSerializer, source="whole_issue", load=with_whole_issues),
        "addressee": Expansion(ActorSerializer),
    }

    def get_queryset(self):
        rows = public_recommendations(Recommendation.objects.all(), **self.limits.kwargs)
        rows = with_shown_status(with_status(rows, **self.limits.kwargs), self.limits)
        rows = with_made_at(rows, **self.limits.kwargs)
        return rows.select_related("issue", "addressee").order_by("-public_since", "pk")

    def prepared(self, rows):
        return followed(rows, limits=self.limits)


@method_decorator(extend_schema(summary="Actors that pieces describe or advise"), "list")
@method_decorator(extend_schema(summary="An actor"), "retrieve")
class ActorViewSet(EntryViewSet):
    dated = True
    queryset = Actor.objects.all()
    serializer_class = ActorSerializer

    def known(self, rows):
        return public_actors(rows, **self.limits.kwargs)


@method_decorator(extend_schema(summary="Traits, with all that pieces said of them"), "list")
@method_decorator(extend_schema(summary="A trait"), "retrieve")
class TraitViewSet(EntryViewSet):
    dated = True
    queryset = Trait.objects.all()
    serializer_class = TraitSerializer
    expansions = {"actor": Expansion(ActorSerializer)}

    def known(self, rows):
        return public_traits(rows, **self.limits.kwargs)

    def get_queryset(self):
        rows = super().get_queryset().select_related("actor")
        return rows.filter(actor__public_since__isnull=False)

    def prepared(self, rows):
        return mentioned(rows, limits=self.limits)
