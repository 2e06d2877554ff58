"""Any two texts of a piece beside each other, and bringing an earlier one back."""

import re

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from .. import working
from ..compared import compared
from ..errors import Refused
from ..restoring import restore
from ..sides import bases_of, first_choice, named, sides_of, texts_of
from .rows import number
from .verbs import moment, person, sentence

_KEY = re.compile(r"([1-9][0-9]{0,17})\.([1-9][0-9]{0,8})")

_WORDS = {
    "looked": gettext_lazy("since you last looked"),
    "live": gettext_lazy("against what readers get"),
    "submitted": gettext_lazy("since it was submitted"),
    "before": gettext_lazy("since the save before"),
    "begun": gettext_lazy("since it was begun"),
}


def urls(model_admin):
    """The addresses below an edition's."""

    def wrap(view, methods):
        def answer(request, pk, **kwargs):
            return view(model_admin, request, model_admin._edition(request, pk), **kwargs)

        return model_admin.admin_site.admin_view(methods(answer))

    return [
        path(
            "<int:pk>/compare/", wrap(compare_view, require_safe), name="articles_edition_compare"
        ),
        path(
            "<int:pk>/restore/<int:source>/<int:version>/",
            wrap(restore_view, require_http_methods(["GET", "HEAD", "POST"])),
            name="articles_edition_restore",
        ),
    ]


def compare_view(model_admin, request, edition):
    """What the text `b` says otherwise than `a`; each is `<edition's id>.<version>`."""
    sides = sides_of(edition, request.user)
    bases = bases_of(edition, sides, request.user)
    chosen = first_choice(edition, bases, request.user)
    last = _last(sides, edition)
    after = _asked(request, sides, "b") or last
    before = _asked(request, sides, "a") or (bases[chosen] if chosen else after)
    texts = texts_of(before, after)
    here = reverse("admin:articles_edition_compare", args=[edition.pk])
    if after == last:
        working.look(edition, by=request.user, at=timezone.now())
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Compare"),
        "subtitle": edition.title,
        "opts": model_admin.opts,
        "edition": edition,
        "article": edition.article,
        "here": model_admin.url_of(edition),
        "sentence": sentence(edition),
        "before": _Shown(before),
        "after": _Shown(after),
        "groups_of_sides": _grouped(sides),
        "offers": [
            {
                "words": _WORDS[name],
                "url": f"{here}?a={side.key}&b={last.key}",
                "is_shown": (before, after) == (side, last),
            }
            for name, side in bases.items()
        ],
        "restorable": [
            _Shown(side)
            for side in dict.fromkeys((before, after))
            if edition.is_editable and side != last and _is_open_to(model_admin, request, side)
        ],
        **compared(
            *(head for head, _contents in texts), *(c for _head, c in texts), on_the_desk=True
        ),
    }
    return TemplateResponse(request, "admin/articles/edition/compare.html", context)


def restore_view(model_admin, request, edition, source, version):
    """Ask whether an earlier text is to be brought back, naming both; on POST do it."""
    sides = sides_of(edition, request.user)
    side = named(sides, source, version)
    if side is None or side.version != version or not _is_open_to(model_admin, request, side):
        raise Http404
    here = model_admin.url_of(edition)
    if request.method == "POST":
        try:
            restored = restore(
                edition,
                _with_content(side),
                version=number(request.POST.get("version", ""), None),
                by=request.user,
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _("The text reads as in %(save)s again.") % {"save": _Shown(side)}
            )
            for words in restored.changed:
                messages.warning(request, words)
        return HttpResponseRedirect(here)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Bring an earlier text back"),
        "subtitle": edition.title,
        "opts": model_admin.opts,
        "edition": edition,
        "here": here,
        "sentence": sentence(edition),
        "side": _Shown(side),
        "last": _Shown(_last(sides, edition)),
    }
    return TemplateResponse(request, "admin/articles/edition/restore.html", context)


class _Shown:
    """A Side in words."""

    def __init__(self, side):
        self.edition, self.row, self.key = side.edition, side.snapshot, side.key
        self.by = person(side.snapshot.saved_by)
        self.at = moment(side.snapshot.saved_at)
        self.is_last = side.is_last

    def __str__(self):
        at = timezone.localtime(self.row.saved_at, timezone.get_default_timezone())
        words = (
            _("version %(version)s of edition %(number)s, saved %(at)s by %(by)s")
            if self.edition.number
            else _("version %(version)s, saved %(at)s by %(by)s")
        )
        return words % {
            "version": self.row.version,
            "number": self.edition.number,
            "at": f"{at:%Y-%m-%d %H:%M}",
            "by": self.by,
        }


def _grouped(sides):
    """[(an edition in words, [Shown])] for the boxes to choose from."""
    groups = {}
    for side in sides:
        groups.setdefault(side.edition, []).append(_Shown(side))
    return [(_edition_words(edition), rows) for edition, rows in groups.items()]


def _edition_words(edition):
    if edition.number:
        return _("edition %(number)s (%(state)s)") % {
            "number": edition.number,
            "state": edition.get_state_display(),
        }
    return _("edition to come (%(state)s)") % {"state": edition.get_state_display()}


def _asked(request, sides, name):
    """The Side that the query names; None where it names none. 404 for one that cannot be seen."""
    value = request.GET.get(name)
    if value is None:
        return None
    match = _KEY.fullmatch(value)
    side = match and named(sides, int(match[1]), int(match[2]))
    if side is None:
        raise Http404
    return side


def _last(sides, edition):
    return next(side for side in sides if side.edition.pk == edition.pk)


def _is_open_to(model_admin, request, side):
    return model_admin._may_see(request, side.edition)


def _with_content(side):
    side.snapshot.refresh_from_db(fields=["content"])
    side.snapshot.edition = side.edition
    return side.snapshot
