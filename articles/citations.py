"""How an edition, or an assessment in it, is cited: one line, RIS, BibTeX, CSL-JSON, COinS. Pure; names stand as printed.

Each takes a Citation, so that what a citation says is decided in one place, `citation_of` and `part_of`. A piece is
a report. An assessment has a title of its own within it, which reports have no field for: it is what the formats
call a part of a book, RIS's CHAP, BibTeX's @incollection, CSL's chapter.
"""

import datetime as dt
import json
import re
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override


@dataclass(frozen=True)
class Citation:
    """What is said of the cited text; `within` is the full title of the piece that it is a part of, else ''."""

    key: str
    title: str
    subtitle: str
    authors: tuple[str, ...]
    series: str
    number: str
    institution: str
    published_on: dt.date
    edition: int
    language: str
    abstract: str
    checksum: str
    url: str
    within: str = ""

    @property
    def full_title(self):
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title

    @property
    def numbered_series(self):
        return " ".join(filter(None, (self.series, self.number)))


def citation_of(edition, bylines, url):
    """The Citation of a released `edition`; `url` is the edition's own absolute address."""
    article = edition.article
    return Citation(
        key=f"{article.slug}-{edition.number}",
        title=edition.title,
        subtitle=edition.subtitle,
        authors=tuple(byline.name for byline in bylines),
        series=_series_name(article),
        number=article.number,
        institution=settings.INSTITUTION,
        published_on=edition.published_on,
        edition=edition.number,
        language=article.language,
        abstract=edition.abstract,
        checksum=edition.checksum,
        url=url,
    )


def part_of(citation, assessment):
    """The Citation of an `assessment` within the edition that `citation` is of; it needs no query."""
    return replace(
        citation,
        key=f"{citation.key}-{assessment.uid}",
        title=assessment.question,
        subtitle="",
        abstract=assessment.answer,
        url=f"{citation.url}#{assessment.anchor}",
        within=citation.full_title,
    )


def _series_name(article):
    if article.series is None:
        return ""
    korean = article.language == "ko" and article.series.name_ko
    return korean or article.series.name


#: How a day is written in the languages of pieces.
_DAYS = {"en": "j F Y", "ko": "Y년 n월 j일"}


def line(citation):
    """One line to copy, in the language of the piece."""
    with override(citation.language):
        parts = (
            ", ".join(citation.authors),
            f"“{citation.full_title}”",
            citation.within and _("in “%(piece)s”") % {"piece": citation.within},
            citation.numbered_series,
            citation.institution,
            date_format(citation.published_on, _DAYS[citation.language]),
            _("edition %(number)s") % {"number": citation.edition},
            citation.url,
        )
        return ", ".join(part for part in parts if part)


def ris(citation):
    """RIS, a report or a part of one, for reference managers. A record's lines end in CR LF."""
    rows = [("TY", "CHAP" if citation.within else "RPRT"), ("TI", citation.full_title)]
    rows += [("AU", name) for name in citation.authors]
    rows += [
        ("PY", f"{citation.published_on:%Y}"),
        ("DA", f"{citation.published_on:%Y/%m/%d}/"),
    ]
    # The second title is of what contains it: the series of a report, the book of a chapter. A chapter
    # has no field for a number.
    if citation.within:
        rows += [("T2", citation.within), ("T3", citation.numbered_series)]
    else:
        rows += [("T2", citation.series), ("SN", citation.number)]
    rows += [
        ("PB", citation.institution),
        ("ET", str(citation.edition)),
        ("LA", citation.language),
        ("AB", citation.abstract),
        ("UR", citation.url),
        ("N1", f"SHA-256 {citation.checksum}"),
        ("ER", ""),
    ]
    return "".join(
        f"{tag}  - {_one_line(value)}\r\n" for tag, value in rows if value or tag == "ER"
    )


# What BibTeX reads as more than itself. It counts every brace, those behind a backslash too: one alone would end the
# entry, or swallow the next, so a brace is written by its name.
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "$": r"\$",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def bibtex(citation):
    """BibTeX, a technical report or a part of a book. Doubled braces keep names and titles as printed."""
    rows = {
        "title": f"{{{_escaped(citation.full_title)}}}",
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in citation.authors),
    }
    if citation.within:
        rows |= {
            "booktitle": f"{{{_escaped(citation.within)}}}",
            "publisher": f"{{{_escaped(citation.institution)}}}",
            "series": _escaped(citation.series),
        }
    else:
        rows |= {
            "institution": f"{{{_escaped(citation.institution)}}}",
            "type": _escaped(citation.series),
        }
    rows |= {
        "number": _escaped(citation.number),
        "year": f"{citation.published_on:%Y}",
        "month": str(citation.published_on.month),
        "day": str(citation.published_on.day),
        "edition": str(citation.edition),
        "language": citation.language,
        "url": citation.url,
        "note": f"SHA-256 {citation.checksum}",
    }
    kind = "incollection" if citation.within else "techreport"
    key = re.sub(r"[^\w-]", "", citation.key)
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in rows.items() if value)
    return f"@{kind}{{{key},\n{fields}\n}}\n"


def csl(citation):
    """CSL-JSON: a list of one item."""
    day = citation.published_on
    item = {
        "id": citation.key,
        "type": "chapter" if citation.within else "report",
        "title": citation.full_title,
        "container-title": citation.within,
        "author": [{"literal": name} for name in citation.authors],
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "collection-title": citation.series,
        "collection-number" if citation.within else "number": citation.number,
        "publisher": citation.institution,
        "edition": str(citation.edition),
        "language": citation.language,
        "abstract": citation.abstract,
        "URL": citation.url,
        "note": f"SHA-256 {citation.checksum}",
    }
    kept = {name: value for name, value in item.items() if value}
    return json.dumps([kept], ensure_ascii=False, indent=2) + "\n"


def coins(citation):
    """The title of a COinS span: an OpenURL 1.0 ContextObject, in keys and encoded values, of a report.

    Its format for books (info:ofi/fmt:kev:mtx:book) has the genre, and no key for a number.
    """
    found = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"),
        ("rft.genre", "report"),
        ("rft.btitle", citation.full_title),
        *(("rft.au", name) for name in citation.authors),
        ("rft.date", citation.published_on.isoformat()),
        ("rft.pub", citation.institution),
        ("rft.series", citation.numbered_series),
        ("rft.edition", str(citation.edition)),
        ("rft_id", citation.url),
    ]
    return urlencode([(name, value) for name, value in found if value])


#: Suffix of the address → (media type, function).
FORMATS = {
    "ris": ("application/x-research-info-systems", ris),
    "bib": ("application/x-bibtex", bibtex),
    "json": ("application/vnd.citationstyles.csl+json", csl),
}


def _one_line(text):
    return " ".join(text.split())


def _escaped(text):
    return "".join(_SPECIAL.get(character, character) for character in _one_line(text))
