"""What the screens of rows that wait to be sent share."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

STATES = {
    "waiting": (_("waiting"), Q(sent_at=None, failed_at=None)),
    "sent": (_("sent"), Q(sent_at__isnull=False)),
    "failed": (_("given up"), Q(failed_at__isnull=False)),
}


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(name, words) for name, (words, _condition) in STATES.items()]

    def queryset(self, request, queryset):
        return queryset.filter(STATES[self.value()][1]) if self.value() in STATES else queryset


class ReadOnly(admin.ModelAdmin):
    """Rows that only verbs write."""

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class PostingAdmin(ReadOnly):
    """What was sent, what waits, what was given up and why."""

    list_filter = (StateFilter,)

    @admin.display(description=_("state"))
    def state(self, row):
        if row.sent_at:
            return STATES["sent"][0]
        return STATES["failed" if row.failed_at else "waiting"][0]
