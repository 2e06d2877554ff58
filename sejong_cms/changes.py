"""The log of changes: what readers could see become public, change, or go, in one lasting order.

A change is written by `record` in the transaction of what changed, without a place. `settle` gives places to
what is committed, one process at a time: so a place once seen is never followed by a smaller one, however
late a transaction commits, and who remembers the last change they saw misses nothing and gets nothing
twice. Nobody waits for a place while they hold other locks.

Webhooks get what they are told of in the same step.
"""

from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from . import webhooks
from .models import Change, ChangeLog


class Kind(models.TextChoices):
    """What happened. published: an edition went live. corrected: one that says it corrects. withdrawn: an
    edition's text went. moved: address, series, number or translations of a public article. The rest is
    the register's. names: of what others only refer to; kept answers go by it, nobody is told.
    """

    PUBLISHED = "article.published", _("article published")
    CORRECTED = "article.corrected", _("article corrected")
    WITHDRAWN = "article.withdrawn", _("article withdrawn")
    MOVED = "article.moved", _("article moved")
    ISSUE = "issue.changed", _("issue changed")
    DEVELOPMENT = "development.added", _("development added")
    RECOMMENDATION = "recommendation.changed", _("recommendation changed")
    NAMES = "names.changed", _("names or addresses changed")

    @classmethod
    def told(cls):
        """Those that `changes/` and webhooks tell of."""
        return [kind for kind in cls if kind != cls.NAMES]


def record(kind, rows, *, at, edition=None):
    """Note that `rows`, things of one kind that readers know, changed at `at`; before the commit.

    `edition` is the number of the edition that it is about, where it is not the whole article.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A change is noted in the transaction that makes it.")
    made = [
        Change(kind=kind, at=at, key=row.pk, name=name_of(row), edition=edition) for row in rows
    ]
    if made:
        Change.objects.bulk_create(made)
        transaction.on_commit(settle, robust=True)


def name_of(row):
    """By what addresses name it: the slug, else the identity."""
    return str(getattr(row, "slug", None) or row.uid)


def settle():
    """Give places to the changes that are committed and have none, and their tellings to webhooks."""
    if not Change.objects.filter(place=None).exists():
        return
    ChangeLog.objects.get_or_create(pk=1)
    with transaction.atomic():
        ChangeLog.objects.select_for_update().get(pk=1)
        placed = list(Change.objects.filter(place=None).order_by("pk"))
        last = Change.objects.aggregate(last=Max("place"))["last"] or 0
        for place, change in enumerate(placed, start=last + 1):
            change.place = place
        Change.objects.bulk_update(placed, ["place"], batch_size=500)
        webhooks.enqueue([change for change in placed if change.kind in Kind.told()])


def last():
    """The identity of the last change of any kind; None where there is none. Two queries."""
    settle()
    rows = Change.objects.filter(place__isnull=False).order_by("-place")
    return rows.values_list("uid", flat=True).first()


def since(uid, count):
    """At most `count` changes after the one named `uid`, or from the beginning; None for a made-up one."""
    settled = Change.objects.filter(place__isnull=False, kind__in=Kind.told()).order_by("place")
    if uid is not None:
        last = settled.filter(uid=uid).values_list("place", flat=True).first()
        if last is None:
            return None
        settled = settled.filter(place__gt=last)
    return list(settled[:count])
