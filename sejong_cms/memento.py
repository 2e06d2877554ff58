"""RFC 7089: asking for an address as it was at a moment (`Accept-Datetime`), and saying of what a page is a memento."""

import datetime as dt

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe
from django.utils.translation import gettext as _

from .pages import absolute
from .params import BadParameter


def asked_for(request):
    """The moment that `Accept-Datetime` names, None without one. Raises BadParameter for what is none."""
    header = request.headers.get("Accept-Datetime")
    if header is None:
        return None
    stamp = parse_http_date_safe(header)
    if stamp is None:
        # RFC 7089, 4.5.3: a 400 for what cannot be understood.
        raise BadParameter("Accept-Datetime", _("Give a moment as HTTP writes it, in GMT."))
    # What is to come is as it is now; a day after the calendar's end has no date in Seoul.
    return min(dt.datetime.fromtimestamp(stamp, dt.UTC), timezone.now())


def leading(path, **addresses):
    """The answer of a time gate: to the memento at `path`. `addresses` as `linked` takes them."""
    return linked(HttpResponseRedirect(path), **addresses)


def linked(response, *, original, timemap=None, moment=None):
    """`response` with the links that RFC 7089 wants. `original` and `timemap` are paths.

    With `moment` the answer is a memento, of that moment; without it, the original and its time gate.
    """
    links = [f'<{absolute(original)}>; rel="original timegate"']
    if timemap:
        links.append(f'<{absolute(timemap)}>; rel="timemap"; type="application/link-format"')
    response.headers["Link"] = ", ".join(links)
    if moment is None:
        patch_vary_headers(response, ("Accept-Datetime",))
    else:
        response.headers["Memento-Datetime"] = http_date(moment.timestamp())
    return response


def timemap_of(*, original, timemap, mementos):
    """The TimeMap of `original`: `mementos` are (path, moment), the oldest first."""
    lines = [
        f'<{absolute(original)}>;rel="original timegate"',
        f'<{absolute(timemap)}>;rel="self";type="application/link-format"',
    ]
    for place, (path, moment) in enumerate(mementos):
        rel = " ".join(
            word
            for word, applies in (
                ("first", place == 0),
                ("last", place == len(mementos) - 1),
                ("memento", True),
            )
            if applies
        )
        lines.append(f'<{absolute(path)}>;rel="{rel}";datetime="{http_date(moment.timestamp())}"')
    return HttpResponse(",\n".join(lines) + "\n", content_type="application/link-format")
