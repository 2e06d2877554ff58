"""A word that occurs nowhere, and the name that was probably meant: misspelt names are forgiven."""

import unicodedata
from difflib import SequenceMatcher

from issues.models import Actor, Issue, IssueAlias

from ..models import Author, Edition, Series
from .engine import occurs
from .query import Part, Query
from .text import is_asian, normal, runs, terms_of

#: How alike two words must be, from 0 to 1 (Ratcliff and Obershelp), and how long a word is at least that is guessed.
ALIKE, SHORTEST = 0.74, 3


def guessed(query):
    """(the query with words that occur nowhere replaced, {typed: taken}); the second empty if none could be."""
    taken = {}
    parts = []
    names = None
    for part in query.parts:
        if not occurs(part):
            if names is None:
                names = _names()
            if meant := _nearest(part.word, names):
                taken[part.word] = meant
                part = Part(meant, terms_of(meant))
        parts.append(part)
    return Query(tuple(parts)), taken


def _nearest(word, names):
    spelt = _spelt(word)
    if len(spelt) < SHORTEST:
        return None
    best, found = ALIKE, None
    for name, other in names.items():
        if abs(len(other) - len(spelt)) > 3 or is_asian(name) != is_asian(word):
            continue
        matcher = SequenceMatcher(None, spelt, other, autojunk=False)
        if matcher.quick_ratio() > best and (ratio := matcher.ratio()) > best:
            best, found = ratio, name
    return found


def _names():
    """{a word of a name that readers know: how it is spelt out}. Six queries."""
    lists = (
        Author.objects.public().values_list("name", "name_ko"),
        Edition.objects.published().values_list("bylines__name").distinct(),
        Actor.objects.public().values_list("name", "name_ko"),
        Issue.objects.public().values_list("title", "title_ko"),
        IssueAlias.objects.filter(issue__in=Issue.objects.public()).values_list("name"),
        Series.objects.public().values_list("name", "name_ko"),
    )
    words = {
        word
        for rows in lists
        for names in rows
        for name in filter(None, names)
        for _start, _end, word in runs(normal(name))
    }
    return {word: _spelt(word) for word in words if len(_spelt(word)) >= SHORTEST}


def _spelt(word):
    """A word letter by letter: Hangul syllables taken apart into theirs."""
    return unicodedata.normalize("NFD", word) if is_asian(word) else word
