"""What the pages' templates say in many places."""

from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext as _

from issues.clock import day_of
from issues.enums import RecommendationStatus
from sejong_cms import institution as of_institution
from sejong_cms import languages, pages

from .. import addresses, citations, rendering
from ..enums import Language
from ..showing import citation_of

register = template.Library()

register.filter("rich", rendering.rich)
register.filter("likelihood_words", rendering.likelihood_words)
register.filter("absolute", pages.absolute)
register.filter("own_address", addresses.own_address)
register.filter("own_path", addresses.own_path)


@register.simple_tag
def site_name():
    """From the settings, so that error pages, which get no context, can say it too."""
    return settings.SITE_NAME


@register.simple_tag
def institution():
    return settings.INSTITUTION


@register.simple_tag
def further_pages():
    """The pages that editors have put into the footer."""
    return of_institution.footer()


@register.simple_tag(takes_context=True)
def sections(context):
    """The site's main parts: (address, words, whether the page lies within it)."""
    # Error pages are rendered without a request.
    path = getattr(context.get("request"), "path", "")
    parts = (
        ("articles", _("Pieces")),
        ("issues", _("Issues")),
        ("recommendations", _("Recommendations")),
        ("actors", _("Actors")),
        ("authors", _("Authors")),
        ("search", _("Search")),
    )
    return [(reverse(name), words, path.startswith(reverse(name))) for name, words in parts]


@register.simple_tag(takes_context=True)
def other_languages(context):
    """The other languages of the interface: (language, its name in itself, address, a word on the text).

    A piece's page leads to its translation; where there is none, the word says so.
    """
    request = context.get("request")
    if request is None:
        return []
    # A refusal repeats nothing of what was asked.
    here = request.path if "refused" in context else request.get_full_path()
    here = context.get("canonical", here)
    written = getattr(context.get("article"), "language", None)
    translated = {row.language: row for row in context.get("translations", ())}
    return [
        _version(language, here, translated.get(language), written)
        for language, _name in settings.LANGUAGES
        if language != get_language()
    ]


def _version(language, here, translation, written):
    name = get_language_info(language)["name_local"]
    if translation is not None:
        here, written = addresses.own_path(translation), language
    with override(language):
        word = _ONLY[written]() if written and written != language else ""
    return language, name, languages.in_language(here, language), word


#: What is said of a text that is not in the language of the page around it.
_ONLY = {
    Language.ENGLISH: lambda: _("text in English"),
    Language.KOREAN: lambda: _("text in Korean"),
}


@register.simple_tag(takes_context=True)
def versions(context):
    """[(language, absolute address)] of this page in every language of the interface, its query left out.

    Empty where the answer is to no request for a page, and on a piece's page, which says its own.
    """
    request = context.get("request")
    if request is None or "translations" in context:
        return []
    found = languages.versions(context.get("canonical", request.path))
    return [(language, pages.absolute(path)) for language, path in found]


@register.simple_tag
def render_block(block, **context):
    return rendering.render_block(block, **context)


@register.simple_tag
def day(value):
    """A day, or the day of a moment in the site's zone, as a <time>."""
    if value is None:
        return ""
    value = day_of(value) if hasattr(value, "hour") else value
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), date_format(value))


@register.simple_tag
def byline(credits):
    """The authors' names as printed, linked to their pages; takes Bylines or `current.Credit`s."""
    return format_html_join(", ", "{}", ((_credit(row),) for row in credits))


def _credit(row):
    page = row.page
    return format_html('<a href="{}">{}</a>', page, row.name) if page else row.name


@register.inclusion_tag("parts/outlook.html")
def outlook(value):
    """An outlook as sign and word; takes a block."""
    return {"value": value.outlook, "label": value.get_outlook_display()}


@register.inclusion_tag("parts/likelihood.html")
def likelihood(block):
    """A likelihood as scale and words, with its horizon."""
    steps = [step.value for step in rendering.Likelihood]
    return {
        "words": rendering.likelihood_words(block.likelihood),
        "steps": [(x * 9, step == block.likelihood) for x, step in enumerate(steps)],
        "horizon": block.horizon,
    }


@register.simple_tag
def coins(edition):
    """What programs for references collect from a list of pieces; the edition is one that is `for_lists`.

    Nobody sees or hears it, and it takes no place.
    """
    citation = citation_of(edition, edition.bylines.all())
    return format_html('<span class="Z3988" title="{}" hidden></span>', citations.coins(citation))


@register.inclusion_tag("parts/cite.html")
def cite_assessment(block, cited, edition):
    """How an assessment is cited: `cited` is the Citation of its `edition`, None where it has no address yet."""
    if cited is None:
        return {}
    line = citations.line(citations.part_of(cited, block))
    return {"line": line, "language": cited.language} | cite_current(block, edition)


@register.inclusion_tag("parts/cite.html")
def cite_current(block, edition):
    """The files in which an assessment of a released `edition` is cited."""
    names = (edition.article.slug, edition.number, block.uid)
    formats = (("RIS", "ris"), ("BibTeX", "bib"), ("CSL-JSON", "json"))
    return {
        "files": [(words, reverse("cite_assessment", args=[*names, end])) for words, end in formats]
    }


@register.simple_tag
def recommendation_status(value):
    """The words for a recommendation's status on a day, which is annotated and no field."""
    return RecommendationStatus(value).label


@register.simple_tag(takes_context=True)
def canonical(context, query=None):
    """The link by which a list names its own address: with what of its `query` means something, and its page."""
    page, named = context.get("page"), dict(query or {})
    if page and page.number > 1:
        named["page"] = page.number
    path = context["request"].path
    address = pages.absolute(f"{path}?{urlencode(named)}" if named else path)
    return format_html('<link rel="canonical" href="{}">', address)


@register.simple_tag
def querystring_of(query):
    """'?…' that asks for {parameter: value}; '' where it asks for nothing."""
    return f"?{urlencode(query)}" if query else ""


@register.simple_tag(takes_context=True)
def at_page(context, number):
    """The query that asks for another page of the same list."""
    query = context["request"].GET.copy()
    query["page"] = number
    return f"?{query.urlencode()}"
