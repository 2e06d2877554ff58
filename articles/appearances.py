"""Where a register entry's blocks stand in print: first said, said otherwise, corrected, withdrawn.

From all editions that were ever published: what a withdrawn one said is never shown, only that, and
why, it was withdrawn.
"""

from dataclasses import dataclass
from itertools import chain, groupby
from types import SimpleNamespace

from django.db.models import F, prefetch_related_objects
from django.db.models.functions import MD5
from django.utils.translation import gettext as _

from issues.clock import day_of, end_of, start_of
from issues.merges import family
from issues.timeline import Entry, Kind

from .enums import ChangeKind, EditionState, RecommendationStance
from .models import Assessment, Edition, RecommendationBlock
from .querysets import credits

#: Per kind of block: the columns that make it say something else than in the edition before.
SAYS = {
    "assessment": (
        "issue_id",
        "question",
        "answer",
        "html_key",
        "outlook",
        "change_reason",
        "likelihood",
        "horizon",
    ),
    "recommendation": ("recommendation_id", "wording", "stance"),
    "trait": ("trait_id", "name", "stance", "html_key"),
}
_HAS_TEXT = {kind for kind, columns in SAYS.items() if "html_key" in columns}

#: What an appearance reads of an edition.
_EDITION = (
    *("article", "state", "number", "title", "published_on", "live_from", "live_until"),
    *("published_at", "withdrawn_at", "reason", "change_kind", "change_note"),
    *("article__slug", "article__language"),
)


@dataclass(slots=True, eq=False)
class Appearance:
    """One edition in which something new was said, or withdrawn, or dropped.

    `block` is None for 'withdrawn' and for 'dropped': there is nothing to show then. `stands` is the
    row of the newest edition that says the same. `before` and `after` are what earlier and later
    editions of the same piece said in the same place.
    """

    kind: str  # said, corrected, dropped or withdrawn
    edition: Edition
    block: object = None
    stands: object = None
    before: "Appearance | None" = None
    after: "Appearance | None" = None

    @property
    def on(self):
        return day_of(self.edition.live_from)

    @property
    def page(self):
        """The edition's own address, down to the block."""
        address = self.edition.get_absolute_url()
        return f"{address}#{self.block.anchor}" if self.block else address


#: The same for answers that name little of one.
_EDITION_IN_SHORT = (
    *("pk", "article_id", "state", "number", "live_from", "live_until"),
    *("published_at", "withdrawn_at", "change_kind"),
)


def appearances(*kinds, day=None, recorded_by=None, texts=True, bylines=True, short=False):
    """Appearances of blocks, oldest first; `kinds` are querysets, each of one kind of block of
    editions that were ever published.

    `day` and `recorded_by` limit by when editions went live and by when they were published here.
    Without `texts` and `bylines` these are left out, to be loaded for what is shown (see
    `attach_bylines`). One query a kind and two more, however many blocks.

    With `short`, blocks and editions are plain objects, with keys, moments, the article's slug and
    what `SAYS` names, and neither texts nor bylines: thousands of them take a third of the time.
    """
    load, bylines = (_rows_in_short if short else _rows), bylines and not short
    loaded = [load(blocks, texts) for blocks in kinds]
    articles = {row.article_id for row in chain(*loaded)}
    editions = _by_article(_editions(articles, day, recorded_by), short)
    found, withdrawn = [], {}
    for rows in loaded:
        for (article, _uid), group in groupby(rows, key=lambda row: (row.article_id, row.uid)):
            history = editions.get(article, ())
            by_edition = {row.parent_id: row for row in group}
            found.extend(_history(by_edition, history))
            for edition in history:
                if (
                    edition.state == EditionState.WITHDRAWN
                    and edition.pk in by_edition
                    and _known(edition.withdrawn_at, recorded_by)
                ):
                    withdrawn[edition.pk] = Appearance("withdrawn", edition)
    found.extend(withdrawn.values())
    if bylines:
        attach_bylines(appearance.edition for appearance in found)
    return sorted(found, key=lambda a: (a.edition.live_from, a.edition.pk, _place(a)))


def attach_bylines(editions):
    """Load the bylines of the editions that a page shows. One query."""
    prefetch_related_objects(list(editions), credits("bylines"))


def issue_entries(issue, *, day=None, recorded_by=None, issues=None, between=None, **loading):
    """Timeline entries of everything that published editions said about `issue`.

    `issues` are the ids that count for it, found by one query more where they are not given;
    `between` are a first and a last day, of which alone entries are wanted; `loading` is what
    `appearances` takes.
    """
    limits = {"day": day, "recorded_by": recorded_by}
    if issues is None:
        issues = family(issue, **limits)
    kinds = (
        Assessment.objects.numbered().filter(issue__in=issues),
        RecommendationBlock.objects.numbered().filter(recommendation__issue__in=issues),
    )
    if between is not None:
        first, last = between
        # Of a piece with an edition of these days all are read: what one says new, the others tell.
        touched = Edition.objects.numbered().filter(
            live_from__gte=start_of(first), live_from__lte=end_of(last)
        )
        kinds = [blocks.filter(parent__article__in=touched.values("article")) for blocks in kinds]
    found = appearances(*kinds, **limits, **loading)
    if between is not None:
        found = [appearance for appearance in found if first <= appearance.on <= last]
    advised = {stance.value: words() for stance, words in _ADVISED.items()}
    return [_told(appearance, advised) for appearance in found]


#: What a piece did in advising, in words for readers.
_ADVISED = {
    RecommendationStance.MAKES: lambda: _("Advised for the first time"),
    RecommendationStance.REPEATS: lambda: _("Advised again"),
    RecommendationStance.NARROWS: lambda: _("Advised again, asking for less"),
    RecommendationStance.WIDENS: lambda: _("Advised again, asking for more"),
    RecommendationStance.REVERSES: lambda: _("No longer advised: the piece advises against it"),
}


def _told(appearance, advised):
    edition, block = appearance.edition, appearance.block
    if appearance.kind == "withdrawn":
        return _entry(
            Kind.WITHDRAWAL,
            appearance,
            _("Withdrawn on %(day)s") % {"day": day_of(edition.withdrawn_at).isoformat()},
            edition.reason,
            recorded_at=edition.withdrawn_at,
        )
    if appearance.kind == "dropped":
        title = _("Edition %(number)s no longer says this") % {"number": edition.number}
        return _entry(Kind.CORRECTION, appearance, title, edition.change_note)
    if block.kind == "recommendation":
        return _entry(Kind.RECOMMENDATION, appearance, block.wording, advised[block.stance])
    kind = Kind.CORRECTION if appearance.kind == "corrected" else Kind.ASSESSMENT
    return _entry(kind, appearance, block.question, block.answer)


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


def _rows(blocks, texts):
    rows = blocks.annotate(article_id=F("parent__article_id"))
    if blocks.model.kind in _HAS_TEXT:
        # Whether a text changed is seen from its digest, so that a long history stays light.
        rows = rows.annotate(html_key=MD5("html"))
        if not texts:
            rows = rows.defer("html")
    return list(rows.order_by("article_id", "uid", "parent__number", "ordering"))


def _history(by_edition, editions):
    """Appearances of one block, by edition; `by_edition` are its rows."""
    last = says = None
    for edition in editions:
        if edition.state == EditionState.WITHDRAWN:
            continue
        row = by_edition.get(edition.pk)
        if row is None:
            if last is not None:
                dropped = Appearance("dropped", edition, before=last)
                last.after = dropped
                yield dropped
            last = says = None
            continue
        row.parent = edition
        now = tuple(getattr(row, name) or None for name in SAYS[row.kind])
        if now == says:
            last.stands = row
            continue
        corrected = last is not None and edition.change_kind == ChangeKind.CORRECTION
        kind = "corrected" if corrected else "said"
        appearance = Appearance(kind, edition, row, stands=row, before=last)
        if last is not None:
            last.after = appearance
        yield appearance
        last, says = appearance, now


def _rows_in_short(blocks, _texts):
    kind = blocks.model.kind
    if kind in _HAS_TEXT:
        blocks = blocks.annotate(html_key=MD5("html"))
    names = ("pk", "uid", "parent_id", "ordering", *SAYS[kind])
    found = blocks.order_by("parent__article_id", "uid", "parent__number", "ordering")
    return [
        SimpleNamespace(kind=kind, article_id=article, **dict(zip(names, row, strict=True)))
        for article, *row in found.values_list("parent__article_id", *names)
    ]


def _editions(articles, day, recorded_by):
    """The editions of `articles` (ids) known by then, by number."""
    rows = Edition.objects.numbered().filter(article__in=articles)
    if day is not None:
        rows = rows.filter(live_from__lte=end_of(day))
    if recorded_by is not None:
        rows = rows.filter(published_at__lte=end_of(recorded_by))
    return rows.order_by("article", "number")


def _by_article(rows, short):
    """{article's id: its editions}."""
    if short:
        rows = (
            SimpleNamespace(
                article=SimpleNamespace(slug=slug),
                **dict(zip(_EDITION_IN_SHORT, row, strict=True)),
            )
            for slug, *row in rows.values_list("article__slug", *_EDITION_IN_SHORT)
        )
    else:
        rows = rows.select_related("article").only(*_EDITION)
    found = {}
    for edition in rows:
        found.setdefault(edition.article_id, []).append(edition)
    return found


def _known(moment, recorded_by):
    return recorded_by is None or moment <= end_of(recorded_by)


def _place(appearance):
    return appearance.block.ordering if appearance.block else 0
