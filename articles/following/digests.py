"""Digests: what happened to what a reader follows since the last one, in one mail.

A digest tells of everything up to a boundary: `HOUR` in Seoul on each day, or each Monday. It is written
`MARGIN` after its boundary by the database's clock, so that what a transaction had dated before the
boundary and committed after it is there. Such transactions take seconds; only one that stays open for
longer than `MARGIN` after the moment it writes down could be passed over.

The mail and `told_until` are written in one transaction that holds the subscriber's row. So nothing is
told twice and nothing is skipped, whoever else writes digests, and whenever this process ends.
"""

import datetime as dt
import logging

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from issues.clock import day_of, start_of

from .. import outbox
from ..enums import Frequency
from ..html import plain
from ..models import Subscriber
from .addresses import absolute, headers_for, page_of
from .happenings import Roots, Section, happenings

log = logging.getLogger("articles.following")

#: The hour of the boundary, in Seoul.
HOUR = dt.timedelta(hours=6)
MARGIN = dt.timedelta(minutes=15)
#: Entries of one section that a digest spells out, and characters of a line.
LONGEST_SECTION = 40
LONGEST_LINE = 280
LONGEST_TITLE = 200


def boundary(frequency, at):
    """The last moment, up to which a digest of this frequency that is written at `at` tells."""
    moment = at - MARGIN
    day = day_of(moment)
    if start_of(day) + HOUR > moment:
        day -= dt.timedelta(days=1)
    if frequency == Frequency.WEEKLY:
        day -= dt.timedelta(days=day.weekday())
    return start_of(day) + HOUR


def digests_due(at):
    """Subscribers who have not been told of everything up to their boundary."""
    due = Q()
    for frequency in Frequency:
        due |= Q(frequency=frequency, told_until__lt=boundary(frequency, at))
    return Subscriber.objects.filter(due, confirmed_at__isnull=False)


def write_digests(at, *, stop=lambda: False):
    """Write every digest that is due at `at` into the outbox. Returns how many were written.

    Nothing is written to those for whom nothing happened. One that fails does not hold up the others.
    """
    waiting = list(digests_due(at).order_by("pk").values_list("pk", "told_until"))
    if not waiting:
        return 0
    since = min(told_until for _pk, told_until in waiting)
    roots = Roots()
    found = happenings(since, max(boundary(each, at) for each in Frequency), roots)
    written = 0
    for pk, _told_until in waiting:
        if stop():
            break
        try:
            written += _write(pk, at, found, roots)
        except (OperationalError, InterfaceError):
            raise  # the database itself: the others would fail too
        except Exception:
            log.exception("no digest for subscriber %s", pk)
    return written


def _write(pk, at, found, roots):
    """Write one subscriber's digest. Returns whether there was anything to tell."""
    with transaction.atomic():
        rows = Subscriber.objects.select_for_update(of=("self",), skip_locked=True)
        subscriber = rows.filter(pk=pk).first()
        # Somebody else writes it, has written it, or the reader has left.
        if subscriber is None or subscriber.told_until is None:
            return False
        since, until = subscriber.told_until, boundary(subscriber.frequency, at)
        if since >= until:
            return False
        subscriptions = list(
            subscriber.subscriptions.filter(confirmed_at__isnull=False).select_related(
                "issue", "author"
            )
        )
        follows = _Follows(subscriptions, since, until, roots)
        told = [each for each in found if follows.concerns(each)]
        if told:
            _enqueue(subscriber, subscriptions, told, since, until, at)
        subscriber.told_until = until
        subscriber.save(update_fields=["told_until"])
    return bool(told)


class _Follows:
    """What a subscriber follows, and since when."""

    def __init__(self, subscriptions, since, until, roots):
        self.until = until
        self.since = {}
        for each in subscriptions:
            key = (roots.issue(each.issue_id), roots.author(each.author_id), each.everything)
            begun = max(since, each.confirmed_at)
            self.since[key] = min(begun, self.since.get(key, begun))

    def concerns(self, happening):
        keys = (
            (None, None, True),
            *((pk, None, False) for pk in happening.issues),
            *((None, pk, False) for pk in happening.authors),
        )
        return happening.at <= self.until and any(
            happening.at > self.since[key] for key in keys if key in self.since
        )


def _enqueue(subscriber, subscriptions, told, since, until, at):
    with override(subscriber.language):
        sections = list(_sections(told))
        context = {
            "sections": sections,
            "since": day_of(since),
            "until": day_of(until),
            "follows": [_line(str(each), LONGEST_TITLE) for each in subscriptions],
            "page": page_of(subscriber),
            "site": settings.SITE_NAME,
            "institution": settings.INSTITUTION,
        }
        outbox.enqueue(
            key=f"digest:{subscriber.pk}:{until.isoformat()}",
            to=subscriber.address,
            subject=_subject(sections[0]["entries"][0]["title"], len(told)),
            text=render_to_string("follow/digest.txt", context).strip() + "\n",
            headers=headers_for(subscriber),
            subscriber=subscriber,
            at=at,
        )


def _sections(told):
    for section in Section:
        of_it = [each for each in told if each.section == section]
        if of_it:
            yield {
                "title": section.label,
                "entries": [_entry(each) for each in of_it[:LONGEST_SECTION]],
                "more": max(0, len(of_it) - LONGEST_SECTION),
            }


def _entry(happening):
    said = happening.said()
    return {
        "title": _line(said.title, LONGEST_TITLE),
        "on": happening.on,
        "line": _line(said.line, LONGEST_LINE),
        "page": absolute(said.page),
    }


def _line(text, length):
    """`text` on one line of at most `length` characters."""
    return Truncator(" ".join(plain(text).split())).chars(length)


def _subject(title, count):
    named = {"site": settings.SITE_NAME, "title": _line(title, 90), "count": count - 1}
    if count == 1:
        return _("%(site)s: %(title)s") % named
    return (
        ngettext(
            "%(site)s: %(title)s, and %(count)s more",
            "%(site)s: %(title)s, and %(count)s more",
            count - 1,
        )
        % named
    )
