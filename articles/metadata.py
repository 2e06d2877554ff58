"""What machines read of a piece's page: Highwire tags for scholars' programs, OpenGraph, JSON-LD of schema.org. Pure.

Highwire tags are as Google Scholar's inclusion guidelines ask for them, which Zotero reads as a report too: one
`citation_author` for each, days with slashes. What is said is the edition's, as its citation says it.
"""

import json

from django.utils.safestring import mark_safe

from .enums import ChangeKind

#: Pixels of the picture for where an address is shared: width, height.
CARD = (1200, 630)

#: What would end a script element, or begin another, within JSON.
_UNSAFE = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}
#: Kinds of editions that correct something readers were told.
_CORRECTING = (ChangeKind.CORRECTION, ChangeKind.CLARIFICATION)


def highwire(citation, *, pdf=""):
    """[(name, content)] of <meta>, in their order. `pdf` is the PDF's address, '' where there is none."""
    found = [("citation_title", citation.full_title)]
    found += [("citation_author", name) for name in citation.authors]
    found += [
        ("citation_publication_date", citation.published_on.strftime("%Y/%m/%d")),
        ("citation_technical_report_institution", citation.institution),
        ("citation_technical_report_number", citation.number),
        ("citation_series_title", citation.series),
        ("citation_language", citation.language),
        ("citation_public_url", citation.url),
        ("citation_pdf_url", pdf),
    ]
    return [(name, content) for name, content in found if content]


def open_graph(citation, *, page, site, card=""):
    """[(property, content)] of <meta>; `page` is the address that is shared, `card` that of its picture or ''."""
    picture = [
        ("og:image", card),
        ("og:image:type", "image/png"),
        ("og:image:width", str(CARD[0])),
        ("og:image:height", str(CARD[1])),
        ("og:image:alt", citation.full_title),
        ("twitter:card", "summary_large_image"),
    ]
    found = [
        ("og:type", "article"),
        ("og:title", citation.full_title),
        ("og:description", citation.abstract[:300]),
        ("og:url", page),
        ("og:site_name", site),
        ("og:locale", {"ko": "ko_KR"}.get(citation.language, "en_US")),
        ("article:published_time", citation.published_on.isoformat()),
        *(("article:author", name) for name in citation.authors),
        *(picture if card else ()),
    ]
    return [(name, content) for name, content in found if content]


def json_ld(citation, *, page, edition, history, parts, people, translations=()):
    """The edition as schema.org's Report, as text that is safe within a script element.

    `page` is the article's address; `history` the piece's numbered editions; `parts` (name, address) of
    its assessments; `people` (name, address or '') of its authors; `translations` (language, address).
    """
    corrections = [
        {
            "@type": "CorrectionComment",
            "text": row.change_note,
            "datePublished": row.live_from.isoformat(),
        }
        for row in history
        if row.is_released and row.change_kind in _CORRECTING and row.number <= edition.number
    ]
    found = {
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": page,
        "url": citation.url,
        "headline": citation.title,
        "alternativeHeadline": citation.subtitle,
        "abstract": citation.abstract,
        "inLanguage": citation.language,
        "datePublished": citation.published_on.isoformat(),
        "dateModified": edition.live_from.isoformat(),
        "version": str(citation.edition),
        "reportNumber": citation.number,
        "author": [
            {"@type": "Person", "name": name, **({"url": address} if address else {})}
            for name, address in people
        ],
        "publisher": {"@type": "Organization", "name": citation.institution},
        "isPartOf": citation.series and {"@type": "CreativeWorkSeries", "name": citation.series},
        "correction": corrections,
        "hasPart": [
            {"@type": "CreativeWork", "name": name, "url": address} for name, address in parts
        ],
        "workTranslation": [
            {"@type": "Report", "inLanguage": language, "url": address}
            for language, address in translations
        ],
    }
    text = json.dumps({name: value for name, value in found.items() if value}, ensure_ascii=False)
    # Nothing in it can end the element: every character that could is written as an escape.
    return mark_safe(text.translate(_UNSAFE))
