"""Atom feeds of pieces."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from sejong_cms.feeds import LENGTH, AtomFeed
from sejong_cms.pages import absolute, page

from .models import Edition


class ArticlesFeed(AtomFeed):
    """The newest pieces, each as its live edition."""

    def title(self):
        return settings.SITE_NAME

    def subtitle(self):
        return _("The newest pieces")

    def path(self, obj):
        return reverse("articles")

    def items(self):
        return Edition.objects.published().for_lists().newest_first()[:LENGTH]

    def item_title(self, edition):
        return edition.title

    def item_description(self, edition):
        return edition.abstract

    def item_link(self, edition):
        return absolute(edition.article.get_absolute_url())

    def item_author_name(self, edition):
        return ", ".join(byline.name for byline in edition.bylines.all()) or None

    def item_pubdate(self, edition):
        # When readers could first read it here is the first edition's; a later edition updates it.
        return edition.live_from

    def item_updateddate(self, edition):
        return edition.live_from


articles = page(ArticlesFeed())
