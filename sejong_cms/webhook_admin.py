"""Webhooks at the desk: whom we tell of what, and what became of each telling."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from issues.clock import database_now

from . import webhooks
from .changes import Kind
from .edits import Audited
from .models import Delivery, Webhook
from .posting_admin import PostingAdmin


class WebhookForm(forms.ModelForm):
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of changes"),
        choices=[(kind.value, kind.label) for kind in Kind.told()],
        widget=forms.CheckboxSelectMultiple,
        initial=Kind.told,
    )

    def clean_url(self):
        url = self.cleaned_data["url"]
        if not (url.startswith("https://") or settings.WEBHOOKS_PRIVATE):
            raise ValidationError(_("The address begins with https://."))
        return url


@admin.register(Webhook)
class WebhookAdmin(Audited):
    form = WebhookForm
    list_display = ("name", "url", "is_active", "created_at", "created_by")
    list_select_related = ("created_by",)
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = ("try_out", "renew_secret")

    def get_fields(self, request, obj=None):
        known = ("secret", "created_at", "created_by") if obj is not None else ()
        if obj is not None and not self.has_change_permission(request, obj):
            known = known[1:]
        return ("name", "url", "kinds", "is_active", *known)

    def get_readonly_fields(self, request, obj=None):
        return ("secret", "created_at", "created_by")

    def save_model(self, request, obj, form, change):
        if not change:
            obj.secret, obj.created_by = webhooks.new_secret(), request.user
        super().save_model(request, obj, form, change)

    def delete_model(self, request, obj):
        webhooks.delete(Webhook.objects.filter(pk=obj.pk))

    def delete_queryset(self, request, queryset):
        webhooks.delete(queryset)

    def get_deleted_objects(self, objs, request):
        # Deliveries are nobody's to delete, but go with their webhook.
        shown, counts, _missing, protected = super().get_deleted_objects(objs, request)
        return shown, counts, set(), protected

    @admin.action(description=_("Send a trial"), permissions=["change"])
    def try_out(self, request, queryset):
        for hook in queryset:
            webhooks.try_out(hook, by=request.user)
        self.message_user(
            request, _("The worker sends the trial; the list of deliveries shows the answer.")
        )

    @admin.action(description=_("Make a new secret"), permissions=["change"])
    def renew_secret(self, request, queryset):
        for hook in queryset:
            webhooks.renew_secret(hook, by=request.user)
        self.message_user(
            request, _("Deliveries are signed with the new secret from now on; tell the receiver.")
        )


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return [(kind.value, kind.label) for kind in Kind.told()]

    def queryset(self, request, queryset):
        return queryset.filter(change__kind=self.value()) if self.value() in Kind else queryset


@admin.register(Delivery)
class DeliveryAdmin(PostingAdmin):
    list_display = (*("told", "webhook", "state", "answer", "last_error", "created_at"),)
    list_select_related = ("change", "webhook")
    list_filter = (*PostingAdmin.list_filter, "webhook", KindFilter)
    fields = (
        *("uid", "change", "webhook", "state", "answer", "attempts"),
        *("created_at", "due_at", "sent_at", "failed_at", "last_error", "message"),
    )
    readonly_fields = fields
    actions = ("repeat",)

    @admin.display(description=_("change"))
    def told(self, delivery):
        return str(delivery.change or _("a trial"))

    @admin.display(description=_("message"))
    def message(self, delivery):
        return format_html("<pre>{}</pre>", webhooks.body_of(delivery).decode())

    @admin.action(description=_("Send again"), permissions=["view"])
    def repeat(self, request, queryset):
        rows = Delivery.objects.filter(pk__in=queryset)
        count = webhooks.repeat(rows, at=database_now())
        told = ngettext(
            "%(count)s delivery is sent again.", "%(count)s deliveries are sent again.", count
        ) % {"count": count}
        self.message_user(request, told, messages.SUCCESS if count else messages.WARNING)
