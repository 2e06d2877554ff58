"""The site's own pages: home, what robots may read, and what stands where nothing is."""

from django.http import HttpResponse, HttpResponseNotFound
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from articles.models import Edition
from articles.standing import attach_current, with_standing
from issues.enums import IssueStatus
from issues.models import Issue

from .pages import absolute, page

PIECES = 7
ISSUES = 8


@page
def home(request):
    """The newest pieces, and the issues that were assessed last."""
    context = {
        "editions": Edition.objects.published().for_lists().newest_first()[:PIECES],
        "issues": _lately_assessed(),
    }
    return render(request, "home.html", context)


def _lately_assessed():
    issues = with_standing(Issue.objects.public()).exclude(status_then=IssueStatus.MERGED)
    assessed = issues.filter(current_id__isnull=False)
    return attach_current(assessed.order_by("-last_assessed_on", "title", "pk")[:ISSUES])


@page
def robots(request):
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "",
        f"Sitemap: {absolute(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def not_found(request, exception):
    """404, with one body for all addresses: without the request, nothing of it can show through."""
    return HttpResponseNotFound(render_to_string("404.html"))
