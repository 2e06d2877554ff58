"""`changes/`: the log of changes for programs that follow it."""

import uuid

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from . import changes, params
from .changes import Kind
from .pages import absolute
from .rest import MAX_PAGE_SIZE, ReadView

#: The routes of the page and of the answer for each kind's things, and for a single edition's.
_ARTICLE = ("article", "api-article")
_EDITION = ("edition", "api-edition")
_ROUTES = {
    Kind.PUBLISHED: _ARTICLE,
    Kind.CORRECTED: _ARTICLE,
    Kind.WITHDRAWN: _ARTICLE,
    Kind.MOVED: _ARTICLE,
    Kind.ISSUE: ("issue", "api-issue"),
    Kind.DEVELOPMENT: ("issue", "api-timeline"),
    Kind.RECOMMENDATION: ("recommendation", "api-recommendation"),
}
KINDS = [(kind.value, kind.label) for kind in Kind.told()]


def shown(change):
    """A change as answers and webhooks have it."""
    routes, names = _ROUTES[change.kind], [change.name]
    if change.edition is not None:
        routes, names = _EDITION, [change.name, change.edition]
    page, api = (absolute(reverse(route, args=names)) for route in routes)
    return {
        "id": str(change.uid),
        "kind": change.kind,
        "at": serializers.DateTimeField().to_representation(change.at),
        "page": page,
        "api": api,
    }


class ChangeSerializer(serializers.Serializer):
    """Something that became public, changed or was withdrawn.

    `page` and `api` are its addresses as they were then; former ones lead on.
    """

    id = serializers.UUIDField(help_text="Its identity; the same in webhooks.")
    kind = serializers.ChoiceField(KINDS)
    at = serializers.DateTimeField()
    page = serializers.URLField()
    api = serializers.URLField(help_text="Where to read what it is now.")


class ChangesSerializer(serializers.Serializer):
    results = ChangeSerializer(many=True, help_text="In the order of the log.")
    next = serializers.URLField(
        help_text="What to ask next. Where `results` is empty: to be asked again later."
    )


class ChangesView(ReadView, APIView):
    """Everything public that changed, in an order that never changes.

    Begin without `since`, then go on with `next`: nothing is missed and nothing comes twice, for as long
    as one likes. A cursor that this log does not know, such as one from before a backup was restored, is
    a 400: begin anew then.
    """

    def parameters(self):
        return {"since", "page_size"}

    @extend_schema(
        summary="What changed, in order",
        operation_id="changes_list",
        tags=["changes"],
        parameters=[
            OpenApiParameter(
                "since",
                {"type": "string", "maxLength": 36},
                description="A cursor out of `next`, as it is.",
            ),
            OpenApiParameter(
                "page_size",
                {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE},
                description="Changes at once; 100 by default.",
            ),
        ],
        responses=ChangesSerializer,
    )
    def get(self, request):
        size = params.page(request.query_params.get("page_size", str(MAX_PAGE_SIZE)), "page_size")
        if size > MAX_PAGE_SIZE:
            raise params.BadParameter("page_size", f"Ask for {MAX_PAGE_SIZE} at most.")
        cursor = request.query_params.get("since")
        changes.settle()
        found = changes.since(_uid(cursor), size)
        if found is None:
            raise _unknown()
        query = {"since": str(found[-1].uid) if found else cursor} | (
            {"page_size": size} if "page_size" in request.query_params else {}
        )
        query = {name: value for name, value in query.items() if value is not None}
        address = absolute(reverse("api-changes", query=query or None))
        return Response({"results": [shown(change) for change in found], "next": address})


def _uid(cursor):
    if cursor is None:
        return None
    try:
        uid = uuid.UUID(cursor)
    except ValueError:
        raise _unknown() from None
    if str(uid) != cursor:
        raise _unknown()
    return uid


def _unknown():
    return ValidationError(
        {"since": [ErrorDetail("This log has no such cursor; begin without one.", "invalid")]}
    )
