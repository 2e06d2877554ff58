"""What search engines are told: by the rules of sitemaps.org, hreflang and Google's news, and nothing hidden."""

import datetime as dt
import re
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import get_language

from articles import drafting, workflow
from articles.models import Edition
from sejong_cms import sitemaps
from tests import builders as b
from tests.api.worlds import everything

pytestmark = pytest.mark.django_db

DAY = dt.date
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
#: W3C's profile of ISO 8601, a moment with its zone.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d\Z")
HOSTILE = "A & B <c> ]]> \"q\" 'r' \x0b\ufffe 한글 😀"


def parse(data, root, entry):
    """The entries of a sitemap that keeps to its schema: {tag without namespace: text}, links apart."""
    tree = ElementTree.fromstring(data)
    assert tree.tag == f"{SITEMAP}{root}"
    assert len(data) < 50 * 2**20
    assert len(tree) <= 50_000
    return [_entry(node, entry) for node in tree]


def _entry(node, entry):
    assert node.tag == f"{SITEMAP}{entry}"
    names = [child.tag for child in node]
    assert names[0] == f"{SITEMAP}loc"
    allowed = {f"{SITEMAP}loc", f"{SITEMAP}lastmod", f"{XHTML}link", f"{NEWS}news"}
    assert set(names) <= allowed
    assert names.count(f"{SITEMAP}loc") == 1
    assert names.count(f"{SITEMAP}lastmod") <= 1
    found = {child.tag.rpartition("}")[2]: child.text for child in node}
    assert len(found["loc"]) < 2048
    assert urlsplit(found["loc"]).scheme in ("http", "https")
    assert found["loc"].isascii()
    if "lastmod" in found:
        assert _MOMENT.match(found["lastmod"])
    found["link"] = {}
    for link in node.findall(f"{XHTML}link"):
        assert link.attrib.keys() == {"rel", "hreflang", "href"}
        assert link.attrib["rel"] == "alternate"
        assert link.attrib["hreflang"] not in found["link"]
        found["link"][link.attrib["hreflang"]] = link.attrib["href"]
    if (news := node.find(f"{NEWS}news")) is not None:
        found["news"] = _news(news)
    return found


def _news(node):
    assert [child.tag for child in node] == [
        f"{NEWS}{name}" for name in ("publication", "publication_date", "title")
    ]
    publication, date, title = node
    assert [child.tag for child in publication] == [f"{NEWS}name", f"{NEWS}language"]
    assert _MOMENT.match(date.text)
    return publication[0].text, publication[1].text, date.text, title.text


@pytest.fixture
def places(reader):
    """places(name, page=None): the entries of a section."""

    def read(name, query=""):
        response = reader.get(f"/sitemap-{name}.xml{query}")
        assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
        found = parse(response.content, "urlset", "url")
        locations = [entry["loc"] for entry in found]
        assert len(set(locations)) == len(locations)
        for entry in found:
            # Whoever names others is named by them, and names itself.
            assert not entry["link"] or entry["loc"] in entry["link"].values()
        return found

    return read


@pytest.fixture
def news(reader):
    def read():
        response = reader.get("/news-sitemap.xml")
        assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
        return parse(response.content, "urlset", "url")

    return read


def parts(reader):
    found = parse(reader.get("/sitemap.xml").content, "sitemapindex", "sitemap")
    assert all(entry.keys() == {"loc", "link"} for entry in found)
    return [entry["loc"] for entry in found]


def paths_of(entries):
    return [urlsplit(entry["loc"]).path for entry in entries]


# --- The index and its sections


def test_robots_may_read_everything_but_the_desk_and_what_was_searched(reader):
    text = reader.words("/robots.txt")

    assert text.startswith("User-agent: *\nDisallow: /admin/\nDisallow: /search/?\n")
    assert "Disallow: /preview" not in text
    assert "Disallow: /follow" not in text
    assert text.endswith(
        "\nSitemap: http://testserver/sitemap.xml\nSitemap: http://testserver/news-sitemap.xml\n"
    )


def test_all_that_is_public_is_listed_once_under_the_sites_own_address(reader, places, settings):
    edition = everything()
    settings.SITE_URL = "https://focus.example.org"
    everything("Zq", to=lambda edition: edition)

    index = parts(reader)
    found = []
    for address in index:
        assert address.startswith("https://focus.example.org/sitemap-")
        found += paths_of(places(address.partition("/sitemap-")[2].removesuffix(".xml")))

    row = edition.recommendationblocks.get().recommendation
    roots = {path for path in found if not path.startswith("/ko/")}
    assert roots == {
        *("/", "/articles/", "/issues/", "/recommendations/", "/actors/", "/authors/"),
        *("/corrections/", "/method/", "/about/", "/privacy/", "/contact/"),
        "/articles/word-title/",
        "/authors/word-author/",
        "/series/word-series/",
        "/issues/word-issue/",
        "/actors/word-actor/",
        "/actors/word-actor/traits/word-trait/",
        row.get_absolute_url(),
    }
    assert len(set(found)) == len(found)


def test_what_is_listed_answers_and_wants_to_be_listed(reader, places):
    everything()
    for address in parts(reader):
        name = address.partition("/sitemap-")[2].removesuffix(".xml")
        for path in paths_of(places(name)):
            assert '<meta name="robots" content="noindex">' not in reader.words(path), path


def test_an_empty_site_has_valid_sitemaps(reader, places, news):
    assert len(parts(reader)) == 9
    assert places("pieces") == []
    assert news() == []


def test_there_is_no_section_of_another_name(reader):
    assert reader.get("/sitemap-zq.xml").status_code == 404


def test_a_long_section_has_parts(reader, places, monkeypatch):
    monkeypatch.setattr(sitemaps, "LIMIT", 2)
    for number in range(5):
        b.published(f"Piece {number}", blocks=[b.passage()])

    pieces = [address for address in parts(reader) if "pieces" in address]

    assert pieces == [
        "http://testserver/sitemap-pieces.xml",
        "http://testserver/sitemap-pieces.xml?page=2",
        "http://testserver/sitemap-pieces.xml?page=3",
    ]
    found = [paths_of(places("pieces", query)) for query in ("", "?page=2", "?page=3")]
    assert [len(part) for part in found] == [2, 2, 1]
    assert [path for part in found for path in part] == [
        f"/articles/piece-{number}/" for number in range(5)
    ]
    assert reader.get("/sitemap-pieces.xml?page=4").status_code == 404
    assert reader.get("/sitemap-pieces.xml?page=zq").status_code == 400


def test_answers_are_conditional_by_tag_alone(reader):
    edition = b.published("A piece", blocks=[b.passage()])
    for path in ("/sitemap.xml", "/sitemap-pieces.xml", "/news-sitemap.xml"):
        response = reader.get(path)
        assert "Last-Modified" not in response
        assert response["X-Robots-Tag"] == "noindex"
        assert reader.get(path, if_none_match=response["ETag"]).status_code == 304
    tags = [reader.get(p)["ETag"] for p in ("/sitemap-pieces.xml", "/news-sitemap.xml")]
    workflow.withdraw(edition, by=b.publisher(), reason="Wrong.")
    for path, tag in zip(("/sitemap-pieces.xml", "/news-sitemap.xml"), tags, strict=True):
        assert reader.get(path, if_none_match=tag).status_code == 200


# --- When a piece changed, and in which languages it stands


def test_a_piece_says_when_readers_saw_it_change(places):
    archived = b.published("Old", on=DAY(2020, 1, 1), blocks=[b.passage()])
    first = b.published("New", blocks=[b.passage()])

    def moments():
        return [dt.datetime.fromisoformat(entry["lastmod"]) for entry in places("pieces")]

    def whole(edition):
        return timezone.localtime(edition.published_at).replace(microsecond=0)

    assert moments() == [whole(archived), whole(first)]
    drafting.new_edition(first, by=b.publisher(), change_kind="minor", change_note="Zq")
    assert moments() == [whole(archived), whole(first)]
    workflow.discard(first.article.editions.open().get(), by=b.publisher())
    second = b.next_edition(first)
    assert moments() == [whole(archived), whole(second)]


def test_translations_name_each_other_in_their_own_languages(places):
    english = b.published("Ferry", blocks=[b.passage()])
    korean = b.published("Naru", language="ko", blocks=[b.passage()])
    b.published("Alone", language="ko", blocks=[b.passage()])
    other = b.published("Other", blocks=[b.passage()])
    hidden = b.draft("Zq", language="ko", blocks=[b.passage()])
    for translation, original in ((korean, english), (hidden, other)):
        translation.article.original = original.article
        translation.article.save()

    found = {urlsplit(entry["loc"]).path.rsplit("/", 2)[1]: entry for entry in places("pieces")}

    assert found.keys() == {"ferry", "naru", "alone", "other"}
    both = {"en": found["ferry"]["loc"], "ko": found["naru"]["loc"]}
    assert found["ferry"]["link"] == found["naru"]["link"] == both
    assert found["alone"]["link"] == found["other"]["link"] == {}

    workflow.withdraw(korean, by=b.publisher(), reason="Wrong.")
    [left] = [entry for entry in places("pieces") if "ferry" in entry["loc"]]
    assert left["link"] == {}


def test_pages_in_two_languages_name_both_and_the_english_one_for_others():
    def address():
        return "/ko/en/" if get_language() == "ko" else "/en/"

    languages = {"en": "/en/", "ko": "/ko/en/", "x-default": "/en/"}
    assert sitemaps.in_every_language(address) == [
        sitemaps.Place("/en/", languages=languages),
        sitemaps.Place("/ko/en/", languages=languages),
    ]
    assert sitemaps.in_every_language(lambda: "/en/") == [sitemaps.Place("/en/")]


def test_other_pages_stand_in_every_language_that_has_an_address(places):
    b.published(blocks=[b.assessment(b.issue("Costs"))])
    for name in ("pages", "issues"):
        found = places(name)
        for entry in found:
            path = urlsplit(entry["loc"]).path
            twin = f"http://testserver/ko{path}"
            if any(other["loc"] == twin for other in found):
                assert entry["link"] == {
                    "en": entry["loc"],
                    "ko": twin,
                    "x-default": entry["loc"],
                }


# --- News


def test_a_new_piece_is_news_for_two_days(news, settings):
    settings.SITE_NAME = "A & B"
    settings.SITE_URL = "https://focus.example.org"
    at = dt.datetime(2026, 3, 1, 3, 0, tzinfo=dt.UTC)
    with time_machine.travel(at, tick=False):
        edition = b.published("A piece", language="ko", blocks=[b.passage()])
        [entry] = news()
        # Nothing is news again by being corrected.
        b.next_edition(edition, change=lambda new: setattr(new, "title", "Put right"))
        [corrected] = news()
    assert entry["loc"].startswith("https://focus.example.org/")
    assert entry["loc"].endswith("/articles/a-piece/")
    assert entry["news"] == ("A & B", "ko", "2026-03-01T12:00:00+09:00", "A piece")
    assert corrected["news"] == ("A & B", "ko", "2026-03-01T12:00:00+09:00", "Put right")
    with time_machine.travel(at + dt.timedelta(hours=47, minutes=59), tick=False):
        assert len(news()) == 1
    with time_machine.travel(at + dt.timedelta(hours=48), tick=False):
        assert news() == []


def test_what_is_no_news(news):
    b.published("Archived today", on=timezone.localdate(), blocks=[b.passage()])
    b.published("Archived", on=timezone.localdate() - dt.timedelta(days=1), blocks=[b.passage()])
    b.withdrawn("Withdrawn", blocks=[b.passage()])
    b.approved("Zq", blocks=[b.passage()])
    with time_machine.travel(timezone.now() - dt.timedelta(days=3)):
        old = b.published("Old", blocks=[b.passage()])
    b.next_edition(old)

    assert news() == []


def test_news_are_the_newest_and_no_more_than_are_taken(news, monkeypatch):
    monkeypatch.setattr("articles.sitemaps.NEWS", 2)
    for number in range(3):
        b.published(f"Piece {number}", blocks=[b.passage()])
    assert [entry["news"][3] for entry in news()] == ["Piece 2", "Piece 1"]


def test_hostile_titles_stay_text(news):
    edition = b.approved("A piece", blocks=[b.passage()])
    # Past the cleaning of every door, as rows of an earlier version may be.
    edition = workflow.reopen(edition, by=b.publisher(), comment="x")
    Edition.objects.filter(pk=edition.pk).update(title=HOSTILE)
    edition.refresh_from_db()
    workflow.publish(b.approve(edition), by=b.publisher())

    [entry] = news()

    assert entry["news"][3] == "A & B <c> ]]> \"q\" 'r'  한글 😀"
