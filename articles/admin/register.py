"""Authors and series: entries of the publication that editors keep."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from issues.admin import EntryAdmin

from ..models import Author, Series


@admin.register(Author)
class AuthorAdmin(EntryAdmin):
    list_display = ("name", "name_ko", "position", "affiliation", "public_since")
    search_fields = ("name", "name_ko", "slug", "affiliation")
    fieldsets = [
        (None, {"fields": ("name", "name_ko", "slug")}),
        (_("Today"), {"fields": ("position", "affiliation", "biography", "orcid")}),
        (_("E-mail"), {"fields": ("email", "email_public")}),
        (None, {"fields": ("public_since",)}),
    ]


@admin.register(Series)
class SeriesAdmin(EntryAdmin):
    list_display = ("name", "name_ko", "slug", "public_since")
    search_fields = ("name", "name_ko", "slug")
    fields = ("name", "name_ko", "slug", "disclaimer", "disclaimer_ko", "public_since")
