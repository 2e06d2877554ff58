"""The course of an issue's outlooks as a small line, and moves in words: HTML without a template.

A board shows hundreds of them, so each is one string, made once for a language.
"""

from functools import lru_cache
from itertools import groupby

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from articles.board import MARKS
from articles.enums import Likelihood, Outlook

# Lengths in the units of the drawing.
APART, EDGE, HEIGHT = 8, 6, 28
WIDTH = (MARKS - 1) * APART + 2 * EDGE
_MIDDLE = 14
_HEIGHTS = {Outlook.IMPROVING: 5, Outlook.STEADY: _MIDDLE, Outlook.WORSENING: 23}

_UP, _DOWN, _OTHER = "▲", "▼", "◆"


def course(marks, language=None):
    """`marks` (of `articles.board`, oldest first) as an inline SVG with a text alternative.

    The newest stands at the right edge. Height says the outlook; an uncertain one is a hollow dot
    that no line passes; an assessment without outlook leaves its place empty. `language` is the
    page's, where the caller knows it.
    """
    return _course(tuple([mark.outlook for mark in marks]), language or get_language())


def outlook_move(move):
    """How a Move's outlook changed: 'worse: steady → worsening'.

    '' where it did not, or where there was none to change.
    """
    if not move or not move.outlook_changed or not move.before.outlook:
        return ""
    return _outlook_move(move.before.outlook, move.now.outlook, move.outlook, get_language())


def likelihood_move(move):
    """How a Move's likelihood changed: 'likely → very likely, one step up'; as `outlook_move`."""
    if not move or not move.likelihood_changed or not move.before.likelihood:
        return ""
    before, now = move.before.likelihood, move.now.likelihood
    return _likelihood_move(before, now, move.likelihood, get_language())


@lru_cache(maxsize=8192)
def _course(outlooks, language):
    if not any(outlooks):
        return ""
    runs = (
        (Outlook(outlook).label if outlook else _("none given"), len(list(run)))
        for outlook, run in groupby(outlooks)
    )
    words = ", ".join(f"{label} ({count})" if count > 1 else str(label) for label, count in runs)
    return format_html(
        '<svg class="course" role="img" aria-label="{}" width="{}" height="{}"'
        ' viewBox="0 0 {} {}">{}</svg>',
        _("Outlooks, oldest first: %(words)s") % {"words": words},
        *(WIDTH, HEIGHT, WIDTH, HEIGHT, _drawing(outlooks)),
    )


def _drawing(outlooks):
    """Of numbers and names of classes alone."""
    left = WIDTH - EDGE - (len(outlooks) - 1) * APART
    places = [
        (left + n * APART, _HEIGHTS.get(outlook, _MIDDLE), outlook)
        for n, outlook in enumerate(outlooks)
    ]
    parts = [f'<path class="course-steady" d="M{EDGE} {_MIDDLE}H{WIDTH - EDGE}"/>']
    for directed, run in groupby(places, key=lambda place: place[2] in _HEIGHTS):
        points = [f"{x} {y}" for x, y, _outlook in run]
        if directed and len(points) > 1:
            parts.append(f'<path class="course-line" d="M{" ".join(points)}"/>')
    *earlier, (x, y, last) = places
    for outlook in _HEIGHTS:
        # A line of no length with round ends is a dot: all dots of a kind are one path.
        dots = "".join(f"M{x} {y}h0" for x, y, found in earlier if found == outlook)
        if dots:
            parts.append(f'<path class="dot dot-{outlook.value}" d="{dots}"/>')
    parts += (
        f'<circle class="hollow" cx="{x}" cy="{y}" r="2.5"/>'
        for x, y, found in earlier
        if found == Outlook.UNCERTAIN
    )
    if last:
        kind = "hollow" if last == Outlook.UNCERTAIN else f"last-{Outlook(last).value}"
        parts.append(f'<circle class="{kind}" cx="{x}" cy="{y}" r="4"/>')
    return mark_safe("".join(parts))


@lru_cache(maxsize=512)
def _outlook_move(before, now, direction, language):
    sign, kind, words = {
        1: (_UP, "better", _("better: %(before)s → %(now)s")),
        -1: (_DOWN, "worse", _("worse: %(before)s → %(now)s")),
        None: (_OTHER, "other", _("%(before)s → %(now)s")),
    }[direction]
    labels = {
        "before": Outlook(before).label,
        "now": Outlook(now).label if now else _("no outlook"),
    }
    return _move(kind, sign, words % labels)


@lru_cache(maxsize=512)
def _likelihood_move(before, now, steps, language):
    labels = {
        "before": Likelihood(before).label,
        "now": Likelihood(now).label if now else _("none given"),
    }
    if steps is None:
        return _move("other", _OTHER, _("%(before)s → %(now)s") % labels)
    if steps > 0:
        words = ngettext("one step up", "%(count)s steps up", steps)
    else:
        words = ngettext("one step down", "%(count)s steps down", -steps)
    labels["steps"] = words % {"count": abs(steps)}
    return _move(
        "other", _UP if steps > 0 else _DOWN, _("%(before)s → %(now)s, %(steps)s") % labels
    )


def _move(kind, sign, words):
    return format_html(
        '<span class="move move-{}"><span aria-hidden="true">{}</span> {}</span>', kind, sign, words
    )
