"""Two languages of the interface: English at the root, Korean below /ko/; pieces in the language they were written in."""

import re

import pytest

from articles.models import Article
from issues import renaming
from tests import builders as build

from .conftest import links

pytestmark = pytest.mark.django_db

_ALTERNATE = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">')
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)">')
_SWITCH = re.compile(r'<p class="switch" lang="(\w+)"><a href="([^"]+)"')


def world():
    edition = build.published(
        "An English piece",
        authors=[build.author("An author")],
        blocks=[
            build.assessment(build.issue("An issue", title_ko="어느 현안")),
            build.passage(
                '<a href="/issues/an-issue/#x">words</a> <a href="https://a.test/">a</a>'
            ),
        ],
    )
    return edition.article


def translated():
    english = build.published("Costs", blocks=[build.passage()]).article
    korean = build.published("방위비 분담금", language="ko", blocks=[build.passage("본문")]).article
    Article.objects.filter(pk=korean.pk).update(original=english)
    return english, korean


@pytest.mark.parametrize("accepted", ["ko", "ko-KR,ko;q=0.9", "fr", ""])
def test_the_address_decides_whatever_the_browser_asks_for(reader, accepted):
    world()
    asked = {"Accept-Language": accepted} if accepted else {}
    for path in ("/", "/articles/", "/issues/an-issue/"):
        english, korean = reader.get(path, **asked), reader.get(f"/ko{path}", **asked)
        assert b'<html lang="en">' in english.data
        assert b'<html lang="ko">' in korean.data
        assert "Accept-Language" not in english.headers.get("Vary", "")
        assert "Accept-Language" not in korean.headers.get("Vary", "")
        assert not korean.cookies


def test_a_session_or_cookie_changes_no_language(client, reader):
    client.cookies["django_language"] = "ko"
    assert '<html lang="en">' in reader.words("/")


@pytest.mark.parametrize("path", ["/en/", "/en/articles/", "/fr/", "/ko/ko/", "/ko-kr/", "/KO/"])
def test_there_is_one_address_for_each_language(reader, path):
    assert reader.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/ko/api/v1/", "/ko/admin/", "/ko/robots.txt", "/ko/sitemap.xml", "/ko/health/"]
)
def test_what_has_no_language_has_one_address(reader, path):
    assert reader.get(path).status_code == 404


def test_a_missing_slash_is_added_in_either(reader):
    for path in ("/articles", "/ko/articles", "/ko"):
        response = reader.get(path)
        assert (response.status_code, response["Location"]) == (301, f"{path}/")


def test_korean_pages_lead_to_korean_pages(reader):
    world()
    for path in ("/", "/articles/", "/articles/an-english-piece/", "/issues/an-issue/"):
        page = reader.words(f"/ko{path}")
        outside = {"/api/", "/sitemap.xml", "/media/"}
        switch = _SWITCH.search(page)[2]
        led = [to for to in links(f"/ko{path}", page) if not to.startswith(tuple(outside))]
        own = set(_CANONICAL.findall(page) + [to for _code, to in _ALTERNATE.findall(page)])
        strays = [
            to
            for to in led
            if not to.startswith("/ko/") and to != switch and f"http://testserver{to}" not in own
        ]
        assert strays == []
        assert switch == path


def test_links_within_a_text_stay_in_the_language_of_the_page(reader):
    world()
    assert '<a href="/issues/an-issue/#x"' in reader.words("/articles/an-english-piece/")
    page = reader.words("/ko/articles/an-english-piece/")
    assert '<a href="/ko/issues/an-issue/#x"' in page
    assert '<a href="https://a.test/"' in page


def test_entries_bear_their_names_in_the_language_of_the_page(reader):
    world()
    assert "어느 현안" not in reader.words("/issues/an-issue/").partition("<main")[2]
    assert "어느 현안</h1>" in reader.words("/ko/issues/an-issue/")


def test_every_page_names_its_versions(reader):
    world()
    wanted = [
        ("en", "http://testserver/issues/an-issue/"),
        ("x-default", "http://testserver/issues/an-issue/"),
        ("ko", "http://testserver/ko/issues/an-issue/"),
    ]
    for prefix in ("", "/ko"):
        page = reader.words(f"{prefix}/issues/an-issue/?utm_source=x")
        assert _ALTERNATE.findall(page) == wanted
        assert _CANONICAL.findall(page) == [f"http://testserver{prefix}/issues/an-issue/"]


def test_the_switch_keeps_what_was_asked(reader):
    world()
    page = reader.words("/articles/?year=2024&utm_source=x")
    assert _SWITCH.findall(page) == [("ko", "/ko/articles/?year=2024&amp;utm_source=x")]


def test_a_piece_has_one_canonical_address_in_its_own_language(reader):
    english, korean = translated()
    wanted = [
        ("en", "http://testserver/articles/costs/"),
        (
            "ko",
            "http://testserver/ko/articles/%EB%B0%A9%EC%9C%84%EB%B9%84-%EB%B6%84%EB%8B%B4%EA%B8%88/",
        ),
    ]
    for row, own in zip((english, korean), wanted, strict=True):
        for prefix in ("", "/ko"):
            for path in ("", "editions/1/"):
                page = reader.words(f"{prefix}/articles/{row.slug}/{path}")
                assert _CANONICAL.findall(page) == [own[1]]
                assert sorted(_ALTERNATE.findall(page)) == wanted
                assert f'property="og:url" content="{own[1]}"' in page
                assert f'name="citation_public_url" content="{own[1]}editions/1/"' in page


def test_the_switch_leads_to_the_translation(reader):
    english, korean = translated()
    page = reader.words(english.get_absolute_url())
    path = f"/ko{korean.get_absolute_url()}"
    assert _SWITCH.findall(page) == [("ko", path)]
    assert "switch-word" not in page
    back = reader.words(path)
    assert _SWITCH.findall(back) == [("en", english.get_absolute_url())]


def test_where_there_is_no_translation_the_switch_says_so(reader):
    world()
    page = reader.words("/articles/an-english-piece/")
    assert _SWITCH.findall(page) == [("ko", "/ko/articles/an-english-piece/")]
    assert "switch-word" in page
    korean = reader.words("/ko/articles/an-english-piece/")
    assert '<h1 lang="en">An English piece</h1>' in korean
    assert _ALTERNATE.findall(korean) == []


def test_the_api_and_citations_do_not_go_by_the_page(reader):
    english, _korean = translated()
    assert (
        reader.get(f"/articles/{english.slug}/cite.ris").data
        == reader.get(f"/ko/articles/{english.slug}/cite.ris").data
    )
    found = reader.get(f"/api/v1/articles/{english.slug}/").json()
    assert found["page"] == "http://testserver/articles/costs/"


def test_what_is_not_there_is_said_in_the_language_of_the_address(reader):
    english, korean = reader.get("/articles/none/"), reader.get("/ko/articles/none/")
    assert (english.status_code, korean.status_code) == (404, 404)
    assert b'<html lang="en">' in english.data
    assert b'<html lang="ko">' in korean.data


def test_a_former_address_leads_on_in_its_language(reader):
    issue = world().editions.get().assessments.get().issue
    renaming.change_slug(issue, slug="new-slug", by=build.editor())
    for prefix in ("", "/ko"):
        response = reader.get(f"{prefix}/issues/an-issue/?q=1")
        assert (response.status_code, response["Location"]) == (
            301,
            f"{prefix}/issues/new-slug/?q=1",
        )
