"""Editions as PDF: how they look (`layout`), and how they are made once and kept (`making`)."""

from sejong_cms import typesetting

#: The PDF's place below the address of a piece or an edition.
PDF = "paper.pdf"


def offered():
    """Whether this machine makes PDFs: pages name none otherwise."""
    return not typesetting.missing()
