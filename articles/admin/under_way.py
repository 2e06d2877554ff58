"""What the edition's screen and the server tell each other while somebody writes. JSON both ways.

`pulse/`: POST says that a tab is there, and learns how the edition stands, who else is here, and how many
comments there are. GET says who is logged in, for a page whose session ended meanwhile.
`copy/`: POST keeps what was typed in a tab. 409 with code `stale` where the edition has moved on since the
tab read it: the text is kept all the same, but can only be saved after looking at both.
`copies/discard/`: POST gives up texts that were never saved.
"""

import json
import re
import uuid

from django.http import JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from .. import commenting, noticing, working
from ..errors import NotAllowed, Refused, Stale
from ..models import Notice, WorkingCopy
from .verbs import person, sentence


def urls(model_admin):
    """The addresses below those of an edition."""

    def wrap(view, methods):
        def answer(request, pk):
            edition = model_admin._edition(request, pk)
            try:
                return view(request, edition)
            except Refused as refusal:
                return _refused(refusal)

        return model_admin.admin_site.admin_view(methods(never_cache(answer)))

    return [
        path(
            "<int:pk>/pulse/",
            wrap(pulse, require_http_methods(["GET", "HEAD", "POST"])),
            name="articles_edition_pulse",
        ),
        path("<int:pk>/copy/", wrap(keep, require_POST), name="articles_edition_copy"),
        path(
            "<int:pk>/copies/discard/", wrap(discard, require_POST), name="articles_edition_discard"
        ),
    ]


class Malformed(Refused):
    code = "malformed"


def _sent(request, **wanted):
    """The values of the request's JSON by name, each made by its function. Raises Malformed."""
    try:
        data = json.loads(request.body)
        return [make(data[name]) for name, make in wanted.items()]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise Malformed(_("This is not what the desk sends.")) from problem


def _refused(refusal, **more):
    status = 403 if isinstance(refusal, NotAllowed) else 400
    if isinstance(refusal, Stale):
        status = 409
    return JsonResponse({"code": refusal.code, "message": str(refusal), **more}, status=status)


def _count(value):
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise ValueError
    return value


def _form(value):
    """{field: [texts]}, as a form is sent."""
    if not isinstance(value, dict):
        raise TypeError
    for name, texts in value.items():
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise TypeError
        if not all(map(_is_storable, (name, *texts))):
            raise ValueError
    return {name: texts for name, texts in value.items() if name != "csrfmiddlewaretoken"}


def _is_storable(text):
    """PostgreSQL's JSON has no NUL and no half of a surrogate pair."""
    return re.search("[\0\ud800-\udfff]", text) is None


def pulse(request, edition):
    if request.method != "POST":
        return JsonResponse({"person": request.user.pk, "csrf": get_token(request)})
    tab, typed, leaving, version = _sent(
        request, tab=uuid.UUID, typed=bool, leaving=bool, version=_count
    )
    at = timezone.now()
    if leaving:
        working.leave(edition, by=request.user, tab=tab, at=at)
        return JsonResponse({"person": request.user.pk})
    working.visit(edition, by=request.user, tab=tab, typed=typed, at=at)
    noticing.seen(Notice.objects.filter(person=request.user, edition=edition), at=at)
    if version == edition.version:
        working.look(edition, by=request.user, at=at)
    people = working.present(edition, by=request.user, tab=tab, at=at)
    return JsonResponse(
        {
            "person": request.user.pk,
            "version": edition.version,
            "state": edition.state,
            "sentence": sentence(edition),
            "people": [{"words": words_of(each, at), "here": each.is_here} for each in people],
            "comments": commenting.summary_of(edition, request.user),
        }
    )


def words_of(colleague, at):
    """A Colleague in a sentence."""
    saved = colleague.saved_at and at - colleague.saved_at < working.LATELY
    writing = colleague.typed_at and at - colleague.typed_at < working.HERE
    if colleague.is_self:
        words = _("You have it open in another tab") if colleague.is_here else _("You left %(ago)s")
    elif saved:
        words = _("%(name)s saved %(ago)s")
    elif colleague.is_here:
        words = _("%(name)s is writing") if writing else _("%(name)s has it open")
    else:
        words = _("%(name)s was here %(ago)s")
    moment = colleague.saved_at if saved and not colleague.is_self else colleague.seen_at
    return words % {"name": person(colleague.person), "ago": _ago(at - moment)}


def _ago(span):
    minutes = int(span.total_seconds() // 60)
    if minutes == 0:
        return _("just now")
    return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}


def keep(request, edition):
    tab, sequence, version, content, author = _sent(
        request, tab=uuid.UUID, sequence=_count, version=_count, content=_form, person=_count
    )
    if author != request.user.pk:
        raise OtherPerson
    at = timezone.now()
    kept = working.keep(
        edition,
        by=request.user,
        tab=tab,
        sequence=sequence,
        version=version,
        content=content,
        at=at,
    )
    if kept.is_stale:
        return _refused(Stale(kept.edition), kept=True, version=kept.edition.version)
    return JsonResponse({"kept": True, "at": at, "version": kept.edition.version})


class OtherPerson(NotAllowed):
    """Somebody else logged in meanwhile, in the same browser."""

    code = "other_person"

    def __init__(self):
        super().__init__(
            _("Somebody else is logged in now; this text stays with the person who typed it.")
        )


def discard(request, edition):
    (tabs,) = _sent(request, tabs=lambda value: [uuid.UUID(each) for each in value])
    working.forget(edition, by=request.user, tabs=tabs)
    return JsonResponse({"discarded": True})


def as_sent(copy):
    """What a working copy keeps, as the screen's form would send it."""
    data = QueryDict(mutable=True)
    for name, texts in copy.content.items():
        data.setlist(name, texts)
    return data


def tabs_in(data):
    """The tabs whose texts a save of the screen contains."""
    try:
        return [uuid.UUID(each) for each in data.getlist("tab")]
    except ValueError:
        return []


def copies_of(request, edition):
    """The person's own unsaved texts of the edition, the newest first, without their content."""
    return WorkingCopy.objects.filter(edition=edition, person=request.user).defer("content")


def copy_named(request, edition):
    """The working copy that the address names, if it is the person's own; else None."""
    try:
        tab = uuid.UUID(request.GET.get("copy", ""))
    except ValueError:
        return None
    return WorkingCopy.objects.filter(tab=tab, edition=edition, person=request.user).first()


def copy_sent(request, edition):
    """The person's own working copy of the tab that sent this form, without its content; else None."""
    tabs = tabs_in(request.POST)
    return copies_of(request, edition).filter(tab=tabs[-1]).first() if tabs else None
