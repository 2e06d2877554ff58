"""PDFs of released editions: each made once and kept, by the worker after publication, or by the first who asks.

A row is claimed before its PDF is made, so that two never make the same one; who dies with a claim keeps it
for `LEASE`. A PDF that was made stays as it is for ever: it may have been printed and cited.
"""

import datetime as dt
import hashlib
import logging

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q

from issues.clock import database_now
from sejong_cms import typesetting
from sejong_cms.posting import Patience
from sejong_cms.typeset import Busy, at_once

from ..models import Edition, Paper
from . import offered
from .layout import document

log = logging.getLogger("articles.papers")

#: How long a claim holds: much longer than a document may take.
LEASE = dt.timedelta(seconds=5 * typesetting.TIMEOUT)
#: What cannot be made is tried again for ever, at last once a day: a font or a figure may come back.
PATIENCE = Patience(dt.timedelta(minutes=5), dt.timedelta(days=1), tries=0)


def paper_of(edition):
    """The Paper of a released edition, made now if it is not there yet.

    Raises Busy where somebody else is making it, or this process another one, and CannotTypeset where it
    cannot be made here, or failed and waits to be tried again.
    """
    row = Paper.objects.filter(edition=edition).first()
    if row is not None and row.name:
        return row
    if not offered():
        raise typesetting.CannotTypeset("this machine makes no PDFs")
    if row is not None and row.failure and row.due_at > database_now():
        raise typesetting.CannotTypeset(row.failure)
    with at_once():
        row = make(edition)
    if row is None:
        raise Busy
    return row


def make_due(stop=lambda: False):
    """Make the PDF of every released edition that has none, the last published one first."""
    if not offered():
        return
    while not stop():
        now = database_now()
        missing = Q(paper=None) | Q(paper__name="", paper__due_at__lte=now)
        rows = Edition.objects.released().filter(missing).order_by("-published_at", "-pk")
        edition = rows.select_related("article__series").first()
        if edition is None:
            return
        try:
            make(edition)
        except typesetting.CannotTypeset:
            continue  # the log has it, and the row waits


def make(edition):
    """Make and keep the PDF of `edition`; returns its Paper, None where somebody else has it in hand.

    Raises CannotTypeset, which the row remembers.
    """
    row = _claim(edition)
    if row is None or row.name:
        return row
    try:
        pdf = typesetting.typeset(document(edition))
    except typesetting.CannotTypeset as problem:
        _fail(row, problem)
        raise
    except Exception as problem:
        # Whatever is wrong with this one, such as a lost figure, others can be made.
        found = typesetting.CannotTypeset(f"{type(problem).__name__}: {problem}")
        _fail(row, found)
        raise found from problem
    return _keep(row, pdf)


def read(row):
    """The bytes of a Paper that was made."""
    with default_storage.open(row.name) as file:
        return file.read()


def _claim(edition):
    """The edition's row, this caller's to make or made already; None where it is another's, or has to wait."""
    now = database_now()
    row, _new = Paper.objects.get_or_create(edition=edition, defaults={"due_at": now})
    if row.name:
        return row
    # Only one of those who read the same `due_at` changes it.
    mine = Paper.objects.filter(pk=row.pk, name="", due_at=row.due_at, due_at__lte=now)
    if not mine.update(due_at=now + LEASE, attempts=F("attempts") + 1):
        return None
    row.attempts += 1
    return row


def _keep(row, pdf):
    sha256 = hashlib.sha256(pdf).hexdigest()
    name = default_storage.save(f"papers/{row.edition_id}-{sha256}.pdf", ContentFile(pdf))
    with transaction.atomic():
        kept = Paper.objects.select_for_update().get(pk=row.pk)
        if not kept.name:
            kept.name, kept.sha256, kept.made_at = name, sha256, database_now()
            kept.failure = ""
            kept.save()
    if kept.name != name:
        # Another claimed it when this one took too long, and was first: what is kept never changes.
        default_storage.delete(name)
    return kept


def _fail(row, problem):
    now = database_now()
    log.warning("no PDF of edition %s: %s", row.edition_id, problem)
    Paper.objects.filter(pk=row.pk, name="").update(
        due_at=now + PATIENCE.wait_after(row.attempts), failure=str(problem)[:500]
    )
