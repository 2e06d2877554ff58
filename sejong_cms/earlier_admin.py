"""Addresses of an earlier site at the desk: one by one, or a whole table."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles.addresses import own_path
from articles.models import Article

from . import earlier, earlier_import
from .edits import Audited
from .models import EarlierAddress


class AddressForm(forms.ModelForm):
    class Meta:
        model = EarlierAddress
        fields = ("address", "article", "path")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("address", "path"):
            if name in self.fields:
                self.fields[name].widget.attrs["class"] = "vTextField desk-wide"

    def clean_address(self):
        address = self.cleaned_data["address"]
        key = earlier.checked_address(address)
        others = EarlierAddress.objects.filter(key=key).exclude(pk=self.instance.pk)
        if other := others.first():
            raise ValidationError(
                _("This address is entered already, as %(other)s.") % {"other": other.address},
                code="taken",
            )
        self.instance.key = key
        return address

    def clean_path(self):
        typed = self.cleaned_data["path"]
        return earlier.checked_target(typed) if typed.strip() else ""

    def clean(self):
        cleaned = super().clean()
        chosen = [cleaned.get("article"), cleaned.get("path")]
        if not {"article", "path"} & self.errors.keys() and len(list(filter(None, chosen))) != 1:
            raise ValidationError(
                _("Choose a piece, or type an address of this site: one of both."),
                code="one_target",
            )
        return cleaned


class TableForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A table saved as CSV, with a first line as above, and one line for each earlier address and the "
            "address of this site that it leads to."
        ),
    )

    def clean_file(self):
        """The lines of the file."""
        file = self.cleaned_data["file"]
        if file.size > earlier_import.LARGEST:
            raise ValidationError(_("The file is larger than 4 MB; take it apart."))
        try:
            return earlier_import.read(file.read())
        except earlier_import.Unreadable as problem:
            raise ValidationError(str(problem)) from problem


@admin.register(EarlierAddress)
class EarlierAddressAdmin(Audited):
    form = AddressForm
    change_form_template = "admin/issues/entry_change_form.html"
    change_list_template = "admin/sejong_cms/earlieraddress/change_list.html"
    list_display = ("earlier_address", "leads_to", "added_at", "added_by")
    list_select_related = ("article", "added_by")
    search_fields = ("address", "key", "path", "article__slug")
    search_help_text = gettext_lazy("Part of the earlier address, or of the one that it leads to")
    autocomplete_fields = ("article",)
    fields = ("address", "article", "path", "leads_now", "added_at", "added_by")
    readonly_fields = ("leads_now", "added_at", "added_by")
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def save_model(self, request, obj, form, change):
        if not change:
            obj.added_at, obj.added_by = timezone.now(), request.user
        super().save_model(request, obj, form, change)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "article":
            # The order of the pieces' own list is of columns that only that list has.
            kwargs["queryset"] = Article.objects.visible_to(request.user).order_by("pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_fields(self, request, obj=None):
        return self.fields if obj is not None else self.fields[:3]

    @admin.display(description=gettext_lazy("earlier address"), ordering="key")
    def earlier_address(self, row):
        return format_html("<code>{}</code>", row.address)

    @admin.display(description=gettext_lazy("leads to"))
    def leads_to(self, row):
        target = own_path(row.article) if row.article_id else row.path
        return format_html("<code>{}</code>", target)

    @admin.display(description=gettext_lazy("leads readers now"))
    def leads_now(self, row):
        """Where readers come out, or that they are told of nothing there."""
        target = earlier.present_target(row)
        if target is None:
            return _("nowhere: what it leads to is not public")
        return format_html('<a href="{}"><code>{}</code></a>', target, target)

    # --- A whole table

    def get_urls(self):
        view = self.admin_site.admin_view(self.import_view)
        return [
            path("import/", view, name="sejong_cms_earlieraddress_import"),
            *super().get_urls(),
        ]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def import_view(self, request):
        """Say what would become of a file's rows, and with the button for it write them."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form, report = TableForm(), None
        if request.method == "POST":
            form = TableForm(request.POST, request.FILES)
            if form.is_valid():
                dry_run = "write" not in request.POST
                report = earlier_import.take_in(
                    form.cleaned_data["file"], by=request.user, dry_run=dry_run
                )
        context = {
            **self.admin_site.each_context(request),
            "title": _("Bring in a table of addresses"),
            "opts": self.opts,
            "form": form,
            "report": report,
            "wanted": "write" in request.POST,
        }
        return TemplateResponse(request, "admin/sejong_cms/earlieraddress/import.html", context)
