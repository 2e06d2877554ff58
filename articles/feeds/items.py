"""Entries of feeds made of editions, and the identities by which feed readers know them.

A notice bears the identity of what it takes the place of, so that readers' own copies of a withdrawn
text are replaced by it.
"""

import datetime as dt
import uuid

from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from issues.models.base import in_language
from sejong_cms.feeds import LENGTH, Item, derived

from ..addresses import own_path
from ..contents import contents_of
from ..corrections import TOLD, label_of, name_of
from ..enums import ChangeKind
from ..models import Assessment, Edition, RecommendationBlock
from .texts import written

#: Where identities are derived from; other values would change all of them.
_ARTICLES = uuid.UUID("6f0c5a52-7d2c-4a53-9d0f-3f6f5b8f1c1e")
_EDITIONS = uuid.UUID("b1f3a0de-58c7-4e0b-8a44-2f0f6d5b9a70")


def article_uid(article):
    """An article's identity; it outlasts the slug and the site's address.

    Two sites may number articles alike, but do not create them at the same moment too.
    """
    return _identity(_ARTICLES, article.pk, article.created_at)


def edition_uid(edition):
    """The identity of a notice on an edition: of what it put right, then of its withdrawal."""
    return _identity(_EDITIONS, edition.pk, edition.published_at)


def block_uid(edition, kind, uid):
    """The identity of what an edition says, or no longer says, in its block of this kind and uid."""
    return derived(edition_uid(edition), f"{kind} {uid}")


def _identity(space, pk, moment):
    return derived(space, f"{pk} {moment.astimezone(dt.UTC).isoformat()}")


def names(edition):
    """The authors' names as printed."""
    return tuple(byline.name for byline in edition.bylines.all())


def pieces(live):
    """Items of those of `live` editions that are new or were changed last, with their texts. Eleven queries.

    A piece is as old as its first edition; what readers need not know of (a minor change) updates
    nothing. A piece of the archive is as old as it is in the world: an archive that is brought in
    does not push the news out.
    """
    changed = dict(_last_changes(live.values("article")))
    rows = list(_since_first(live.filter(article__in=changed)).select_related("article"))
    contents, issues = contents_of(rows), _issues_of(rows)
    return [
        Item(
            uid=article_uid(edition.article),
            title=edition.title,
            page=own_path(edition.article),
            updated_at=changed[edition.article_id],
            published_at=edition.began_at,
            summary=_summary(edition),
            content=written(edition, contents[edition.pk]),
            authors=tuple(byline.name for byline in contents[edition.pk].bylines),
            subjects=tuple(issues.get(edition.pk, {}).items()),
            language=edition.article.language,
        )
        for edition in rows
    ]


def _last_changes(articles):
    """The last LENGTH (article's id, moment) of changes that readers need to know of."""
    # Even a minor change brings back a piece whose notice readers were given last.
    notice_before = _of_same_article(Edition.objects.withdrawn()).filter(
        number=OuterRef("number") - 1
    )
    told = Edition.objects.released().filter(
        ~Q(change_kind=ChangeKind.MINOR) | Exists(notice_before), article__in=articles
    )
    changes = told.order_by().values("article").annotate(changed_at=Max("live_from"))
    return changes.order_by("-changed_at", "-article")[:LENGTH].values_list("article", "changed_at")


def withdrawals(withdrawn):
    """Items of the last of `withdrawn` editions: a notice each, and one in place of a whole piece
    that has no live edition. One query.
    """
    live = _of_same_article(Edition.objects.published())
    rows = _since_first(withdrawn).annotate(has_live=Exists(live))
    found = {}
    for edition in rows.select_related("article").order_by("-withdrawn_at", "-pk")[:LENGTH]:
        if edition.has_live:
            item = withdrawal(edition)
        else:
            item = withdrawal(edition, of_piece=True, began_at=edition.began_at)
        found.setdefault(item.uid, item)
    return list(found.values())


def withdrawal(edition, *, of_piece=False, began_at=None, title="", uid=None, what=""):
    """The notice of a withdrawn edition, without anything that it said.

    `uid` is the identity of what it takes the place of, where that is only a part of the edition, and
    `what` the kind of that part; `began_at` is when that came out.
    """
    article = edition.article
    piece = name_of(edition, title) if of_piece else numbered(edition, title)
    if what:
        piece = _("%(piece)s (%(what)s)") % {"piece": piece, "what": what}
    return Item(
        uid=uid or (article_uid(article) if of_piece else edition_uid(edition)),
        title=_("Withdrawn: %(piece)s") % {"piece": piece},
        page=article.get_absolute_url() if of_piece else edition.get_absolute_url(),
        updated_at=edition.withdrawn_at,
        published_at=began_at or edition.withdrawn_at,
        summary=_("Its text is no longer shown. Reason: %(reason)s") % {"reason": edition.reason},
    )


def notice(edition):
    """The item of one of `corrections.notices`."""
    if not edition.is_released:
        return withdrawal(edition, title=edition.shown_title)
    return Item(
        uid=edition_uid(edition),
        title=f"{label_of(edition)}: {numbered(edition, edition.title)}",
        page=edition.get_absolute_url(),
        updated_at=edition.told_at,
        published_at=edition.told_at,
        summary=edition.change_note,
        authors=names(edition),
        language=edition.article.language,
    )


def numbered(edition, title=""):
    """'Title, edition 2'."""
    return _("%(piece)s, edition %(number)s") % {
        "piece": name_of(edition, title),
        "number": edition.number,
    }


def _summary(edition):
    text = edition.abstract or edition.subtitle
    if edition.change_kind in TOLD:
        told = f"{label_of(edition)}: {edition.change_note}"
        text = f"{told}\n\n{text}".strip()
    return text


def _of_same_article(rows):
    return rows.filter(article=OuterRef("article"))


def _since_first(rows):
    """`rows` of editions with `began_at`: when the first edition of their article went live."""
    first = _of_same_article(Edition.objects.numbered()).order_by("number").values("live_from")
    return rows.annotate(began_at=Subquery(first[:1]))


def _issues_of(editions):
    """{edition's id: {slug: title} of the issues it treats, in its order}. Two queries."""
    found = {}
    for model, path in ((Assessment, "issue"), (RecommendationBlock, "recommendation__issue")):
        rows = model.objects.published().filter(
            parent__in=[edition.pk for edition in editions],
            **{f"{path}__public_since__isnull": False},
        )
        columns = (f"{path}__{name}" for name in ("slug", "title", "title_ko"))
        for edition, slug, *titles in rows.order_by("ordering").values_list("parent", *columns):
            found.setdefault(edition, {})[slug] = in_language(*titles)
    return found
