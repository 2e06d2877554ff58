"""What an edition should have and lacks."""

from django.utils.translation import gettext as _

from .problem import Problem


def problems(edition, contents):
    if not contents.blocks:
        yield Problem("no_block", _("The edition has no text yet."))
    if not contents.bylines:
        yield Problem("no_byline", _("Nobody is credited with the edition."), field="bylines")
    for byline in contents.bylines:
        if not byline.position:
            words = _("The byline of %(name)s has no position; write the one to be printed.")
            name = byline.name or byline.author.name
            yield Problem("no_position", words % {"name": name}, field="bylines")
    if not edition.abstract:
        yield Problem("no_abstract", _("There is no abstract."), field="abstract")
    if not edition.disclaimer:
        yield Problem("no_disclaimer", _("There is no disclaimer."), field="disclaimer")
    for block in contents.of_kind("figure"):
        if not block.alt:
            words = _(
                "A figure has no alternative text; say what it shows to readers who do not see it."
            )
            yield Problem("no_alt", words, block.uid, "alt")
