import re
from contextlib import contextmanager
from html import unescape
from unittest.mock import patch
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.core.cache import caches

_LINK = re.compile(r'(?:href|src|action)="([^"]*)"|<loc>([^<]*)</loc>')
#: Where a crawl begins: pages that everything else is linked from.
STARTS = (
    "/",
    "/articles/",
    "/authors/",
    "/issues/",
    "/recommendations/",
    "/actors/",
    "/sitemap.xml",
    "/news-sitemap.xml",
    "/robots.txt",
    "/feeds/articles/",
    "/search/?q=open",
    "/search/?q=zq",
    "/search/?q=word",
    "/about/",
    "/ko/privacy/",
)


#: Data for machines, which no browser runs, as nothing in it can end the element; and the site's own files.
_DATA = re.compile(
    r'<script type="application/ld\+json">[^<]*</script>'
    r'|<script src="/static/site/[\w.-]+" defer></script>'
)


def without_data(html):
    """A page without the scripts that the site itself puts there: whatever else is left runs."""
    return _DATA.sub("", html)


class Reader:
    """Somebody without an account. `get` gives the response, made anew, `words` a page's HTML."""

    def __init__(self, client):
        self.client = client

    def get(self, path, **headers):
        # What is kept would hide that an answer has changed.
        caches["answers"].clear()
        return read(self.client.get(path, headers=headers))

    def head(self, path):
        return read(self.client.head(path))

    def words(self, path, status=200):
        response = self.get(path)
        assert response.status_code == status, path
        return body(response)

    def crawl(self):
        """{address: response} of everything that can be reached by links.

        A page of some day leads to other days without end, and each of those to parts of its lists:
        one day is as good as another.
        """
        with unset():
            return self._crawl()

    def _crawl(self):
        found, waiting = {}, list(STARTS)
        while waiting:
            path = waiting.pop()
            if path in found:
                continue
            found[path] = self.get(path)
            kind = found[path].headers.get("Content-Type", "")
            if found[path].status_code == 200 and ("html" in kind or "xml" in kind):
                waiting += (to for to in links(path, body(found[path])) if not _strays(path, to))
        return found


@contextmanager
def unset():
    """PDFs are the documents that they would be set from: quick, and every word can be looked for."""
    with (
        patch("sejong_cms.typesetting.missing", list),
        patch("sejong_cms.typesetting.typeset", _document),
        patch("sejong_cms.typeset.typeset", _document),
    ):
        yield


def _document(html):
    return f"%PDF-{html}".encode()


def read(response):
    """`response` with all of its body as `data`; the test client closes a file that was read out."""
    response.data = b"".join(response) if response.streaming else response.content
    return response


def body(response):
    return response.data.decode("utf-8", "replace")


def links(path, html):
    """The addresses within the site that a page links to, without fragments."""
    for found in _LINK.findall(html):
        parts = urlsplit(urljoin(f"http://testserver{path}", unescape(found[0] or found[1])))
        inside = parts.netloc == "testserver" and not parts.path.startswith(("/static/", "/admin/"))
        if inside:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def _strays(path, to):
    """Whether `to` turns a page of some day to another day, or a list of some day to a part of it."""
    before, after = (parse_qs(urlsplit(address).query) for address in (path, to))
    days = {"as_of", "recorded_by"} & after.keys()
    return bool(
        days
        and (before.get("as_of", after.get("as_of")) != after.get("as_of") or after.keys() - days)
    )


@pytest.fixture
def reader(client, db):
    return Reader(client)
