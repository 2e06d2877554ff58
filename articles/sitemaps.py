from django.urls import reverse

from sejong_cms.sitemaps import PublicSitemap

from .models import Author, Edition, Series


class Pieces(PublicSitemap):
    def items(self):
        return Edition.objects.published().select_related("article").newest_first()

    def location(self, edition):
        return edition.article.get_absolute_url()

    def lastmod(self, edition):
        return edition.live_from


class Authors(PublicSitemap):
    def items(self):
        return Author.objects.public().answering().order_by("pk")


class AllSeries(PublicSitemap):
    def items(self):
        return Series.objects.public().order_by("pk")


class Pages(PublicSitemap):
    """Pages of the whole site that no entry has an address of."""

    def items(self):
        return ["corrections", "method"]

    def location(self, name):
        return reverse(name)


SITEMAPS = {"pieces": Pieces, "authors": Authors, "series": AllSeries, "pages": Pages}
