"""The entries of the register: actors, traits, issues, themes, recommendations."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from sejong_cms.edits import Audited

from ..enums import IssueStatus
from ..models import (
    Actor,
    ActorAlias,
    Development,
    Issue,
    IssueAlias,
    Recommendation,
    StatusChange,
    Step,
    Theme,
    Trait,
    TraitAlias,
)
from .base import AliasInline, EntryAdmin, NamedAdmin
from .events import DevelopmentInline, RenameInline, StatusChangeInline, StepInline
from .verbs import (
    MergeDuplicatesForm,
    MergeForm,
    MoveForm,
    PartDuplicatesForm,
    RenameForm,
    SplitForm,
    UnmergeForm,
)

#: What may be done with an entry that may turn out to have been entered twice.
MERGEABLE = {"address": MoveForm, "merge": MergeDuplicatesForm, "part": PartDuplicatesForm}


@admin.register(Actor)
class ActorAdmin(NamedAdmin):
    list_display = ("name", "name_ko", "kind", "merged_into", "public_since")
    list_filter = ("kind", *EntryAdmin.list_filter)
    list_select_related = ("merged_into",)
    search_fields = ("name", "name_ko", "slug", "aliases__name")
    readonly_fields = ("merged_into", "public_since")
    fields = ("name", "name_ko", "slug", "kind", "summary", "merged_into", "public_since")
    inlines = (AliasInline.of(ActorAlias),)
    actions_here = MERGEABLE


@admin.register(Trait)
class TraitAdmin(NamedAdmin):
    list_display = ("name", "actor", "merged_into", "public_since")
    list_select_related = ("actor", "merged_into")
    search_fields = (
        "name",
        "name_ko",
        "slug",
        "aliases__name",
        "actor__name",
        "actor__name_ko",
    )
    autocomplete_fields = ("actor",)
    readonly_fields = ("merged_into", "public_since")
    fields = ("actor", "name", "name_ko", "slug", "summary", "merged_into", "public_since")
    inlines = (AliasInline.of(TraitAlias),)
    actions_here = MERGEABLE


@admin.register(Theme)
class ThemeAdmin(Audited):
    list_display = ("name", "name_ko", "ordering")
    list_editable = ("ordering",)
    search_fields = ("name", "name_ko")
    fields = ("name", "name_ko", "ordering")


@admin.register(Issue)
class IssueAdmin(EntryAdmin):
    list_display = ("title", "title_ko", "status", "theme", "parent", "public_since")
    list_filter = ("status", "theme", *EntryAdmin.list_filter)
    list_select_related = ("parent", "theme")
    search_fields = ("title", "title_ko", "slug", "aliases__name")
    autocomplete_fields = ("parent", "related", "theme")
    readonly_fields = ("status", "merged_into", "split_from", "public_since")
    fields = (
        "title",
        "title_ko",
        "slug",
        "summary",
        "summary_ko",
        "theme",
        "parent",
        "related",
        "review_interval_days",
        ("status", "public_since"),
        "merged_into",
        "split_from",
    )
    inlines = (AliasInline.of(IssueAlias), RenameInline, StatusChangeInline, DevelopmentInline)
    actions_here = {
        "rename": RenameForm,
        "merge": MergeForm,
        "unmerge": UnmergeForm,
        "split": SplitForm,
        "address": MoveForm,
    }
    added_here = (
        (StatusChange, "issue", _("Close, reopen or change the status…")),
        (Development, "issue", _("Add a development")),
    )

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        # Readers are told of a title that changes: it is renamed.
        return (*fields, "title", "title_ko") if obj is not None and obj.is_public else fields

    def get_fields(self, request, obj=None):
        """Without where the issue went or came from, if it did neither."""
        fields = super().get_fields(request, obj)
        return [
            field
            for field in fields
            if field not in ("merged_into", "split_from")
            or (obj is not None and getattr(obj, f"{field}_id"))
        ]

    def adding(self, entry):
        merged = entry.status == IssueStatus.MERGED
        return [row for row in self.added_here if not (merged and row[0] is StatusChange)]


@admin.register(Recommendation)
class RecommendationAdmin(EntryAdmin):
    list_display = ("__str__", "issue", "addressee", "status", "public_since")
    list_filter = ("status", *EntryAdmin.list_filter)
    list_select_related = ("issue", "addressee")
    search_fields = ("wording", "issue__title", "issue__title_ko", "addressee__name")
    autocomplete_fields = ("issue", "addressee")
    readonly_fields = ("status", "public_since")
    fields = ("wording", "issue", "addressee", ("status", "public_since"))
    inlines = (StepInline,)
    actions_here = {}
    added_here = ((Step, "recommendation", _("Add a step")),)
