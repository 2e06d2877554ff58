from django.urls import path

from . import feeds, views

urlpatterns = [
    path("articles/", views.articles, name="articles"),
    path("articles/<word:slug>/", views.article, name="article"),
    path("articles/<word:slug>/editions/", views.editions, name="editions"),
    path("articles/<word:slug>/editions/<nth:number>/", views.edition, name="edition"),
    path("articles/<word:slug>/cite.<cited:suffix>", views.cite, name="cite"),
    path("articles/<word:slug>/editions/<nth:number>/cite.<cited:suffix>", views.cite, name="cite"),
    path("authors/", views.authors, name="authors"),
    path("authors/<word:slug>/", views.author, name="author"),
    path("series/<word:slug>/", views.series, name="series"),
    path("media/figures/<figure:name>", views.figure, name="figure"),
    path("feeds/articles/", feeds.articles, name="articles_feed"),
]
