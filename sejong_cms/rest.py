"""What all endpoints of the API share: strict parameters, pages, entity tags, errors, one language."""

import hashlib
from functools import partial

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import APIException, NotFound, ParseError, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.viewsets import GenericViewSet

from issues.models.base import MergeableEntry

from . import kept, params
from .errors import ApiExceptionHandler, api_error
from .expanding import Sparse
from .filtering import NameFilters
from .former import present_address
from .pages import absolute
from .schema import Schema

MAX_PAGE_SIZE = 100


@extend_schema_field(OpenApiTypes.URI)
class PageField(serializers.Field):
    """The full address of a page for readers: the row's own, or that of a path."""

    def __init__(self, source="*"):
        super().__init__(source=source)

    def to_representation(self, row):
        return absolute(row if isinstance(row, str) else row.get_absolute_url())


class OrNull(serializers.CharField):
    """A text that is null where there is none. All other texts are '' then."""

    def __init__(self, **options):
        super().__init__(allow_null=True, **options)

    def to_representation(self, value):
        return super().to_representation(value) if value else None


class Withdrawn(APIException):
    """410: the text was withdrawn; the notice says when and why."""

    status_code = 410
    default_code = "withdrawn"
    default_detail = "This was withdrawn."


class _Answered(Exception):
    """There is an answer already: `response`."""

    def __init__(self, response):
        super().__init__()
        self.response = response


class ErrorHandler(ApiExceptionHandler):
    """Errors of parameters and of malformed requests are the client's, in the one shape of errors."""

    def convert_known_exceptions(self, exc):
        if isinstance(exc, params.BadParameter):
            return ValidationError({exc.name: [exc.message]}, code="invalid")
        if isinstance(exc, SuspiciousOperation | BadRequest):
            return ParseError()
        return super().convert_known_exceptions(exc)


class Pagination(PageNumberPagination):
    """`{"count","next","previous","results"}`; `page` from 1, `page_size` 1 to 100.

    Anything else in these two parameters is a 400; a page behind the last is a 404.
    """

    page_size = 20
    max_page_size = MAX_PAGE_SIZE
    page_size_query_param = "page_size"
    last_page_strings = ()

    def paginate_queryset(self, queryset, request, view=None):
        """The page in two steps: which rows, by what orders them alone, then those rows whole.

        In one, databases would carry every text, and work out every annotation, of all the rows before.
        """
        if not isinstance(queryset, QuerySet):
            return super().paginate_queryset(queryset, request, view)
        keys = super().paginate_queryset(queryset.values_list("pk", flat=True), request, view)
        places = {pk: place for place, pk in enumerate(keys)}
        rows = queryset.order_by().filter(pk__in=keys)
        return sorted(rows, key=lambda row: places[row.pk])

    def get_page_size(self, request):
        value = request.query_params.get(self.page_size_query_param)
        if value is None:
            return self.page_size
        size = params.page(value, self.page_size_query_param)
        if size > self.max_page_size:
            raise params.BadParameter(
                self.page_size_query_param, f"Ask for {self.max_page_size} at most."
            )
        return size

    def get_page_number(self, request, paginator):
        return params.page(request.query_params.get(self.page_query_param, "1"))

    def get_next_link(self):
        return self._link(self.page.next_page_number()) if self.page.has_next() else None

    def get_previous_link(self):
        return self._link(self.page.previous_page_number()) if self.page.has_previous() else None

    def _link(self, number):
        address = absolute(self.request.get_full_path())
        if number == 1:
            return remove_query_param(address, self.page_query_param)
        return replace_query_param(address, self.page_query_param, number)

    def get_schema_operation_parameters(self, view):
        return [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": description,
                "schema": {"type": "integer", "minimum": 1, "maximum": most, "default": default},
            }
            for name, description, most, default in (
                (self.page_query_param, "Which page, from 1.", 999_999_999, 1),
                (self.page_size_query_param, "Results on a page.", MAX_PAGE_SIZE, self.page_size),
            )
        ]

    def get_paginated_response_schema(self, schema):
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "minimum": 0, "description": "On all pages together."},
                "next": link,
                "previous": link,
                "results": schema,
            },
        }


class ReadView:
    """A view (mixed into an APIView) that anyone may read.

    Refuses with 400 every parameter that `parameters()` does not name, and one that is empty or
    given twice. Every 200 has a strong ETag, made of the bytes, and `If-None-Match` is honoured.
    Words are English whatever the client's language. `limits` are the days that the request sets;
    only a view with `dated` takes them.
    """

    permission_classes = (AllowAny,)
    schema = Schema()
    dated = False
    withdrawable = False
    limits = params.Limits()
    #: What the entity tag begins with, before the hash of the bytes.
    tag = ""
    #: Whether answers are kept (see `kept`), and the key of this one's.
    keeps, kept_key = False, None

    @property
    def is_offered(self):
        """Whether the address knows the method at all. If not, that is what is to be said: 405."""
        return getattr(self, "action", "") is not None

    def parameters(self):
        """The names that this request may use."""
        return {"as_of", "recorded_by"} if self.dated else set()

    def query_parameters(self):
        """What the description says of those that no filter and no pagination names."""
        return []

    def dispatch(self, request, *args, **kwargs):
        with translation.override(settings.LANGUAGE_CODE):
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if request.method not in ("GET", "HEAD") or not self.is_offered:
            return
        # Answers have no date of change, so it is passed over (RFC 9110, 13.1.4); Django would say 412.
        request.META.pop("HTTP_IF_UNMODIFIED_SINCE", None)
        check_parameters(request.query_params, self.parameters())
        if self.dated:
            self.limits = params.limits_from(request.query_params)
        if self.keeps:
            self._look_for_kept(request)

    def _look_for_kept(self, request):
        """Raise _Answered where this answer was given already, and what it is made of is the same."""
        self.kept_key = kept.key_of(request.get_full_path())
        tag, body = (self.kept_key and kept.find(self.kept_key)) or (None, None)
        if tag is None:
            return
        response = None if body is None else HttpResponse(body, content_type="application/json")
        answer = conditional(request, tag, response)
        if answer is not None:
            answer.headers["ETag"] = tag
            raise _Answered(answer)

    def handle_exception(self, exc):
        """The error, or the way to the present address where a slug in the one asked for was changed."""
        if isinstance(exc, _Answered):
            return exc.response
        absent = isinstance(exc, NotFound | Http404) and self.request.method in ("GET", "HEAD")
        address = present_address(self.request) if absent else None
        if address is None:
            return super().handle_exception(exc)
        return HttpResponsePermanentRedirect(address)

    def options(self, request, *args, **kwargs):
        """What may be done with the address (`Allow`), without looking whether anything is there."""
        return Response(status=204)

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        # Kept copies are fine, but asked about each time: a withdrawal is seen at once.
        response.headers["Cache-Control"] = "no-cache"
        if not hasattr(response, "add_post_render_callback"):
            return response  # which brings its own tag
        if response.status_code == 200 and request.method in ("GET", "HEAD"):
            response.add_post_render_callback(
                partial(_tagged, request, self.tag, kept_key=self.kept_key)
            )
        elif self.tag and response.status_code in (200, 201):
            response.add_post_render_callback(partial(_set_tag, self.tag))
        return response


def check_parameters(query, allowed):
    """Raise ValidationError naming every parameter of `query` that is unknown, empty or repeated."""
    errors = {}
    for name, values in query.lists():
        if name not in allowed:
            errors[name] = serializers.ErrorDetail("There is no such parameter.", "unknown")
        elif len(values) > 1:
            errors[name] = serializers.ErrorDetail("Give this parameter once.", "repeated")
        elif not values[0].strip():
            errors[name] = serializers.ErrorDetail("Leave the parameter out instead.", "blank")
    if errors:
        raise ValidationError({name: [error] for name, error in errors.items()})


def _set_tag(tag, response):
    digest = hashlib.sha256(response.content).hexdigest()[:32]
    response.headers["ETag"] = quote_etag(f"{tag}-{digest}" if tag else digest)


def _tagged(request, tag, response, *, kept_key):
    _set_tag(tag, response)
    etag = response.headers["ETag"]
    if kept_key:
        kept.keep(kept_key, etag, response.content)
    return conditional(request, etag, response)


def conditional(request, etag, response=None):
    """What a GET is answered whose answer has the tag `etag`: `response`, 304, or 412 in the shape of errors."""
    answer = get_conditional_response(request, etag=etag, response=response)
    if answer is None or answer.status_code != 412:
        return answer
    detail = "If-Match names another version than the one that stands here."
    refused = api_error(412, "client_error", "stale", detail)
    for name in ("Cache-Control", "Vary"):
        if response is not None and name in response.headers:
            refused.headers[name] = response.headers[name]
    return refused


class ReadViewSet(Sparse, ReadView, GenericViewSet):
    """Lists and details of public rows.

    Subclasses give `get_queryset` and, where an answer needs more than columns, `prepared`.
    """

    keeps = True
    filter_backends = (DjangoFilterBackend,)
    pagination_class = Pagination
    lookup_field = "slug"

    def parameters(self):
        allowed = super().parameters()
        if self.action == "list":
            allowed |= {Pagination.page_query_param, Pagination.page_size_query_param}
            allowed |= set(self.filterset_class.base_filters)
        return allowed

    def prepared(self, rows):
        """`rows` (a list) with everything that the serializer reads, in a fixed number of queries."""
        return rows

    def list(self, request, *args, **kwargs):
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        serializer = self.get_serializer(self.expanded(self.prepared(rows)), many=True)
        return self.get_paginated_response(serializer.data)

    def retrieve(self, request, *args, **kwargs):
        [row] = self.expanded(self.prepared([self.get_object()]))
        return Response(self.get_serializer(row).data)

    def get_object(self):
        """The row that the address names. NotFound, the same for what is hidden and what is not."""
        row = self.get_queryset().filter(**{self.lookup_field: self.kwargs[self.lookup_field]})
        row = row.first()
        if row is None:
            raise NotFound
        return row


class EntryViewSet(ReadViewSet):
    """Named entries that are public, by name."""

    filterset_class = NameFilters

    def known(self, rows):
        """Those of `rows` that readers know of: now, or then."""
        return rows.public()

    def get_queryset(self):
        rows = self.known(self.queryset.all()).order_by("name", "pk")
        # One that was entered twice answers at its address, but is in no list.
        twice = self.action == "list" and issubclass(rows.model, MergeableEntry)
        return rows.answering() if twice else rows
