"""What outsiders get by a preview link: one edition, and nothing that lasts."""

from functools import wraps

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import previews
from .showing import TEMPLATE, foreseen
from .views import figure_file


def _passing(view):
    """A view that no cache keeps, no search engine lists, and no other site hears of."""

    @wraps(view)
    def answer(request, token, **kwargs):
        link = previews.opened(token)
        if link is None:
            raise Http404
        response = view(request, link, token, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return never_cache(require_safe(answer))


@_passing
def preview(request, link, token):
    """The edition as it stands; once it is published, the way to its page."""
    if not link.edition.is_open:
        # Never a permanent one: browsers would keep the secret with it.
        return HttpResponseRedirect(link.edition.get_absolute_url())

    def address(name):
        return reverse("preview_figure", args=[token, name])

    until = timezone.localtime(link.expires_at, timezone.get_default_timezone())
    context = foreseen(link.edition, figures=address) | {
        "preview_until": _("%(moment)s, Seoul time")
        % {"moment": date_format(until, "DATETIME_FORMAT")}
    }
    return render(request, TEMPLATE, context)


@_passing
def figure(request, link, token, name):
    """An image of that edition, as long as it is not out."""
    if not link.edition.is_open:
        return HttpResponseRedirect(reverse("figure", args=[name]))
    if not link.edition.figures.filter(image=f"figures/{name}").exists():
        raise Http404
    return figure_file(request, name, public=False)
