"""What a reader may mean who has begun to type: entries by the beginning of a word in their name, pieces by their title.

Few small queries and no index of its own: names are some hundreds, and of the pieces the newest are looked
through. Everything found has a page that readers know.
"""

import re
import unicodedata
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from issues.enums import IssueStatus
from issues.models import Actor, Issue

from ..models import Author, Edition, SearchEntry, Series
from .entries import Kind
from .text import normal

#: Suggestions in all, and of one kind.
MOST = 8
MOST_OF_KIND = 4
#: Titles of how many pieces are looked through, the newest.
PIECES = 3000
#: Rows of a kind that are ranked.
_RANKED = 50

#: Letters of a Hangul syllable: with every final consonant, and how many finals there are.
_FIRST_SYLLABLE, _LAST_SYLLABLE, _FINALS = 0xAC00, 0xD7A3, 28


#: A consonant or vowel by itself, as keyboards give it and as it is normalized.
_SINGLE = re.compile("[\u1100-\u11ff\u3131-\u318e]")


class Suggestion(NamedTuple):
    """`kind` in words; `language` of `words` where they are not the page's own."""

    kind: str
    words: str
    page: str
    language: str = ""


def suggestions(text):
    """At most MOST Suggestions for what was typed so far. Five queries, none for too little."""
    beginnings = beginnings_of(text)
    if not beginnings:
        return []
    found = []
    for kind, rows, columns, show in _entries():
        rows = rows.filter(_any(columns, beginnings)).distinct()[:_RANKED]
        ranked = [(rank, show(row)) for row in rows if (rank := _rank(_names(row), beginnings))]
        ranked.sort(key=lambda pair: (pair[0], pair[1][0]))
        found += [Suggestion(kind, *shown) for _rank_, shown in ranked[:MOST_OF_KIND]]
    return (found + _pieces(beginnings))[:MOST]


def beginnings_of(text):
    """What a name may begin with, [] where too little was typed.

    A syllable that is still being composed may lose its final consonant to the next one: '방윕' goes on as
    '방위비', so that '방위' is looked for too. Single consonants at the end are left out.
    """
    words = " ".join(normal(unicodedata.normalize("NFC", text)).split())
    while words and _SINGLE.match(words[-1]):
        words = words[:-1].rstrip()
    if not words or (words.isascii() and len(words) < 2):
        return []
    last = ord(words[-1])
    if _FIRST_SYLLABLE <= last <= _LAST_SYLLABLE and (final := (last - _FIRST_SYLLABLE) % _FINALS):
        return [words, words[:-1] + chr(last - final)]
    return [words]


def _entries():
    """(kind, rows, columns with names, how one is shown) of each kind."""
    issues = Issue.objects.public().exclude(status=IssueStatus.MERGED)
    actors = Actor.objects.public().answering()
    authors = Author.objects.public().answering()
    return (
        (
            _("Issue"),
            issues.prefetch_related("aliases"),
            ("title", "title_ko", "aliases__name"),
            lambda row: (row.local_title, row.get_absolute_url()),
        ),
        (_("Actor"), actors, ("name", "name_ko"), _named),
        (_("Author"), authors, ("name", "name_ko"), _named),
        (_("Series"), Series.objects.public(), ("name", "name_ko"), _named),
    )


def _named(row):
    return row.local_name, row.get_absolute_url()


def _any(columns, beginnings):
    wanted = Q()
    for column in columns:
        for stem in set(map(_stem, beginnings)):
            wanted |= Q(**{f"{column}__icontains": stem})
    return wanted


def _stem(beginning):
    """What surely stands in a name: without a last syllable that may still get a final consonant."""
    last = ord(beginning[-1])
    is_open = _FIRST_SYLLABLE <= last <= _LAST_SYLLABLE and not (last - _FIRST_SYLLABLE) % _FINALS
    return beginning[:-1].rstrip() or beginning if is_open else beginning


def _names(row):
    if isinstance(row, Issue):
        return (row.title, row.title_ko, *(alias.name for alias in row.aliases.all()))
    return (row.name, row.name_ko)


def _rank(names, beginnings):
    """1 for a name that begins so, 2 for a word within one that does, 0 for neither."""
    best = 0
    for name in map(_letters, filter(None, names)):
        for beginning in map(_letters, beginnings):
            if name.startswith(beginning):
                return 1
            if f" {beginning}" in f" {name.replace('-', ' ')}":
                best = 2
    return best


def _letters(text):
    """`text` to be compared letter by letter, those within Hangul syllables too."""
    return unicodedata.normalize("NFD", normal(text))


def _pieces(beginnings):
    newest = SearchEntry.objects.filter(kind=Kind.PIECE).order_by("-on", "-id")
    rows = newest.filter(pk__in=newest.values("pk")[:PIECES])
    rows = rows.filter(_any(("head",), beginnings)).values_list("edition", "head")[:_RANKED]
    ranked = sorted(
        (rank, place, edition)
        for place, (edition, head) in enumerate(rows)
        if (rank := _rank((head,), beginnings))
    )[:MOST_OF_KIND]
    # The index may be behind: only what readers get now is shown.
    live = Edition.objects.published().select_related("article")
    live = live.in_bulk([edition for _rank_, _place, edition in ranked])
    return [
        Suggestion(_("Piece"), row.title, row.article.get_absolute_url(), row.article.language)
        for _rank_, _place, edition in ranked
        if (row := live.get(edition))
    ]
