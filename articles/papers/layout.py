"""An edition as an HTML document for the typesetter: everything within it, footnotes at the foot of their page."""

import base64
import mimetypes
import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

from .. import citations
from ..addresses import own_address, whole
from ..contents import contents_of_one
from ..html import clean
from ..rendering import outline

_REFERENCE = re.compile(r'<a href="#note-([1-9][0-9]{0,3})"[^>]*>.*?</a>', re.DOTALL)
_SUP = re.compile(r"<sup>\s*(<a href=\"#note-[^>]*>.*?</a>)\s*</sup>", re.DOTALL)
#: What stands between tags; in it, words of a few syllables. Longer ones may break.
_TEXT = re.compile(r">[^<]+<")
_WORD = re.compile(r"[^\s<>&]{0,20}[가-힣][^\s<>&]{0,20}(?=[\s<&])")
_KEPT = r'<span class="word">\g<0></span>'
_PARAGRAPH = re.compile(r"</p>\s*<p>")


def document(edition):
    """The HTML of a released edition, in the language of its piece."""
    contents = contents_of_one(edition)
    citation = citations.citation_of(edition, contents.bylines, own_address(edition))
    notes = Footnotes([note.html for note in contents.notes], own_address(edition))
    with override(edition.article.language):
        html = render_to_string(
            "papers/paper.html",
            {
                "edition": edition,
                "article": edition.article,
                "bylines": contents.bylines,
                "sections": [_Section(section, notes) for section in outline(contents)],
                "rest": notes.rest,
                "citation": citations.line(citation),
                "address": own_address(edition),
                "institution_name": settings.INSTITUTION,
                "css": css("paper.css"),
            },
        )
    return whole_words(html)


class _Section:
    """A section of the outline with the HTML of its blocks, in the order in which readers meet notes."""

    def __init__(self, section, notes):
        self.kind, self.titled = section.kind, section.titled
        self.first = section.first
        self.actor = section.actor if section.kind == "trait" else None
        self.anchor = section.anchor
        self.parts = [(_prepared(block, notes), advice) for block, advice in section.parts]


def _prepared(block, notes):
    if block.kind == "figure":
        block.data = image_data(block)
    elif hasattr(block, "html"):
        block.prepared = notes.within(block.html)
    return block


class Footnotes:
    """Puts each note where it is first referred to; further references lead there."""

    def __init__(self, notes, base):
        self.notes, self.base, self.placed = notes, base, set()

    def within(self, html):
        """Clean `html` with its references as footnotes, its links absolute."""
        html = _SUP.sub(r"\1", self._clean(html))
        # Safe: cleaned just now, and what is put into it is cleaned too.
        return mark_safe(_REFERENCE.sub(self._reference, html))

    @property
    def rest(self):
        """[(number, html)] of notes that nothing refers to. To be asked last."""
        return [
            (number, mark_safe(self._clean(html)))
            for number, html in enumerate(self.notes, start=1)
            if number not in self.placed
        ]

    def _clean(self, html):
        return whole(clean(html), self.base, with_fragments=False)

    def _reference(self, found):
        number = int(found[1])
        if number > len(self.notes):
            return f"<sup>{number}</sup>"
        if number in self.placed:
            return f'<sup><a href="#note-{number}">{number}</a></sup>'
        self.placed.add(number)
        html = self._clean(self.notes[number - 1]).strip()
        # A footnote is a line of text: its paragraphs become one, apart by breaks.
        inline = _PARAGRAPH.sub("<br>", html).replace("<p>", "").replace("</p>", "")
        return f'<span class="footnote" id="note-{number}" data-number="{number}">{inline}</span>'


def whole_words(html):
    """`html` with its Korean words kept whole at the ends of lines, as Korean is set."""
    head, body, rest = html.partition("<body>")
    return head + body + _TEXT.sub(lambda text: _WORD.sub(_KEPT, text[0]), rest)


def image_data(figure):
    """A figure's file as a data: address."""
    with default_storage.open(figure.image.name) as file:
        data = base64.b64encode(file.read()).decode()
    kind = mimetypes.guess_type(figure.image.name)[0] or "image/webp"
    return f"data:{kind};base64,{data}"


@cache
def css(name):
    """The rules in the file of this name; part of the document, because the typesetter reads no file."""
    return mark_safe(Path(__file__).with_name(name).read_text())
