"""Where a register entry's blocks stand in print: first said, said otherwise, corrected, withdrawn.

From all editions that were ever published: what a withdrawn one said is never shown, only that, and
why, it was withdrawn.
"""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from issues.clock import day_of, end_of
from issues.timeline import Entry, Kind

from .enums import ChangeKind, EditionState
from .models import Assessment, Edition, RecommendationBlock

#: Per kind of block: the columns that make it say something else than in the edition before.
SAYS = {
    "assessment": (
        "issue_id",
        "question",
        "answer",
        "html",
        "outlook",
        "change_reason",
        "likelihood",
        "horizon",
    ),
    "recommendation": ("recommendation_id", "wording", "stance"),
    "trait": ("trait_id", "name", "stance", "html"),
}


@dataclass(frozen=True)
class Appearance:
    """One edition in which something new was said, or withdrawn, or dropped.

    `block` is None for 'withdrawn' and for 'dropped': there is nothing to show then.
    """

    kind: str  # said, corrected, dropped or withdrawn
    edition: Edition
    block: object = None

    @property
    def on(self):
        return day_of(self.edition.live_from)

    @property
    def page(self):
        """The edition's own address, down to the block."""
        address = self.edition.get_absolute_url()
        return f"{address}#{self.block.anchor}" if self.block else address


def appearances(blocks, *, day=None, recorded_by=None):
    """Appearances of `blocks` (a queryset of one kind, of editions ever published), oldest first.

    `day` and `recorded_by` limit by when editions went live and by when they were published here.
    Four queries, however many blocks.
    """
    rows = list(
        blocks.select_related("parent__article").order_by(
            "parent__article_id", "uid", "parent__number", "ordering"
        )
    )
    editions = _editions_of({row.parent.article_id for row in rows}, day, recorded_by)
    found, withdrawn = [], {}
    for (article, _uid), group in groupby(rows, key=lambda row: (row.parent.article_id, row.uid)):
        by_edition = {row.parent_id: row for row in group}
        before = None
        for edition in editions.get(article, ()):
            row = by_edition.get(edition.pk)
            if edition.state == EditionState.WITHDRAWN:
                if row is not None and _known(edition.withdrawn_at, recorded_by):
                    withdrawn[edition.pk] = Appearance("withdrawn", edition)
                continue
            if row is None:
                if before is not None:
                    found.append(Appearance("dropped", edition))
                    before = None
                continue
            row.parent = edition
            says = tuple(getattr(row, name) or None for name in SAYS[row.kind])
            if says != before:
                corrected = before and edition.change_kind == ChangeKind.CORRECTION
                found.append(Appearance("corrected" if corrected else "said", edition, row))
            before = says
    found.extend(withdrawn.values())
    return sorted(found, key=lambda a: (a.edition.live_from, a.edition.pk, _place(a)))


def issue_entries(issue, *, day=None, recorded_by=None):
    """Timeline entries of everything that published editions said about `issue`."""
    limits = {"day": day, "recorded_by": recorded_by}
    assessments = Assessment.get_queryset().numbered().filter(issue=issue)
    advice = RecommendationBlock.get_queryset().numbered().filter(recommendation__issue=issue)
    told = set()
    for kind, blocks in ((Kind.ASSESSMENT, assessments), (Kind.RECOMMENDATION, advice)):
        yield from _entries(appearances(blocks, **limits), kind, told)


def _entries(found, kind, told):
    """`told` collects withdrawn editions: one that both assessed and advised was withdrawn once."""
    for appearance in found:
        edition, block = appearance.edition, appearance.block
        if appearance.kind == "withdrawn":
            if edition.pk not in told:
                told.add(edition.pk)
                yield _withdrawal(appearance)
        elif appearance.kind == "dropped":
            yield _entry(
                Kind.CORRECTION,
                appearance,
                _("Edition %(number)s no longer says this") % {"number": edition.number},
                edition.change_note,
            )
        elif kind == Kind.ASSESSMENT:
            shown = Kind.CORRECTION if appearance.kind == "corrected" else kind
            yield _entry(shown, appearance, block.question, block.answer)
        else:
            yield _entry(kind, appearance, block.wording, block.get_stance_display())


def _withdrawal(appearance):
    edition = appearance.edition
    return _entry(
        Kind.WITHDRAWAL,
        appearance,
        _("Withdrawn on %(day)s") % {"day": day_of(edition.withdrawn_at).isoformat()},
        edition.reason,
        recorded_at=edition.withdrawn_at,
    )


def _entry(kind, appearance, title, text, recorded_at=None):
    return Entry(
        kind=kind,
        on=appearance.on,
        recorded_at=recorded_at or appearance.edition.published_at,
        title=title,
        text=text,
        page=appearance.page,
        subject=appearance,
    )


def _editions_of(articles, day, recorded_by):
    """{article's id: its editions known by then, by number}."""
    rows = Edition.objects.numbered().filter(article__in=articles)
    if day is not None:
        rows = rows.filter(live_from__lte=end_of(day))
    if recorded_by is not None:
        rows = rows.filter(published_at__lte=end_of(recorded_by))
    rows = rows.select_related("article").prefetch_related("bylines__author")
    found = {}
    for edition in rows.order_by("article", "number"):
        found.setdefault(edition.article_id, []).append(edition)
    return found


def _known(moment, recorded_by):
    return recorded_by is None or moment <= end_of(recorded_by)


def _place(appearance):
    return appearance.block.ordering if appearance.block else 0
