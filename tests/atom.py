"""Reads Atom feeds as strictly as RFC 4287 is written."""

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: RFC 3339 as section 3.3 wants it: upper case, with an offset.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\Z")
_TEXTS = {"title", "subtitle", "summary"}
_MOMENTS = {"updated", "published"}
#: Element → how often it may stand there: lowest, highest (sections 4.1.1 and 4.1.2).
_OF_FEED = {
    "id": (1, 1),
    "title": (1, 1),
    "updated": (1, 1),
    "subtitle": (0, 1),
    "author": (0, 99),
    "link": (1, 99),
    "category": (0, 99),
    "entry": (0, 99),
}
_OF_ENTRY = {
    "id": (1, 1),
    "title": (1, 1),
    "updated": (1, 1),
    "published": (0, 1),
    "summary": (0, 1),
    "content": (0, 1),
    "author": (0, 99),
    "link": (1, 99),
    "category": (0, 99),
}


@dataclass
class Entry:
    id: str
    title: str
    link: str
    updated: dt.datetime
    published: dt.datetime
    summary: str
    authors: list
    subjects: list
    language: str | None
    content: str | None


@dataclass
class Feed:
    id: str
    title: str
    subtitle: str | None
    updated: dt.datetime
    address: str
    page: str
    authors: list
    entries: list

    def entry(self, start):
        """The one entry whose title starts so."""
        [found] = [entry for entry in self.entries if entry.title.startswith(start)]
        return found

    @property
    def titles(self):
        return [entry.title for entry in self.entries]

    @property
    def ids(self):
        return [entry.id for entry in self.entries]


def parse(data):
    """The Feed in `data`; AssertionError or ParseError where it is no valid one."""
    root = ElementTree.fromstring(data)
    assert root.tag == f"{ATOM}feed"
    _check(root, _OF_FEED)
    entries = [_entry(node) for node in root.iter(f"{ATOM}entry")]
    ids = [entry.id for entry in entries]
    assert len(set(ids)) == len(ids), "4.1.1: an entry's id stands in a feed once"
    authors = _authors(root)
    assert authors or all(entry.authors for entry in entries), "4.1.1: every entry has an author"
    feed = Feed(
        id=_iri(_text(root, "id")),
        title=_text(root, "title"),
        subtitle=_text(root, "subtitle"),
        updated=_moment(root, "updated"),
        address=_link(root, "self"),
        page=_link(root, "alternate"),
        authors=authors,
        entries=entries,
    )
    if entries:
        assert feed.updated == max(entry.updated for entry in entries)
    return feed


def _entry(node):
    _check(node, _OF_ENTRY)
    return Entry(
        id=_iri(_text(node, "id")),
        title=_text(node, "title"),
        link=_link(node, "alternate"),
        updated=_moment(node, "updated"),
        published=_moment(node, "published"),
        summary=_text(node, "summary"),
        authors=_authors(node),
        subjects=[(c.attrib["term"], c.get("label")) for c in node.findall(f"{ATOM}category")],
        language=node.get(_LANG),
        content=_content(node),
    )


def _check(node, allowed):
    counts = {}
    for child in node:
        assert child.tag.startswith(ATOM), child.tag
        name = child.tag.removeprefix(ATOM)
        assert name in allowed, f"{name} in {node.tag}"
        counts[name] = counts.get(name, 0) + 1
        if name in _TEXTS:
            assert child.get("type", "text") == "text"
            assert len(child) == 0
    for name, (least, most) in allowed.items():
        assert least <= counts.get(name, 0) <= most, f"{counts.get(name, 0)} {name} in {node.tag}"
    for name in counts.keys() & _MOMENTS:
        assert _MOMENT.match(_text(node, name)), name
    links = [(link.get("rel"), link.get("hreflang")) for link in node.findall(f"{ATOM}link")]
    assert len(set(links)) == len(links), "4.1.1: one alternate link a language"


def _text(node, name):
    found = node.find(f"{ATOM}{name}")
    return None if found is None else found.text


def _content(node):
    found = node.find(f"{ATOM}content")
    if found is None:
        return None
    assert found.attrib == {"type": "html"}, "4.1.3.1: HTML, escaped"
    assert len(found) == 0, "4.1.3.3: no child elements"
    return found.text


def _moment(node, name):
    return dt.datetime.fromisoformat(_text(node, name))


def _link(node, rel):
    [found] = [link for link in node.findall(f"{ATOM}link") if link.get("rel") == rel]
    address = found.attrib["href"]
    assert urlsplit(address).scheme in ("http", "https")
    assert address.isascii(), "4.2.7: an address is written with escapes"
    return address


def _authors(node):
    found = []
    for author in node.findall(f"{ATOM}author"):
        assert [child.tag for child in author] == [f"{ATOM}name"]
        found.append(author[0].text)
        assert found[-1].strip()
    return found


def _iri(value):
    assert urlsplit(value).scheme, "4.2.6: an id is an absolute IRI"
    return value
