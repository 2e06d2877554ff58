"""Authors and series: entries of the publication that editors keep."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from issues.admin import MERGEABLE, EntryAdmin

from ..models import Author, Series


@admin.register(Author)
class AuthorAdmin(EntryAdmin):
    list_display = ("name", "name_ko", "position", "affiliation", "merged_into", "public_since")
    list_select_related = ("merged_into",)
    search_fields = ("name", "name_ko", "slug", "affiliation")
    readonly_fields = ("merged_into", "public_since")
    actions_here = MERGEABLE
    fieldsets = [
        (None, {"fields": ("name", "name_ko", "slug")}),
        (
            _("Today"),
            {"fields": ("position", "affiliation", "biography", "biography_ko", "orcid")},
        ),
        (_("E-mail"), {"fields": ("email", "email_public")}),
        (None, {"fields": ("merged_into", "public_since")}),
    ]


@admin.register(Series)
class SeriesAdmin(EntryAdmin):
    list_display = ("name", "name_ko", "slug", "public_since")
    search_fields = ("name", "name_ko", "slug")
    fields = ("name", "name_ko", "slug", "disclaimer", "disclaimer_ko", "public_since")
