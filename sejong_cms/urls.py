"""Every address of the site."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path

from articles import views as of_articles
from articles.sitemaps import SITEMAPS as OF_ARTICLES
from issues.sitemaps import SITEMAPS as OF_ISSUES

from . import converters, health, institution_views, views
from .api import UnknownView
from .models.institution import FIXED
from .pages import page
from .sitemaps import SITEMAPS

converters.register()

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
    path("robots.txt", views.robots, name="robots"),
    path(
        "sitemap.xml",
        page(sitemap),
        {"sitemaps": OF_ISSUES | OF_ARTICLES | SITEMAPS},
        name="sitemap",
    ),
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
