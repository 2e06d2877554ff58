"""What is under way, for programs: read, written and moved by the same doors as at the desk."""

from django.db import transaction
from django.urls import reverse
from rest_framework import serializers
from rest_framework.exceptions import APIException, NotFound, PermissionDenied, ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response

from sejong_cms.filtering import FilterSet
from sejong_cms.pages import absolute
from sejong_cms.rest import ReadViewSet
from sejong_cms.tokens import READING, Scope
from sejong_cms.writing import (
    Conflict,
    MayUse,
    MomentField,
    OwnView,
    PreconditionFailed,
    StrictSerializer,
    version_read,
)

from ... import drafting, rules, workflow
from ...article_fields import ARTICLE_FIELDS, article_fields_for
from ...checks import problems_of
from ...contents import contents_of_one
from ...enums import ChangeKind, Language, Verb
from ...errors import Missing, NotAllowed, NotReady, Refused, Stale, WrongState
from ...models import Edition
from ...querysets import credits
from ..loading import summarised, whole
from .applying import apply
from .inputs import DraftInput, Known
from .shapes import DraftSerializer, DraftSummarySerializer

#: What starting a piece takes; all else is written into its first draft.
START = ("title", "series", "number", "language", "published_on")


class _VerbInput(StrictSerializer):
    """`acknowledge` lists the codes of warnings that were seen: if given, others stop the move."""

    comment = serializers.CharField(required=False, allow_blank=True, max_length=5_000)
    acknowledge = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, max_length=100
    )

    def arguments(self):
        return {name: value for name, value in self.validated_data.items() if name != "acknowledge"}


class _ScheduleInput(_VerbInput):
    at = MomentField(required=False)

    def arguments(self):
        found = super().arguments()
        return {"due_at": found.pop("at", None), **found}


class _WithdrawInput(_VerbInput):
    comment = None
    reason = serializers.CharField(required=False, allow_blank=True, max_length=5_000)

    def arguments(self):
        return {"reason": "", **super().arguments()}


class _ExplainedInput(_VerbInput):
    def arguments(self):
        return {"comment": "", **super().arguments()}


#: The verbs that a program may call, and what each takes.
VERBS = {
    Verb.SUBMIT: _VerbInput,
    Verb.RETURN_TO_DRAFT: _ExplainedInput,
    Verb.APPROVE: _VerbInput,
    Verb.SCHEDULE: _ScheduleInput,
    Verb.UNSCHEDULE: _VerbInput,
    Verb.REOPEN: _ExplainedInput,
    Verb.PUBLISH: _VerbInput,
    Verb.WITHDRAW: _WithdrawInput,
    Verb.DISCARD: _VerbInput,
}


class _ChangeInput(StrictSerializer):
    change_kind = serializers.ChoiceField([(k.value, k.label) for k in ChangeKind.later()])
    change_note = serializers.CharField(max_length=5_000)


class Unready(Conflict):
    """409: the text may not go on as it is; one error for each thing to mend."""

    default_code = "not_ready"


class OwnViewSet(OwnView, ReadViewSet):
    """Editions that the token's person may open. Not in the description of the API yet."""

    permission_classes = (IsAuthenticated, MayUse)
    schema = None
    lookup_field = "pk"
    filterset_class = FilterSet

    def scopes(self, request):
        if self.action in ("list", "retrieve"):
            return READING
        return {Scope.WORKFLOW} if self.action == "move" else {Scope.WRITE}

    def get_queryset(self):
        rows = Edition.objects.visible_to(self.request.user)
        return rows.select_related("article__series", "article__original", "saved_by")

    def get_object(self):
        edition = self.get_queryset().filter(pk=int(self.kwargs["pk"])).first()
        if edition is None:
            raise NotFound
        return edition

    def handle_exception(self, exc):
        return super().handle_exception(_as_answer(exc) if isinstance(exc, Refused) else exc)

    def answer(self, pk, status=200):
        """The edition as it stands now, with the tag that the next change has to name."""
        edition = self.get_queryset().get(pk=pk)
        [edition] = whole([edition])
        self.tag = f"{edition.pk}.{edition.version}"
        response = Response(DraftSerializer(edition).data, status=status)
        if status == 201:
            response.headers["Location"] = absolute(reverse("api-draft", args=[edition.pk]))
        return response

    def _input(self, shape, **context):
        data = self.request.data
        if not isinstance(data, dict):
            raise ValidationError("Send one JSON object.")
        found = shape(data=data, context={"user": self.request.user, **context})
        found.is_valid(raise_exception=True)
        return found


class DraftsViewSet(OwnViewSet):
    """Open editions; a POST starts a piece."""

    def get_queryset(self):
        rows = super().get_queryset()
        if self.action != "list":
            return rows
        return rows.open().prefetch_related(credits("bylines")).order_by("-saved_at", "-id")

    def get_serializer_class(self):
        return DraftSummarySerializer

    def prepared(self, rows):
        return summarised(rows)

    def create(self, request):
        user = request.user
        if not rules.may_write(user):
            raise PermissionDenied("Your role does not allow this.", "not_allowed")
        context = {
            "known": Known(request.data, user),
            "kinds": {},
            "article_fields": ARTICLE_FIELDS,
            "is_first": True,
        }
        data = self._input(DraftInput, **context).validated_data
        if not data.get("title"):
            raise ValidationError({"title": ["This field is required."]}, "required")
        start = {name: data.pop(name) for name in START if name in data}
        start.setdefault("language", Language.ENGLISH)
        with transaction.atomic():
            edition = drafting.start(by=user, **start)
            if data:
                with drafting.saving(edition, version=edition.version, by=user) as save:
                    apply(save, data)
        return self.answer(edition.pk, status=201)


class DraftViewSet(OwnViewSet):
    """One edition: read, changed, given up, moved."""

    def retrieve(self, request, pk):
        return self.answer(self.get_object().pk)

    def partial_update(self, request, pk):
        edition = self.get_object()
        version = version_read(request, edition.pk)
        blocks = contents_of_one(edition).blocks
        data = self._input(
            DraftInput,
            known=Known(request.data, request.user),
            kinds={str(block.uid): block.kind for block in blocks},
            article_fields=article_fields_for(request.user, edition),
            is_first=edition.change_kind == ChangeKind.FIRST,
        ).validated_data
        with drafting.saving(edition, version=version, by=request.user) as save:
            apply(save, data)
        return self.answer(edition.pk)

    def destroy(self, request, pk):
        edition = self.get_object()
        version = version_read(request, edition.pk)
        workflow.discard(edition, by=request.user, version=version)
        return self.answer(edition.pk)

    def move(self, request, pk, verb):
        edition = self.get_object()
        version = version_read(request, edition.pk)
        sent = self._input(VERBS[Verb(verb)])
        seen = sent.validated_data.get("acknowledge")
        with transaction.atomic():
            moved = getattr(workflow, verb)(
                edition, by=request.user, version=version, **sent.arguments()
            )
            if seen is not None:
                _require_seen(moved, seen)
        return self.answer(edition.pk)


class NewEditionViewSet(OwnViewSet):
    """The next edition of a piece that readers know."""

    def create(self, request, slug):
        rows = Edition.objects.numbered().of_article(slug).order_by("-number")
        source = rows.published().first() or rows.first()
        if source is None:
            raise NotFound
        if not rules.may(request.user, Verb.NEW_EDITION, source):
            raise PermissionDenied("Your role does not allow this.", "not_allowed")
        sent = self._input(_ChangeInput)
        edition = drafting.new_edition(source, by=request.user, **sent.validated_data)
        return self.answer(edition.pk, status=201)


def _require_seen(edition, seen):
    """Raise Conflict where a warning that was not acknowledged stands against the text that was moved."""
    problems = problems_of(edition, contents_of_one(edition))
    unseen = sorted({p.code for p in problems if not p.blocks} - set(seen))
    if unseen:
        raise Conflict(f"Not acknowledged: {', '.join(unseen)}.", "unacknowledged")


def _as_answer(refusal):
    """The answer that says why a verb or a save was refused."""
    match refusal:
        case Stale():
            return PreconditionFailed(refusal.message)
        case NotAllowed():
            return PermissionDenied(refusal.message, refusal.code)
        case NotReady():
            return Unready([str(problem) for problem in refusal.problems], refusal.code)
        case Missing():
            field = "at" if refusal.field == "due_at" else refusal.field
            return ValidationError({field: [refusal.message]}, refusal.code)
        case WrongState():
            return Conflict(refusal.message, refusal.code)
    return APIException(refusal.message, refusal.code)
