"""The PDF of an edition."""

from django.http import Http404

from sejong_cms.pages import page
from sejong_cms.typeset import Busy, later, pdf_response
from sejong_cms.typesetting import CannotTypeset

from .papers import making
from .showing import live_of
from .views import history_of, notice_of, numbered_in


@page
def paper(request, slug, number=None):
    """The PDF of an edition, or of the live one. 404 where it cannot be made; 503 while it is being made."""
    history = history_of(slug)
    live = live_of(history)
    wanted = live if number is None else numbered_in(history, number)
    if wanted is None or not wanted.is_released:
        return notice_of(request, wanted or history[-1], history)
    try:
        row = making.paper_of(wanted)
    except Busy:
        return later(request, wanted.get_absolute_url(), wanted.title, wanted.article.language)
    except CannotTypeset:
        raise Http404 from None
    response = pdf_response(making.read(row), f"{slug}-{wanted.number}.pdf")
    response.headers["ETag"] = f'"{row.sha256}"'
    return response
