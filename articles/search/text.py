"""How text and queries are made comparable, English and Korean alike, in any database.

What is looked up are terms: the stem of a word in Latin letters (Snowball), numbers as they are, and pairs
of neighbouring syllables of a run of Hangul or Han characters. So 방위비 is found in 방위비를 and 주한미군방위비, without
a dictionary; the particle that a query's word may end in is taken off first. Databases index terms as plain
words, knowing nothing of languages.
"""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

#: Runs of one script each: Hangul syllables, Han characters, other letters and digits.
_RUN = re.compile(r"[가-힣]+|[\u3400-\u9fff]+|[^\W_가-힣\u3400-\u9fff]+")
_ASIAN = re.compile(r"[가-힣\u3400-\u9fff]")
_STEMMER = snowballstemmer.stemmer("english")
#: Particles that nouns take, the longer ones first (Standard Korean, 조사; those that end a word in queries).
_PARTICLES = sorted(
    "은 는 이 가 을 를 의 에 에서 에게 께 께서 로 으로 로서 으로서 로써 으로써 와 과 랑 이랑 하고 도 만 부터 까지"
    " 조차 마저 처럼 보다 나 이나 라도 이라도 에는 에도 에서는 에서도 으로는 로는 와의 과의 에의 에게는".split(),
    key=len,
    reverse=True,
)
#: Syllables that are left of a word at least when its particle is taken off.
_LEAST = 2


def normal(text):
    """`text` as it is compared: compatibility forms folded, small letters, Latin letters without accents."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    if folded.isascii():
        return folded
    apart = unicodedata.normalize("NFD", folded)
    return unicodedata.normalize("NFC", re.sub("(?<=[a-z])[\u0300-\u036f]+", "", apart))


def runs(text):
    """The words of a normal text: (start, end, word); of one script each."""
    for found in _RUN.finditer(text.replace("’", "'")):
        yield found.start(), found.end(), found[0]


def terms(text):
    """The terms of `text`, in their order, as one string of words for the index."""
    return " ".join(term for _start, _end, word in runs(normal(text)) for term in terms_of(word))


def terms_of(word):
    """The terms of one word of a normal text."""
    if not _ASIAN.match(word):
        return (stem(word),)
    if len(word) == 1:
        return (word,)
    return tuple(word[place : place + 2] for place in range(len(word) - 1))


@lru_cache(maxsize=100_000)
def stem(word):
    return _STEMMER.stemWord(word) if word.isascii() else word


def is_asian(word):
    return bool(_ASIAN.match(word))


def without_particle(word):
    """A word of a query without the particle that it ends in, if it is Hangul and enough is left."""
    if not is_asian(word):
        return word
    for particle in _PARTICLES:
        if word.endswith(particle) and len(word) - len(particle) >= _LEAST:
            return word[: -len(particle)]
    return word
