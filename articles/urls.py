from django.urls import path

from . import (
    comparing,
    feeds,
    follow_views,
    method,
    paper_views,
    preview_views,
    search_views,
    views,
)

urlpatterns = [
    path("articles/", views.articles, name="articles"),
    path("articles/<word:slug>/", views.article, name="article"),
    path("articles/<word:slug>/editions/", views.editions, name="editions"),
    path("articles/<word:slug>/editions/<nth:number>/", views.edition, name="edition"),
    path("articles/<word:slug>/timemap/", views.timemap, name="timemap"),
    path(
        "articles/<word:slug>/compare/<nth:a>/<nth:b>/", comparing.compare, name="compare_editions"
    ),
    path("articles/<word:slug>/cite.<cited:suffix>", views.cite, name="cite"),
    path("articles/<word:slug>/paper.pdf", paper_views.paper, name="paper"),
    path("articles/<word:slug>/editions/<nth:number>/paper.pdf", paper_views.paper, name="paper"),
    path("articles/<word:slug>/editions/<nth:number>/cite.<cited:suffix>", views.cite, name="cite"),
    path(
        "articles/<word:slug>/editions/<nth:number>/assessments/<uuid:uid>/cite.<cited:suffix>",
        views.cite_assessment,
        name="cite_assessment",
    ),
    path("authors/", views.authors, name="authors"),
    path("authors/<word:slug>/", views.author, name="author"),
    path("authors/<word:slug>/feed/", feeds.author, name="author_feed"),
    path("series/<word:slug>/", views.series, name="series"),
    path("method/", method.method, name="method"),
    path("search/", search_views.search, name="search"),
    path("corrections/", views.corrections, name="corrections"),
    path("follow/", follow_views.follow, name="follow"),
    path("follow/<token:token>/", follow_views.following, name="following"),
    path("preview/<token:token>/", preview_views.preview, name="preview"),
    path(
        "preview/<token:token>/figures/<figure:name>", preview_views.figure, name="preview_figure"
    ),
    path("feeds/articles/", feeds.articles, name="articles_feed"),
    path("feeds/corrections/", feeds.corrections, name="corrections_feed"),
]
