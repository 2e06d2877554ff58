"""The desk's own pages beside those of its models; included below `/admin/`, before the admin itself."""

from django.contrib import admin
from django.urls import path

from . import accounts

urlpatterns = [
    path("notices/", admin.site.admin_view(accounts.notices), name="admin_notices"),
    path("account/", admin.site.admin_view(accounts.account), name="admin_account"),
]
