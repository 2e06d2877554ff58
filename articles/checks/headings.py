"""Headings that skip a level: who listens to a page finds their way by them."""

import re

from django.utils.translation import gettext as _

from ..html import to_text
from .problem import Problem

_HEADING = re.compile(r"<h([34])[^>]*>(.*?)</h\1>", re.DOTALL)

#: The level of a block's own heading on the page; the piece's title is the first.
_OWN = {"passage": 2, "assessment": 2, "trait": 3}


def problems(contents):
    level = 1
    for block in contents.blocks:
        if block.kind != "passage" or block.heading:
            level = _OWN.get(block.kind, level)
        for match in _HEADING.finditer(getattr(block, "html", "")):
            found = int(match[1])
            if found > level + 1:
                yield Problem("heading_order", _words(block, found, match[2]), block.uid, "html")
            level = found


def _words(block, level, html):
    words = (
        _("“%s” comes before the block has a heading; give it one.")
        if level == 3
        else _("“%s” is a small heading without a larger one above it; make it heading 3.")
    )
    return words % to_text(html)
