"""Every address of the site."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from articles import paper_views
from articles import views as of_articles
from articles.sitemaps import SECTIONS as OF_ARTICLES
from articles.sitemaps import news
from issues.sitemaps import SECTIONS as OF_ISSUES

from . import converters, health, institution_views, sitemaps, views
from .api import UnknownView
from .models.institution import FIXED

converters.register()

_OWN = {"pages": sitemaps.Pages, "institution": sitemaps.OfInstitution}
SECTIONS = {"sections": _OWN | OF_ARTICLES | OF_ISSUES}
#: Pages for readers, in every language.
PAGES = i18n_patterns(
    path("", views.home, name="home"),
    path("", include("articles.urls")),
    path("", include("issues.urls")),
    *(path(f"{slug}/", institution_views.fixed, {"slug": slug}, name=slug) for slug in FIXED),
    path("pages/<word:slug>/", institution_views.further, name="institution_page"),
    prefix_default_language=False,
)
urlpatterns = [
    path("media/figures/<figure:name>", of_articles.figure, name="figure"),
    path(
        "articles/<word:slug>/editions/<nth:number>/card.png", paper_views.card_image, name="card"
    ),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, SECTIONS, name="sitemap"),
    path("sitemap-<word:name>.xml", sitemaps.section, SECTIONS, name="sitemap_section"),
    path("news-sitemap.xml", news, name="news_sitemap"),
    path("health/", health.alive, name="alive"),
    path("health/ready/", health.ready, name="ready"),
    path("api/v1/", include("sejong_cms.api")),
    re_path("^api/", UnknownView.as_view()),
    path("admin/", include("sejong_cms.accounts_urls")),
    path("admin/", include("articles.admin.urls")),
    # The admin's way from any row to its page asks nobody whether they may see the row, and an
    # address tells a title. Screens have links of their own.
    path("admin/r/<path:rest>", views.nowhere),
    path("admin/", admin.site.urls),
    *PAGES,
]

handler404 = views.not_found
