"""Following by e-mail: one page to subscribe, one behind a secret token to confirm, change and leave.

Readers get no cookie here either, so none of these forms carries Django's CSRF token. Subscribing does
no more than send a question to the address typed, whoever sends the form, and still refuses forms of
other sites; behind the token, the token itself is what no other site knows.
"""

import ipaddress
from hashlib import sha256
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from rest_framework.throttling import SimpleRateThrottle

from issues.clock import database_now
from issues.enums import IssueStatus
from issues.models import Issue
from sejong_cms import params
from sejong_cms.pages import page

from .enums import Frequency, Language
from .following import subscribing
from .following.happenings import Roots
from .models import Author, Subscriber
from .narrowing import entry

EVERYTHING = "everything"


class FollowForm(forms.Form):
    """Address, what to follow, how often. `what` is 'everything', 'issue:<slug>' or 'author:<slug>'."""

    address = forms.CharField(
        label=_("E-mail"),
        max_length=subscribing.LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    what = forms.ChoiceField(label=_("What to follow"))
    frequency = forms.ChoiceField(
        label=_("How often"),
        choices=Frequency,
        initial=Frequency.WEEKLY,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.entries = {
            f"{name}:{row.slug}": {name: row}
            for name, rows in (("issue", _issues()), ("author", _authors()))
            for row in rows
        }
        groups = {"issue": [], "author": []}
        for value, named in self.entries.items():
            for name, row in named.items():
                groups[name].append((value, str(row)))
        self.fields["what"].choices = [
            (EVERYTHING, _("Everything we publish")),
            *((words, groups[name]) for name, words in _GROUPS if groups[name]),
        ]

    def clean_address(self):
        try:
            return subscribing.normalised(self.cleaned_data["address"])
        except ValidationError as problem:
            raise ValidationError(problem.message_dict["address"]) from problem

    def subscribe(self, at):
        """Ask the address."""
        subscribing.subscribe(
            self.cleaned_data["address"],
            frequency=self.cleaned_data["frequency"],
            language=_language(),
            at=at,
            **self.entries.get(self.cleaned_data["what"], {}),
        )


_GROUPS = (("issue", _("One issue")), ("author", _("One author")))


def _issues():
    return Issue.objects.public().exclude(status=IssueStatus.MERGED).order_by("title", "pk")


def _authors():
    return Author.objects.public().filter(merged_into=None).order_by("name", "pk")


def _language():
    short = (get_language() or "")[:2]
    return short if short in Language else Language.ENGLISH


class PerClient(SimpleRateThrottle):
    """How often one client may send the form, whatever the address; counted in the cache."""

    scope, rate = "follow_client", "10/hour"

    def get_cache_key(self, request, view):
        return self.cache_format % {
            "scope": self.scope,
            "ident": network_of(self.get_ident(request)),
        }


class PerMailbox(SimpleRateThrottle):
    """How often one mailbox may be asked under all of its names: 'me+a@…' and 'me+b@…' are one."""

    scope, rate = "follow_mailbox", "8/day"

    def __init__(self, address):
        super().__init__()
        local, _at, domain = address.rpartition("@")
        self.mailbox = f"{local.partition('+')[0]}@{domain}"

    def get_cache_key(self, request, view):
        ident = sha256(self.mailbox.encode()).hexdigest()
        return self.cache_format % {"scope": self.scope, "ident": ident}


def network_of(client):
    """An IPv4 address, or the /64 network of an IPv6 one: one household has all of its addresses."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return sha256(str(client).encode()).hexdigest()
    if address.version == 4:
        return str(address)
    return ipaddress.ip_network((address, 64), strict=False).network_address.exploded


def comes_from_here(request):
    """Whether a form was sent from this site's own page, or by a client that does not say."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


@csrf_exempt  # see above
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request):
    """The form to subscribe; `?issue=` or `?author=` choose what. Sent, it answers the same to all."""
    return _asked(request) if request.method == "POST" else _form(request)


@page
def _form(request):
    form = FollowForm(initial={"what": _chosen(request)})
    return render(request, "follow/follow.html", {"form": form})


def _chosen(request):
    """The value of `what` that the address asks for. Raises BadParameter."""
    roots = Roots()
    for name, model, root in (("issue", Issue, roots.issue), ("author", Author, roots.author)):
        if slug := params.single(request.GET, name, blank=True):
            row = entry(model.objects, slug, name)
            # What was merged is followed where it went.
            row = model.objects.public().filter(pk=root(row.pk)).first() or row
            return f"{name}:{row.slug}"
    return EVERYTHING


def _asked(request):
    if not comes_from_here(request):
        return _answer(request, "follow/refused.html", {"elsewhere": True}, status=403)
    client = PerClient()
    if not client.allow_request(request, None):
        response = _answer(request, "follow/refused.html", {}, status=429)
        response.headers["Retry-After"] = str(int(client.wait() or 60) + 1)
        return response
    form = FollowForm(request.POST)
    if not form.is_valid():
        return _answer(request, "follow/follow.html", {"form": form}, status=400)
    address = form.cleaned_data["address"]
    if PerMailbox(address).allow_request(request, None):
        form.subscribe(database_now())
    days = subscribing.DAYS_TO_CONFIRM
    return _answer(request, "follow/asked.html", {"address": address, "days": days})


@csrf_exempt  # see above; and mail programs send the one click of RFC 8058 from nowhere
@require_http_methods(["GET", "HEAD", "POST"])
def following(request, token):
    """What one reader follows: to confirm, change and leave. Opening it changes nothing, because
    programs that look for malice open every link of a mail.
    """
    if request.method == "POST":
        return _done(request, token)
    subscriber = Subscriber.objects.filter(token=token).first()
    return _show(request, subscriber) if subscriber else _unknown(request)


def _done(request, token):
    at, wanted = database_now(), request.POST.get("do")
    if wanted == "leave" or request.POST.get("List-Unsubscribe") == "One-Click":
        subscribing.leave(token)
        return _answer(request, "follow/left.html", {})
    keep = [value for value in request.POST.getlist("keep") if value.isascii() and value.isdigit()]
    keep = [int(value) for value in keep if len(value) < 19]
    try:
        if wanted == "confirm":
            subscriber = subscribing.confirm(token, keep=keep, at=at)
        elif wanted == "save":
            frequency = params.choice(request.POST.get("frequency", ""), "frequency", Frequency)
            subscriber = subscribing.change(token, keep=keep, frequency=frequency, at=at)
        else:
            raise params.BadParameter("do", "confirm, save, leave")
    except Subscriber.DoesNotExist:
        return _unknown(request)
    except params.BadParameter as refused:
        return _answer(request, "400.html", {"refused": refused}, status=400)
    except ValidationError as problem:
        subscriber = Subscriber.objects.filter(token=token).first()
        if subscriber is None:
            return _unknown(request)
        return _show(request, subscriber, status=400, problems=problem.messages)
    return _show(request, subscriber, done=wanted)


def _show(request, subscriber, status=200, **context):
    """The reader's page. Before the first confirmation it has nothing but one button."""
    rows = list(subscriber.subscriptions.select_related("issue", "author"))
    context |= {
        "subscriber": subscriber,
        "subscriptions": rows,
        "waiting": [row for row in rows if row.confirmed_at is None],
        "frequencies": Frequency.choices,
    }
    template = "follow/following.html" if subscriber.confirmed_at else "follow/confirm.html"
    return _answer(request, template, context, status=status)


def _unknown(request):
    return _answer(request, "follow/unknown.html", {}, status=404)


def _answer(request, template, context, status=200):
    """A page for one reader alone: kept nowhere, found by no search, named to no other site."""
    response = render(request, template, context, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
