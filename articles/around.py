"""What stands around a piece: what was said of its issues before and since, and the pieces that said it."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import BooleanField, Case, F, Q, Value, When, Window
from django.db.models.functions import RowNumber

from issues.merges import families, members

from .board import counted_for
from .current import Current, in_short
from .models import Assessment

#: Of each issue, the newest so many before the piece, and since, from which related pieces are taken.
NEAREST = 4
#: Related pieces under a piece.
RELATED = 4


@dataclass(slots=True)
class Around:
    """`said` is {an assessment's pk: its Said}; `related` are Currents, one for each piece."""

    said: dict = field(default_factory=dict)
    related: list = field(default_factory=list)


class Said(NamedTuple):
    """The assessments of one issue that stand nearest before a piece and, of those since, the newest."""

    before: Current | None
    since: Current | None


class _Row(NamedTuple):
    pk: int
    issue: int
    later: bool
    piece: int  # what all translations of one piece share
    language: str


def around(edition, assessments):
    """The Around of a released `edition` with these of its blocks. Four queries, none without assessments.

    Only live editions count. A translation is the same piece; of several languages the one of
    `edition` is shown.
    """
    if not assessments:
        return Around()
    merged = families()
    own = {block.pk: merged.get(block.issue_id, block.issue_id) for block in assessments}
    rows = _nearest(edition, set(own.values()), merged)
    sides = defaultdict(list)
    for row in rows:
        sides[row.issue, row.later].append(row)
    nearest = {side: _in_language(found, edition) for side, found in sides.items()}
    related = _related(rows, edition)
    shown = in_short({row.pk for row in [*nearest.values(), *related]})

    def side(issue, later):
        row = nearest.get((issue, later))
        return shown.get(row.pk) if row else None

    said = {pk: Said(side(issue, False), side(issue, True)) for pk, issue in own.items()}
    return Around(
        said={pk: found for pk, found in said.items() if any(found)},
        related=[shown[row.pk] for row in related if row.pk in shown],
    )


def _nearest(edition, issues, merged):
    """Rows of the NEAREST newest assessments of each issue on either side, newest first. One query."""
    article = edition.article
    translations = article.original_id or article.pk
    day, moment = edition.published_on, edition.live_from
    later = Q(parent__published_on__gt=day) | Q(
        parent__published_on=day, parent__live_from__gt=moment
    )
    newest = [
        F(name).desc() for name in ("parent__published_on", "parent__live_from", "ordering", "pk")
    ]
    wanted = {pk for issue in issues for pk in members(issue, merged)}
    rows = (
        Assessment.objects.published()
        .filter(issue__in=wanted)
        .exclude(Q(parent__article=translations) | Q(parent__article__original=translations))
        .annotate(
            root=counted_for(merged),
            later=Case(
                When(later, then=Value(True)), default=Value(False), output_field=BooleanField()
            ),
        )
        .annotate(place=Window(RowNumber(), partition_by=[F("root"), F("later")], order_by=newest))
        .filter(place__lte=NEAREST)
        .order_by(*newest)
    )
    columns = ("pk", "root", "later", "parent__article", "parent__article__original")
    return [
        _Row(pk, root, later, original or article, language)
        for pk, root, later, article, original, language in rows.values_list(
            *columns, "parent__article__language"
        )
    ]


def _in_language(rows, edition):
    """The newest of `rows`; of its translations the one in the language of `edition`."""
    same = [row for row in rows if row.piece == rows[0].piece]
    own = [row for row in same if row.language == edition.article.language]
    return (own or same)[0]


def _related(rows, edition):
    """The pieces that share most of the issues, the newest first of those that share as many."""
    pieces = defaultdict(list)
    for row in rows:
        pieces[row.piece].append(row)
    # Sorting keeps the order of the rows, which is by day.
    by_shared = sorted(pieces.values(), key=lambda found: -len({row.issue for row in found}))
    return [_in_language(found, edition) for found in by_shared[:RELATED]]
