"""Answers of the API and long feeds that are kept, under a key that holds everything that they were made from.

What anybody may read changes when the log of changes goes on, when a day ends in Seoul, or when other code
runs. The key names all three, so that nothing has to be thrown away to be right: an answer is found for as
long as it would be made again byte for byte. Finding it takes two small queries.

What alters answers and is in nobody's interest to be told of, such as another name of an actor, is in the log
too, as `Kind.NAMES`, which `changes/` leaves out.
"""

import hashlib
import logging
import zlib
from functools import cache as once
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone

from . import changes

log = logging.getLogger("sejong_cms.kept")

#: Seconds; nothing is wrong later, but nobody asks for it either.
KEEP = 24 * 3600
#: What is longer even when compressed is kept by its tag alone.
LONGEST = 200_000
#: Where what answers are made by stands, and in which files: code, templates, rules of PDFs, words.
_CODE = ("sejong_cms", "issues", "articles", "templates", "locale")
_FILES = {".py", ".html", ".css", ".mo"}


def key_of(address):
    """The key of the answer at `address`, path and query; None where nothing can be kept yet."""
    last = changes.last()
    if last is None:
        return None
    made_from = (address, str(last), timezone.localdate().isoformat(), settings.SITE_URL, release())
    return "api:" + hashlib.sha256("\n".join(made_from).encode()).hexdigest()


def find(key):
    """(entity tag, body or None) of a kept answer, None where there is none."""
    try:
        found = caches["answers"].get(key)
    except Exception as problem:
        # A cache that is away costs time, and nothing else.
        log.warning("the cache does not answer: %s", type(problem).__name__)
        return None
    if found is None:
        return None
    tag, packed = found
    return tag, packed and zlib.decompress(packed)


def keep(key, tag, body, longest=LONGEST):
    """Keep an answer; of one whose compressed body has more than `longest` bytes, the tag alone."""
    # JSON shrinks to a tenth, and at this level in no time.
    packed = zlib.compress(body, level=1)
    try:
        caches["answers"].set(key, (tag, packed if len(packed) <= longest else None), KEEP)
    except Exception as problem:
        log.warning("the cache does not answer: %s", type(problem).__name__)


@once
def release():
    """A hash of the code that runs, and of which libraries it runs on. Read once a process."""
    base = Path(settings.BASE_DIR)
    digest = hashlib.sha256((base / "requirements.txt").read_bytes())
    for folder in _CODE:
        for path in sorted((base / folder).rglob("*")):
            if path.suffix in _FILES:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
