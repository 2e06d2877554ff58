"""Abbreviations that readers meet before they are told what they stand for."""

import re

from django.utils.translation import gettext as _

from .problem import Problem

#: Those that everybody knows.
EVERYDAY = frozenset(
    "US USA UK UN EU NATO GDP IT AI PC TV AM PM AD BC CEO FBI CIA NGO DNA HIV ID OK PDF PR QR VIP "
    "DC NY LA ROK DPRK".split()
)

# No letter or digit of its script beside it: Korean adds its particles without a space.
_ACRONYM = re.compile(r"(?<![A-Za-z0-9&.])([A-Z]{2,6})s?(?![A-Za-z0-9&]|[.-]?[0-9]|\.[A-Za-z])")
_NUMERAL = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
# A stretch in capitals is a way of setting type.
_SHOUTED = re.compile(r"(?:\b[A-Z]{2,}\b\s+){2,}\b[A-Z]{2,}\b")
_OPENING = re.compile(r"[^\W\d_]\)?[\"'”’]?\s*\((?:[^()]*[,;:/]\s*)?$")
_LONG_FORM = re.compile(r"\s*\(\s*[\"“‘]?[^\W\d_]{2,}[^()]*\)")


def problems(texts):
    """Headings and titles do not count: nobody can spell out there."""
    met = set(EVERYDAY)
    for text in texts:
        if not text.runs or text.field in ("notes", "credit"):
            continue
        for paragraph in text.paragraphs:
            quiet = _SHOUTED.sub(lambda match: match[0].lower(), paragraph)
            for match in _ACRONYM.finditer(quiet):
                name = match[1]
                if name in met or _NUMERAL.fullmatch(name):
                    continue
                met.add(name)
                if not _is_spelled_out(quiet, match):
                    words = _(
                        "“%(name)s” is not spelled out where readers first meet it; "
                        "write what it stands for, then (%(name)s)."
                    )
                    yield Problem("abbreviation", words % {"name": name}, text.uid, text.field)


def _is_spelled_out(text, match):
    """'Long Form (LF)', 'Long Form (긴 꼴, LF)' or 'LF (Long Form)'."""
    before, after = text[max(0, match.start() - 120) : match.start()], text[match.end() :]
    if re.match(r"\s*[),;:/]", after) and _OPENING.search(before):
        return True
    return bool(_LONG_FORM.match(after))
