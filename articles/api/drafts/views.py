"""What is under way, for programs: read, written and moved by the same doors as at the desk."""

from django.db import transaction
from django.urls import reverse
from django.utils.decorators import method_decorator
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import APIException, NotFound, PermissionDenied, ValidationError
from rest_framework.response import Response

from sejong_cms.filtering import FilterSet
from sejong_cms.idempotency import idempotent
from sejong_cms.pages import absolute
from sejong_cms.rest import ReadViewSet
from sejong_cms.schema import path_parameter
from sejong_cms.tokens import READING, Scope
from sejong_cms.writing import Conflict, OwnView, PreconditionFailed, version_read

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
from .inputs import DraftInput, Known, StartInput
from .moves import VERBS, ChangeInput
from .shapes import DraftSerializer, DraftSummarySerializer

SLUG = path_parameter("slug", "The article's slug.", pattern=r"[\w-]{1,120}")
ID = path_parameter("id", "The edition's id.", pattern=r"[1-9][0-9]{0,17}")
#: What starting a piece takes; all else is written into its first draft.
START = ("title", "series", "number", "language", "published_on")


class Unready(Conflict):
    """409: the text may not go on as it is; one error for each thing to mend."""

    default_code = "not_ready"


class OwnViewSet(OwnView, ReadViewSet):
    """Editions that the token's person may open."""

    lookup_field = "pk"
    filterset_class = FilterSet
    queryset = Edition.objects.none()
    serializer_class = DraftSerializer
    sparse_actions = ()
    #: Answers to changes carry the tag that the next one names.
    tags_changes = True
    keeps = False

    def scopes(self, request):
        return {Scope.WRITE}

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
        """The edition as it stands now, with the tag that the next change has to name.

        After a change in its transaction, so that nobody else's comes between the two.
        """
        edition = self.get_queryset().get(pk=pk)
        [edition] = whole([edition])
        self.tag = f"{edition.pk}.{edition.version}"
        response = Response(self.get_serializer(edition).data, status=status)
        if status == 201:
            response.headers["Location"] = absolute(reverse("api-draft", args=[edition.pk]))
        return response


@method_decorator(extend_schema(summary="Open editions, the last saved first"), "list")
@method_decorator(extend_schema(summary="Start an article with its first draft"), "create")
class DraftsViewSet(OwnViewSet):
    """Open editions that the person may see; a POST starts a piece."""

    request_shape = StartInput

    def scopes(self, request):
        return READING if self.action == "list" else {Scope.WRITE}

    def get_queryset(self):
        rows = super().get_queryset()
        if self.action != "list":
            return rows
        return rows.open().prefetch_related(credits("bylines")).order_by("-saved_at", "-id")

    def get_serializer_class(self):
        return DraftSummarySerializer if self.action == "list" else DraftSerializer

    def prepared(self, rows):
        return summarised(rows)

    @idempotent
    def create(self, request):
        user = request.user
        if not rules.may_write(user):
            raise PermissionDenied("Your role does not allow this.", "not_allowed")
        data = self.sent(
            StartInput,
            known=Known(request.data, user),
            kinds={},
            article_fields=ARTICLE_FIELDS,
            is_first=True,
        ).validated_data
        start = {name: data.pop(name) for name in START if name in data}
        start.setdefault("language", Language.ENGLISH)
        with transaction.atomic():
            edition = drafting.start(by=user, **start)
            if data:
                with drafting.saving(edition, version=edition.version, by=user) as save:
                    apply(save, data)
            return self.answer(edition.pk, status=201)


@method_decorator(extend_schema(summary="An edition, whole", parameters=[ID]), "retrieve")
@method_decorator(extend_schema(summary="Change a draft", parameters=[ID]), "partial_update")
@method_decorator(extend_schema(summary="Give a draft up", parameters=[ID]), "destroy")
class DraftViewSet(OwnViewSet):
    """One edition: read, changed, given up. It keeps answering its editors after publication."""

    request_shape = DraftInput

    def scopes(self, request):
        return READING if self.action == "retrieve" else {Scope.WRITE}

    def retrieve(self, request, pk):
        return self.answer(self.get_object().pk)

    def partial_update(self, request, pk):
        edition = self.get_object()
        version = version_read(request, edition.pk)
        with transaction.atomic():
            with drafting.saving(edition, version=version, by=request.user) as save:
                apply(save, self._change(save.edition))
            return self.answer(edition.pk)

    def _change(self, edition):
        """What is sent, read against the text that it changes: locked, and of the version that was read."""
        blocks = contents_of_one(edition).blocks
        return self.sent(
            DraftInput,
            known=Known(self.request.data, self.request.user),
            kinds={str(block.uid): block.kind for block in blocks},
            article_fields=article_fields_for(self.request.user, edition),
            is_first=edition.change_kind == ChangeKind.FIRST,
        ).validated_data

    def destroy(self, request, pk):
        edition = self.get_object()
        version = version_read(request, edition.pk)
        with transaction.atomic():
            workflow.discard(edition, by=request.user, version=version)
            return self.answer(edition.pk)


class MoveViewSet(OwnViewSet):
    """One verb of the workflow, on one edition."""

    verb = None

    def scopes(self, request):
        return {Scope.WORKFLOW}

    @property
    def request_shape(self):
        return VERBS[self.verb]

    @extend_schema(parameters=[ID])
    @idempotent
    def create(self, request, pk):
        edition = self.get_object()
        version = version_read(request, edition.pk)
        sent = self.sent(self.request_shape)
        seen = sent.validated_data.get("acknowledge")
        with transaction.atomic():
            moved = getattr(workflow, self.verb)(
                edition, by=request.user, version=version, **sent.arguments()
            )
            if seen is not None:
                _require_seen(moved, seen)
            return self.answer(edition.pk)


@method_decorator(
    extend_schema(summary="Start the next edition of a public article", parameters=[SLUG]), "create"
)
class NewEditionViewSet(OwnViewSet):
    """The next edition of a piece that readers know."""

    request_shape = ChangeInput

    @idempotent
    def create(self, request, slug):
        rows = Edition.objects.numbered().of_article(slug).order_by("-number")
        source = rows.published().first() or rows.first()
        if source is None:
            raise NotFound
        if not rules.may(request.user, Verb.NEW_EDITION, source):
            raise PermissionDenied("Your role does not allow this.", "not_allowed")
        sent = self.sent(ChangeInput)
        with transaction.atomic():
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
            return ValidationError({refusal.field: [refusal.message]}, refusal.code)
        case WrongState():
            return Conflict(refusal.message, refusal.code)
    return APIException(refusal.message, refusal.code)
