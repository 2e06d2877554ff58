"""Where an address leads since the slug in it was changed."""

import re

from django.urls import reverse

from articles.models import Author, Edition, Series
from issues.models import Actor, Issue, Trait

#: The part of an address before a slug → the kind of entry that the slug names.
_KINDS = {"authors": Author, "series": Series, "issues": Issue, "actors": Actor, "traits": Trait}

# `issues/<word:slug>/` in routes of pages, `issues/(?P<slug>…)/` in those of the API.
_SLUG = re.compile(r"(\w+)/(?:<word:|\(\?P<)(\w+)>")


def present_address(request):
    """The path and query that the address of `request` has now, None where nothing in it moved.

    Only what readers know has one, so that a hidden entry answers like none at all.
    """
    match = request.resolver_match
    present = dict(match.kwargs)
    for part, name in _SLUG.findall(match.route):
        present[name] = _present(part, present[name])
    if present == match.kwargs or None in present.values():
        return None
    path, query = reverse(match.view_name, kwargs=present), request.META.get("QUERY_STRING")
    return f"{path}?{query}" if query else path


def _present(part, slug):
    """The slug that leads to what `slug` led to; None where nothing of it is public."""
    if part == "articles":
        rows = Edition.objects.numbered().of_article(slug)
        return rows.values_list("article__slug", flat=True).first()
    if part not in _KINDS:
        return slug
    rows = _KINDS[part].objects.public().with_slug(slug)
    return rows.values_list("slug", flat=True).first()
