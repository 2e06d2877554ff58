"""Numbers of items that a text announces: '7 Questions', 'here are ten issues', '일곱 가지 과제'."""

import re
from typing import NamedTuple

from . import sentences

ISSUES, TRAITS, RECOMMENDATIONS = "issues", "traits", "recommendations"

_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty".split()
)
_KOREAN_WORDS = "한 두 세 네 다섯 여섯 일곱 여덟 아홉 열".split()
_NOUNS = {
    ISSUES: (
        r"issues|questions|challenges|agenda items|topics|puzzles|dilemmas|현안|질문|과제|쟁점|이슈|문제"
    ),
    TRAITS: r"characteristics|traits|tendencies|hallmarks|특징|특성|성향",
    RECOMMENDATIONS: r"recommendations|proposals|suggestions|제언|제안|권고",
}
_NOUN = "|".join(f"(?P<{kind}>{nouns})" for kind, nouns in _NOUNS.items())
_ALL_NOUNS = [*"|".join(_NOUNS.values()).split("|"), "답"]
_NUMBER = rf"(?<![\w.,-])(?P<number>[0-9]{{1,2}}|{'|'.join(_WORDS)})"
_ENGLISH = re.compile(
    rf"{_NUMBER}(?: (?!of\b|and\b|in\b|or\b)[\w’'-]+){{0,3}}? (?:{_NOUN})\b", re.I
)
_KOREAN = re.compile(
    rf"(?<![\w.])(?P<number>[0-9]{{1,2}}|{'|'.join(_KOREAN_WORDS)})\s?(?:가지|개의?|건의?|대)\s?"
    rf"(?:[가-힣·-]+\s){{0,3}}?(?:{_NOUN})"
)
_KOREAN_QUESTIONS = re.compile(r"(?<![\w.])(?P<number>[0-9]{1,2})문\s?[0-9]{1,2}답")

# In the middle of a piece 'three issues' may be anybody's; only a sentence that leads to what
# follows announces. The abstract speaks of the piece throughout, so there any verb of showing will do.
_ANNOUNCES = re.compile(
    r"\b(?:this (?:article|paper|piece|essay|brief|report|study|commentary|analysis)|here (?:are|is)|"
    r"the following|as follows|below|in what follows|with (?:this|these|that) .{0,40} in mind)\b|"
    r"다음|아래|이 글|본고|이하|살펴본|짚어",
    re.IGNORECASE,
)
_SHOWS = re.compile(
    r"\b(?:identif|examin|review|explor|answer|suggest|propos|discuss|analy[sz]|outlin|sets? out|"
    r"tackl|rais|pos(?:es|ing)|cover|consider|looks? at|turns? to|asks?|address|present|offer|takes? up)|"
    r"제시|분석|검토|논의|답|다룬|살핀|정리",
    re.IGNORECASE,
)


class Mention(NamedTuple):
    number: int
    of: str
    wording: str


def in_title(title: str) -> list[Mention]:
    return list(_mentions(title))


def in_prose(text: str, *, announcing_only: bool) -> list[Mention]:
    """Mentions in the sentences that announce; with `announcing_only` False also in those that
    say what the piece does."""
    lower = text.casefold()
    if not any(noun in lower for noun in _ALL_NOUNS):  # far cheaper than the patterns
        return []
    return [
        mention
        for sentence in sentences.split(text)
        if _ANNOUNCES.search(sentence) or (not announcing_only and _SHOWS.search(sentence))
        for mention in _mentions(sentence)
    ]


def _mentions(text: str):
    for pattern in (_ENGLISH, _KOREAN):
        for match in pattern.finditer(text):
            kind = next(kind for kind in _NOUNS if match[kind])
            yield Mention(_value(match["number"].lower()), kind, match[0])
    for match in _KOREAN_QUESTIONS.finditer(text):
        yield Mention(int(match["number"]), ISSUES, match[0])


def _value(number: str) -> int:
    if number in _WORDS:
        return _WORDS.index(number) + 1
    if number in _KOREAN_WORDS:
        return _KOREAN_WORDS.index(number) + 1
    return int(number)
