"""What a reader typed, as what is looked up: words that all have to occur, and phrases in quotes."""

import re
from dataclasses import dataclass

from .text import is_asian, normal, runs, terms_of, without_particle

_PHRASE = re.compile(r'["“”„«»](.*?)["“”„«»]')
#: Words that count; what is typed besides narrows no more.
MOST_WORDS = 10


@dataclass(frozen=True)
class Part:
    """One thing that has to occur: `terms` one after the other. `word` is how it was typed.

    With `begins`, the last term is the beginning of one: a single syllable.
    """

    word: str
    terms: tuple
    begins: bool = False


@dataclass(frozen=True)
class Query:
    parts: tuple

    def __bool__(self):
        return bool(self.parts)

    @property
    def words(self):
        return [part.word for part in self.parts]


def parse(text):
    """The Query that `text` asks for; empty where it has no word."""
    parts, rest = [], []
    place = 0
    for quoted in _PHRASE.finditer(text):
        rest.append(text[place : quoted.start()])
        parts += _phrase(quoted[1])
        place = quoted.end()
    rest.append(text[place:])
    parts += [_word(word) for _start, _end, word in runs(normal(" ".join(rest)))]
    return Query(tuple(dict.fromkeys(parts))[:MOST_WORDS])


def _word(word):
    asked = without_particle(word)
    if is_asian(asked) and len(asked) == 1:
        return Part(asked, (asked,), begins=True)
    return Part(asked, terms_of(asked))


def _phrase(text):
    words = [word for _start, _end, word in runs(normal(text))]
    found = tuple(term for word in words for term in terms_of(word))
    return [Part(" ".join(words), found)] if found else []
