"""Who a text is about or speaks to: persons, states and bodies by name."""

import re
from collections import Counter

from ..wording.sentences import STARTERS

# States and the capitals that stand for them; a text says 'it' of these, never of a person.
STATES = frozenset(
    "South Korea|Korea|the ROK|Seoul|the US|the U.S.|the USA|the United States|America|Washington|"
    "China|Beijing|Japan|Tokyo|Russia|Moscow|North Korea|Pyongyang|the DPRK|the EU|"
    "the European Union|Brussels|NATO|ASEAN|the UN|the United Nations|Taiwan|Taipei|India|"
    "New Delhi|Australia|Canberra|Ukraine|Kyiv|Germany|Berlin|France|Paris|Britain|the UK|London|"
    "Canada|Vietnam|Hanoi|Indonesia|the Philippines|Mongolia|Iran|Israel".split("|")
)
_TITLES = frozenset(
    "President President-elect Prime Minister Chairman Chairwoman Secretary General Chancellor "
    "Leader Mr. Ms. Mrs. Dr. Senator Governor King Queen Premier Vice Former Foreign Defense "
    "Defence US American Candidate Ambassador Mayor Director Professor Professors New The "
    "Councillor Commissioner Speaker Justice Judge Admiral Colonel Captain Sir Dame Lord Lady "
    "Prince Princess Emperor Representative Congressman Congresswoman Chief Deputy".split()
)
_BODIES = frozenset(
    "Administration Government Cabinet Doctrine Era White House Party Ministry Policy Foreign "
    "Security Parliament Council".split()
)
_PROPER = r"(?:(?:[A-Z]\.)+|[A-Z][\w-]*)"
_POSSESSIVE = re.compile(rf"({_PROPER}(?: {_PROPER}){{0,4}})(?:[’']s\b|(?<=s)[’'](?= ))")
_OF = re.compile(rf"\b(?:of|in|behind) (?:the )?({_PROPER}(?: {_PROPER}){{0,4}})")
_CAPITALISED = re.compile(rf"(?<![\w.’'-])({_PROPER})")
_MID_SENTENCE = re.compile(r"(?<=[a-z,;] )(?:the )?([A-Z][\w-]*\w)")
_LOWER = re.compile(r"(?<![\w’'-])[a-z]+(?![\w-])")
_KOREAN_TITLES = r"대통령|당선인|총리|위원장|주석|장관|총재|대표|행정부|정부|내각|정권|총통|의원|후보|국왕|시장|지사|의장|사무총장"
_KOREAN_ACTOR = re.compile(
    rf"^(?P<name>[가-힣]{{2,6}}(?: [가-힣]{{2,6}}){{0,2}}?)(?:(?= ?(?:{_KOREAN_TITLES}))|의(?= ))"
)


def names_in(text: str) -> frozenset[str]:
    """Words with a capital in the middle of a sentence: names, whatever else they may be."""
    return frozenset(_MID_SENTENCE.findall(text))


def of_traits(heading: str, prose: str, text: str) -> str | None:
    """The actor whose traits a section describes, by the fullest name that `text` gives, or None.

    The heading names it ('Characteristics of X's policy', 'X 대통령의 특징'), else it is the name
    that the section's own `prose` uses most.
    """
    if korean := _KOREAN_ACTOR.match(heading):
        return korean["name"]
    if re.match(r"[가-힣]", heading):
        return heading.split()[0].removesuffix("의")
    for pattern in (_POSSESSIVE, _OF):
        for match in pattern.finditer(heading):
            words = [word.removesuffix("-led") for word in match[1].split()]
            while words and (words[0] in _TITLES or words[0] in STARTERS or words[0].isdigit()):
                words.pop(0)
            if words:
                return _fullest(" ".join(words), text)
    return _most_named(prose, text)


def _most_named(prose: str, text: str) -> str | None:
    known = names_in(prose)
    counts = Counter(
        word
        for raw in _CAPITALISED.findall(prose)
        if (word := raw.removesuffix("-led").rstrip(".")) in known
        and word not in _TITLES
        and word not in STARTERS
        and word not in STATES
        and f"the {word}" not in STATES
    )
    return _fullest(counts.most_common(1)[0][0], text) if counts else None


def _fullest(name: str, text: str) -> str:
    """'Ilves' → 'Mara Ilves', 'Kim' → 'Kim Jong-un', where the text says so somewhere."""
    if " " in name:
        return name
    lower = set(_LOWER.findall(text))
    before = re.compile(
        rf"(?P<mid>(?<=[a-z,;] ))?((?:{_PROPER} ){{1,3}}){re.escape(name)}(?![\w-])"
    )
    counts = Counter()
    for match in before.finditer(text):
        given: list[str] = []
        for word in reversed(match[2].split()):
            if word in _TITLES or word in STARTERS or word in _BODIES or word.lower() in lower:
                break
            given.insert(0, word)
        if given:
            # At the start of a sentence any word has a capital: one such place proves nothing.
            whole = len(given) < len(match[2].split()) or match["mid"] is not None
            counts[" ".join([*given, name])] += 2 if whole else 1
    # The family name comes first in Korea and China: 'Kim Jong-un', 'Xi Jinping'.
    after = re.compile(rf"(?<![\w.-]){re.escape(name)} ([A-Z][a-z]+(?:-[a-z]+)?)(?![\w’'-])")
    for match in after.finditer(text):
        if match[1] not in _BODIES and match[1] not in _TITLES and match[1].lower() not in lower:
            counts[f"{name} {match[1]}"] += 2 if "-" in match[1] else 1
    likely = [(count, full) for full, count in counts.items() if count > 1]
    return max(likely, key=lambda found: (len(found[1].split()), found[0]))[1] if likely else name
