"""The page of search: hits in their context, what narrows them, and a way on where there is nothing."""

import re

import pytest

from tests import builders as b
from tests.api import worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    edition = worlds.everything()
    b.published(
        "분담금 협상",
        language="ko",
        authors=[b.author("Lee Hana")],
        blocks=[b.passage("정부는 방위비를 올리지 않는다.")],
    )
    return edition


def test_hits_are_marked_and_lead_on(reader, world):
    html = reader.words("/search/?q=word+analysis")
    assert re.search(r'<a href="/articles/word-title/">', html)
    assert "<mark>Word</mark>" in html
    assert '<meta name="robots" content="noindex">' in html
    for address in re.findall(r'<h2[^>]*><a href="([^"]+)"', html):
        assert reader.get(address).status_code == 200


def test_a_text_in_another_language_says_so(reader, world):
    html = reader.words("/search/?q=방위비를")
    assert 'lang="ko"' in html
    assert "<mark>방위비</mark>를" in html


def test_what_narrows_leads_to_less_and_back(reader, world):
    html = reader.words("/search/?q=word")
    narrower = re.search(r'href="(/search/\?q=word&amp;kind=assessment)"', html)[1]
    html = reader.words(narrower.replace("&amp;", "&"))
    assert html.count('<li class="hit">') == 1
    assert 'href="/search/?q=word"' in html


def test_nothing_typed_and_nothing_found(reader, world):
    assert "looked in" in reader.words("/search/")
    assert "looked in" in reader.words("/search/?q=&kind=")
    assert "Nothing was found" in reader.words("/search/?q=zzzz")


def test_a_misspelt_name(reader, world):
    html = reader.words("/search/?q=Hanna")
    assert "These are hits for “hana”" in html


def test_what_is_typed_runs_nowhere(reader, world):
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    for query in (f"q={attack}", f"q=word&kind={attack}", f"q=word&author={attack}"):
        response = reader.get(f"/search/?{query}")
        assert b"<script>alert" not in response.data
        assert b"<img src=x" not in response.data
        assert response.status_code in (200, 400)


@pytest.mark.parametrize(
    "query",
    ["q=" + "w" * 201, "q=a&q=b", "q=%01", "kind=draft", "year=1", "author=zq", "page=0", "page=9"],
)
def test_what_cannot_be_is_refused(reader, world, query):
    assert reader.get(f"/search/?{query}").status_code in (400, 404)


@pytest.mark.parametrize(
    "text",
    [
        '"' * 200,
        "(a+)+$" * 30,
        "%_" * 100,
        "a " * 100,
        "''''",
        "a:*",
        "!&|<->",
        "핵" * 200,
        "\u202eevil",
    ],
)
def test_odd_queries_are_answered(reader, world, text):
    response = reader.client.get("/search/", {"q": text})
    assert response.status_code == 200


def test_a_404_searches(reader, world):
    html = reader.words("/no/such/page/", status=404)
    assert 'action="/search/"' in html
