"""Everything public in one answer: a JSON object a line, streamed, whatever its size."""

import hashlib

from django.conf import settings
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.http import quote_etag
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.renderers import JSONRenderer
from rest_framework.views import APIView

from . import params
from .filtering import MomentFilter
from .models import Change
from .rest import ReadView, conditional

#: Rows that are in memory at once.
CHUNK = 100
#: Raised with every change of what a line looks like.
FORMAT = 1


class NdjsonRenderer(JSONRenderer):
    """What names the media type; lines are written by `ExportView`, errors as one line of JSON."""

    media_type = "application/x-ndjson"
    format = "ndjson"


class ExportView(ReadView, APIView):
    """A stream of lines. Subclasses say of what: `kinds`, `rows`, `objects` and `made_of`.

    Each object is whole as of one moment; what changes while the stream runs may be in it or not, and is
    in `changes/` in either case.
    """

    renderer_classes = (NdjsonRenderer, JSONRenderer)
    #: The kinds of changes after which an object counts as updated.
    kinds = ()
    #: The column of `rows` that names what changes are told of.
    key = "pk"
    #: The shape of a line.
    serializer_class = None
    #: As the API's description has it.
    is_lines = True

    def rows(self):
        """The queryset of everything."""
        raise NotImplementedError

    def objects(self, rows):
        """The JSON objects of a chunk of `rows`, a list, in a fixed number of queries."""
        raise NotImplementedError

    def made_of(self):
        """Querysets of values_list, of everything mutable that lines are made of."""
        raise NotImplementedError

    def parameters(self):
        return {"updated_since"}

    def query_parameters(self):
        return [
            OpenApiParameter(
                "updated_since",
                OpenApiTypes.STR,
                description="Only what `changes/` told something of at this moment (with its offset; "
                "or day, in Seoul) or later.",
            )
        ]

    def get(self, request):
        since = request.query_params.get("updated_since")
        since = None if since is None else self.moment(since)
        etag = quote_etag(self.fingerprint(since))
        answer = conditional(request, etag)
        if answer is None:
            lines = () if request.method == "HEAD" else self.lines(since)
            answer = StreamingHttpResponse(lines, content_type=NdjsonRenderer.media_type)
        answer.headers["ETag"] = etag
        return answer

    @staticmethod
    def moment(text):
        try:
            return MomentFilter.parse(text)
        except params.BadParameter as problem:
            raise params.BadParameter("updated_since", problem.message) from problem

    def lines(self, since):
        """The lines, a chunk at a time, by rising primary key."""
        rows, last = self.rows(), 0
        if since is not None:
            told = Change.objects.filter(kind__in=self.kinds, at__gte=since)
            rows = rows.filter(**{f"{self.key}__in": told.values("key")})
        rows, renderer = rows.order_by(self.key), JSONRenderer()
        while chunk := list(rows.filter(**{f"{self.key}__gt": last})[:CHUNK]):
            last = getattr(chunk[-1], self.key)
            for found in self.objects(chunk):
                yield renderer.render(found) + b"\n"

    def fingerprint(self, since):
        """A hash of everything that lines are made of, before any is written.

        If something changes later, the tag is that of an older state than the lines: who asks with it
        again gets everything again.
        """
        today = timezone.localdate()
        digest = hashlib.sha256(repr((FORMAT, settings.SITE_URL, today, since)).encode())
        for values in self.made_of():
            for row in values.iterator(chunk_size=2000):
                digest.update(repr(row).encode())
        return digest.hexdigest()[:32]

    def finalize_response(self, request, response, *args, **kwargs):
        if response.status_code >= 400:
            # An error is JSON as everywhere.
            renderer = JSONRenderer()
            request.accepted_renderer, request.accepted_media_type = renderer, renderer.media_type
        return super().finalize_response(request, response, *args, **kwargs)


def columns(rows, *names):
    """`rows`, a queryset of public ones, with these columns, in one order: for `made_of`.

    Only of public ones: a tag that changed with a draft would tell that somebody is writing.
    """
    return rows.order_by("pk").values_list("pk", *names)
