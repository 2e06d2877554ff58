"""The institution's own pages, as readers get them."""

import re

from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from articles.rendering import rich

from .models import InstitutionPage
from .pages import page


@page
def fixed(request, slug):
    """One of the pages that every site has."""
    return _shown(request, get_object_or_404(InstitutionPage.objects.published(), slug=slug))


@page
def further(request, slug):
    """A page that editors made."""
    rows = InstitutionPage.objects.published().further()
    return _shown(request, get_object_or_404(rows, slug=slug))


def _shown(request, shown):
    """Title and text in the language of the address, each in the other one where it is lacking."""
    in_korean = get_language() == "ko"
    context = {
        "shown": shown,
        "html": _below_title((in_korean and shown.html_ko) or shown.html),
        "title_language": "ko" if in_korean and shown.title_ko else "en",
        "text_language": "ko" if in_korean and shown.html_ko else "en",
    }
    return render(request, "institution/page.html", context)


#: Headings of rich text begin below those that a piece's blocks have; this page has none between.
_HEADING = re.compile(r"(</?h)([34])(?=>)")


def _below_title(html):
    """Rich text as HTML whose highest heading comes right below the page's title."""
    html = _HEADING.sub(lambda match: f"{match[1]}{int(match[2]) - 1}", rich(html))
    return mark_safe(html)  # as `rich` made it, but for a digit of its tags
