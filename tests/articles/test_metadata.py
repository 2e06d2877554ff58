"""What machines read of a piece: as Google Scholar, Zotero and schema.org want it, and nothing that runs."""

import datetime as dt
import json
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from articles import metadata
from articles.citations import Citation

CITATION = Citation(
    key="ferry-2",
    title="Ferry lines",
    subtitle="What to do",
    authors=("Kim Minjung", "Lee Hana"),
    series="Papers",
    number="7",
    institution="Institute",
    published_on=dt.date(2024, 11, 11),
    edition=2,
    language="ko",
    abstract="In short.",
    checksum="0" * 64,
    url="https://focus.example.org/articles/ferry/editions/2/",
)
PAGE = "https://focus.example.org/articles/ferry/"


def edition(number, kind="first", note="", released=True):
    return SimpleNamespace(
        number=number,
        change_kind=kind,
        change_note=note,
        is_released=released,
        live_from=dt.datetime(2025, 1, number, tzinfo=dt.UTC),
    )


def linked(citation=CITATION, **more):
    history = [
        edition(1),
        edition(2, "correction", "Put right."),
        edition(3, "minor", "Layout."),
        edition(4, "correction", "Later.", released=False),
    ]
    more = {"parts": [], "people": [("Kim Minjung", "")]} | more
    return metadata.json_ld(citation, page=PAGE, edition=history[1], history=history, **more)


def test_highwire_tags():
    assert metadata.highwire(CITATION) == [
        ("citation_title", "Ferry lines: What to do"),
        ("citation_author", "Kim Minjung"),
        ("citation_author", "Lee Hana"),
        ("citation_publication_date", "2024/11/11"),
        ("citation_technical_report_institution", "Institute"),
        ("citation_technical_report_number", "7"),
        ("citation_series_title", "Papers"),
        ("citation_language", "ko"),
        ("citation_public_url", "https://focus.example.org/articles/ferry/editions/2/"),
    ]


def test_open_graph_names_the_address_that_is_shared():
    found = dict(metadata.open_graph(CITATION, page=PAGE, site="Focus"))
    assert (found["og:url"], found["og:locale"]) == (PAGE, "ko_KR")
    assert found["og:title"] == "Ferry lines: What to do"


def test_a_report_with_its_version_corrections_and_parts():
    found = json.loads(linked(parts=[("What next?", f"{PAGE}#b-1")], translations=[("en", "/e/")]))
    assert (found["@type"], found["@id"], found["version"]) == ("Report", PAGE, "2")
    assert [row["text"] for row in found["correction"]] == ["Put right."]
    assert found["hasPart"] == [
        {"@type": "CreativeWork", "name": "What next?", "url": f"{PAGE}#b-1"}
    ]
    assert found["workTranslation"][0]["inLanguage"] == "en"
    assert "isPartOf" in found


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_nothing_in_it_ends_the_element_and_nothing_is_lost(text):
    text = f"</script><!--{text}"
    written = linked(people=[(text, "")])
    assert not {"<", ">", "&"} & set(written)
    assert json.loads(written)["author"][0]["name"] == text
