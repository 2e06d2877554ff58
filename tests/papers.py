"""PDFs read back as text, and the mark of tests that make some."""

import io

import pytest
from pypdf import PdfReader

from sejong_cms import typesetting

needs_typesetter = pytest.mark.skipif(
    bool(typesetting.missing()), reason=f"lacks {', '.join(typesetting.missing())}"
)


def reader_of(pdf):
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf):
    """All words of a PDF, each line break a space."""
    pages = reader_of(pdf).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def links_of(pdf):
    """The addresses outside the document that it links to."""
    found = set()
    for page in reader_of(pdf).pages:
        for annotation in page.get("/Annots", ()):
            action = annotation.get_object().get("/A", {})
            if "/URI" in action:
                found.add(action["/URI"])
    return found


def headings_of(pdf):
    """The titles of the outline, flat, in order."""

    def flat(entries):
        for entry in entries:
            if isinstance(entry, list):
                yield from flat(entry)
            else:
                yield entry.title

    return list(flat(reader_of(pdf).outline))
