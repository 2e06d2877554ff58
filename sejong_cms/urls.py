from django.contrib import admin
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls), path("articles/<str:slug>/", lambda r, slug: None, name="article"), path("articles/<str:slug>/editions/<int:n>/", lambda r, slug, n: None, name="edition"), path("recommendations/<uuid:uid>/", lambda r, uid: None, name="recommendation")]
