"""What takes the place of entries whose edition was withdrawn.

Who was given what a block said gets, under the same identity, that it was withdrawn and why; never
what it said.
"""

from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles.feeds.items import block_uid, withdrawal
from articles.models import Edition, RecommendationBlock
from sejong_cms.feeds import LENGTH

_NAMES = {
    "assessment": gettext_lazy("assessment"),
    "recommendation": gettext_lazy("recommendation"),
    "trait": pgettext_lazy("of an actor", "trait"),
}


def notices(*kinds, dropped=True):
    """Items of the editions that were withdrawn last, one for each block of `kinds` that an edition
    said or, with `dropped`, was the first to say no longer. At least LENGTH, or all. Two queries.

    `kinds` are querysets, each of one kind of block of editions that were ever published.
    """
    said = _said(kinds)
    gone = Edition.objects.withdrawn().filter(article__in={article for article, _number in said})
    found = []
    for edition in gone.select_related("article").order_by("-withdrawn_at", "-pk"):
        places = said.get((edition.article_id, edition.number), {})
        if dropped:
            # Identities of blocks stay the same from edition to edition.
            places = said.get((edition.article_id, edition.number - 1), {}) | places
        found += [_notice(edition, kind, uid) for uid, kind in places.items()]
        if len(found) >= LENGTH:
            break
    return found


def first_said():
    """Blocks of withdrawn editions that were, until then, the first to give their advice.

    Which block is the first changes when the one before it is withdrawn.
    """
    before = RecommendationBlock.objects.numbered().filter(
        Q(parent__withdrawn_at=None)
        | Q(parent__withdrawn_at__gt=OuterRef("parent__withdrawn_at"))
        | Q(parent=OuterRef("parent")),
        Q(parent__published_at__lt=OuterRef("parent__published_at"))
        | Q(parent__published_at=OuterRef("parent__published_at"), pk__lt=OuterRef("pk")),
        recommendation=OuterRef("recommendation"),
    )
    gone = RecommendationBlock.objects.numbered().filter(parent__withdrawn_at__isnull=False)
    return gone.filter(~Exists(before))


def _said(kinds):
    """{(article's id, number of the edition): {block's uid: kind}} of articles of which an edition was
    withdrawn. One query.
    """
    touched = Edition.objects.withdrawn().values("article")
    first, *others = (
        blocks.filter(parent__article__in=touched)
        .order_by()
        .annotate(
            said_article=F("parent__article"),
            said_number=F("parent__number"),
            said_kind=Value(blocks.model.kind, output_field=CharField()),
        )
        .values_list("said_article", "said_number", "said_kind", "uid")
        for blocks in kinds
    )
    found = {}
    rows = first.union(*others, all=True).order_by() if others else first
    for article, number, kind, uid in rows:
        found.setdefault((article, number), {})[uid] = kind
    return found


def _notice(edition, kind, uid):
    return withdrawal(
        edition, uid=block_uid(edition, kind, uid), what=_NAMES[kind], began_at=edition.published_at
    )
