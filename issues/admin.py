"""The register's screens. Dated events are only ever added, through the verbs of `tracking`."""

from django import forms
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from . import tracking
from .enums import IssueStatus
from .models import (
    Actor,
    Development,
    Issue,
    IssueAlias,
    Recommendation,
    StatusChange,
    Step,
    Trait,
)
from .slugs import slug_from


class EntryForm(forms.ModelForm):
    """An entry whose empty slug is made from its name or title."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "The last part of the page's address. Left empty, it is made from the name. "
                "It is fixed once readers know the page."
            )

    def clean(self):
        cleaned = super().clean()
        if "slug" in self.fields and not cleaned.get("slug") and "slug" not in self.errors:
            model = self._meta.model
            others = model.objects.exclude(pk=self.instance.pk)
            cleaned["slug"] = slug_from(
                cleaned.get("name") or cleaned.get("title") or "",
                default=model._meta.model_name,
                taken=lambda slug: others.filter(slug=slug).exists(),
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


class EntryAdmin(admin.ModelAdmin):
    """An entry: editors see all, others what readers may know of."""

    form = EntryForm
    readonly_fields = ("public_since",)
    list_filter = (PublicFilter,)
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_readonly_fields(self, request, obj=None):
        known = obj is not None and obj.is_public and hasattr(obj, "slug")
        return (*super().get_readonly_fields(request, obj), *(("slug",) if known else ()))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.TextField):
            field.widget.attrs["rows"] = 4
        elif isinstance(db_field, models.ForeignKey):
            # What another entry is tied to is not deleted from within this one.
            field.widget.can_delete_related = False
        return field

    def get_view_on_site_url(self, obj=None):
        if obj is None or not obj.is_public:
            return None
        return obj.get_absolute_url()


class EventInline(admin.TabularInline):
    """What was recorded of an entry, newest first; added elsewhere, never changed."""

    extra = max_num = 0
    can_delete = False
    ordering = ("-occurred_on", "-recorded_at", "-id")

    def has_add_permission(self, request, obj):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("entered by"))
    def entered(self, event):
        return event.entered_by.get_username() if event.entered_by else "–"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("entered_by", "corrects")


class DevelopmentInline(EventInline):
    model = Development
    fields = ("occurred_on", "title", "text", "source_kind", "source_url", "corrects", "entered")
    readonly_fields = ("entered",)


class StatusChangeInline(EventInline):
    model = StatusChange
    fk_name = "issue"
    fields = ("occurred_on", "status", "text", "source_url", "corrects", "entered")
    readonly_fields = ("entered",)


class StepInline(EventInline):
    model = Step
    fields = ("occurred_on", "status", "text", "source_url", "corrects", "entered")
    readonly_fields = ("entered",)


class AliasInline(admin.TabularInline):
    model = IssueAlias
    extra = 0


@admin.register(Actor)
class ActorAdmin(EntryAdmin):
    list_display = ("name", "name_ko", "kind", "public_since")
    list_filter = ("kind", *EntryAdmin.list_filter)
    search_fields = ("name", "name_ko", "slug")
    fields = ("name", "name_ko", "slug", "kind", "summary", "public_since")


@admin.register(Trait)
class TraitAdmin(EntryAdmin):
    list_display = ("name", "actor", "public_since")
    list_select_related = ("actor",)
    search_fields = ("name", "name_ko", "slug", "actor__name", "actor__name_ko")
    autocomplete_fields = ("actor",)
    fields = ("actor", "name", "name_ko", "slug", "summary", "public_since")


class AddingMixin:
    """Buttons on an entry's screen that lead to the form for adding an event."""

    change_form_template = "admin/issues/entry_change_form.html"
    #: (model of the event, the field that names the entry, what the button says)
    added_here = ()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        buttons = [
            (f"{_url(model, 'add')}?{field}={object_id}", label)
            for model, field, label in self.added_here
            if self.admin_site.get_model_admin(model).has_add_permission(request)
        ]
        context = (extra_context or {}) | {"adding": buttons}
        return super().change_view(request, object_id, form_url, context)


def _url(model, view, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


@admin.register(Issue)
class IssueAdmin(AddingMixin, EntryAdmin):
    list_display = ("title", "title_ko", "status", "parent", "public_since")
    list_filter = ("status", *EntryAdmin.list_filter)
    list_select_related = ("parent",)
    search_fields = ("title", "title_ko", "slug", "aliases__name")
    autocomplete_fields = ("parent",)
    readonly_fields = ("status", "merged_into", "public_since")
    fields = (
        "title",
        "title_ko",
        "slug",
        "summary",
        "summary_ko",
        "parent",
        "review_interval_days",
        ("status", "public_since"),
        "merged_into",
    )
    inlines = (AliasInline, StatusChangeInline, DevelopmentInline)
    added_here = (
        (StatusChange, "issue", _("Change the status")),
        (Development, "issue", _("Add a development")),
    )

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        if obj is None or obj.status != IssueStatus.MERGED:
            return tuple(field for field in fields if field != "merged_into")
        return fields


@admin.register(Recommendation)
class RecommendationAdmin(AddingMixin, EntryAdmin):
    list_display = ("__str__", "issue", "addressee", "status", "public_since")
    list_filter = ("status", *EntryAdmin.list_filter)
    list_select_related = ("issue", "addressee")
    search_fields = ("wording", "issue__title", "issue__title_ko", "addressee__name")
    autocomplete_fields = ("issue", "addressee")
    readonly_fields = ("status", "public_since")
    fields = ("wording", "issue", "addressee", ("status", "public_since"))
    inlines = (StepInline,)
    added_here = ((Step, "recommendation", _("Add a step")),)


class EventForm(forms.ModelForm):
    """A dated event, recorded by the verb that owns it once everything typed is in order."""

    by = None
    verb = None

    def _post_clean(self):
        super()._post_clean()
        if self.errors:
            return
        fields = dict(self.cleaned_data)
        subject = fields.pop(self.subject)
        try:
            # Within the transaction that the admin opened for this request.
            self.instance = type(self).verb(subject, by=self.by, **fields)
        except ValidationError as problem:
            for name, errors in problem.update_error_dict({}).items():
                self.add_error(name if name in self.fields else NON_FIELD_ERRORS, errors)


class EventAdmin(admin.ModelAdmin):
    """Events are added and read; what was wrong is corrected by a further one that names it."""

    form = EventForm
    verb = None
    subject = ""
    date_hierarchy = "occurred_on"
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related(self.subject, "entered_by")
        subjects = self.model._meta.get_field(self.subject).remote_field.model.objects
        return rows.filter(**{f"{self.subject}__in": subjects.visible_to(request.user)})

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.by, form.verb, form.subject = request.user, staticmethod(self.verb), self.subject
        return form

    def save_model(self, request, obj, form, change):
        """The form's verb has recorded it."""

    def response_post_save_add(self, request, obj):
        subject = getattr(obj, self.subject)
        return HttpResponseRedirect(_url(type(subject), "change", subject.pk))


@admin.register(Development)
class DevelopmentAdmin(EventAdmin):
    verb = staticmethod(tracking.add_development)
    subject = "issue"
    list_display = ("occurred_on", "title", "issue", "source_kind", "entered_by")
    list_filter = ("source_kind",)
    search_fields = ("title", "text", "issue__title", "issue__title_ko")
    autocomplete_fields = ("issue", "corrects")
    fields = ("issue", "occurred_on", "title", "text", "source_kind", "source_url", "corrects")


@admin.register(StatusChange)
class StatusChangeAdmin(EventAdmin):
    verb = staticmethod(tracking.change_status)
    subject = "issue"
    list_display = ("occurred_on", "status", "issue", "entered_by")
    list_filter = ("status",)
    search_fields = ("text", "issue__title", "issue__title_ko")
    autocomplete_fields = ("issue", "corrects")
    fields = ("issue", "status", "occurred_on", "text", "source_url", "corrects")


@admin.register(Step)
class StepAdmin(EventAdmin):
    verb = staticmethod(tracking.add_step)
    subject = "recommendation"
    list_display = ("occurred_on", "status", "recommendation", "entered_by")
    list_filter = ("status",)
    search_fields = ("text", "recommendation__wording")
    autocomplete_fields = ("recommendation", "corrects")
    fields = ("recommendation", "status", "occurred_on", "text", "source_url", "corrects")
