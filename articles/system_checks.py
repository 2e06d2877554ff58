"""What a developer who adds a kind of block may forget."""

from django.core.checks import Error, Tags, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template


@register(Tags.templates)
def every_kind_of_block_has_a_template(app_configs, **kwargs):
    from .models import BLOCKS
    from .rendering import TEMPLATES

    for block in BLOCKS:
        if block.kind not in TEMPLATES:
            yield Error(
                f"Blocks of the kind '{block.kind}' have no template.",
                hint="Name one in articles.rendering.TEMPLATES.",
                obj=block,
                id="articles.E001",
            )
            continue
        try:
            get_template(TEMPLATES[block.kind])
        except TemplateDoesNotExist:
            yield Error(
                f"The template '{TEMPLATES[block.kind]}' does not exist.",
                hint=f"Blocks of the kind '{block.kind}' are shown by it.",
                obj=block,
                id="articles.E002",
            )
