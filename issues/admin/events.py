"""Dated events: added, shown, never changed."""

from urllib.parse import urlsplit

from django import forms
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from .. import tracking
from ..enums import IssueStatus
from ..models import Development, Rename, StatusChange, Step
from .base import url_of


class EventInline(admin.TabularInline):
    """What was recorded of an entry, newest first; added elsewhere, never changed."""

    extra = max_num = 0
    can_delete = False
    ordering = ("-occurred_on", "-recorded_at", "-id")
    readonly_fields = ("source", "entered")

    def has_add_permission(self, request, obj):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("entered by"))
    def entered(self, event):
        return event.entered_by.get_username() if event.entered_by else "–"

    @admin.display(description=_("source"))
    def source(self, event):
        """The address by its host: whole, it would push the rest out of sight."""
        host = urlsplit(event.source_url).hostname
        return format_html('<a href="{}">{}</a>', event.source_url, host) if host else "–"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("entered_by", "corrects")


class DevelopmentInline(EventInline):
    model = Development
    fields = (
        "occurred_on",
        "title",
        "text",
        "source_kind",
        "source",
        "prompts_assessment",
        "corrects",
        "entered",
    )


class StatusChangeInline(EventInline):
    model = StatusChange
    fk_name = "issue"
    fields = ("occurred_on", "status", "merged_into", "text", "source", "corrects", "entered")
    readonly_fields = ("merged_into", "source", "entered")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("merged_into")


class RenameInline(EventInline):
    model = Rename
    fields = (
        "occurred_on",
        "title_before",
        "title",
        "title_ko",
        "text",
        "source",
        "corrects",
        "entered",
    )
    readonly_fields = ("title_before", "source", "entered")


class StepInline(EventInline):
    model = Step
    fields = (
        "occurred_on",
        "status",
        "text",
        "quote",
        "source_kind",
        "source",
        "corrects",
        "entered",
    )


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
        return HttpResponseRedirect(url_of(type(subject), "change", subject.pk))


@admin.register(Development)
class DevelopmentAdmin(EventAdmin):
    verb = staticmethod(tracking.add_development)
    subject = "issue"
    list_display = ("occurred_on", "title", "issue", "source_kind", "entered_by")
    list_filter = ("source_kind", "prompts_assessment")
    search_fields = ("title", "text", "issue__title", "issue__title_ko")
    autocomplete_fields = ("issue", "corrects")
    fields = (
        "issue",
        "occurred_on",
        "title",
        "text",
        "source_kind",
        "source_url",
        "prompts_assessment",
        "corrects",
    )


@admin.register(StatusChange)
class StatusChangeAdmin(EventAdmin):
    verb = staticmethod(tracking.change_status)
    subject = "issue"
    list_display = ("occurred_on", "status", "issue", "entered_by")
    list_filter = ("status",)
    search_fields = ("text", "issue__title", "issue__title_ko")
    autocomplete_fields = ("issue", "corrects")
    fields = ("issue", "status", "occurred_on", "text", "source_url", "corrects")

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "status":
            # An issue is merged on its own screen.
            choices = [choice for choice in IssueStatus.choices if choice[0] != IssueStatus.MERGED]
            kwargs["choices"] = [("", "---------"), *choices]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


@admin.register(Step)
class StepAdmin(EventAdmin):
    verb = staticmethod(tracking.add_step)
    subject = "recommendation"
    list_display = ("occurred_on", "status", "recommendation", "entered_by")
    list_filter = ("status", "source_kind")
    search_fields = ("text", "recommendation__wording")
    autocomplete_fields = ("recommendation", "corrects")
    fields = (
        "recommendation",
        "status",
        "occurred_on",
        "text",
        "quote",
        "source_kind",
        "source_url",
        "corrects",
    )
