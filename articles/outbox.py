"""The outbox: mails wait in the database until the worker has handed them to the mail server.

`enqueue` writes a mail within the caller's transaction: what is rolled back sends nothing, and what is
committed is sent, whatever becomes of the process that wrote it. How it is sent once, and what remains of
twice, says `sejong_cms.posting`; a second copy has the same Message-ID, made from the key, by which servers
and readers' programs drop it.
"""

import datetime as dt
import hashlib
import logging
import smtplib
from contextlib import suppress
from email.policy import EmailPolicy
from email.policy import default as default_policy
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.db import connection

from issues.clock import database_now
from sejong_cms import posting

from .models import Mail

log = logging.getLogger("articles.outbox")

#: A mail is tried for five and a half days: RFC 5321, 4.5.4.1, asks for four to five at least. Each word
#: with the server is bounded by 20 seconds (`sejong_cms.environment.mailer`).
PATIENCE = posting.Patience(dt.timedelta(minutes=1), dt.timedelta(hours=6), tries=30)
#: How long a sent mail is kept. What names its occasion must not come up again after that.
KEEP = dt.timedelta(days=30)


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
    due again later, and given up after all tries or when the server refuses its address for good. Where
    the server cannot be reached nothing is claimed, and no mail uses up a try. Raises OSError then.
    """
    sent = 0
    server = None
    try:
        while not stop() and posting.waiting(Mail, at or database_now()).exists():
            if server is None:
                server = mailers.default
                server.open()
            mail = posting.claim(Mail, at or database_now(), PATIENCE)
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


def tidy(at):
    """Delete what was sent long ago: an address is kept no longer than it is needed."""
    old = Mail.objects.filter(sent_at__lt=at - KEEP)
    if old.exists():
        old.delete()


def message_id(key):
    """The Message-ID of the mail of this occasion, the same at each try."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


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
    posting.mark_sent(mail, at)
    log.info("sent mail=%s attempts=%s", mail.pk, mail.attempts)


def _failed(mail, problem, at):
    # The error is shown to more people than the address is.
    error = f"{type(problem).__name__}: {problem}".replace(mail.to, "…")
    posting.mark_failed(mail, at, PATIENCE, error=error, final=_is_final(problem))
    log.warning("not sent mail=%s attempts=%s: %s", mail.pk, mail.attempts, type(problem).__name__)


def _is_final(problem):
    """Whether the server refused the address for good (RFC 5321, 4.2.1: a reply of 5yz)."""
    return isinstance(problem, smtplib.SMTPRecipientsRefused) and all(
        500 <= code < 600 for code, _words in problem.recipients.values()
    )


def _close(server):
    with suppress(OSError):
        server.close()
