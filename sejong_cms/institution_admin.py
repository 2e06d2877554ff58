"""The institution's pages at the desk: their text, and every text that they had before."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.rows import number
from issues.slugs import RESERVED

from . import institution
from .edits import changes_of
from .models import InstitutionPage
from .models.institution import FIXED


class PageForm(forms.ModelForm):
    """A page's fields. `read` is the version that the person read.

    Where somebody else saved meanwhile, what was typed stays in the form, and the next save is of whoever
    has read what stands now.
    """

    read = forms.IntegerField(label="", widget=forms.HiddenInput, required=False, min_value=0)

    class Meta:
        model = InstitutionPage
        fields = ("title", "title_ko", "slug", "html", "html_ko", *institution.FIELDS[4:])

    def __init__(self, *args, **kwargs):
        instance = kwargs.get("instance")
        kwargs["initial"] = {"read": instance.version if instance else 0} | (
            kwargs.get("initial") or {}
        )
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in institution.TEXT:
                field.widget.attrs["lang"] = "ko" if name.endswith("_ko") else "en"
            if name.startswith("title"):
                field.widget.attrs["class"] = "vTextField desk-wide"

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if slug in FIXED or slug in RESERVED:
            raise ValidationError(_("Addresses use this word already; choose another."))
        return slug

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk is None:
            return cleaned
        # The admin's transaction keeps the lock until the save.
        rows = InstitutionPage.objects.select_for_update(of=("self",))
        stored = rows.get(pk=self.instance.pk)
        if cleaned.get("read") != stored.version:
            self.data = self.data.copy()
            self.data["read"] = str(stored.version)
            raise ValidationError(_told(institution.Stale(stored).text), code="stale")
        return cleaned


def _told(text):
    """What is said to who saves on an old text."""
    name = text.saved_by.get_username() if text.saved_by else _("the system")
    at = date_format(localtime(text.saved_at), "DATETIME_FORMAT")
    return _(
        "%(name)s saved this page on %(at)s, after you opened it. Nothing of yours was saved or lost: it "
        "stands below. Read under “History” what was saved meanwhile, bring both together here, and save "
        "again."
    ) % {"name": name, "at": at}


@admin.register(InstitutionPage)
class InstitutionPageAdmin(admin.ModelAdmin):
    form = PageForm
    change_form_template = "admin/sejong_cms/institutionpage/change_form.html"
    list_display = ("__str__", "address", "is_published", "at_foot", "updated_at")
    search_fields = ("title", "title_ko", "slug", "html", "html_ko")
    search_help_text = gettext_lazy("Words of the title, the address or the text")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def get_fields(self, request, obj=None):
        fields = ["title", "title_ko", "html", "html_ko"]
        if obj is None:
            fields.insert(2, "slug")
        if obj is None or not obj.is_fixed:
            fields += ["is_published", "in_footer", "ordering"]
        if self.has_change_permission(request, obj):
            fields.append("read")
        return fields

    def has_delete_permission(self, request, obj=None):
        """A page that is not wanted is no longer published; what it said stays."""
        return False

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj is not None and obj.is_published else None

    def get_object(self, request, object_id, from_field=None):
        """For ?text=3 with the words of that version, which nothing stores before somebody saves them."""
        page = super().get_object(request, object_id, from_field)
        if page is not None and request.method == "GET" and "text" in request.GET:
            version = number(request.GET["text"], None)
            text = page.texts.filter(version=version).first() if version else None
            if text is None:
                raise Http404
            for name in institution.TEXT:
                setattr(page, name, getattr(text, name))
        return page

    def save_model(self, request, obj, form, change):
        version = form.cleaned_data["read"] if change else 0
        detail = changes_of(form, ())
        if change and not detail:
            return
        institution.save(obj, version=version, by=request.user, detail=detail)

    def history_view(self, request, object_id, extra_context=None):
        """Every text that the page had, newest first, each whole."""
        page = self.get_object(request, object_id)
        if page is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, page):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "subtitle": str(page),
            "opts": self.opts,
            "page": page,
            "texts": page.texts.select_related("saved_by"),
            "may_change": self.has_change_permission(request, page),
        }
        return TemplateResponse(request, "admin/sejong_cms/institutionpage/history.html", context)

    @admin.display(description=gettext_lazy("address"), ordering="slug")
    def address(self, page):
        return format_html("<code>{}</code>", page.get_absolute_url())

    @admin.display(description=gettext_lazy("in the footer"), boolean=True, ordering="in_footer")
    def at_foot(self, page):
        return page.is_fixed or (page.in_footer and page.is_published)
