"""An edition as readers will get it, in a frame of their devices, and links that show it to outsiders."""

import datetime as dt
from functools import wraps

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_safe

from sejong_cms.pages import absolute

from .. import previews
from ..errors import Missing, Refused
from ..models import PreviewLink
from ..showing import TEMPLATE, foreseen, live_of, numbered_of, shown
from .rows import number
from .verbs import moment, person, sentence

FRAMING_CSP = {**settings.SECURE_CSP, "frame-src": [CSP.SELF]}
FRAMED_CSP = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]}

#: Hours that a link can be made for.
LASTING = (
    (1, gettext_lazy("1 hour")),
    (24, gettext_lazy("1 day")),
    (72, gettext_lazy("3 days")),
    (168, gettext_lazy("1 week")),
    (336, gettext_lazy("2 weeks")),
    (720, gettext_lazy("30 days")),
)


class LinkForm(forms.Form):
    recipient = PreviewLink._meta.get_field("recipient").formfield(
        widget=forms.TextInput(attrs={"class": "vTextField", "size": 40})
    )
    hours = forms.TypedChoiceField(
        label=gettext_lazy("For how long"), choices=LASTING, coerce=int, initial=72
    )


def urls(model_admin):
    """The addresses below an edition's."""

    def wrap(view, methods):
        @methods
        @wraps(view)
        def answer(request, pk):
            return view(model_admin, request, model_admin._edition(request, pk))

        return model_admin.admin_site.admin_view(answer)

    return [
        path(
            "<int:pk>/preview/",
            csp_override(FRAMING_CSP)(
                wrap(preview_view, require_http_methods(["GET", "HEAD", "POST"]))
            ),
            name="articles_edition_preview",
        ),
        path(
            "<int:pk>/preview/page/",
            csp_override(FRAMED_CSP)(
                xframe_options_sameorigin(wrap(preview_page_view, require_safe))
            ),
            name="articles_edition_preview_page",
        ),
    ]


def preview_page_view(model_admin, request, edition):
    """The page itself; `?language=` is that of the words around the text."""
    language = request.GET.get("language", "en")
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        response = render(request, *_page_of(edition))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _page_of(edition):
    """(template, context) as readers get them now, or would if it went live."""
    if edition.number is None:
        return TEMPLATE, foreseen(edition)
    history = list(numbered_of(edition))
    edition = next(row for row in history if row.pk == edition.pk)
    if edition.is_released:
        return TEMPLATE, shown(edition, history)
    notice = {"edition": edition, "history": history, "live": live_of(history)}
    return "articles/withdrawn.html", notice


def preview_view(model_admin, request, edition):
    """The frame with its devices, and the links for outsiders; a POST makes or withdraws one."""
    here = reverse("admin:articles_edition_preview", args=[edition.pk])
    form = LinkForm()
    if request.method == "POST":
        form = LinkForm(request.POST if request.POST.get("do") == "make" else None)
        try:
            said = _do(request, edition, form)
        except Missing as missing:
            form.add_error("recipient", str(missing))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(here)
        else:
            if said:
                messages.success(request, said)
                return HttpResponseRedirect(f"{here}#links")
    now = timezone.now()
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Preview"),
        "subtitle": edition.title,
        "opts": model_admin.opts,
        "edition": edition,
        "here": model_admin.url_of(edition),
        "page": reverse("admin:articles_edition_preview_page", args=[edition.pk]),
        "sentence": sentence(edition),
        "languages": settings.LANGUAGES,
        "language": edition.article.language,
        "form": form,
        "links": [_link(link, edition, now) for link in previews.links_of(edition)],
    }
    return TemplateResponse(request, "admin/articles/edition/preview.html", context)


def _do(request, edition, form):
    """Do what one button says. Returns what to say about it; '' where the form has to be mended."""
    if request.POST.get("do") == "withdraw":
        link = edition.preview_links.filter(pk=number(request.POST.get("link", ""), None)).first()
        if link is None:
            raise Http404
        previews.withdraw_link(link, by=request.user)
        return _("The link for %(name)s opens nothing any more.") % {"name": link.recipient}
    if not form.is_bound:
        raise Http404
    if not form.is_valid():
        return ""
    at = timezone.now()
    link = previews.make_link(
        edition,
        by=request.user,
        recipient=form.cleaned_data["recipient"],
        expires_at=at + dt.timedelta(hours=form.cleaned_data["hours"]),
        at=at,
    )
    return _("The link for %(name)s works until %(until)s. Copy it below.") % {
        "name": link.recipient,
        "until": moment(link.expires_at),
    }


def _link(link, edition, now):
    link.edition = edition
    if link.withdrawn_at:
        words = _("withdrawn on %(at)s by %(by)s") % {
            "at": moment(link.withdrawn_at),
            "by": person(link.withdrawn_by),
        }
    elif now >= link.expires_at:
        words = _("expired on %(at)s") % {"at": moment(link.expires_at)}
    elif not edition.is_open:
        words = _("leads to the published page")
    else:
        words = _("works until %(at)s") % {"at": moment(link.expires_at)}
    works = previews.is_working(link, now)
    token = previews.token_of(link) if works else ""
    return {
        "row": link,
        "by": person(link.created_by),
        "words": words,
        "address": absolute(reverse("preview", args=[token])) if works else "",
    }
