"""The site's own pages: home, what robots may read, and what stands where nothing is."""

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseNotFound
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from articles.board import lately_assessed
from articles.models import Edition
from issues.models import Issue

from .languages import in_language
from .pages import absolute, page

PIECES = 7
ISSUES = 8


@page
def home(request):
    """The newest pieces, and the issues that were assessed last."""
    context = {
        "editions": Edition.objects.published().for_lists().newest_first()[:PIECES],
        "issues": lately_assessed(Issue.objects.all(), ISSUES, on=timezone.localdate()),
    }
    return render(request, "home.html", context)


@page
def robots(request):
    """All but the desk and the hits of searches may be read.

    Previews and what readers follow say `noindex` themselves. A robot that may not read them would not
    see that, and might list an address that it met somewhere, which is a secret.
    """
    searches = {
        in_language(reverse("search"), language): None for language, _ in settings.LANGUAGES
    }
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        *(f"Disallow: {path}?" for path in searches),
        "",
        *(f"Sitemap: {absolute(reverse(name))}" for name in ("sitemap", "news_sitemap")),
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def not_found(request, exception):
    """404, with one body for all addresses: without the request, nothing of it can show through."""
    return HttpResponseNotFound(render_to_string("404.html"))


def nowhere(request, **_parameters):
    """An address that answers as one that does not exist."""
    raise Http404
