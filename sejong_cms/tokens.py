"""By what programs act as a person: made, used, revoked. The desk and `make_token` come through here."""

import datetime as dt
import hashlib
import re
import secrets

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import audit
from .models import AccessToken


class Scope(models.TextChoices):
    """What a token may be used for, if its person may do it.

    read: drafts are read. write: drafts are begun, changed and given up. workflow: the verbs. register:
    issues, developments and steps are entered. Each but the last reads drafts too: a change names the
    version that was read.
    """

    READ = "read", gettext_lazy("read drafts")
    WRITE = "write", gettext_lazy("write drafts")
    WORKFLOW = "workflow", gettext_lazy("move editions")
    REGISTER = "register", gettext_lazy("write the register")


#: The scopes that contain reading.
READING = frozenset({Scope.READ, Scope.WRITE, Scope.WORKFLOW})
#: Days that a token lives at most, and if nothing else is said.
LONGEST, USUAL = 366, 90
#: How exactly its last use is noted: a write for each request would cost more than it tells.
NOTED = dt.timedelta(minutes=1)

_PREFIX = "focus_"
_SHAPE = re.compile(rf"{_PREFIX}[A-Za-z0-9_-]{{43}}")


class Refused(Exception):
    """Nothing was done. `str()` is a sentence, `field` what is at fault, if one thing is."""

    def __init__(self, message, field=""):
        super().__init__(message)
        self.field = field


def make(person, *, name, scopes, by, days=USUAL, at=None):
    """(AccessToken, the token itself, which is nowhere kept). `by` None is an operator's command.

    Raises Refused: for another person than oneself, unless a superuser asks; for a person who may not log
    in to the desk; without a name or a scope; for more than 366 days.
    """
    at = at or timezone.now()
    _allow(person, by)
    name, scopes = name.strip(), sorted(set(scopes))
    if not may_act(person):
        raise Refused(_("This person may not log in to the desk, so no token acts for them."))
    if not name:
        raise Refused(_("Say what the token is for."), "name")
    if not scopes or not set(scopes) <= set(Scope.values):
        raise Refused(_("Choose what the token may be used for."), "scopes")
    if not 1 <= days <= LONGEST:
        raise Refused(_("A token lives between one day and a year."), "days")
    secret = _PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = AccessToken.objects.create(
            person=person,
            name=name[:100],
            digest=_digest(secret),
            scopes=scopes,
            created_at=at,
            created_by=by,
            expires_at=at + dt.timedelta(days=days),
        )
        _tell(audit.Action.TOKEN_MADE, token, by=by, at=at)
    return token, secret


def revoke(token, *, by, at=None):
    """Let a token open nothing from now on; twice is as good as once. Raises Refused."""
    at = at or timezone.now()
    _allow(token.person, by)
    with transaction.atomic():
        token = AccessToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
        if token.revoked_at is None:
            token.revoked_at = at
            token.save(update_fields=["revoked_at"])
            _tell(audit.Action.TOKEN_REVOKED, token, by=by, at=at)
    return token


def opened(secret, *, at=None):
    """The AccessToken of a token that works, with its person; None for any other. Notes its use."""
    at = at or timezone.now()
    if not _SHAPE.fullmatch(secret):
        return None
    rows = AccessToken.objects.select_related("person")
    token = rows.filter(digest=_digest(secret)).first()
    if token is None or not is_working(token, at):
        return None
    late = Q(last_used_at=None) | Q(last_used_at__lt=at - NOTED)
    if token.last_used_at is None or token.last_used_at < at - NOTED:
        AccessToken.objects.filter(late, pk=token.pk).update(last_used_at=at)
    return token


def is_working(token, at):
    return (
        token.revoked_at is None
        and (token.expires_at is None or at < token.expires_at)
        and may_act(token.person)
    )


def may_act(person):
    """Whether a program may act for `person` at all: as they may log in to the desk."""
    return person.is_active and person.is_staff


def _allow(person, by):
    if by is not None and by.pk != person.pk and not (by.is_active and by.is_superuser):
        raise Refused(_("A token is its person’s own to make and to revoke."))


def _digest(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


def _tell(action, token, *, by, at):
    detail = {"for": token.person.get_username(), "scopes": token.scopes}
    detail["expires_at"] = token.expires_at
    audit.record(action, at=at, by=by, detail=detail, **audit.of(token))
