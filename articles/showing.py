"""A piece as readers get it: one way for its page, an earlier edition's, and a preview of one to come."""

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from issues.clock import day_of
from sejong_cms.pages import absolute

from . import citations, metadata
from .addresses import own_address, own_path
from .around import around
from .contents import contents_of_one
from .corrections import TOLD
from .models import Article
from .papers import PDF, card, offered
from .reading import reading_of
from .rendering import numbered_notes, outline

TEMPLATE = "articles/article.html"


def shown(edition, history):
    """The page's context of a numbered edition; `history` are the piece's numbered editions."""
    contents = contents_of_one(edition)
    live = live_of(history)
    before = [row for row in history if row.is_released and row.number < edition.number]
    citation = citation_of(edition, contents.bylines)
    translations = _translations(edition.article)
    # Scholars' programs want it right below the page that they read.
    pdf = own_path(edition.article if edition is live else edition) + PDF if offered() else ""
    assessments = contents.of_kind("assessment")
    found = around(edition, assessments)
    for block in assessments:
        block.around = found.said.get(block.pk)
    return {
        "edition": edition,
        "article": edition.article,
        "bylines": contents.bylines,
        "sections": outline(contents),
        "notes": numbered_notes(contents),
        "recommendations": contents.of_kind("recommendation"),
        "related": found.related,
        "minutes": reading_of(edition, contents).minutes,
        "history": history,
        "live": live,
        "is_live": edition is live,
        "told": edition.change_kind in TOLD,
        "before": before[-1] if before else None,
        "translations": translations,
        "citation": citations.line(citation),
        "cited": citation,
        "machines": _for_machines(edition, citation, contents, history, translations, pdf),
        "pdf": pdf and edition.get_absolute_url() + PDF,
        "cite_base": edition.get_absolute_url(),
    }


def _for_machines(edition, citation, contents, history, translations, pdf):
    """What the page's head says to programs: see `metadata`."""
    page = own_address(edition.article)
    own = own_address(edition)
    return {
        "highwire": metadata.highwire(citation, pdf=absolute(pdf) if pdf else ""),
        "open_graph": metadata.open_graph(
            citation, page=page, site=settings.SITE_NAME, card=_card_of(edition)
        ),
        "json_ld": metadata.json_ld(
            citation,
            page=page,
            edition=edition,
            history=history,
            parts=[
                (block.question, f"{own}#{block.anchor}")
                for block in contents.of_kind("assessment")
            ],
            people=[(row.name, absolute(row.page) if row.page else "") for row in contents.bylines],
            translations=[(other.language, own_address(other)) for other in translations],
        ),
    }


def _card_of(edition):
    """The address of the picture for sharing, which has no language of its own; '' where there is none."""
    if not card.offered():
        return ""
    return absolute(reverse("card", args=[edition.article.slug, edition.number]))


def foreseen(edition, *, at=None, figures=None):
    """The page's context of an edition that has no number yet, as it would be if it went live.

    It gets the number and the days that publication would give it. `figures(name)` gives the address
    of an image file, where readers would not find it at its own yet.
    """
    history = list(numbered_of(edition))
    last = max((row.number for row in history), default=0)
    at = edition.due_at or at or timezone.now()
    edition.number, edition.live_from = last + 1, at
    edition.published_on = edition.published_on or day_of(at)
    context = shown(edition, [*history, edition])
    if figures is not None:
        for section in context["sections"]:
            for block, _advice in section.parts:
                if block.kind == "figure":
                    block.address = figures(block.image.name.rpartition("/")[2])
    return context | {
        "live": edition,
        "is_live": True,
        "cite_base": "",
        "pdf": "",
        "cited": None,
        "foreseen": True,
    }


def numbered_of(edition):
    """The numbered editions of an edition's piece, by number."""
    return edition.article.editions.numbered().select_related("article__series").order_by("number")


def live_of(history):
    return next((edition for edition in history if edition.is_live), None)


def live_at(history, moment):
    """The edition of `history` that was live at `moment`, withdrawn ones too; before the first, the first."""
    begun = [edition for edition in history if edition.live_from <= moment]
    return max(begun, key=lambda edition: edition.live_from) if begun else history[0]


def citation_of(edition, bylines):
    """The Citation of a numbered `edition`: the same in every language of the pages, by its address in its own."""
    return citations.citation_of(edition, bylines, own_address(edition))


def _translations(article):
    """The same piece in other languages, as far as readers can read it there."""
    original = article.original_id or article.pk
    rows = Article.objects.published().filter(Q(pk=original) | Q(original=original))
    return [row for row in rows.order_by("language") if row.pk != article.pk]
