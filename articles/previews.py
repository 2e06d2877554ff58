"""Links by which outsiders read one open edition: made, withdrawn, and opened.

The token of a link is its uid with a keyed hash of it, so that nothing in the database opens anything.
"""

import base64
import binascii
import datetime as dt
import uuid

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from sejong_cms import audit

from . import rules
from .enums import EditionState
from .errors import Missing, NotAllowed, WrongState
from .html import plain
from .models import Article, Edition, PreviewLink

SHORTEST, LONGEST = dt.timedelta(hours=1), dt.timedelta(days=30)

_SALT = "articles.previews"
_HASH_BYTES = 16


def make_link(edition, *, by, recipient, expires_at, at=None):
    """A PreviewLink to an open edition for `recipient`, a note for colleagues, until `expires_at`.

    Raises NotAllowed, WrongState, or Missing where it would last less than an hour or over 30 days.
    """
    at = at or timezone.now()
    recipient = plain(recipient).strip()
    if not recipient:
        raise Missing(_("Say for whom the link is."), "recipient")
    if not SHORTEST <= expires_at - at <= LONGEST:
        raise Missing(
            _("A link lasts between an hour and thirty days."), "expires_at", "out_of_range"
        )
    with transaction.atomic():
        Article.objects.locked().get(pk=edition.article_id)
        edition = Edition.objects.get(pk=edition.pk)
        if not rules.may_see(by, edition):
            raise NotAllowed(_("You may not open this edition."))
        if not edition.is_open:
            raise WrongState(_("Only an edition on its way to readers is shown by a link."))
        link = PreviewLink.objects.create(
            edition=edition,
            recipient=recipient[:200],
            created_at=at,
            created_by=by,
            expires_at=expires_at,
        )
        _tell(audit.Action.PREVIEW_MADE, link, by=by, at=at)
    return link


def withdraw_link(link, *, by, at=None):
    """Let a link open nothing from now on; twice is as good as once. Raises NotAllowed."""
    at = at or timezone.now()
    with transaction.atomic():
        Article.objects.locked().get(editions=link.edition_id)
        link = PreviewLink.objects.select_related("edition").get(pk=link.pk)
        if not rules.may_see(by, link.edition):
            raise NotAllowed(_("You may not open this edition."))
        if link.withdrawn_at is None:
            link.withdrawn_at, link.withdrawn_by = at, by
            link.save(update_fields=["withdrawn_at", "withdrawn_by"])
            _tell(audit.Action.PREVIEW_WITHDRAWN, link, by=by, at=at)
    return link


def _tell(action, link, *, by, at):
    # Never the token, nor the uid it could be made from.
    detail = {"link": link.pk, "for": link.recipient, "expires_at": link.expires_at}
    audit.record(action, at=at, by=by, detail=detail, **audit.of(link.edition))


def links_of(edition):
    """The links made for `edition`, newest first."""
    return list(edition.preview_links.select_related("created_by", "withdrawn_by"))


def is_working(link, at):
    """Whether `link` opens its edition at the moment `at`."""
    return link.withdrawn_at is None and at < link.expires_at and link.edition.is_open


def token_of(link):
    """The secret part of the link's address."""
    return _token(link.uid, settings.SECRET_KEY)


def opened(token, *, at=None):
    """The PreviewLink of a token, with its edition and article; None where it opens nothing.

    Nothing is opened by an unknown, expired or withdrawn link, nor by one to a discarded edition. Of
    an edition that was published since, the link is returned: the caller leads on to its page.
    """
    uid = _uid(token)
    if uid is None:
        return None
    rows = PreviewLink.objects.select_related("edition__article__series")
    link = rows.filter(uid=uid, withdrawn_at=None, expires_at__gt=at or timezone.now()).first()
    if link is None or link.edition.state == EditionState.DISCARDED:
        return None
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    # All of them, so that the time says nothing of which.
    fits = [constant_time_compare(token, _token(link.uid, key)) for key in keys]
    return link if any(fits) else None


def _token(uid, key):
    seal = salted_hmac(_SALT, uid.bytes, secret=key, algorithm="sha256").digest()[:_HASH_BYTES]
    return base64.urlsafe_b64encode(uid.bytes + seal).rstrip(b"=").decode()


def _uid(token):
    try:
        data = base64.urlsafe_b64decode(f"{token}=")
    except (binascii.Error, ValueError):
        return None
    return uuid.UUID(bytes=data[:16]) if len(data) == 16 + _HASH_BYTES else None
