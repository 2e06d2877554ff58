"""What all pages for readers share: safe methods, refused parameters, ETags, absolute addresses."""

from functools import wraps

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import translate_url
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag
from django.utils.http import parse_http_date_safe
from django.utils.translation import override
from django.views.decorators.http import require_safe

from . import params
from .former import present_address

PER_PAGE = 20


def page(view):
    """A view for everybody: GET and HEAD, 400 for a refused parameter, conditional answers.

    An address with a slug that was changed leads to the present one, with its query.

    Such a view never looks at the person or the session, so the answer is the same for all, and its
    ETag is made from nothing but the body. Caches keep it, but ask each time: what is withdrawn is
    gone everywhere at once.
    """

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except params.BadParameter as refused:
            response = render(request, "400.html", {"refused": refused}, status=400)
        except Http404:
            address = present_address(request)
            if address is None:
                raise
            response = HttpResponsePermanentRedirect(address)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, no_cache=True)
        return conditional(request, response)

    return require_safe(answer)


def conditional(request, response):
    """`response` with a strong ETag, or 304 where the reader has it already."""
    if response.status_code != 200:
        return response
    if not getattr(response, "is_rendered", True):
        response.render()
    if not response.has_header("ETag") and not response.streaming:
        set_response_etag(response)
    modified = response.headers.get("Last-Modified")
    return get_conditional_response(
        request,
        etag=response.headers.get("ETag"),
        last_modified=modified and parse_http_date_safe(modified),
        response=response,
    )


def gone(request, template, context):
    """What was withdrawn: 410, with a notice."""
    return render(request, template, context, status=410)


def absolute(path):
    """The address of `path` for use outside the site; never from the request's Host."""
    return f"{settings.SITE_URL}{path}"


def address_in(page, language):
    """The path of `page` in the interface of `language`.

    `page` is something that has a page of its own, or the path of one in the language that is active.
    """
    if isinstance(page, str):
        return translate_url(page, language)
    with override(language):
        return page.get_absolute_url()


def paginated(request, rows, per_page=PER_PAGE):
    """The Page of `rows` that `?page=` names; 404 beyond the last."""
    value = params.single(request.GET, "page", blank=True)
    number = params.page(value) if value else 1
    paginator = Paginator(rows, per_page)
    if number > paginator.num_pages:
        raise Http404
    return paginator.page(number)
