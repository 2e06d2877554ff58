"""Pages of their own for one verb on one entry: what their forms share, and how they are answered."""

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminDateWidget, AdminTextareaWidget, AdminURLFieldWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms.utils import ErrorDict
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .. import rules
from ..recording import NotAllowed


class ActionForm:
    """What a person types for one verb. `process` is the only thing that does anything.

    Mixed into a form. `may` and `applies` say who is offered it, and for which entries.
    """

    label = ""
    explains = ""
    may = staticmethod(rules.may_edit_register)
    parts = None
    required_css_class = "required"

    def __init__(self, *args, entry, by, **kwargs):
        self.entry, self.by = entry, by
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = capfirst(field.label)
            if isinstance(field, forms.DateField):
                field.widget = AdminDateWidget()
                field.initial = field.initial or timezone.localdate()
            elif isinstance(field, forms.URLField):
                field.widget = AdminURLFieldWidget()
            elif isinstance(field.widget, forms.Textarea):
                field.widget = AdminTextareaWidget(attrs={"rows": 4})
        if "corrects" in self.fields:
            self.fields["corrects"].queryset = self.correctable()

    @staticmethod
    def applies(entry):
        return True

    def correctable(self):
        """The entry's events that this one may replace."""
        raise NotImplementedError

    def process(self):
        """Do it, and say in a sentence what was done. Raises ValidationError or NotAllowed."""
        raise NotImplementedError

    def take(self, problem):
        """Say beside the fields what the verb refused."""
        for name, errors in problem.update_error_dict(ErrorDict()).items():
            self.add_error(name if name in self.fields else None, errors)


def action_view(model_admin, request, entry, action):
    """Show the form of one action on `entry`, or do it. Only a POST changes anything."""
    if entry is None:
        raise Http404
    if not action.may(request.user):
        raise PermissionDenied
    here = reverse(
        f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_change", args=[entry.pk]
    )
    if not action.applies(entry):
        messages.error(request, _("This cannot be done with it now."))
        return HttpResponseRedirect(here)
    form = action(request.POST if request.method == "POST" else None, entry=entry, by=request.user)
    if form.is_bound and form.is_valid():
        try:
            done = form.process()
        except ValidationError as problem:
            form.take(problem)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        else:
            messages.success(request, done)
            return HttpResponseRedirect(here)
    title = str(action.label).rstrip("…")
    media = model_admin.media + form.media
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "subtitle": str(entry),
        "opts": model_admin.opts,
        "entry": entry,
        "form": form,
        "here": here,
        "media": media,
    }
    return TemplateResponse(request, "admin/issues/action.html", context)
