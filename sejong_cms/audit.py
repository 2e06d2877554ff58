"""The audit's one writer: who did what, when, to what, from which state to which.

`record` adds one row in the caller's transaction, so that an act and its entry stand or fall together.
What asked for it, the client's address and the request's identity, is known from `asked_by`, which
`sejong_cms.middleware.KnowClient` enters. Passwords, tokens and session keys are never given to it.
"""

import ipaddress
import re
import uuid
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import AuditEntry

#: What stands for a name where nobody acted: the clock, or an operator's command.
SYSTEM = "the system"

_REQUEST = ContextVar("request", default=None)
_IDENTITY = re.compile(r"[A-Za-z0-9._-]{8,64}")


class Action(models.TextChoices):
    """What is done besides the moves of editions, whose verbs are their actions here.

    saved: a save of an edition was accepted. added, changed, deleted: an entry was edited in the admin.
    The next are the register's verbs. logged_in, logged_out, login_failed, and what is done to an
    account: rights are groups, permissions, and whether it may log in and administrate.
    """

    SAVED = "saved", pgettext_lazy("audit", "saved")
    ADDED = "added", pgettext_lazy("audit", "added")
    CHANGED = "changed", pgettext_lazy("audit", "changed")
    DELETED = "deleted", pgettext_lazy("audit", "deleted")
    STEP = "add_step", _("step recorded")
    STATUS = "change_status", _("status changed")
    DEVELOPMENT = "add_development", _("development recorded")
    RENAMED = "rename", _("renamed")
    READDRESSED = "change_slug", _("address changed")
    MERGED = "merge", _("merged")
    UNMERGED = "unmerge", _("merge undone")
    SPLIT = "split", _("split")
    DUPLICATE = "merge_duplicates", _("duplicate merged")
    PARTED = "part_duplicates", _("merge of duplicates undone")
    RESOLVED = "resolve", _("outcome recorded")
    KEPT_APART = "keep_apart", _("recommendations kept apart")
    CORPUS = "make_corpus", _("corpus made")
    ADDRESSES = "import_addresses", _("earlier addresses brought in")
    PREVIEW_MADE = "make_preview_link", _("preview link made")
    PREVIEW_WITHDRAWN = "withdraw_preview_link", _("preview link withdrawn")
    TOKEN_MADE = "make_token", _("access token made")
    TOKEN_REVOKED = "revoke_token", _("access token revoked")
    WEBHOOK_TRIED = "try_webhook", _("webhook tried out")
    SECRET_RENEWED = "renew_secret", _("webhook’s secret renewed")
    LOGGED_IN = "logged_in", _("logged in")
    LOGGED_OUT = "logged_out", _("logged out")
    LOGIN_FAILED = "login_failed", _("login failed")
    ACCOUNT_MADE = "account_made", _("account made")
    ACCOUNT_CHANGED = "account_changed", _("account changed")
    ACCOUNT_DELETED = "account_deleted", _("account deleted")
    PASSWORD = "password_changed", _("password changed")
    RIGHTS = "rights_changed", _("rights changed")


def record(
    action,
    *,
    at,
    by=None,
    kind="",
    key="",
    subject="",
    before="",
    after="",
    detail=None,
    name=None,
    using=None,
):
    """Add one entry. Returns it.

    `by` is a user; None is the clock or an operator's command, unless `name` says what somebody who is
    not logged in called themselves. `kind`, `key` and `subject` are the thing (see `of`), `before` and
    `after` its states, `detail` plain values. What is longer than its column is cut: an act is never
    refused because it cannot be told in full.
    """
    if name is None:
        name = SYSTEM if by is None else by.get_username()
    request = _REQUEST.get()
    entry = AuditEntry(
        at=at,
        person=by,
        name=_text(name, 150),
        action=_text(action, 40),
        kind=_text(kind, 40),
        key=_text(key, 64),
        subject=_text(subject, 300),
        before=_text(before, None),
        after=_text(after, None),
        detail=detail or {},
        address=None if request is None else request.client_address,
        request="" if request is None else request.identity,
    )
    entry.save(force_insert=True, using=using)
    return entry


def of(row):
    """How `record` is told of a row: its kind, key and what it is called now."""
    return {"kind": row._meta.model_name, "key": row.pk, "subject": str(row)}


def under_way():
    """Whether a request is being answered; otherwise a command or the clock acts."""
    return _REQUEST.get() is not None


def whoever():
    """The person who is logged in, as far as a request is under way; None where nobody is."""
    user = getattr(_REQUEST.get(), "user", None)
    return user if user is not None and user.is_authenticated else None


@contextmanager
def asked_by(request):
    """Within it entries bear the address of `request`'s client and the identity it was given."""
    request.identity = identity_of(request)
    request.client_address = address_of(request)
    token = _REQUEST.set(request)
    try:
        yield
    finally:
        _REQUEST.reset(token)


def identity_of(request):
    """The request's X-Request-ID where it is well-formed, else a new one."""
    given = request.META.get("HTTP_X_REQUEST_ID", "")
    return given if _IDENTITY.fullmatch(given) else uuid.uuid4().hex


def address_of(request):
    """The client's address, None where none is known.

    Of X-Forwarded-For only so many entries are believed, from its end, as there are front servers of
    ours (`settings.PROXIES`): what stands before them the client may have written itself.
    """
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.PROXIES and forwarded:
        hops = forwarded.split(",")
        address = hops[-min(settings.PROXIES, len(hops))]
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return None
    if found.version == 6 and found.scope_id:
        return None  # means something on its own link only, and PostgreSQL knows no such address
    return str(found)


def _text(value, length):
    """`value` as a line of at most `length` characters that every database takes."""
    text = "".join(
        character if character.isprintable() or character == "\n" else " "
        for character in str(value)
    )
    return text[:length]
