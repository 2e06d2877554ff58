"""Webhooks: programs elsewhere are told of changes, signed, until they said that they heard.

A delivery is written in the step that gives a change its place (`sejong_cms.changes.settle`): what was
rolled back is told to nobody, and what was committed is told to every webhook that was active then and asks
for its kind. The worker sends; how a delivery is sent once, and what remains of twice, says
`sejong_cms.posting`. The receiver drops second copies by `webhook-id`, which stays the same at each try.

Headers and signature are those of Standard Webhooks 1.0 (github.com/standard-webhooks): HMAC-SHA256 over
`<webhook-id>.<webhook-timestamp>.<body>` with the bytes that the secret is the Base64 of.
"""

import base64
import datetime as dt
import hashlib
import hmac
import json
import logging
import secrets

from django.db import transaction
from django.utils import timezone

from issues.clock import database_now

from . import audit, outgoing, posting
from .models import Delivery, Webhook

log = logging.getLogger("sejong_cms.webhooks")

#: A delivery is tried for three days: long enough for a weekend without anybody.
PATIENCE = posting.Patience(dt.timedelta(minutes=1), dt.timedelta(hours=8), tries=18)
#: How long what was sent is kept to be looked at, and repeated.
KEEP = dt.timedelta(days=30)
_PREFIX = "whsec_"


def new_secret():
    """A secret as Standard Webhooks writes it: 32 random bytes."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def enqueue(changes):
    """Write the deliveries of `changes`, just placed, in the transaction that placed them."""
    # Locked, or one could be deleted while it gets its deliveries.
    rows = Webhook.objects.filter(is_active=True).order_by("pk")
    hooks = list(rows.select_for_update(no_key=True))
    at = timezone.now()
    Delivery.objects.bulk_create(
        Delivery(webhook=hook, change=change, created_at=at, due_at=at)
        for change in changes
        for hook in hooks
        if change.kind in hook.kinds
    )


def delete(hooks):
    """Delete those of `hooks` (a queryset) with all their deliveries, also those that they get meanwhile."""
    with transaction.atomic():
        rows = Webhook.objects.filter(pk__in=list(hooks.values_list("pk", flat=True)))
        locked = [row.pk for row in rows.order_by("pk").select_for_update()]
        Webhook.objects.filter(pk__in=locked).delete()


def try_out(hook, *, by, at=None):
    """Write a delivery without a change, by which one sees whether the address works. Returns it."""
    at = at or timezone.now()
    with transaction.atomic():
        delivery = Delivery.objects.create(webhook=hook, created_at=at, due_at=at)
        audit.record(audit.Action.WEBHOOK_TRIED, at=at, by=by, **audit.of(hook))
    return delivery


def repeat(deliveries, *, at):
    """Send those of `deliveries` (a queryset) once more that were sent or given up. Returns how many."""
    return deliveries.exclude(sent_at=None, failed_at=None).update(
        sent_at=None, failed_at=None, attempts=0, due_at=at, claim=None, claimed_until=None
    )


def renew_secret(hook, *, by, at=None):
    """Sign with a new secret from now on. Returns it."""
    at = at or timezone.now()
    with transaction.atomic():
        hook = Webhook.objects.select_for_update().get(pk=hook.pk)
        hook.secret = new_secret()
        hook.save(update_fields=["secret"])
        audit.record(audit.Action.SECRET_RENEWED, at=at, by=by, **audit.of(hook))
    return hook.secret


def send_due(at=None, *, stop=lambda: False):
    """Send every delivery that is due, until none is or `stop()` says so. Returns how many were heard.

    `at` is the moment, by default the database's clock. After a failure all that waits for the same webhook
    waits with it: a dead address costs one try, and keeps nobody else waiting.
    """
    heard = 0
    while not stop():
        delivery = posting.claim(Delivery, at or database_now(), PATIENCE)
        if delivery is None:
            break
        heard += not delivery.failed_at and _send(delivery, at)
    return heard


def tidy(at):
    """Delete deliveries that ended long ago."""
    Delivery.objects.filter(sent_at__lt=at - KEEP).delete()
    Delivery.objects.filter(failed_at__lt=at - KEEP).delete()


def body_of(delivery):
    """The JSON that is sent: `{"type","timestamp","data"}`; `data` is the change as `changes/` has it."""
    # Here, because addresses are known only once the site's are.
    from .change_views import shown

    change = delivery.change
    message = {
        "type": "webhook.test" if change is None else change.kind,
        "timestamp": (delivery.created_at if change is None else change.at).isoformat(),
        "data": {} if change is None else shown(change),
    }
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def signature(secret, identity, timestamp, body):
    """`v1,<Base64>` of the message."""
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    signed = f"{identity}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def _send(delivery, at):
    """Whether the webhook said that it heard."""
    hook = Webhook.objects.get(pk=delivery.webhook_id)
    if not hook.is_active:
        posting.mark_failed(
            delivery, at or database_now(), PATIENCE, error="The webhook is not active.", final=True
        )
        return False
    body, moment = body_of(delivery), int(timezone.now().timestamp())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": str(delivery.uid),
        "webhook-timestamp": str(moment),
        "webhook-signature": signature(hook.secret, delivery.uid, moment, body),
    }
    answer = None
    try:
        answer = outgoing.post(hook.url, body, headers)
        if not 200 <= answer < 300:
            raise outgoing.Unreachable(f"It answered {answer}.")
    except outgoing.Unreachable as problem:
        now = at or database_now()
        posting.mark_failed(delivery, now, PATIENCE, error=str(problem), answer=answer)
        later = now + PATIENCE.wait_after(delivery.attempts)
        posting.postpone(posting.waiting(Delivery, later).filter(webhook=hook), later)
        log.warning("webhook=%s delivery=%s not heard: %s", hook.pk, delivery.pk, problem)
        return False
    posting.mark_sent(delivery, at or database_now(), answer=answer)
    log.info("webhook=%s delivery=%s heard", hook.pk, delivery.pk)
    return True
