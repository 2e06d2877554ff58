"""What programs enter into the register: issues, developments, steps; by the desk's own verbs."""

from django.core.exceptions import ValidationError as Invalid
from rest_framework import serializers
from rest_framework.exceptions import NotFound, PermissionDenied, ValidationError
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from sejong_cms.exact import (
    AddressField,
    DayField,
    FlagField,
    TextField,
    UidField,
    WholeNumberField,
    WordField,
)
from sejong_cms.idempotency import idempotent
from sejong_cms.pages import absolute
from sejong_cms.tokens import Scope
from sejong_cms.writing import OwnView, StrictSerializer, text_of

from .. import entering, tracking
from ..enums import IssueStatus, RecommendationStatus, SourceKind
from ..models import Development, Issue, Recommendation, Step
from ..recording import NotAllowed
from .serializers import StepSerializer

#: What an event's columns are called in the API.
_NAMES = {"occurred_on": "on"}


class IssueInput(StrictSerializer):
    """A new issue. Readers know of it from the first piece on that treats it."""

    title = text_of(Issue, "title", required=True)
    title_ko = text_of(Issue, "title_ko")
    summary = text_of(Issue, "summary")
    summary_ko = text_of(Issue, "summary_ko")
    slug = text_of(Issue, "slug", allow_blank=True)
    aliases = serializers.ListField(child=TextField(max_length=200), required=False, max_length=50)
    parent = TextField(
        required=False, allow_null=True, max_length=120, help_text="The wider issue's slug."
    )
    review_interval_days = WholeNumberField(required=False, min_value=1, max_value=3650)

    def validate_parent(self, slug):
        if slug is None:
            return None
        rows = Issue.objects.visible_to(self.context["user"]).exclude(status=IssueStatus.MERGED)
        row = rows.filter(slug=slug).first()
        if row is None:
            raise ValidationError("There is nothing of this name.", "absent")
        return row


class EventInput(StrictSerializer):
    """A dated, sourced event. `corrects` names the one whose place it takes, by its uid."""

    model = None

    on = DayField(help_text="The day from which it held in the world.")
    text = TextField(max_length=5_000, help_text="What happened, in a sentence or two.")
    source_url = AddressField(required=False, allow_blank=True, max_length=500)
    source_kind = WordField(SourceKind.choices, required=False)
    corrects = UidField(required=False, allow_null=True)

    def validate_corrects(self, uid):
        if uid is None:
            return None
        row = self.model.objects.filter(uid=uid).first()
        if row is None:
            raise ValidationError("There is no such entry.", "absent")
        return row

    def arguments(self):
        """What the verb is called with."""
        found = {"source_kind": SourceKind.PRESS} | self.validated_data
        return {"occurred_on": found.pop("on"), **found}


class DevelopmentInput(EventInput):
    model = Development

    title = text_of(Development, "title", required=True)
    prompts_assessment = FlagField(required=False)


class StepInput(EventInput):
    model = Step

    status = WordField(RecommendationStatus.choices)
    quote = text_of(Step, "quote")


class DevelopmentSerializer(serializers.Serializer):
    """An event in the world that bears on an issue; in its timeline."""

    uid = serializers.UUIDField()
    on = serializers.DateField(source="occurred_on")
    recorded_at = serializers.DateTimeField()
    title = serializers.CharField()
    text = serializers.CharField()
    source_kind = serializers.ChoiceField(SourceKind.choices)
    source_url = serializers.CharField()
    prompts_assessment = serializers.BooleanField()
    corrects = serializers.UUIDField(source="corrects.uid", allow_null=True)


class RegisterWriting(OwnView):
    """Entries that come by program (mixed into a view set)."""

    def scopes(self, request):
        return {Scope.REGISTER}

    def handle_exception(self, exc):
        if isinstance(exc, NotAllowed):
            exc = PermissionDenied(str(exc), "not_allowed")
        elif isinstance(exc, Invalid):
            exc = _as_answer(exc)
        return super().handle_exception(exc)

    def named(self, rows, **name):
        """The row that the address names, among those that the person may see."""
        row = rows.visible_to(self.request.user).filter(**name).first()
        if row is None:
            raise NotFound
        return row


class IssueWriting(RegisterWriting):
    """`POST issues/`, beside what anybody may read there."""

    public_methods = ("GET", "HEAD", "OPTIONS")
    request_shape = IssueInput

    @idempotent
    def create(self, request):
        row = entering.enter_issue(by=request.user, **self.sent(IssueInput).validated_data)
        row.alias_names = sorted(alias.name for alias in row.aliases.all())
        # Nothing has been said of it yet.
        row.first_assessed_on = row.last_assessed_on = row.current = None
        row.assessment_count, row.stale = 0, False
        response = Response(self.get_serializer(row).data, status=201)
        response.headers["Location"] = absolute(row.get_absolute_url())
        return response


class DevelopmentViewSet(RegisterWriting, GenericViewSet):
    queryset = Development.objects.none()
    serializer_class = DevelopmentSerializer
    request_shape = DevelopmentInput

    @idempotent
    def create(self, request, slug):
        issue = self.named(Issue.objects.all(), slug=slug)
        sent = self.sent(DevelopmentInput)
        event = tracking.add_development(issue, by=request.user, **sent.arguments())
        return Response(self.get_serializer(event).data, status=201)


class StepViewSet(RegisterWriting, GenericViewSet):
    queryset = Step.objects.none()
    serializer_class = StepSerializer
    request_shape = StepInput

    @idempotent
    def create(self, request, uid):
        recommendation = self.named(Recommendation.objects.all(), uid=uid)
        sent = self.sent(StepInput)
        step = tracking.add_step(recommendation, by=request.user, **sent.arguments())
        return Response(self.get_serializer(step).data, status=201)


def _as_answer(problem):
    """The answer to what a verb refused, field by field."""
    if not hasattr(problem, "error_dict"):
        return ValidationError(problem.messages)
    return ValidationError(
        {
            _NAMES.get(name, name) if name != "__all__" else "non_field_errors": [
                message for error in errors for message in error.messages
            ]
            for name, errors in problem.error_dict.items()
        }
    )
