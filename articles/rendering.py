"""From blocks to HTML: one template per kind, registered here; rich text through one function."""

import re
from dataclasses import dataclass, field

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .enums import Likelihood
from .html import clean

#: The template of every kind of block. A system check compares it with `articles.models.BLOCKS`.
TEMPLATES = {
    "passage": "blocks/passage.html",
    "trait": "blocks/trait.html",
    "assessment": "blocks/assessment.html",
    "recommendation": "blocks/recommendation.html",
    "figure": "blocks/figure.html",
}

#: A link to a page of the site, at its English address.
_PAGE_LINK = re.compile(r'(<a href=")/(?!/|api/|admin/|media/|static/|ko/)')
_NOTE_LINK = re.compile(r'<a href="#note-([1-9][0-9]{0,3})"')


class UnknownKind(LookupError):
    """A kind of block that nobody has written a template for."""


def render_block(block, **context):
    """The HTML of one block. Raises UnknownKind."""
    try:
        template = TEMPLATES[block.kind]
    except KeyError:
        raise UnknownKind(block.kind) from None
    return render_to_string(template, {"block": block, **context})


def rich(html):
    """Rich text as HTML to be put into a page."""
    html = _NOTE_LINK.sub(r'<a class="note-link" role="doc-noteref" href="#note-\1"', clean(html))
    if (language := get_language()) != settings.LANGUAGE_CODE:
        html = _PAGE_LINK.sub(rf"\1/{language}/", html)
    # Safe because `clean` has just let through nothing but the allowed tags and attributes: the
    # database holds only clean HTML already, but a page does not rely on who wrote to it.
    return mark_safe(html)


def likelihood_words(value):
    """A step of the scale with what it means: 'likely (55–80 %)'."""
    step = Likelihood(value)
    low, high = Likelihood.percent()[step]
    return f"{step.label} ({low}–{high}\u00a0%)"


def judgement_words(block):
    """Outlook and likelihood of an assessment, as far as it has them: a sentence each."""
    if block.outlook:
        yield _("Outlook: %(outlook)s.") % {"outlook": block.get_outlook_display()}
    if block.likelihood:
        likely = likelihood_words(block.likelihood)
        if block.horizon:
            told = {"likelihood": likely, "day": date_format(block.horizon)}
            likely = _("%(likelihood)s, by %(day)s") % told
        yield _("Likelihood: %(likelihood)s.") % {"likelihood": likely}


@dataclass
class Section:
    """A stretch of a piece that its table of contents names as one.

    `parts` are (block, [recommendation blocks under it]); consecutive traits of one actor are one
    section. `titled` says whether the section before it has a heading that covers it.
    """

    kind: str
    parts: list = field(default_factory=list)
    titled: bool = False

    @property
    def first(self):
        return self.parts[0][0]

    @property
    def anchor(self):
        return f"traits-{self.first.uid}" if self.kind == "trait" else self.first.anchor

    @property
    def actor(self):
        return self.first.trait.actor


def outline(contents):
    """The Sections of a piece, in order."""
    sections = []
    for block, advice in contents.sections():
        last = sections[-1] if sections else None
        if (
            block.kind == "trait"
            and last
            and last.kind == "trait"
            and last.actor.pk == block.trait.actor_id
        ):
            last.parts.append((block, advice))
            continue
        titled = bool(last and last.kind == "passage" and last.first.heading)
        sections.append(Section(block.kind, [(block, advice)], titled))
    return sections


def numbered_notes(contents):
    """[(number, note, anchor of the block that first refers to it or '')]."""
    found = []
    for number, note in enumerate(contents.notes, start=1):
        link = f'href="#note-{number}"'
        anchors = (b.anchor for b in contents.blocks if link in getattr(b, "html", ""))
        found.append((number, note, next(anchors, "")))
    return found
