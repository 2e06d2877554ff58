"""The verbs of readers who follow by e-mail: subscribe, confirm, change, leave.

Anybody may type anybody's address. So subscribing does nothing but ask the address itself, at most
`ASKS_A_DAY` times a day and with `BETWEEN_ASKS` between two mails, and says the same whether the address
is known or not. All else is done by who has the token that only the mails tell.
"""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.encoding import punycode
from django.utils.translation import gettext as _
from django.utils.translation import override

from .. import outbox
from ..models import Subscriber, Subscription
from .addresses import headers_for, page_of

#: How long somebody has to confirm. After that an address is deleted, or what it was asked.
DAYS_TO_CONFIRM = 7
BETWEEN_ASKS = dt.timedelta(minutes=10)
ASKS_A_DAY = 4
#: What one reader may follow: more is "everything".
MOST = 50
LONGEST_ADDRESS = 254
_ASKED = "ask:"


def normalised(address):
    """`address` as it is kept and compared: lower case, the domain as DNS writes it.

    Raises ValidationError naming `address` where no mail can be sent there.
    """
    address = address.strip()
    try:
        validate_email(address)
        local, _at, domain = address.rpartition("@")
        address = f"{local.lower()}@{punycode(domain.lower())}"
        if len(address) > LONGEST_ADDRESS:
            raise ValidationError("")
    except (ValidationError, UnicodeError) as problem:
        raise ValidationError({"address": _("Give an e-mail address.")}) from problem
    return address


def subscribe(address, *, at, issue=None, author=None, frequency, language):
    """Ask `address` by mail whether it wants to follow an Issue, an Author or, with neither, everything.

    Returns nothing, so that nobody can tell by it who follows already. What a reader who has confirmed
    chose before stays as it is until they say so. Raises ValidationError naming `address`.
    """
    address = normalised(address)
    with transaction.atomic():
        subscriber, _made = Subscriber.objects.get_or_create(
            address=address, defaults={"asked_at": at}
        )
        subscriber = Subscriber.objects.select_for_update(of=("self",)).get(pk=subscriber.pk)
        subscriber.asked_at = at
        if subscriber.confirmed_at is None:
            subscriber.frequency, subscriber.language = frequency, language
        subscriber.save(update_fields=["asked_at", "frequency", "language"])
        what = {"issue": issue, "author": author, "everything": issue is None and author is None}
        known = subscriber.subscriptions.filter(**what).exists()
        if not known and subscriber.subscriptions.count() < MOST:
            subscriber.subscriptions.create(**what, asked_at=at)
        _ask(subscriber, at)


def confirm(token, *, keep, at):
    """Begin to follow: those of the asked subscriptions whose ids are in `keep`. Returns the Subscriber.

    Twice is once. Raises Subscriber.DoesNotExist, or ValidationError where nothing is kept.
    """
    with transaction.atomic():
        subscriber = _locked(token)
        kept = _kept(subscriber, keep)
        kept.filter(confirmed_at=None).update(confirmed_at=at)
        if subscriber.confirmed_at is None:
            subscriber.confirmed_at = subscriber.told_until = at
            subscriber.save(update_fields=["confirmed_at", "told_until"])
    return subscriber


def change(token, *, keep, frequency, at):
    """Follow from now on what `keep` (ids of subscriptions) names and nothing else, so often.

    Raises Subscriber.DoesNotExist, or ValidationError where nothing is kept or nothing is confirmed.
    """
    with transaction.atomic():
        subscriber = _locked(token)
        if subscriber.confirmed_at is None:
            raise ValidationError(_("Confirm the address first."))
        kept = _kept(subscriber, keep)
        subscriber.subscriptions.exclude(pk__in=kept).delete()
        kept.filter(confirmed_at=None).update(confirmed_at=at)
        subscriber.frequency = frequency
        subscriber.save(update_fields=["frequency"])
    return subscriber


def leave(token):
    """Forget the reader: address, subscriptions, and the mails in the outbox. Twice is once."""
    with transaction.atomic():
        # Locked first: whoever is writing this reader a mail has finished before all mails go.
        for subscriber in Subscriber.objects.select_for_update(of=("self",)).filter(token=token):
            subscriber.delete()


def forget_unconfirmed(at):
    """Delete what nobody confirmed in time."""
    begin = at - dt.timedelta(days=DAYS_TO_CONFIRM)
    for rows in (
        Subscriber.objects.filter(confirmed_at=None, asked_at__lt=begin),
        Subscription.objects.filter(
            confirmed_at=None, asked_at__lt=begin, subscriber__confirmed_at__isnull=False
        ),
    ):
        if rows.exists():
            with transaction.atomic():
                # What somebody confirms, or asks for again, at this moment stays.
                late = rows.select_for_update(of=("self",), skip_locked=True).order_by("pk")
                rows.model.objects.filter(pk__in=[row.pk for row in late]).delete()


def _locked(token):
    return Subscriber.objects.select_for_update(of=("self",)).get(token=token)


def _kept(subscriber, keep):
    """The subscriptions that `keep` names; what is not the reader's own is none of them."""
    kept = subscriber.subscriptions.filter(pk__in=keep)
    if not kept.exists():
        raise ValidationError(_("Choose at least one, or leave."))
    # By id: what is kept stays the same set while it is written.
    return Subscription.objects.filter(pk__in=[row.pk for row in kept])


def _ask(subscriber, at):
    """Write the mail that asks, unless enough of them were written lately or one is on its way."""
    asked = subscriber.mails.filter(key__startswith=_ASKED)
    lately = list(asked.filter(created_at__gt=at - dt.timedelta(days=1)).order_by("due_at"))
    if len(lately) >= ASKS_A_DAY or asked.filter(sent_at=None, failed_at=None).exists():
        return
    due_at = max(at, lately[-1].due_at + BETWEEN_ASKS) if lately else at
    with override(subscriber.language):
        subscriptions = list(subscriber.subscriptions.select_related("issue", "author"))
        site = {"site": settings.SITE_NAME}
        context = {
            **site,
            "institution": settings.INSTITUTION,
            "known": subscriber.confirmed_at is not None,
            "asked": [
                " ".join(str(each).split()) for each in subscriptions if not each.confirmed_at
            ],
            "page": page_of(subscriber),
            "days": DAYS_TO_CONFIRM,
        }
        subject = (
            _("What you follow on %(site)s") if context["known"] else _("Please confirm: %(site)s")
        )
        outbox.enqueue(
            key=f"{_ASKED}{subscriber.pk}:{at.isoformat()}",
            to=subscriber.address,
            subject=subject % site,
            text=render_to_string("follow/ask.txt", context).strip() + "\n",
            headers=headers_for(subscriber),
            subscriber=subscriber,
            at=at,
            due_at=due_at,
        )
