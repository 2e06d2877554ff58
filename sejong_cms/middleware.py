"""What no view should have to think of: who asks, and three answers."""

import logging
from urllib.parse import unquote_to_bytes

from django.db import DatabaseError
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.middleware.gzip import GZipMiddleware
from django.template.loader import render_to_string
from django.views.defaults import bad_request

from . import audit, earlier
from .errors import RETRY_AFTER, Unavailable, api_error, is_busy

logger = logging.getLogger(__name__)


class KnowClient:
    """Gives every request an identity, which the answer names, and tells the audit who asks."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with audit.asked_by(request):
            response = self.get_response(request)
        response.headers["X-Request-ID"] = request.identity
        return response


class Compress(GZipMiddleware):
    """Django's, for what anybody may read: texts, never with a cookie, nothing of the desk.

    A page with a form that changes something sets a cookie each time. Who can have a secret and words of their own in one page could guess the secret from its length (BREACH). Such
    pages are left as they are; in the others nothing is secret, so that no random bytes are needed either. The
    entity tag stays what it was, and strong: the same bytes go out each time, and no part of them is asked for.
    """

    max_random_bytes = 0

    def process_response(self, request, response):
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if (
            request.path_info.startswith("/admin/")
            or response.cookies
            or not kind.endswith(("json", "xml", "/html", "/plain", "/csv", "link-format"))
        ):
            return response
        tag = response.headers.get("ETag")
        response = super().process_response(request, response)
        if tag is not None:
            response.headers["ETag"] = tag
        return response


class RefuseMalformed:
    """400 for an address with NUL, or a query whose bytes are no UTF-8.

    Further in, NUL makes databases and file names raise, and Django would put question marks for the
    bytes, so that what is looked up is not what was asked for. (In a path it keeps such bytes
    percent-encoded, which finds nothing: 404.)
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if self.is_well_formed(request):
            return self.get_response(request)
        if request.path_info.startswith("/api/"):
            detail = "The address holds NUL or bytes that are not UTF-8."
            return api_error(400, "client_error", "malformed_address", detail)
        return bad_request(request, None)

    @staticmethod
    def is_well_formed(request):
        query = unquote_to_bytes(request.META.get("QUERY_STRING", ""))
        try:
            return "\0" not in request.path_info + query.decode()
        except UnicodeDecodeError:
            return False


class AnswerBusy:
    """503 with Retry-After where the database could not be had, instead of a broken page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return busy(request, exception) if is_busy(exception) else None


class LeadFromEarlier:
    """Where nothing is at an address: 301 to where an address of an earlier site leads now.

    One query in place of a 404, and one or two more where one is found. What readers know nothing of is led
    to by none: then the answer stays the one that every other such address gets, byte by byte.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not self.is_nowhere(request, response):
            return response
        try:
            row = earlier.find(earlier.asked_for(request))
            target = None if row is None else earlier.present_target(row)
        except DatabaseError as problem:
            if not is_busy(problem):
                raise
            return busy(request, problem)
        return response if target is None else HttpResponsePermanentRedirect(target)

    @staticmethod
    def is_nowhere(request, response):
        if request.method not in ("GET", "HEAD"):
            return False
        if request.path_info.startswith(("/admin/", "/api/")):
            return False
        # A query in an encoding of earlier days was refused before any view.
        refused = response.status_code == 400 and request.resolver_match is None
        return refused or response.status_code == 404


def busy(request, problem):
    """503 with Retry-After; it needs no database itself."""
    logger.warning("%s %s: database busy: %s", request.method, request.path, problem)
    if request.path_info.startswith("/api/"):
        detail = Unavailable.default_detail
        response = api_error(503, "server_error", Unavailable.default_code, detail)
    else:
        response = HttpResponse(render_to_string("503.html"), status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response
