"""How two assessments judge otherwise, each in one plain sentence."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..board import Mark, Move
from ..enums import Likelihood, Outlook


def outlook_change(before, after):
    """From the outlook of one assessment to that of another; '' where neither has one."""
    move = _move(before, after).outlook
    fallback = _("from %(before)s to %(after)s")
    words = {
        1: _("from %(before)s to %(after)s, for the better"),
        -1: _("from %(before)s to %(after)s, for the worse"),
    }.get(move, fallback)
    return _words(_label(Outlook, before.outlook), _label(Outlook, after.outlook), words)


def likelihood_change(before, after):
    """From the likelihood of one assessment to that of another, with the steps of the scale between
    them; '' where neither has one.
    """
    steps = _move(before, after).likelihood
    words = _("from %(before)s to %(after)s")
    if steps:
        up = ngettext("one step up", "%(count)s steps up", steps)
        down = ngettext("one step down", "%(count)s steps down", -steps)
        words = f"{words}, {(up if steps > 0 else down) % {'count': abs(steps)}}"
    return _words(
        _label(Likelihood, before.likelihood), _label(Likelihood, after.likelihood), words
    )


def horizon_change(before, after):
    """From the horizon of one assessment to that of another; '' where neither has one."""
    days = (block.horizon and date_format(block.horizon) for block in (before, after))
    return _words(*days, _("from %(before)s to %(after)s"))


def _words(before, after, changed):
    if not before and not after:
        return ""
    if before == after:
        changed = _("%(after)s, as before")
    elif not before:
        changed = _("none given before, then %(after)s")
    elif not after:
        changed = _("%(before)s before, then none given")
    return changed % {"before": before, "after": after}


def _label(choices, value):
    return choices(value).label if value else ""


def _move(before, after):
    return Move(
        *(Mark(block.pk, None, block.outlook, block.likelihood) for block in (before, after))
    )
