"""Rich text: one list of what the editor offers, from which cleaning derives.

The database holds only clean HTML, because every save passes through `clean`.
"""

import re
from html import escape
from html.parser import HTMLParser

from django_prose_editor.fields import create_sanitizer

from issues.plain import plain

#: What editors can write. Headings start below those that the page itself uses.
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Superscript": True,
    "Subscript": True,
    "Heading": {"levels": [3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
}

_sanitize = create_sanitizer(EXTENSIONS)

# Browsers' editors leave no-break spaces where a space was typed at an end or doubled.
_STRAY_SPACE = re.compile(r"(?:&nbsp;|\u00a0)")


def clean(html):
    """`html` with only what EXTENSIONS allow; cleaning twice changes nothing."""
    return _sanitize(_STRAY_SPACE.sub(" ", plain(html))).strip()


def from_paragraphs(paragraphs):
    """Clean HTML of plain paragraphs: each a <p>."""
    return "".join(f"<p>{escape(plain(p), quote=False)}</p>" for p in paragraphs)


class _Text(HTMLParser):
    BLOCKS = frozenset("p h3 h4 ul ol li blockquote table tr br".split())

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts = []

    def handle_starttag(self, tag, attrs):
        if tag in self.BLOCKS:
            self.parts.append("\n" if tag in ("br", "li", "tr") else "\n\n")
        elif tag in ("td", "th"):
            self.parts.append("\t")

    def handle_endtag(self, tag):
        if tag in self.BLOCKS:
            self.parts.append("\n" if tag in ("li", "tr") else "\n\n")

    def handle_data(self, data):
        self.parts.append(" ".join(data.split("\n")))


def to_text(html):
    """The words of clean `html`: paragraphs apart by an empty line, items and rows by a line."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    text = "".join(parser.parts)
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
