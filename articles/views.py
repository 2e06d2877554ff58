"""The publication's pages: pieces, their editions, authors, series, figures, citations."""

from itertools import pairwise

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from issues.duplicates import survivor
from sejong_cms import memento
from sejong_cms.pages import gone, page, paginated

from . import citations
from .archive import chips_of, years_of
from .corrections import notices
from .enums import Language
from .expertise import assessed_most
from .models import Assessment, Author, Edition, Figure, Series
from .narrowing import narrowing_from
from .showing import TEMPLATE, citation_of, live_at, live_of, shown

ENTRIES_PER_PAGE = 100
_MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}


@page
def articles(request):
    """All live pieces, newest first, narrowed by what the query asks for."""
    wanted = narrowing_from(request.GET)
    live = Edition.objects.published()
    context = {
        "page": paginated(request, wanted.of(live).for_lists().newest_first()),
        "wanted": wanted,
        "all_series": Series.objects.public(),
        "years": years_of(live, wanted),
        "chips": chips_of(wanted),
        "languages": Language,
    }
    return render(request, "articles/articles.html", context)


@page
def article(request, slug):
    """The live edition of a piece; 410 with the notice where it was withdrawn."""
    history = history_of(slug)
    if (moment := memento.asked_for(request)) is not None:
        then = live_at(history, moment).get_absolute_url()
        return memento.leading(then, **_addresses(history[0].article))
    live = live_of(history)
    if live is None:
        withdrawn = [edition for edition in history if not edition.is_released]
        last = max(withdrawn, key=lambda edition: edition.withdrawn_at)
        response = withdrawn_notice(request, last, history)
    else:
        response = _read(request, live, history)
    return memento.linked(response, **_addresses(history[0].article))


@page
def edition(request, slug, number):
    """One edition for ever; 410 with the notice where it was withdrawn."""
    history = history_of(slug)
    wanted = numbered_in(history, number)
    if not wanted.is_released:
        return withdrawn_notice(request, wanted, history)
    response = _read(request, wanted, history)
    return memento.linked(response, **_addresses(wanted.article), moment=wanted.live_from)


@page
def timemap(request, slug):
    """Every edition whose text can be read, each with the moment from which it was live (RFC 7089)."""
    history = history_of(slug)
    mementos = [(row.get_absolute_url(), row.live_from) for row in history if row.is_released]
    return memento.timemap_of(**_addresses(history[0].article), mementos=mementos)


@page
def editions(request, slug):
    """Every edition that was ever published, newest first; of withdrawn ones the reason."""
    history = history_of(slug)
    before = dict(pairwise(row.number for row in reversed(history) if row.is_released))
    context = {
        "article": history[0].article,
        "history": [(row, before.get(row.number)) for row in reversed(history)],
        "live": live_of(history),
    }
    return render(request, "articles/editions.html", context)


@page
def corrections(request):
    """What was put right and what was withdrawn, the newest first."""
    context = {"page": paginated(request, notices())}
    return render(request, "articles/corrections.html", context)


@page
def cite(request, slug, suffix, number=None):
    """The citation of an edition, or of the live one, as a file; pinned to the edition."""
    history = history_of(slug)
    cited = live_of(history) if number is None else numbered_in(history, number)
    if cited is None or not cited.is_released:
        return withdrawn_notice(request, cited, history)
    citation = citation_of(cited, cited.bylines.all())
    return _file(citation, suffix, f"edition-{cited.number}")


@page
def cite_assessment(request, slug, number, uid, suffix):
    """The citation of an assessment as a file; pinned to the edition."""
    history = history_of(slug)
    cited = numbered_in(history, number)
    if not cited.is_released:
        return withdrawn_notice(request, cited, history)
    block = get_object_or_404(Assessment.objects.released(), parent=cited, uid=uid)
    citation = citations.part_of(citation_of(cited, cited.bylines.all()), block)
    return _file(citation, suffix, f"assessment-{block.uid}-edition-{cited.number}")


@page
def authors(request):
    return render(
        request,
        "articles/authors.html",
        {"page": paginated(request, Author.objects.public().answering(), ENTRIES_PER_PAGE)},
    )


@page
def author(request, slug):
    """The live pieces of a person; of one who was entered twice, with a word where all of them are."""
    return _pieces_of(request, Author, slug, "author", lambda live, row: live.by_author(row))


@page
def series(request, slug):
    return _pieces_of(
        request, Series, slug, "series", lambda live, row: live.filter(article__series=row)
    )


@require_safe
def figure(request, name):
    """An image file of a released edition; to the desk also one of an edition it may see."""
    path = f"figures/{name}"
    public = Figure.objects.released().filter(image=path).exists()
    # The desk is asked only after that, so that the answer to readers does not depend on a session.
    if not (public or Figure.objects.visible_to(request.user).filter(image=path).exists()):
        raise Http404
    return figure_file(request, name, public=public)


def figure_file(request, name, *, public):
    """The file of a figure, for whom the caller has found that they may see it."""
    tag = f'"{name[:64]}"'
    # Before the file is opened: an answer that replaces this one would leave it open.
    response = get_conditional_response(request, etag=tag)
    if response is None:
        try:
            file = default_storage.open(f"figures/{name}")
        except FileNotFoundError:
            raise Http404 from None
        response = FileResponse(file, content_type=_MEDIA_TYPES[name.rsplit(".", 1)[1]])
    response["ETag"] = tag
    if public:
        # A file never changes under its name. Caches on the way ask again all the same: its edition
        # may be withdrawn.
        patch_cache_control(response, public=True, max_age=31536000, s_maxage=60, immutable=True)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def history_of(slug):
    """Every edition of a piece that was ever published, by number. 404 where there is none."""
    rows = Edition.objects.numbered().filter(article__slug=slug)
    history = list(rows.select_related("article__series").order_by("number"))
    if not history:
        raise Http404
    return history


def withdrawn_notice(request, edition, history):
    """410 for an edition, or for a piece by its last one: since when, why, and what can be read instead."""
    readable = [row for row in history if row.is_released]
    context = {
        "edition": edition or history[-1],
        "history": history,
        "live": live_of(history),
        "earlier": readable[-1] if readable else None,
    }
    return gone(request, "articles/withdrawn.html", context)


def _file(citation, suffix, name):
    media_type, write = citations.FORMATS[suffix]
    response = HttpResponse(write(citation), content_type=f"{media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response


def _addresses(article):
    return {
        "original": article.get_absolute_url(),
        "timemap": reverse("timemap", args=[article.slug]),
    }


def numbered_in(history, number):
    for edition in history:
        if edition.number == number:
            return edition
    raise Http404


def _read(request, edition, history):
    return render(request, TEMPLATE, shown(edition, history))


def _pieces_of(request, model, slug, name, pieces):
    row = get_object_or_404(model.objects.public(), slug=slug)
    live = pieces(Edition.objects.published(), row)
    context = {
        name: row,
        "page": paginated(request, live.for_lists().newest_first()),
        "all_pieces": f"{reverse('articles')}?{name}={row.slug}",
    }
    if model is Author:
        context["assessed"] = assessed_most(live)
        if (answers := survivor(row)) != row:
            context["answers"] = answers
    return render(request, f"articles/{name}.html", context)
