"""The verbs on an edition's screen: which are offered, what blocks them, and doing them."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _

from .. import rules
from ..enums import EditionState as S
from ..enums import Verb
from ..errors import Missing, Refused
from ..forms import VERB_FORMS
from ..moves import BY_VERB
from ..workflow import RESTORE_DAYS


@dataclass
class Offer:
    """A verb that a person's role and the edition's state allow; `blocked` says why not yet."""

    verb: Verb
    form: object
    blocked: tuple = ()

    @property
    def label(self):
        return capfirst(self.verb.label)


def offers(user, edition, problems=(), *, at=None):
    """The Offers to `user` on `edition`'s screen, given its Problems."""
    return [
        Offer(verb, form(edition=edition, by=user), tuple(_blocks(user, verb, edition, problems)))
        for verb, form in VERB_FORMS.items()
        if _applies(verb, edition, at or timezone.now()) and rules.may(user, verb, edition)
    ]


def _applies(verb, edition, at):
    if verb == Verb.NEW_EDITION:
        return edition.state in S.numbered()
    if verb == Verb.RESTORE and edition.state == S.DISCARDED:
        return (at - edition.discarded_at).days < RESTORE_DAYS
    return edition.state in BY_VERB[verb].sources


def _blocks(user, verb, edition, problems):
    if rules.breaks_four_eyes(user, verb, edition):
        yield _("You submitted this edition or made its last change; another editor approves it.")
    if verb in (Verb.SUBMIT, Verb.APPROVE):
        yield from (problem.message for problem in problems if problem.blocks)
    one_more = verb in (Verb.NEW_EDITION, Verb.RESTORE)
    if one_more and edition.article.editions.open().exclude(pk=edition.pk).exists():
        yield _("This article has an open edition already.")


def verb_view(model_admin, request, edition, name):
    """Show the form of one verb, or do it. Only a POST changes anything."""
    form_class = VERB_FORMS.get(name)
    if form_class is None:
        raise Http404
    here = model_admin.url_of(edition)
    if request.method == "POST":
        form = form_class(request.POST, edition=edition, by=request.user)
        if form.is_valid():
            try:
                edition = form.process()
            except Missing as missing:
                form.show(missing)
            except Refused as refusal:
                messages.error(request, str(refusal))
                return HttpResponseRedirect(here)
            else:
                messages.success(request, sentence(edition))
                return HttpResponseRedirect(model_admin.url_of(edition))
    else:
        form = form_class(edition=edition, by=request.user)
        if not (
            _applies(form.verb, edition, timezone.now())
            and rules.may(request.user, form.verb, edition)
        ):
            messages.error(request, _("This move is not yours to make now."))
            return HttpResponseRedirect(here)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": capfirst(form.verb.label),
        "subtitle": edition.title,
        "opts": model_admin.opts,
        "edition": edition,
        "form": form,
        "here": here,
        "sentence": sentence(edition),
    }
    return TemplateResponse(request, "admin/articles/edition/verb.html", context)


def sentence(edition):
    """Where the edition stands, since when and by whom, in a sentence."""
    at, by, words = _standing(edition)
    return words % {
        "at": moment(at),
        "by": person(by),
        "due": due_in_words(edition.due_at),
        "number": edition.number,
        "reason": edition.reason,
    }


def _standing(edition):
    match edition.state:
        case S.IN_REVIEW:
            return (
                edition.submitted_at,
                edition.submitted_by,
                _("In review since %(at)s, submitted by %(by)s."),
            )
        case S.APPROVED:
            return (
                edition.approved_at,
                edition.approved_by,
                _("Approved on %(at)s by %(by)s; waiting to be published."),
            )
        case S.SCHEDULED:
            return (
                edition.approved_at,
                edition.approved_by,
                _("Approved on %(at)s by %(by)s. To be published on %(due)s."),
            )
        case S.PUBLISHED:
            return (
                edition.live_from,
                edition.published_by,
                _("Edition %(number)s: live since %(at)s, published by %(by)s."),
            )
        case S.SUPERSEDED:
            return (
                edition.live_until,
                edition.published_by,
                _("Edition %(number)s: superseded on %(at)s; it had been published by %(by)s."),
            )
        case S.WITHDRAWN:
            return (
                edition.withdrawn_at,
                edition.withdrawn_by,
                _("Edition %(number)s: withdrawn on %(at)s by %(by)s: %(reason)s"),
            )
        case S.DISCARDED:
            return (
                edition.discarded_at,
                edition.discarded_by,
                _("Discarded on %(at)s by %(by)s."),
            )
    return edition.saved_at, edition.saved_by, _("Draft, last saved on %(at)s by %(by)s.")


def moment(at):
    """A moment in words, with the place whose clock it is."""
    if at is None:
        return "–"
    return _("%(moment)s, Seoul time") % {
        "moment": date_format(
            timezone.localtime(at, timezone.get_default_timezone()), "DATETIME_FORMAT"
        )
    }


def due_in_words(at, now=None):
    """A moment to come, such as 'Tuesday 24 November 2026, 09:00 in Seoul, in 15 hours'."""
    if at is None:
        return "–"
    now = now or timezone.now()
    local = timezone.localtime(at, timezone.get_default_timezone())
    words = (
        _("%(moment)s in Seoul, in %(span)s")
        if at > now
        else _("%(moment)s in Seoul, %(span)s ago")
    )
    span = timeuntil(at, now, depth=1) if at > now else timesince(at, now, depth=1)
    return words % {"moment": date_format(local, _("l j F Y, H:i")), "span": span}


def person(user):
    """A person's name; the clock and operators' commands have none."""
    return user.get_full_name() or user.get_username() if user else _("the system")
