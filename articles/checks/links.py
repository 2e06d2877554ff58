"""Links that lead nowhere inside the site. Nothing outside it is asked."""

import re
from collections import defaultdict
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit
from uuid import UUID

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import override

from issues.models import Actor, FormerSlug, Issue, Recommendation, Trait
from sejong_cms.languages import in_language, language_of, versions

from ..html import to_text
from ..models import Author, Edition, Figure, Series
from .problem import Problem

_LINK = re.compile(r'<a\s[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_NOTE = re.compile(r"note-([1-9][0-9]{0,3})")
_SLUG = re.compile(r"(\w+)/<word:(\w+)>")
#: The part of an address before a slug → what has that slug.
_ENTRIES = {"authors": Author, "series": Series, "issues": Issue, "actors": Actor, "traits": Trait}
_DESK = ("/admin/", "/preview/")
#: Parts of the page that every piece has.
_ALWAYS = ("edition", "contents", "main")


class Link(NamedTuple):
    uid: object
    field: str
    href: str
    words: str


def problems(edition, contents):
    links = _links(contents)
    if not links:
        return
    here = in_language(edition.article.get_absolute_url(), edition.article.language)
    inside = {}
    anchors = _anchors(contents)
    for link in links:
        target = _inside(link.href, here)
        if target is None:
            continue
        path, fragment = target
        same = here in dict(versions(path)).values()
        if same and fragment:
            yield from _anchor(link, fragment, anchors, len(contents.notes))
        elif not same:
            inside[link] = path
    known = _Known(set(inside.values()), edition)
    for link, path in inside.items():
        if in_language(path, settings.LANGUAGE_CODE).startswith(_DESK):
            words = _("The link “%(words)s” leads to the desk, where readers cannot go.")
            yield Problem("desk_link", words % {"words": link.words}, link.uid, link.field)
        elif not known.leads_somewhere(path):
            words = _(
                "The link “%(words)s” leads to %(path)s, where readers find nothing; mend its address."
            )
            yield Problem(
                "dead_link",
                words % {"words": link.words, "path": unquote(path)},
                link.uid,
                link.field,
            )


def _links(contents):
    parts = [(block.uid, "html", getattr(block, "html", "")) for block in contents.blocks]
    parts += [(None, "notes", note.html) for note in contents.notes]
    return [
        Link(uid, field, unescape(href).strip(), to_text(inner))
        for uid, field, html in parts
        for href, inner in _LINK.findall(html)
    ]


def _inside(href, here):
    """(path, fragment) of an address of this site, None for others."""
    try:
        parts = urlsplit(urljoin(f"{settings.SITE_URL}{here}", href))
    except ValueError:
        return None
    if parts.netloc.lower() != urlsplit(settings.SITE_URL).netloc.lower():
        return None
    if parts.scheme not in ("http", "https"):
        return None
    return unquote(parts.path) or "/", parts.fragment


def _anchors(contents):
    """The fragments that the piece's own page has, besides those of its notes."""
    found = {*_ALWAYS, *(block.anchor for block in contents.blocks)}
    found |= {f"traits-{block.uid}" for block in contents.of_kind("trait")}
    return found | ({"notes"} if contents.notes else set())


def _anchor(link, fragment, anchors, notes):
    note = _NOTE.fullmatch(fragment)
    if note and int(note[1]) > notes:
        words = _("The text refers to note %(number)s, but there are %(count)s notes.")
        words %= {"number": note[1], "count": notes}
        yield Problem("dead_note", words, link.uid, link.field)
    elif not note and fragment not in anchors:
        words = _("The link “%(words)s” leads to a place that is not in this piece: #%(place)s.")
        words %= {"words": link.words, "place": fragment}
        yield Problem("dead_link", words, link.uid, link.field)


class _Known:
    """Whether readers find something at the addresses; one query for each kind of thing named."""

    def __init__(self, paths, edition):
        self.article = edition.article
        self.matches = {path: match for path in paths if (match := _resolved(path))}
        wanted = defaultdict(set)
        for match in self.matches.values():
            for kind, value in _named(match):
                wanted[kind].add(value)
        self.there = {kind: _find(kind, values, edition) for kind, values in wanted.items()}

    def leads_somewhere(self, path):
        match = self.matches.get(path)
        return match is not None and all(value in self.there[kind] for kind, value in _named(match))


def _resolved(path):
    for tried in (path, f"{path}/"):
        try:
            # Whoever reads this at the desk may do so in the other language.
            with override(language_of(tried)):
                return resolve(tried)
        except Resolver404:
            continue
    return None


def _named(match):
    """[(kind, value)] of what an address names: slugs, numbers of editions, uids, files."""
    route, values = match.route, match.kwargs
    if route.startswith("api/"):
        return
    for part, name in _SLUG.findall(route):
        if part == "articles":
            numbers = [value for key, value in values.items() if key in ("number", "a", "b")]
            yield from ((part, (values[name], number)) for number in numbers or (None,))
        elif part in _ENTRIES:
            yield part, values[name]
    if isinstance(values.get("uid"), UUID):
        yield "recommendations", values["uid"]
    if match.view_name == "figure":
        yield "figures", values["name"]


def _find(kind, values, edition):
    """Those of `values` that readers find something at."""
    if kind == "recommendations":
        return set(
            Recommendation.objects.public().filter(uid__in=values).values_list("uid", flat=True)
        )
    if kind == "figures":
        own = Figure.objects.filter(parent=edition) | Figure.objects.released()
        names = own.filter(image__in=[f"figures/{name}" for name in values])
        return {name.removeprefix("figures/") for name in names.values_list("image", flat=True)}
    if kind == "articles":
        return _editions(values, edition)
    model = _ENTRIES[kind]
    found = set(model.objects.public().filter(slug__in=values).values_list("slug", flat=True))
    return found | _former(model._meta.model_name, values - found)


def _editions(values, edition):
    """Of (slug, number or None): those of published editions; the piece's own address will be one."""
    slugs = {slug for slug, _number in values}
    rows = Edition.objects.numbered().filter(article__slug__in=slugs)
    found = set(rows.values_list("article__slug", "number"))
    found |= {(slug, None) for slug, _number in found} | {(edition.article.slug, None)}
    # An address that moved leads on with the rest of it: whether that has the number, it says itself.
    former = _former("article", slugs - {slug for slug, _number in found})
    return found | {value for value in values if value[0] in former}


def _former(kind, slugs):
    """Those of `slugs` that readers knew before an address changed."""
    if not slugs:
        return set()
    rows = FormerSlug.objects.filter(kind=kind, slug__in=slugs)
    return set(rows.values_list("slug", flat=True))
