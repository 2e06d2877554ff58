"""What the screens of all entries share."""

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sejong_cms.audit import Action
from sejong_cms.edits import Audited

from .. import changed
from ..renaming import rename_entry
from ..slugs import is_taken, refuse_taken, slug_from
from .actions import action_view
from .verbs import MoveForm


class EntryForm(forms.ModelForm):
    """An entry whose empty slug is made from its name or title."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "The last part of the page's address. Left empty, it is made from the name. "
                "Once readers know the page, a change of it redirects."
            )

    def clean(self):
        cleaned = super().clean()
        if "slug" not in self.fields or "slug" in self.errors:
            return cleaned
        model = self._meta.model
        if slug := cleaned.get("slug"):
            try:
                refuse_taken(model, slug, by=self.instance)
            except ValidationError as problem:
                self.add_error(None, problem)
        else:
            cleaned["slug"] = slug_from(
                cleaned.get("name") or cleaned.get("title") or "",
                default=model._meta.model_name,
                taken=lambda slug: is_taken(model, slug, by=self.instance),
            )
        return cleaned


class PublicFilter(admin.SimpleListFilter):
    title = _("known to readers")
    parameter_name = "public"

    def lookups(self, request, model_admin):
        return [("yes", _("Yes")), ("no", _("Not yet"))]

    def queryset(self, request, queryset):
        match self.value():
            case "yes":
                return queryset.public()
            case "no":
                return queryset.filter(public_since=None)
        return queryset


class EntryAdmin(Audited):
    """An entry: editors see all, others what readers may know of.

    `actions_here` are forms on pages of their own, {the part of the address: class}; `added_here`
    are events that are added to an entry: (model, the field that names the entry, the button).
    """

    form = EntryForm
    change_form_template = "admin/issues/entry_change_form.html"
    readonly_fields = ("public_since",)
    list_filter = (PublicFilter,)
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions_here = {"address": MoveForm}
    added_here = ()

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_readonly_fields(self, request, obj=None):
        known = obj is not None and obj.is_public and hasattr(obj, "slug")
        return (*super().get_readonly_fields(request, obj), *(("slug",) if known else ()))

    def log_change(self, request, obj, message):
        if getattr(request, "audited_changes", None):
            changed.note(Action.CHANGED, obj, at=timezone.now())
        return super().log_change(request, obj, message)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.TextField):
            field.widget.attrs["rows"] = 4
        elif isinstance(db_field, models.ForeignKey):
            # What another entry is tied to is not deleted from within this one.
            field.widget.can_delete_related = False
        return field

    def has_delete_permission(self, request, obj=None):
        """What readers know of stays, for good; only what nobody cited yet can go."""
        known = obj is not None and obj.is_public
        return not known and super().has_delete_permission(request, obj)

    def get_view_on_site_url(self, obj=None):
        if obj is None or not obj.is_public:
            return None
        return obj.get_absolute_url()

    # --- Buttons, and the pages that they lead to

    def get_urls(self):
        wrap = self.admin_site.admin_view
        info = self.opts.app_label, self.opts.model_name
        return [
            *(
                path(
                    f"<path:object_id>/{name}/",
                    wrap(self.action_view),
                    {"name": name},
                    name="{}_{}_{}".format(*info, name),
                )
                for name in self.actions_here
            ),
            *super().get_urls(),
        ]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def action_view(self, request, object_id, name):
        entry = self.get_object(request, unquote(object_id))
        return action_view(self, request, entry, self.actions_here[name])

    def buttons(self, request, entry):
        """(address, label) of everything that this person may do with the entry besides editing it."""
        for model, field, label in self.adding(entry):
            if self.admin_site.get_model_admin(model).has_add_permission(request):
                yield f"{url_of(model, 'add')}?{field}={entry.pk}", label
        for name, action in self.actions_here.items():
            if action.may(request.user) and action.applies(entry):
                yield url_of(self.model, name, entry.pk), action.label

    def adding(self, entry):
        return self.added_here

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["buttons"] = list(self.buttons(request, obj)) if obj and obj.pk else []
        return super().render_change_form(request, context, add, change, form_url, obj)


class NamedAdmin(EntryAdmin):
    """An entry whose names become aliases when they change."""

    told_by_verbs = ("name", "name_ko")

    def save_model(self, request, obj, form, change):
        """Names are written after the aliases that were typed, so that none is there twice."""
        changed = [name for name in ("name", "name_ko") if name in form.changed_data]
        form.names = {"name": obj.name, "name_ko": obj.name_ko} if change and changed else None
        if form.names:
            for name in changed:
                setattr(obj, name, form.initial[name])
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if form.names:
            rename_entry(form.instance, by=request.user, **form.names)
            for name, value in form.names.items():
                setattr(form.instance, name, value)


class AliasInline(admin.TabularInline):
    extra = 0

    @classmethod
    def of(cls, alias):
        """The inline of a model of aliases."""
        return type(f"{alias.__name__}Inline", (cls,), {"model": alias})


def url_of(model, view, *args):
    """The address of a screen of `model`."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)
