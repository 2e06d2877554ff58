"""What search engines are told of: an index of sections, each in parts (sitemaps.org), in every language of the site.

All of them lie at the root, since a sitemap speaks for the addresses below its own folder alone. Addresses start with
SITE_URL, whatever host was asked. There is no Last-Modified: when something is withdrawn, an address goes and nothing
newer comes; the ETag says then that the sitemap has changed.
"""

import datetime as dt
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import override

from issues.plain import plain

from .models import InstitutionPage
from .pages import absolute, page, paginated

#: Rows of a section in one part: each may have an address in every language, and 50,000 addresses are allowed.
LIMIT = 5000
_NAMESPACES = {
    "": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


@dataclass(frozen=True)
class Place:
    """A page for search engines.

    `path` is within the site; `changed_at` when readers saw it change last, None where nothing keeps that;
    `languages` {hreflang: path} of the same page, its own included, where it has more than one.
    """

    path: str
    changed_at: dt.datetime | None = None
    languages: dict = field(default_factory=dict)


class Section:
    """Pages of one kind; subclasses say which `rows`, in an order to which new ones are added at the end.

    When such a page changed last is nowhere: what was assessed, advised and renamed moves it too, and a
    wrong moment is worse than none.
    """

    def rows(self):
        raise NotImplementedError

    def places(self, rows):
        """The Places of a part of `rows`."""
        for row in rows:
            yield from in_every_language(row.get_absolute_url)


class Pages(Section):
    """Pages of the whole site that no entry has an address of, by the names of their routes."""

    NAMES = (
        "home",
        "articles",
        "issues",
        "recommendations",
        "actors",
        "authors",
        "corrections",
        "method",
    )

    def rows(self):
        return self.NAMES

    def places(self, rows):
        for name in rows:
            yield from in_every_language(lambda name=name: reverse(name))


class OfInstitution(Section):
    """The institution's own pages, which say when they were saved last."""

    def rows(self):
        return InstitutionPage.objects.published().order_by("pk")

    def places(self, rows):
        for row in rows:
            for place in in_every_language(row.get_absolute_url):
                yield replace(place, changed_at=row.updated_at)


def in_every_language(address):
    """The Places of a page whose path `address()` gives in the language that is active.

    For readers of other languages it stands in the site's own.
    """
    paths = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            paths[language] = address()
    if len(set(paths.values())) == 1:
        return [Place(paths[settings.LANGUAGE_CODE])]
    languages = paths | {"x-default": paths[settings.LANGUAGE_CODE]}
    return [Place(path, languages=languages) for path in paths.values()]


@page
def index(request, sections):
    """Every part of every one of `sections`, {name: class}. A query a section."""
    rows = []
    for name, section in sections.items():
        address = absolute(reverse("sitemap_section", args=[name]))
        for number in Paginator(section().rows(), LIMIT).page_range:
            rows.append([element("loc", address if number == 1 else f"{address}?page={number}")])
    return answer("sitemapindex", "sitemap", rows)


@page
def section(request, sections, name):
    """A part of one of `sections`: the first, or the one that `?page=` names."""
    if name not in sections:
        raise Http404
    found = sections[name]()
    part = paginated(request, found.rows(), LIMIT)
    return answer("urlset", "url", (_url(place) for place in found.places(part)), "xhtml")


def _url(place):
    yield element("loc", absolute(place.path))
    if place.changed_at:
        yield element("lastmod", moment(place.changed_at))
    for language, path in sorted(place.languages.items()):
        yield (
            f'<xhtml:link rel="alternate" hreflang={quoteattr(language)} '
            f"href={quoteattr(absolute(path))}/>"
        )


def element(name, text):
    """An XML element of nothing but `text`, as far as XML can hold it."""
    return f"<{name}>{escape(plain(str(text)))}</{name}>"


def moment(at):
    """A moment as sitemaps write it (W3C), in the site's zone."""
    return localtime(at).isoformat(timespec="seconds")


def answer(root, entry, rows, *prefixes):
    """The response with an XML document of `rows`, iterables of elements, each within an `entry`."""
    spaces = [f'xmlns="{_NAMESPACES[""]}"']
    spaces += [f'xmlns:{prefix}="{_NAMESPACES[prefix]}"' for prefix in prefixes]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<{root} {' '.join(spaces)}>"]
    lines += [f"<{entry}>{''.join(row)}</{entry}>" for row in rows]
    lines.append(f"</{root}>")
    response = HttpResponse("\n".join(lines) + "\n", content_type="application/xml")
    response["X-Robots-Tag"] = "noindex"
    return response
