"""The columns of an article that are written with its editions: which, by whom, and what is wrong with them."""

import copy

from django.utils import timezone

from issues.slugs import refuse_taken

from . import changed, rules
from .models import Article

#: What an edition's screen, and a draft in the API, says of the article.
ARTICLE_FIELDS = ("series", "number", "slug", "language", "original")
#: Those that a publisher may still put right once readers know the piece.
LATER_FIELDS = ("series", "number", "original")


def article_fields_for(user, edition):
    """The article's fields that `user` may change with `edition`.

    An address that readers know is for good here; the rest is shown to them at once, so it is a
    publisher's.
    """
    if not edition.article.editions.numbered().exists():
        return ARTICLE_FIELDS
    return LATER_FIELDS if rules.may_publish(user) else ()


def with_values(article, values):
    """A copy of `article` with other values in some of its ARTICLE_FIELDS, not saved."""
    article = copy.copy(article)
    article._state = copy.copy(article._state)
    article._state.fields_cache = {}
    for name, value in values.items():
        setattr(article, name, value)
    return article


def write(article, names):
    """Save these fields of a checked `article`; within the transaction of the save that brings them."""
    article.save(update_fields=names)
    changed.rearranged(article, at=timezone.now())


def check(article, *, wrong=()):
    """Raise ValidationError naming fields of `article` that cannot be; those in `wrong` are known to be."""
    others = [f.name for f in Article._meta.fields if f.name not in ARTICLE_FIELDS]
    article.full_clean(exclude=[*wrong, *others])
    if "slug" not in wrong:
        refuse_taken(Article, article.slug, by=article)
