"""What the shapes of articles read besides columns, for any number of editions at once."""

from django.db.models import Q

from ..contents import Contents, contents_of
from ..models import Article


def summarised(editions):
    """`editions` (of `for_lists`) with their bylines and translations. One query."""
    for edition in editions:
        edition.contents = Contents(bylines=list(edition.bylines.all()))
    return _translated(editions)


def whole(editions):
    """`editions` with blocks, bylines, notes and translations. Eight queries."""
    contents = contents_of(editions)
    for edition in editions:
        edition.contents = contents[edition.pk]
        edition.numbered_notes = [
            {"number": number, "html": note.html}
            for number, note in enumerate(edition.contents.notes, start=1)
        ]
    return _translated(editions)


def _translated(editions):
    originals = {edition.article.original_id or edition.article_id for edition in editions}
    versions = {}
    for article in (
        Article.objects.published()
        .filter(Q(pk__in=originals) | Q(original__in=originals))
        .order_by("language", "slug")
    ):
        versions.setdefault(article.original_id or article.pk, []).append(article)
    for edition in editions:
        article = edition.article
        edition.translations = [
            version
            for version in versions.get(article.original_id or article.pk, ())
            if version.pk != article.pk
        ]
    return editions
