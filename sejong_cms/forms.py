"""How form fields are drawn: the edition's screen has several hundred of them."""

from django import forms
from django.forms.renderers import DjangoTemplates, Jinja2
from django.forms.utils import ErrorList, flatatt
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString


class QuickRenderer(DjangoTemplates):
    """Django's own fields, labels and errors by Jinja2, for which Django has the same templates, and what we
    have in an app's folder `jinja2`; those of others, the admin's among them, by Django's engine.
    """

    BY_JINJA2 = ("django/forms/", "desk/")

    @cached_property
    def quick(self):
        return Jinja2()

    def get_template(self, template_name):
        if template_name.startswith(self.BY_JINJA2):
            return self.quick.get_template(template_name)
        return super().get_template(template_name)


class Errors(ErrorList):
    """Where there are none, as for nearly every field, no template is asked to draw nothing."""

    def render(self, *args, **kwargs):
        return super().render(*args, **kwargs) if self else SafeString("")


class PlainHidden(forms.HiddenInput):
    """A hidden input that is drawn without a template: each block has five of them."""

    def render(self, name, value, attrs=None, renderer=None):
        attrs = self.build_attrs(self.attrs, attrs)
        if (value := self.format_value(value)) is not None:
            attrs["value"] = value
        return format_html('<input type="hidden" name="{}"{}>', name, flatatt(attrs))
