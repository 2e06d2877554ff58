"""The PDF of an edition, and its card."""

from django.http import Http404, HttpResponse

from sejong_cms.pages import page
from sejong_cms.typeset import Busy, later, pdf_response
from sejong_cms.typesetting import CannotTypeset

from .papers import card, making
from .showing import live_of
from .views import history_of, numbered_in, withdrawn_notice


@page
def paper(request, slug, number=None):
    """The PDF of an edition, or of the live one. 404 where it cannot be made; 503 while it is being made."""
    history = history_of(slug)
    wanted = live_of(history) if number is None else numbered_in(history, number)
    if wanted is None or not wanted.is_released:
        return withdrawn_notice(request, wanted, history)
    try:
        row = making.paper_of(wanted)
    except Busy:
        return later(request, wanted.get_absolute_url(), wanted.title, wanted.article.language)
    except CannotTypeset:
        raise Http404 from None
    response = pdf_response(making.read(row), f"{slug}-{wanted.number}.pdf")
    response.headers["ETag"] = f'"{row.sha256}"'
    return response


@page
def card_image(request, slug, number):
    """The picture of an edition for where its address is shared. 404 where this machine cannot draw its words."""
    wanted = numbered_in(history := history_of(slug), number)
    if not wanted.is_released:
        return withdrawn_notice(request, wanted, history)
    try:
        return HttpResponse(card.card_of(wanted), content_type="image/png")
    except card.NoFont:
        raise Http404 from None
