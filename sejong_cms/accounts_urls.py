"""A person's access tokens, and a forgotten password: a link by mail. Whether an address is known, nobody is
told.

Included below `/admin/`, before the admin itself.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views
from django.urls import path
from django.utils.functional import SimpleLazyObject

from .token_views import own_tokens

_site = urlsplit(settings.SITE_URL)
# The site's own address, never what the request says its host is.
_IN_MAIL = {
    "domain": _site.netloc,
    "protocol": _site.scheme,
    "site_name": settings.SITE_NAME,
}
_SHOWN = {
    "extra_context": {
        name: SimpleLazyObject(lambda name=name: getattr(admin.site, name))
        for name in ("site_header", "site_title")
    }
}

urlpatterns = [
    path("tokens/", admin.site.admin_view(own_tokens), name="admin_tokens"),
    path(
        "password_reset/",
        views.PasswordResetView.as_view(extra_email_context=_IN_MAIL, **_SHOWN),
        name="admin_password_reset",
    ),
    path(
        "password_reset/done/",
        views.PasswordResetDoneView.as_view(**_SHOWN),
        name="password_reset_done",
    ),
    path(
        "reset/<uidb64>/<token>/",
        views.PasswordResetConfirmView.as_view(**_SHOWN),
        name="password_reset_confirm",
    ),
    path(
        "reset/done/",
        views.PasswordResetCompleteView.as_view(**_SHOWN),
        name="password_reset_complete",
    ),
]
