"""How an edition is cited: one line, RIS, BibTeX, CSL-JSON. Pure; names stand as printed.

Each takes a Citation, so that what a citation says is decided in one place, `citation_of`.
"""

import datetime as dt
import json
import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override


@dataclass(frozen=True)
class Citation:
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

    @property
    def full_title(self):
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title


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
            " ".join(filter(None, (citation.series, citation.number))),
            citation.institution,
            date_format(citation.published_on, _DAYS[citation.language]),
            _("edition %(number)s") % {"number": citation.edition},
            citation.url,
        )
        return ", ".join(part for part in parts if part)


def ris(citation):
    """RIS, a report, for reference managers. A record's lines end in CR LF."""
    rows = [("TY", "RPRT"), ("TI", citation.full_title)]
    rows += [("AU", name) for name in citation.authors]
    rows += [
        ("PY", f"{citation.published_on:%Y}"),
        ("DA", f"{citation.published_on:%Y/%m/%d}/"),
        ("T2", citation.series),
        ("IS", citation.number),
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


# What BibTeX reads as more than itself.
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "$": r"\$",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def bibtex(citation):
    """BibTeX, a technical report. Doubled braces keep names and titles as printed."""
    rows = {
        "title": f"{{{_escaped(citation.full_title)}}}",
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in citation.authors),
        "institution": f"{{{_escaped(citation.institution)}}}",
        "type": _escaped(citation.series),
        "number": _escaped(citation.number),
        "year": f"{citation.published_on:%Y}",
        "month": str(citation.published_on.month),
        "day": str(citation.published_on.day),
        "edition": str(citation.edition),
        "language": citation.language,
        "url": citation.url,
        "note": f"SHA-256 {citation.checksum}",
    }
    key = re.sub(r"[^\w-]", "", citation.key)
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in rows.items() if value)
    return f"@techreport{{{key},\n{fields}\n}}\n"


def csl(citation):
    """CSL-JSON: a list of one item."""
    item = {
        "id": citation.key,
        "type": "report",
        "title": citation.full_title,
        "author": [{"literal": name} for name in citation.authors],
        "issued": {
            "date-parts": [
                [
                    citation.published_on.year,
                    citation.published_on.month,
                    citation.published_on.day,
                ]
            ]
        },
        "collection-title": citation.series,
        "number": citation.number,
        "publisher": citation.institution,
        "edition": str(citation.edition),
        "language": citation.language,
        "abstract": citation.abstract,
        "URL": citation.url,
        "note": f"SHA-256 {citation.checksum}",
    }
    kept = {name: value for name, value in item.items() if value}
    return json.dumps([kept], ensure_ascii=False, indent=2) + "\n"


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
