"""Sentences of English and Korean prose."""

import re

_END = re.compile(r"[.!?。…]+[\"'’”)\]」』]*(?=\s)")
_ABBREVIATIONS = frozenset(
    "mr. mrs. ms. dr. prof. gen. lt. col. adm. capt. sgt. gov. sen. rep. hon. st. jr. sr. vs. "
    "e.g. i.e. cf. viz. al. vol. fig. ca. approx. inc. ltd. co. corp. dept. est. ed. eds. pp. "
    "jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. nov. dec. ph.d.".split()
)
# After these a dot ends the sentence only before a word that begins one: 'the U.S. The next …'.
_LETTERED = re.compile(r"(?:(?:[A-Za-z]\.)+|etc\.)$")
STARTERS = frozenset(
    "A After Also Although An And As At Because Before But By Despite Even Finally First For "
    "Furthermore Given He Here Hence His However If In Instead It Its Meanwhile Moreover "
    "Nevertheless Nonetheless Not Now Of On Once Only Or Our Second Should Since So Some Such "
    "That The Their Then There Therefore These They Third This Those Though Thus To Under "
    "Unless Until We What When Where Whether Which While Who Why With Yet".split()
)
_WORD = re.compile(r"\w+")


def split(text: str) -> list[str]:
    """The sentences of a paragraph, each as printed. Takes time in proportion to the text."""
    found, start = [], 0
    for end in _END.finditer(text):
        if _ends(text, start, end):
            found.append(text[start : end.end()].strip())
            start = end.end()
    if rest := text[start:].strip():
        found.append(rest)
    return found


def _ends(text: str, start: int, end: re.Match) -> bool:
    following = text[end.end() : end.end() + 40].lstrip()
    if not following or following[0].islower():
        return not following
    if end.group() != ".":
        return True
    # No abbreviation is longer than this, so that a long line costs no more than a short one.
    token = text[max(start, end.start() - 12) : end.end()].split()[-1].lstrip("(['\"‘“")
    if token.lower() in _ABBREVIATIONS:
        return False
    if token.lower() in {"no.", "nos."} or token[:-1].isdigit():
        at_start = text[start : end.end()].strip() == token
        return not (following[0].isdigit() or at_start)
    if _LETTERED.match(token):
        word = _WORD.match(following)
        return bool(word) and word.group() in STARTERS
    return True
