from django.urls import path

from . import feeds, views

urlpatterns = [
    path("issues/", views.issues, name="issues"),
    path("issues/<word:slug>/", views.issue, name="issue"),
    path("issues/<word:slug>/feed/", feeds.issue, name="issue_feed"),
    path("recommendations/", views.recommendations, name="recommendations"),
    path("recommendations/<uuid:uid>/", views.recommendation, name="recommendation"),
    path("actors/", views.actors, name="actors"),
    path("actors/<word:slug>/", views.actor, name="actor"),
    path("actors/<word:slug>/traits/<word:trait>/", views.trait, name="trait"),
]
