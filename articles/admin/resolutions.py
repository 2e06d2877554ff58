"""What became of likelihoods: which are due, the form that resolves one, and what was recorded."""

from uuid import UUID

from django import forms
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from issues import rules
from issues.admin.events import EventAdmin, EventForm

from ..models import Assessment, Resolution
from ..outcomes import due, scored
from ..resolving import resolve
from .rows import number

#: What the form is told by the address that leads to it, and nobody types.
GIVEN = ("article", "assessment_uid", "corrects")
DUE_PER_PAGE = 50


def resolve_url(article, uid, corrects=None):
    """The address of the form that resolves an assessment, or corrects what came of it."""
    query = {"article": article, "assessment_uid": uid}
    if corrects:
        query["corrects"] = corrects
    return f"{reverse('admin:articles_resolution_add')}?{urlencode(query)}"


class ResolutionForm(EventForm):
    def _post_clean(self):
        super()._post_clean()
        for name in GIVEN:
            # Beside a hidden field nobody would see them.
            if errors := self._errors.pop(name, None):
                self.add_error(NON_FIELD_ERRORS, errors.as_data())


@admin.register(Resolution)
class ResolutionAdmin(EventAdmin):
    form = ResolutionForm
    verb = staticmethod(resolve)
    subject = "article"
    add_form_template = "admin/articles/resolution/add_form.html"
    change_form_template = "admin/articles/resolution/change_form.html"
    list_display = ("occurred_on", "outcome", "question", "entered_by")
    list_filter = ("outcome",)
    search_fields = ("text", "article__slug")
    fields = (*GIVEN, "outcome", "occurred_on", "text", "source_url")

    def get_urls(self):
        view = self.admin_site.admin_view(self.due_view)
        return [path("due/", view, name="articles_resolution_due"), *super().get_urls()]

    def get_queryset(self, request):
        said = Assessment.objects.visible_to(request.user).filter(
            parent__article=OuterRef("article"), uid=OuterRef("assessment_uid")
        )
        last = said.order_by("-parent__number").values("question")[:1]
        return super().get_queryset(request).annotate(question=Subquery(last))

    @admin.display(description=_("question"))
    def question(self, resolution):
        return resolution.question

    def get_fields(self, request, obj=None):
        return ("question", *self.fields[1:]) if obj else self.fields

    def get_readonly_fields(self, request, obj=None):
        return ("question", "entered_by", "recorded_at") if obj else ()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in GIVEN:
            field.widget = forms.HiddenInput()
        elif db_field.name == "text":
            field.label = _("Evidence")
            field.help_text = _("What happened, in a sentence or two. Readers see it.")
        return field

    def due_view(self, request):
        """Likelihoods whose horizon has passed, the longest waiting first."""
        if not rules.may_edit_register(request.user):
            raise PermissionDenied
        rows = due(timezone.now())
        page = Paginator(rows, DUE_PER_PAGE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Outcomes due"),
            "opts": self.opts,
            "count": len(rows),
            "page": page,
            "rows": [
                (row, resolve_url(row.article_id, row.uid, row.resolution_id)) for row in page
            ],
        }
        return TemplateResponse(request, "admin/articles/resolution/due.html", context)

    def add_view(self, request, form_url="", extra_context=None):
        """The form for one assessment; what is to be resolved is chosen on the page before."""
        given = request.POST if request.method == "POST" else request.GET
        likelihood = _likelihood(given)
        if likelihood is None and request.method != "POST":
            return HttpResponseRedirect(reverse("admin:articles_resolution_due"))
        context = (extra_context or {}) | {
            "title": _("What came of it"),
            "scored": likelihood,
            "corrected": _corrected(given),
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }
        return super().add_view(request, form_url, context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if (
            row is not None
            and self.has_add_permission(request)
            and not Resolution.objects.filter(corrects=row).exists()
        ):
            context["correct_url"] = resolve_url(row.article_id, row.assessment_uid, row.pk)
        return super().change_view(request, object_id, form_url, context)

    def response_post_save_add(self, request, obj):
        return HttpResponseRedirect(reverse("admin:articles_resolution_due"))


def _likelihood(given):
    """The Scored that the address or the form names, None where there is none to be resolved."""
    try:
        article, uid = int(given["article"]), UUID(given["assessment_uid"])
    except (KeyError, ValueError):
        return None
    versions = Assessment.objects.filter(parent__article=article, uid=uid)
    return scored(versions, until=timezone.localdate()).get((article, uid))


def _corrected(given):
    return Resolution.objects.filter(pk=number(given.get("corrects") or "", None)).first()
