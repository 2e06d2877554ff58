"""The outbox as publishers see it, and the readers who follow, for those who may administrate.

A mail's text and headers are shown to nobody: they hold the token by which its reader is known.
"""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from issues.clock import database_now
from sejong_cms import audit, posting
from sejong_cms.posting_admin import PostingAdmin, ReadOnly

from .. import rules
from ..following import subscribing
from ..models import Mail, Subscriber

SEE_ADDRESSES = "articles.view_subscriber"


@admin.register(Mail)
class MailAdmin(PostingAdmin):
    actions = ("try_again",)

    def has_view_permission(self, request, obj=None):
        return rules.may_publish(request.user)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def get_list_display(self, request):
        to = ("to",) if request.user.has_perm(SEE_ADDRESSES) else ()
        return ("subject", *to, "state", "attempts", "due_at", "sent_at", "last_error")

    def get_fields(self, request, obj=None):
        to = ("to",) if request.user.has_perm(SEE_ADDRESSES) else ()
        moments = ("created_at", "due_at", "sent_at", "failed_at")
        return (*to, "subject", "state", "attempts", *moments, "last_error")

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj)

    def get_queryset(self, request):
        return super().get_queryset(request).defer("text", "headers")

    def changelist_view(self, request, extra_context=None):
        count = Subscriber.objects.filter(confirmed_at__isnull=False).count()
        told = ngettext(
            "%(count)s reader follows by e-mail.", "%(count)s readers follow by e-mail.", count
        ) % {"count": count}
        return super().changelist_view(request, (extra_context or {}) | {"subtitle": told})

    @admin.action(description=_("Try again"), permissions=["view"])
    def try_again(self, request, queryset):
        count = posting.try_again(Mail.objects.filter(pk__in=queryset), at=database_now())
        told = ngettext(
            "%(count)s mail is tried again.", "%(count)s mails are tried again.", count
        ) % {"count": count}
        self.message_user(request, told, messages.SUCCESS if count else messages.WARNING)


@admin.register(Subscriber)
class SubscriberAdmin(ReadOnly):
    """Addresses of readers: to be seen and, when one asks for it otherwise, deleted; never written."""

    list_display = ("address", "language", "frequency", "confirmed_at", "told_until")
    list_filter = ("frequency", "language")
    search_fields = ("address",)
    fields = readonly_fields = (*list_display, "asked_at")
    actions = None

    def has_delete_permission(self, request, obj=None):
        return request.user.has_perm("articles.delete_subscriber")

    def get_deleted_objects(self, objs, request):
        # Mails are nobody's to delete, but those of a reader go with the reader.
        shown, counts, _missing, protected = super().get_deleted_objects(objs, request)
        return shown, counts, set(), protected

    def delete_model(self, request, obj):
        # The address goes with the reader: the audit has no name for whom it was.
        audit.record(
            audit.Action.DELETED,
            at=database_now(),
            by=request.user,
            kind="subscriber",
            key=obj.pk,
        )
        subscribing.leave(obj.token)
