"""Where a piece is found from outside the site, and what its text points to from there."""

import re
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

from sejong_cms.languages import in_language
from sejong_cms.pages import absolute

# Cleaned HTML has every attribute in double quotes and no '<' or '>' within one.
_ADDRESS = re.compile(r'(<(?:a|img)\b[^>]*?) (href|src)="([^"]*)"')
_SCHEMES = {"http", "https", "mailto"}


def own_path(of):
    """The path of an article or edition below its own language's interface.

    The interface of either language shows it; where a machine or a citation points, there is one.
    """
    return in_language(of.get_absolute_url(), getattr(of, "article", of).language)


def own_address(of):
    """The one address of an article or edition for use outside the site."""
    return absolute(own_path(of))


def whole(html, base, *, with_fragments=True):
    """Clean `html` with every address made whole, as seen from the page `base`; one that leads nowhere goes.

    Without `with_fragments`, what leads to a place of the same text goes on leading there.
    """

    def replace(match):
        tag, name, value = match.groups()
        if value.startswith("#") and not with_fragments:
            return match[0]
        try:
            address = urljoin(base, unescape(value))
            known = urlsplit(address).scheme in _SCHEMES
        except ValueError:
            known = False
        return f'{tag} {name}="{escape(address)}"' if known else tag

    return _ADDRESS.sub(replace, html)
