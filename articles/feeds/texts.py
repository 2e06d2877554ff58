"""The whole text of an edition as the HTML that feed readers show.

Nothing in it runs, needs a style sheet of ours, or has an address that is not whole: feed readers show it far from
this site. It says what the edition says and nothing that changes later, such as what became of its advice.
"""

import re

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from issues.clock import day_of
from sejong_cms.pages import absolute

from ..addresses import whole
from ..corrections import TOLD, label_of
from ..enums import RecommendationStance, TraitStance
from ..html import clean
from ..rendering import UnknownKind, judgement_words, numbered_notes, outline

_NOTE_LINK = re.compile(r'<a href="#note-[1-9][0-9]{0,3}">.*?</a>', re.DOTALL)


def written(edition, contents):
    """HTML of a released `edition` with its Contents, in the language of the piece."""
    with override(edition.article.language):
        parts = [
            _told(edition),
            linebreaks(edition.abstract, autoescape=True) if edition.abstract else "",
            *(_section(section) for section in outline(contents)),
            _notes(contents),
            linebreaks(edition.disclaimer, autoescape=True) if edition.disclaimer else "",
        ]
        return whole("".join(parts), absolute(edition.get_absolute_url()))


def _told(edition):
    if edition.change_kind not in TOLD:
        return ""
    return format_html(
        "<p><strong>{}, {}.</strong> {}</p>",
        label_of(edition),
        date_format(day_of(edition.live_from)),
        edition.change_note,
    )


def _section(section):
    if section.kind == "recommendation":
        blocks = [block for first, more in section.parts for block in (first, *more)]
        return format_html("<h2>{}</h2>{}", _("Recommendations"), _advice(blocks))
    parts = [_block(block) + _advice(advice) for block, advice in section.parts]
    if section.kind == "trait" and not section.titled:
        heading = _("Traits of %(actor)s") % {"actor": section.actor.local_name}
        parts.insert(0, format_html("<h2>{}</h2>", heading))
    return "".join(parts)


def _block(block):
    try:
        write = WRITERS[block.kind]
    except KeyError:
        raise UnknownKind(block.kind) from None
    return write(block)


def _passage(block):
    return _heading("h2", block.heading) + _rich(block.html)


def _trait(block):
    said = ""
    if block.stance != TraitStance.ASSERTS:
        said = f" ({block.get_stance_display()})"
    return _heading("h3", f"{block.name}{said}") + _rich(block.html)


def _assessment(block):
    number = f"{block.number} " if block.number else ""
    parts = [_heading("h2", f"{number}{block.question}")]
    if block.answer:
        parts.append(format_html("<p><strong>{}</strong></p>", block.answer))
    if words := " ".join(judgement_words(block)):
        parts.append(format_html("<p>{}</p>", words))
    if block.change_reason:
        label = _("Why the outlook changed")
        parts.append(format_html("<p><em>{}</em> {}</p>", label, block.change_reason))
    parts.append(_rich(block.html))
    if block.issue.is_public:
        words = _("All we have said on “%(issue)s”") % {"issue": block.issue.local_title}
        link = format_html('<a href="{}">{}</a>', block.issue.get_absolute_url(), words)
        parts.append(format_html("<p>{}</p>", link))
    return "".join(parts)


def _figure(block):
    words = " ".join(filter(None, (block.caption, block.credit)))
    return format_html(
        '<figure><img src="{}" width="{}" height="{}" alt="{}">{}</figure>',
        block.address,
        block.width,
        block.height,
        block.alt,
        format_html("<figcaption>{}</figcaption>", words) if words else "",
    )


def _advice(blocks):
    if not blocks:
        return ""
    rows = [(_worded(block), _of_advice(block)) for block in blocks]
    return format_html("<ul>{}</ul>", format_html_join("", "<li><p>{}</p>{}</li>", rows))


def _worded(block):
    row = block.recommendation
    if not row.is_public:
        return block.wording
    return format_html('<a href="{}">{}</a>', row.get_absolute_url(), block.wording)


def _of_advice(block):
    """To whom it is given, and what it is to earlier advice."""
    words, addressee = [], block.recommendation.addressee
    if addressee and addressee.is_public:
        words.append(f"{pgettext('addressee', 'To')} {addressee.local_name}")
    if block.stance != RecommendationStance.MAKES:
        words.append(_("%(stance)s earlier advice") % {"stance": block.get_stance_display()})
    return format_html("<p>{}</p>", " · ".join(words)) if words else ""


def _notes(contents):
    rows = numbered_notes(contents)
    if not rows:
        return ""
    items = "".join(f"<li>{_rich(note.html)}</li>" for _number, note, _anchor in rows)
    return format_html("<h2>{}</h2><ol>{}</ol>", _("Notes"), mark_safe(items))


def _heading(tag, words):
    return format_html("<{}>{}</{}>", mark_safe(tag), words, mark_safe(tag)) if words else ""


def _rich(html):
    return _NOTE_LINK.sub(r"<sup>\g<0></sup>", clean(html))


#: How each kind of block is written; a recommendation stands in a list, below another block or alone.
WRITERS = {
    "passage": _passage,
    "trait": _trait,
    "assessment": _assessment,
    "recommendation": lambda block: _advice([block]),
    "figure": _figure,
}
