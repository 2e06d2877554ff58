"""How editions are cited: pinned to the edition, names as printed."""

import json
import re

import pytest

from articles import citations
from tests import builders as build
from tests.api.worlds import everything


@pytest.fixture
def edition(db):
    return everything()


def test_the_line_names_the_edition_and_its_own_address(reader, edition):
    page = reader.words(edition.article.get_absolute_url())

    assert (
        "Word author, “Word title: Word subtitle”, Word series 7, Sejong Institute, 1 March 2025, "
        "edition 1, http://testserver/articles/word-title/editions/1/"
    ) in page


def test_ris(reader, edition):
    response = reader.get("/articles/word-title/cite.ris")

    assert response["Content-Type"] == "application/x-research-info-systems; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="edition-1.ris"'
    assert response.content.decode().split("\r\n") == [
        "TY  - RPRT",
        "TI  - Word title: Word subtitle",
        "AU  - Word author",
        "PY  - 2025",
        "DA  - 2025/03/01/",
        "T2  - Word series",
        "SN  - 7",
        "PB  - Sejong Institute",
        "ET  - 1",
        "LA  - en",
        "AB  - Word abstract",
        "UR  - http://testserver/articles/word-title/editions/1/",
        f"N1  - SHA-256 {edition.checksum}",
        "ER  - ",
        "",
    ]


def test_csl_json(reader, edition):
    (item,) = json.loads(reader.get("/articles/word-title/editions/1/cite.json").content)

    assert item["type"] == "report"
    assert item["author"] == [{"literal": "Word author"}]
    assert item["issued"] == {"date-parts": [[2025, 3, 1]]}
    assert item["URL"] == "http://testserver/articles/word-title/editions/1/"


def test_bibtex(reader, edition):
    text = reader.words("/articles/word-title/cite.bib")

    assert text.startswith("@techreport{word-title-1,\n")
    assert "  title = {{Word title: Word subtitle}},\n" in text
    assert "  author = {{Word author}},\n" in text


def test_an_articles_citation_is_its_live_editions(reader, edition):
    second = build.next_edition(edition)

    assert reader.words("/articles/word-title/cite.ris") == reader.words(
        f"{second.get_absolute_url()}cite.ris"
    )
    assert "ET  - 1\r\n" in reader.words(f"{edition.get_absolute_url()}cite.ris")


def test_what_is_special_in_a_format_stays_text():
    citation = citations.Citation(
        key="a-1",
        title='50% of {costs} & "more" \\input',
        subtitle="",
        authors=("Kim, A.", "이 나"),
        series="",
        number="",
        institution="I_I",
        published_on=citations.dt.date(2025, 3, 1),
        edition=1,
        language="ko",
        abstract="One.\r\nTY  - BOOK",
        checksum="0" * 64,
        url="http://testserver/",
    )

    bibtex = citations.bibtex(citation)
    assert r"50\% of \textbraceleft{}costs\textbraceright{} \& " in bibtex
    assert r"\textbackslash{}input" in bibtex
    assert "{Kim, A.} and {이 나}" in bibtex
    assert bibtex.count("{") == bibtex.count("}")
    assert len(re.findall("^TY", citations.ris(citation), re.MULTILINE)) == 1
    assert json.loads(citations.csl(citation))[0]["title"] == citation.title
    assert "2025년 3월 1일" in citations.line(citation)
