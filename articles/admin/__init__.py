"""The desk: the admin's screens of the publication. Screens only translate; verbs decide."""

from django.conf import settings
from django.contrib import admin
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import article, edition, outbox, register, resolutions

__all__ = ["article", "edition", "outbox", "register", "resolutions"]

admin.site.site_header = admin.site.site_title = format_lazy(
    _("{site} desk"), site=settings.SITE_NAME
)
admin.site.index_title = _("The desk")
