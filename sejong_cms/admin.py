"""The audit's screen, the log-in of the desk, and its accounts."""

import json

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator, capfirst, smart_split, unescape_string_literal
from django.utils.translation import gettext_lazy as _

from articles.enums import EditionState, Verb
from articles.rules import may_see_all
from issues.enums import IssueStatus, RecommendationStatus

from . import access, earlier_admin, institution_admin, webhook_admin
from .audit import SYSTEM, Action
from .models import AuditEntry

__all__ = ["earlier_admin", "institution_admin", "webhook_admin"]

#: Kinds of things that the audit tells of, as the filter offers them.
KINDS = (
    *(
        "edition",
        "article",
        "issue",
        "recommendation",
        "actor",
        "trait",
        "theme",
        "author",
        "series",
    ),
    *("user", "group", "subscriber", "webhook", "institutionpage", "earlieraddress"),
)
_ACTIONS = dict(Verb.choices) | dict(Action.choices)
#: Words of vocabularies that stand in `before` and `after`.
_STATES = {
    "edition": dict(EditionState.choices),
    "issue": dict(IssueStatus.choices),
    "recommendation": dict(RecommendationStatus.choices),
}


#: What stands where there is nothing to say; fields that are only shown would say 'None'.
NOTHING = "–"
#: Characters of what changed that a line of the list shows; the entry's own screen has all.
LONGEST_IN_LIST = 160


class LoginForm(AdminAuthenticationForm):
    """Django's, which tells nobody when it turns somebody away who may log in, but not here."""

    def confirm_login_allowed(self, user):
        try:
            super().confirm_login_allowed(user)
        except ValidationError:
            access.login_failed(user.get_username())
            raise


admin.site.login_form = LoginForm


class ForSuperusers(admin.ModelAdmin):
    """Written by superusers only: whoever may change accounts could make themselves one.

    The permissions of Django's own let others look.
    """

    def has_add_permission(self, request):
        return request.user.is_superuser and super().has_add_permission(request)

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser and super().has_delete_permission(request, obj)


admin.site.unregister([get_user_model(), Group])


@admin.register(get_user_model())
class AccountAdmin(ForSuperusers, UserAdmin):
    def get_fieldsets(self, request, obj=None):
        """Who only looks is shown nothing of a password."""
        fieldsets = super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj):
            return fieldsets
        return [
            (name, options | {"fields": [f for f in options["fields"] if f != "password"]})
            for name, options in fieldsets
        ]


@admin.register(Group)
class RoleAdmin(ForSuperusers, GroupAdmin):
    pass


class ActionFilter(admin.SimpleListFilter):
    title = _("action")
    parameter_name = "action"

    def lookups(self, request, model_admin):
        return [(value, capfirst(label)) for value, label in _ACTIONS.items()]

    def queryset(self, request, queryset):
        return queryset.filter(action=self.value()) if self.value() in _ACTIONS else queryset


class KindFilter(admin.SimpleListFilter):
    title = _("thing")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        known = {model._meta.model_name: model._meta for model in admin.site._registry}
        return [(kind, capfirst(known[kind].verbose_name)) for kind in KINDS if kind in known]

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() in KINDS else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    """What was done, newest first; nobody writes here.

    It names pieces that only editors may open, so its permission alone shows nothing to others.
    """

    list_display = ("at", "what", "who", "subject", "moved_in_short", "address")
    list_display_links = ("at", "what")
    list_filter = (ActionFilter, KindFilter, "at", "person")
    search_fields = ("subject", "name")
    search_help_text = _("Words of the thing's name, of the person's, or of the details")
    fields = ("at", "what", "who", "thing", "moved", "told", "address", "request")
    readonly_fields = fields
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and may_see_all(request.user)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_search_results(self, request, queryset, search_term):
        if search_term:
            queryset = queryset.alias(text=Cast("detail", models.TextField()))
        for bit in smart_split(search_term):
            word = unescape_string_literal(bit) if bit[0] in "\"'" and bit[-1] == bit[0] else bit
            queryset = queryset.filter(
                Q(subject__icontains=word)
                | Q(name__icontains=word)
                | Q(text__icontains=word)
                # As a text SQLite shows JSON with its escapes.
                | Q(text__icontains=json.dumps(word)[1:-1])
            )
        return queryset, False

    def get_object(self, request, object_id, from_field=None):
        entry = super().get_object(request, object_id, from_field)
        if entry is not None:
            entry.request_shown = request
        return entry

    # --- What is shown

    @admin.display(description=_("action"), ordering="action")
    def what(self, entry):
        return capfirst(_ACTIONS.get(entry.action, entry.action))

    @admin.display(description=_("person"), ordering="name")
    def who(self, entry):
        return _("the system") if entry.person_id is None and entry.name == SYSTEM else entry.name

    @admin.display(description=_("from → to"))
    def moved_in_short(self, entry):
        return Truncator(self.moved(entry)).chars(LONGEST_IN_LIST)

    @admin.display(description=_("from → to"))
    def moved(self, entry):
        if entry.action == Action.RIGHTS:
            return _turn(entry.before, entry.after) or NOTHING
        words = _STATES.get(entry.kind, {})
        before, after = (str(words.get(state, state)) for state in (entry.before, entry.after))
        return f"{before} → {after}" if before != after else after or NOTHING

    @admin.display(description=_("thing"))
    def thing(self, entry):
        """What it was called, as a link where it can be opened."""
        screens = {model._meta.model_name: screen for model, screen in admin.site._registry.items()}
        screen = screens.get(entry.kind)
        if screen is None:
            return entry.subject or NOTHING
        opts = screen.opts
        name = f"{capfirst(opts.verbose_name)}: {entry.subject}"
        row = screen.get_object(entry.request_shown, entry.key)
        if row is None or not screen.has_view_permission(entry.request_shown, row):
            return name
        url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
        return format_html('<a href="{}">{}</a>', url, name)

    @admin.display(description=_("detail"))
    def told(self, entry):
        if not entry.detail:
            return NOTHING
        return format_html("<pre>{}</pre>", json.dumps(entry.detail, ensure_ascii=False, indent=2))


def _turn(before, after):
    """'+gained, −lost' of two lists of rights, as the audit writes them."""
    had, has = (list(filter(None, rights.split(", "))) for rights in (before, after))
    gained = [f"+{right}" for right in has if right not in had]
    lost = [f"−{right}" for right in had if right not in has]
    return ", ".join([*gained, *lost])
