"""PDFs that readers ask for: made while they wait, one at a time in a process; kept until something changes.

Dossiers are of a day, so there are as many as somebody asks for. Each is kept in storage under a key that holds
what it was made from (see `kept`), and the worker throws away what is a day old.
"""

import datetime as dt
import hashlib
import threading
from contextlib import contextmanager, suppress

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header

from . import kept
from .typesetting import typeset

#: Where kept PDFs lie, and for how long.
FOLDER = "dossiers"
KEEP = dt.timedelta(days=1)
#: Seconds after which somebody who came while another PDF was being made may ask again.
RETRY_AFTER = 5

_readers = threading.Lock()


class Busy(Exception):
    """This process is making a PDF for somebody else."""


@contextmanager
def at_once():
    """Within it the caller alone makes a PDF in this process. Raises Busy."""
    if not _readers.acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        _readers.release()


def kept_pdf(address, document):
    """The PDF (bytes) at `address` (language, path and query), whose HTML `document()` gives where it must be made.

    Raises Busy and CannotTypeset.
    """
    key = kept.key_of(f"pdf {settings.SITE_NAME} {settings.INSTITUTION} {address}")
    name = key and f"{FOLDER}/{hashlib.sha256(key.encode()).hexdigest()}.pdf"
    if name and default_storage.exists(name):
        with default_storage.open(name) as file:
            return file.read()
    with at_once():
        pdf = typeset(document())
    # Two processes may make the same: the second file is a copy that nobody finds, and goes with the first.
    if name:
        default_storage.save(name, ContentFile(pdf))
    return pdf


def tidy():
    """Throw away what was kept for `KEEP`."""
    try:
        _folders, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    old = timezone.now() - KEEP
    for name in names:
        path = f"{FOLDER}/{name}"
        # Another worker may have thrown it away meanwhile.
        with suppress(FileNotFoundError):
            if default_storage.get_modified_time(path) < old:
                default_storage.delete(path)


def pdf_response(pdf, name):
    """`pdf` to be read in the browser; saved as `name`."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(False, name)
    return response


def later(request, address, title, language):
    """503: the PDF is being made, or another one; `address` and `title` of the page it belongs to."""
    context = {"address": address, "title": title, "language": language}
    response = render(request, "papers/later.html", context, status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response
