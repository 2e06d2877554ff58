"""One move of many pieces: first what would happen to each, then what did, and why not.

The confirmation carries the version of each edition that it showed; each is moved by its own verb, in a
transaction of its own.
"""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .. import rules
from ..checks import problems_of
from ..contents import contents_of
from ..enums import Verb
from ..errors import Missing, Refused
from ..forms import VERB_FORMS
from ..models import Edition
from .rows import number
from .verbs import offers, sentence

#: The moves that make sense for many pieces at once.
VERBS = (Verb.SUBMIT, Verb.APPROVE, Verb.SCHEDULE, Verb.UNSCHEDULE, Verb.PUBLISH, Verb.DISCARD)
MOST = 200


def _action(verb):
    def ask(model_admin, request, queryset):
        chosen = {number(pk, None) for pk in request.POST.getlist("_selected_action")}
        across = request.POST.get("select_across") == "1"
        found = set(queryset.values_list("pk", flat=True)[: MOST + 1])
        if len(found) > MOST:
            told = _("Choose %(most)s pieces at most.") % {"most": MOST}
            return model_admin.message_user(request, told, messages.ERROR)
        if not across and chosen - found:
            raise PermissionDenied
        editions = Edition.objects.visible_to(request.user).open().filter(article__in=found)
        return _page(model_admin, request, verb, _lines(request.user, verb, editions), found)

    ask.__name__ = verb.value
    ask.short_description = capfirst(verb.label)
    return ask


#: As the admin's list wants them.
ACTIONS = [_action(verb) for verb in VERBS]


def _lines(user, verb, editions):
    """[(edition, why not)] of the open editions, those that can be moved first."""
    editions = list(editions.select_related("article__series", "approved_by", "saved_by"))
    contents = contents_of(editions)
    lines = []
    for edition in editions:
        problems = problems_of(edition, contents[edition.pk]) if edition.is_editable else []
        offer = next((o for o in offers(user, edition, problems) if o.verb == verb), None)
        if offer is None:
            why = [_("Your role, or its state, does not allow this move.")]
        else:
            why = list(offer.blocked)
        lines.append((edition, why))
    return sorted(lines, key=lambda line: bool(line[1]))


def _page(model_admin, request, verb, lines, found=(), form=None):
    movable = [edition for edition, why in lines if not why]
    if form is None and movable:
        form = VERB_FORMS[verb](edition=movable[0], by=request.user)
    without = len(set(found) - {edition.article_id for edition, _why in lines})
    context = {
        **admin.site.each_context(request),
        "title": capfirst(verb.label),
        "opts": model_admin.opts,
        "verb": verb,
        "form": form,
        "lines": [(edition, sentence(edition), why) for edition, why in lines],
        "movable": movable,
        "without": without,
    }
    return TemplateResponse(request, "admin/articles/article/bulk.html", context)


def bulk_view(model_admin, request, name):
    """Do what was confirmed, and say of each piece what happened."""
    if name not in [verb.value for verb in VERBS] or request.method != "POST":
        raise Http404
    verb = Verb(name)
    asked = _asked(request.POST.getlist("edition"))
    rows = Edition.objects.visible_to(request.user).select_related("article")
    editions = {row.pk: row for row in rows.filter(pk__in=asked)}
    if asked.keys() - editions.keys() or not rules.may_write(request.user):
        raise PermissionDenied
    forms = {pk: _form(request, verb, editions[pk], version) for pk, version in asked.items()}
    wrong = next((form for form in forms.values() if not form.is_valid()), None)
    if wrong is not None:
        lines = _lines(request.user, verb, rows.filter(pk__in=asked))
        return _page(model_admin, request, verb, lines, form=wrong)
    done = []
    for pk, form in forms.items():
        try:
            edition, why = form.process(), ""
        except Missing as missing:
            edition, why = editions[pk], missing.message
        except Refused as refusal:
            edition, why = editions[pk], str(refusal)
        done.append((edition, sentence(edition), why))
    context = {
        **admin.site.each_context(request),
        "title": capfirst(verb.label),
        "opts": model_admin.opts,
        "done": done,
        "moved": sum(not why for _edition, _sentence, why in done),
    }
    return TemplateResponse(request, "admin/articles/article/bulk_done.html", context)


def _asked(values):
    """{edition's id: version} of `<id>:<version>`; anything else is no request of the desk's."""
    if len(values) > MOST:
        raise SuspiciousOperation("more pieces than one move is for")
    asked = {}
    for value in values:
        pk, _colon, version = value.partition(":")
        pk, version = number(pk, None), number(version, None)
        if pk is None or version is None:
            raise SuspiciousOperation("no edition and version")
        asked[pk] = version
    return asked


def _form(request, verb, edition, version):
    data = request.POST.copy()
    data["version"] = version
    return VERB_FORMS[verb](data, edition=edition, by=request.user)
