from django.urls import path

from . import actors, comparing, dossiers, feeds, follow_up, history, recommendations, views

urlpatterns = [
    path("issues/", views.issues, name="issues"),
    path("issues/board.csv", views.board_csv, name="board_csv"),
    path("issues/compare/", views.compare, name="compare_board"),
    path("issues/<word:slug>/", history.issue, name="issue"),
    path("issues/<word:slug>/compare/", comparing.choose, name="choose_comparison"),
    path(
        "issues/<word:slug>/compare/<said:a>/<said:b>/",
        comparing.compare,
        name="compare_assessments",
    ),
    path("issues/<word:slug>/timeline.csv", history.timeline_csv, name="timeline_csv"),
    path("issues/<word:slug>/dossier.pdf", dossiers.dossier_pdf, name="dossier"),
    path("issues/<word:slug>/feed/", feeds.issue, name="issue_feed"),
    path("recommendations/", follow_up.recommendations, name="recommendations"),
    path("recommendations/feed/", feeds.recommendations, name="recommendations_feed"),
    path("recommendations/board.csv", follow_up.board_csv, name="recommendations_csv"),
    path("recommendations/<uuid:uid>/", recommendations.recommendation, name="recommendation"),
    path("recommendations/<uuid:uid>/feed/", feeds.recommendation, name="recommendation_feed"),
    path("actors/", actors.actors, name="actors"),
    path("actors/<word:slug>/", actors.actor, name="actor"),
    path("actors/<word:slug>/feed/", feeds.actor, name="actor_feed"),
    path("actors/<word:slug>/traits/<word:trait>/", actors.trait, name="trait"),
]
