"""How form fields are drawn: the edition's screen has several hundred of them."""

from django.forms.renderers import DjangoTemplates, Jinja2
from django.forms.utils import ErrorList
from django.utils.functional import cached_property
from django.utils.safestring import SafeString


class QuickRenderer(DjangoTemplates):
    """Django's own fields, labels and errors by Jinja2, for which Django has the same templates; those of
    others, the admin's among them, by Django's engine, the only one they have templates for.
    """

    @cached_property
    def quick(self):
        return Jinja2()

    def get_template(self, template_name):
        if template_name.startswith("django/forms/"):
            return self.quick.get_template(template_name)
        return super().get_template(template_name)


class Errors(ErrorList):
    """Where there are none, as for nearly every field, no template is asked to draw nothing."""

    def render(self, *args, **kwargs):
        return super().render(*args, **kwargs) if self else SafeString("")
