"""When two names are the same name: one key for lookups by title, alias or person's name."""

import re
import unicodedata

_APART = re.compile(r"[^\w]+")


def key_of(name):
    """`name` without case, accents of form, punctuation and doubled spaces; at most 200 characters.

    NFKC folds full-width and compatibility forms, so that text from a Korean page and from a
    keyboard meet.
    """
    folded = unicodedata.normalize("NFKC", name).casefold().replace("’", "'")
    return _APART.sub(" ", folded.replace("'", "")).strip()[:200]
