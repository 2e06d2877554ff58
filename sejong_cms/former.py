"""Where an address leads since the slug in it was changed."""

import re

from django.urls import reverse

from articles.models import Author, Edition, Series
from issues.models import Actor, Issue, Recommendation, Trait

from .models import InstitutionPage

#: The part of an address before a slug → the kind of entry that the slug names.
_KINDS = {"authors": Author, "series": Series, "issues": Issue, "actors": Actor, "traits": Trait}

# `issues/<word:slug>/` in routes of pages, `issues/(?P<slug>…)/` in those of the API.
_SLUG = re.compile(r"(\w+)/(?:<word:|\(\?P<)(\w+)>")


def present_address(request):
    """The path and query that the address of `request` has now, None where nothing in it moved.

    Only what readers know has one, so that a hidden entry answers like none at all.
    """
    match = request.resolver_match
    present = _present_kwargs(match)
    if present == match.kwargs or None in present.values():
        return None
    path, query = reverse(match.view_name, kwargs=present), request.META.get("QUERY_STRING")
    return f"{path}?{query}" if query else path


def present_path(match):
    """The path of a page's `match` with today's slugs; None where readers know of nothing that it names."""
    present = _present_kwargs(match)
    if None in present.values():
        return None
    if match.url_name == "institution_page":
        known = InstitutionPage.objects.published().further().filter(**match.kwargs)
    elif "uid" in present:
        known = Recommendation.objects.public().filter(uid=present["uid"])
    else:
        known = None
    if known is not None and not known.exists():
        return None
    # What a route says besides, such as which fixed page it is, is no part of its address.
    named = {name: present[name] for name in match.captured_kwargs}
    return reverse(match.view_name, kwargs=named)


def _present_kwargs(match):
    """The parameters of `match` with today's slugs; None for one that leads to nothing that readers know."""
    present = dict(match.kwargs)
    for part, name in _SLUG.findall(match.route):
        present[name] = _present(part, present[name])
    return present


def _present(part, slug):
    """The slug that leads to what `slug` led to; None where nothing of it is public."""
    if part == "articles":
        rows = Edition.objects.numbered().of_article(slug)
        return rows.values_list("article__slug", flat=True).first()
    if part not in _KINDS:
        return slug
    rows = _KINDS[part].objects.public().with_slug(slug)
    return rows.values_list("slug", flat=True).first()
