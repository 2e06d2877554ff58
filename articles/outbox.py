"""The outbox: mails wait in the database until the worker has handed them to the mail server.

`enqueue` writes a mail within the caller's transaction: what is rolled back sends nothing, and what is
committed is sent, whatever becomes of the process that wrote it.

`send_due` takes one mail at a time. It claims it in a short transaction that skips what others hold
(PostgreSQL: FOR UPDATE SKIP LOCKED; SQLite: one writer at a time), sends it outside any transaction, and
marks it sent. So no two senders have one mail in hand at once, and a sender that dies with a mail in hand
keeps it for `LEASE` and no longer.

What remains: a sender that is killed, or loses the database, between the mail server's OK and the mark
has sent a mail that the outbox takes for unsent. It goes out again when the lease ends, with the same
Message-ID, made from the key, by which servers and readers' programs drop the second copy.
"""

import datetime as dt
import hashlib
import logging
import smtplib
import uuid
from contextlib import suppress
from email.policy import EmailPolicy
from email.policy import default as default_policy
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.db import connection, transaction
from django.db.models import Q

from issues.clock import database_now

from .models import Mail

log = logging.getLogger("articles.outbox")

#: How long a claimed mail is its sender's. Each word with the server is bounded by 20 seconds
#: (`sejong_cms.environment.mailer`), so nobody has one in hand for nearly as long.
LEASE = dt.timedelta(minutes=15)
#: The waits after failures double from the first to the longest. With these figures a mail is tried for
#: five and a half days: RFC 5321, 4.5.4.1, asks for four to five at least.
FIRST_WAIT = dt.timedelta(minutes=1)
LONGEST_WAIT = dt.timedelta(hours=6)
TRIES = 30
#: How long a sent mail is kept. What names its occasion must not come up again after that.
KEEP = dt.timedelta(days=30)
LONGEST_ERROR = 500


def enqueue(*, key, to, subject, text, at, headers=None, subscriber=None, due_at=None):
    """Write a mail that is due at `due_at`, by default at once. Returns (Mail, whether it is new).

    `key` (at most 200 characters) names the occasion: a key that is there already makes no second
    mail. Raises RuntimeError outside a transaction: a mail belongs to the change that it tells of.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A mail is written in the transaction of what it tells of.")
    return Mail.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "subject": " ".join(subject.split())[:200],
            "text": text,
            "headers": headers or {},
            "subscriber": subscriber,
            "created_at": at,
            "due_at": due_at or at,
        },
    )


def enqueue_all(mails):
    """Write unsaved Mails whose keys are new by nature, in one statement; see `enqueue`."""
    if mails and not connection.in_atomic_block:
        raise RuntimeError("A mail is written in the transaction of what it tells of.")
    Mail.objects.bulk_create(mails)


def send_due(at=None, *, stop=lambda: False):
    """Send every mail that is due, until none is or `stop()` says so. Returns how many were sent.

    `at` is the moment, by default the database's clock, read anew for each mail. A mail that fails is
    due again later, and given up after `TRIES` or when the server refuses its address for good. Where
    the server cannot be reached nothing is claimed, and no mail uses up a try. Raises OSError then.
    """
    sent = 0
    server = None
    try:
        while not stop() and _waiting(at or database_now()).exists():
            if server is None:
                server = mailers.default
                server.open()
            mail = _claim(at or database_now())
            if mail is None:
                break
            if mail.failed_at:
                continue
            try:
                server.send_messages([_message(mail)])
            except Exception as problem:
                _failed(mail, problem, at or database_now())
                # What the server still thinks of this conversation nobody knows: begin another.
                _close(server)
                server = None
            else:
                _mark_sent(mail, at or database_now())
                sent += 1
    finally:
        if server is not None:
            _close(server)
    return sent


def try_again(mails, *, at):
    """Make those of `mails` (a queryset) that were given up due at once, with all tries before them.

    Returns how many there were.
    """
    return mails.filter(failed_at__isnull=False).update(
        failed_at=None, attempts=0, due_at=at, claim=None, claimed_until=None
    )


def tidy(at):
    """Delete what was sent long ago: an address is kept no longer than it is needed."""
    old = Mail.objects.filter(sent_at__lt=at - KEEP)
    if old.exists():
        old.delete()


def message_id(key):
    """The Message-ID of the mail of this occasion, the same at each try."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def _waiting(at):
    free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    return Mail.objects.filter(free, sent_at=None, failed_at=None, due_at__lte=at)


def wait_after(attempts):
    """How long a mail waits after so many tries that failed."""
    return min(FIRST_WAIT * 2 ** min(attempts - 1, 16), LONGEST_WAIT)


def _claim(at):
    """The longest waiting mail, now this sender's, or None. Claiming it counts as a try.

    One whose tries are all used up without an answer, because its senders died, is given up instead.
    """
    with transaction.atomic():
        rows = _waiting(at).order_by("due_at", "id")
        mail = rows.select_for_update(of=("self",), skip_locked=True).first()
        if mail is None:
            return None
        if mail.attempts >= TRIES:
            mail.failed_at, mail.claim, mail.claimed_until = at, None, None
        else:
            mail.attempts += 1
            mail.claim, mail.claimed_until = uuid.uuid4(), at + LEASE
        mail.save(update_fields=["attempts", "claim", "claimed_until", "failed_at"])
        return mail


class _WholeLines(EmailPolicy):
    """Leaves the headers of lists (RFC 2369) on one line, as long as it may be.

    Python's own folding rewrites an address that is longer than a line as an encoded word, in which
    no program finds the address any more: the reader's way out would be lost.
    """

    def fold(self, name, value):
        return self._whole(name, value) or super().fold(name, value)

    def fold_binary(self, name, value):
        return self._whole(name, value).encode() or super().fold_binary(name, value)

    def _whole(self, name, value):
        return f"{name}: {value}{self.linesep}" if name.lower().startswith("list-") else ""


class _Message(EmailMessage):
    def message(self, *, policy=default_policy):
        return super().message(policy=_WholeLines(linesep=policy.linesep))


def _message(mail):
    return _Message(
        subject=mail.subject,
        body=mail.text,
        to=[mail.to],
        headers=mail.headers | {"Message-ID": message_id(mail.key)},
    )


def _mark_sent(mail, at):
    # Whoever else may have claimed it meanwhile: it is sent, and that is what the row has to say.
    Mail.objects.filter(pk=mail.pk).update(
        sent_at=at, failed_at=None, claim=None, claimed_until=None, last_error=""
    )
    log.info("sent mail=%s attempts=%s", mail.pk, mail.attempts)


def _failed(mail, problem, at):
    """Say what went wrong and when to try again, if the mail is still this sender's."""
    given_up = mail.attempts >= TRIES or _is_final(problem)
    # The error is shown to more people than the address is.
    error = f"{type(problem).__name__}: {problem}".replace(mail.to, "…")
    Mail.objects.filter(pk=mail.pk, claim=mail.claim).update(
        last_error=error[:LONGEST_ERROR],
        due_at=mail.due_at if given_up else at + wait_after(mail.attempts),
        failed_at=at if given_up else None,
        claim=None,
        claimed_until=None,
    )
    log.warning("not sent mail=%s attempts=%s: %s", mail.pk, mail.attempts, type(problem).__name__)


def _is_final(problem):
    """Whether the server refused the address for good (RFC 5321, 4.2.1: a reply of 5yz)."""
    return isinstance(problem, smtplib.SMTPRecipientsRefused) and all(
        500 <= code < 600 for code, _words in problem.recipients.values()
    )


def _close(server):
    with suppress(OSError):
        server.close()
