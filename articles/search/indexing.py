"""Keeps what search looks in up to the log of changes: what changed is looked at again, and written anew.

The worker does it in its rounds, and so does a search before it looks, for a few changes: one that comes right after
a publication finds it. One process at a time; what is committed meanwhile is in the log, and comes next.
"""

from django.db import transaction
from django.db.models import Max

from issues.models import Issue
from sejong_cms import changes
from sejong_cms.changes import Kind as Change
from sejong_cms.models import Change as ChangeRow

from ..models import SearchEntry, SearchPlace
from . import entries
from .entries import Kind

#: Changes that are looked at in one transaction.
BATCH = 200
_ARTICLES = (Change.PUBLISHED, Change.CORRECTED, Change.WITHDRAWN, Change.MOVED)


def catch_up(*, most=None, stop=lambda: False):
    """Bring the rows up to the end of the log, or by so many batches at `most`. Three queries where there is
    nothing to do.
    """
    changes.settle()
    done = SearchPlace.objects.filter(pk=1).values_list("place", flat=True).first() or 0
    newest = ChangeRow.objects.aggregate(newest=Max("place"))["newest"] or 0
    while done < newest and most != 0 and not stop():
        done = _go_on()
        most = most and most - 1


def _go_on():
    """Look at the next changes; returns the place of the last of them."""
    SearchPlace.objects.get_or_create(pk=1)
    with transaction.atomic():
        state = SearchPlace.objects.select_for_update().get(pk=1)
        rows = ChangeRow.objects.filter(place__gt=state.place).order_by("place")[:BATCH]
        rows = list(rows.values_list("place", "kind", "key"))
        if rows:
            _write(rows)
            state.place = rows[-1][0]
            state.save()
        return state.place


def _write(rows):
    articles = {key for _place, kind, key in rows if kind in _ARTICLES}
    issues = {key for _place, kind, key in rows if kind == Change.ISSUE}
    # What was merged is found by what it went into.
    issues |= set(Issue.objects.filter(merged_from__in=issues).values_list("pk", flat=True))
    advice = {key for _place, kind, key in rows if kind == Change.RECOMMENDATION}
    SearchEntry.objects.filter(edition__article__in=articles).delete()
    _replace(Kind.ISSUE, issues)
    _replace(Kind.RECOMMENDATION, advice)
    found = [*entries.of_articles(articles), *entries.of_issues(issues)]
    SearchEntry.objects.bulk_create([*found, *entries.of_recommendations(advice)], batch_size=100)


def _replace(kind, keys):
    SearchEntry.objects.filter(kind=kind, key__in=keys).delete()
