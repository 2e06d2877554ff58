"""The publication's sitemaps: pieces, authors, series, and what is news."""

import datetime as dt

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from sejong_cms.pages import page
from sejong_cms.sitemaps import Place, Section, answer, element, moment

from .addresses import own_address, own_path
from .models import Article, Author, Edition, Series

#: For how long Google calls a piece news, and how many it takes.
NEWS_FOR = dt.timedelta(hours=48)
NEWS = 1000


class Pieces(Section):
    """Each piece at its page in its own language, beside its translations."""

    def rows(self):
        return Edition.objects.published().select_related("article").order_by("article_id")

    def places(self, rows):
        rows = list(rows)
        others = _versions([row.article for row in rows])
        for row in rows:
            own = own_path(row.article)
            languages = others[_original(row.article)] | {row.article.language: own}
            # What readers see of a piece of the archive came when it was brought in, not on its day.
            yield Place(own, row.published_at, languages if len(languages) > 1 else {})


class Authors(Section):
    def rows(self):
        return Author.objects.public().answering().order_by("pk")


class AllSeries(Section):
    def rows(self):
        return Series.objects.public().order_by("pk")


SECTIONS = {"pieces": Pieces, "authors": Authors, "series": AllSeries}


def _original(article):
    return article.original_id or article.pk


def _versions(articles):
    """{original's id: {language: path} of it and its translations that can be read}. One query."""
    originals = {_original(article) for article in articles}
    found = {original: {} for original in originals}
    rows = Article.objects.published().filter(Q(pk__in=originals) | Q(original__in=originals))
    for row in rows.order_by("-pk"):
        found[_original(row)][row.language] = own_path(row)
    return found


@page
def news(request):
    """Pieces that were published for the first time in the last two days, the newest first. One query.

    A piece of the archive, live from its printed day and not from the moment of its publication, never
    is news; neither is a piece whose text was corrected.
    """
    first = Edition.objects.numbered().filter(article=OuterRef("article"), number=1)
    new = first.filter(live_from=F("published_at"), live_from__gt=timezone.now() - NEWS_FOR)
    rows = Edition.objects.published().filter(Exists(new)).select_related("article")
    rows = rows.annotate(began_at=Subquery(first.values("live_from"))).order_by("-began_at", "-pk")
    return answer("urlset", "url", (_news(row) for row in rows[:NEWS]), "news")


def _news(edition):
    """A piece as Google's sitemaps for news have it: all four elements are required."""
    yield element("loc", own_address(edition.article))
    yield "<news:news><news:publication>"
    yield element("news:name", settings.SITE_NAME)
    yield element("news:language", edition.article.language)
    yield "</news:publication>"
    yield element("news:publication_date", moment(edition.began_at))
    yield element("news:title", edition.title)
    yield "</news:news>"
