"""Addresses of an earlier site lead on for ever, in one step; to what is hidden none does."""

import datetime as dt
from urllib.parse import quote

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.utils import timezone

from articles import workflow
from issues import renaming
from sejong_cms import earlier
from sejong_cms.models import EarlierAddress
from tests import builders as b

DAY = dt.date(2025, 3, 10)
KOREAN = "한미 동맹"
EUC_KR = quote(KOREAN.encode("euc-kr"))


def enter(address, target="/about/"):
    """As the desk does: `target` is a path or an article."""
    where = {"path": target} if isinstance(target, str) else {"article": target}
    if "path" in where:
        where["path"] = earlier.checked_target(target)
    return EarlierAddress.objects.create(
        address=address, key=earlier.checked_address(address), added_at=timezone.now(), **where
    )


def led(reader, path):
    """Where a visitor of `path` is led; None where nothing is."""
    response = reader.get(path)
    if response.status_code == 301:
        return response.headers["Location"]
    assert response.status_code in (400, 404)
    return None


@pytest.mark.parametrize(
    ("entered", "visited"),
    [
        ("/bbs/view.php?bcode=3&nid=12345", "/bbs/view.php?bcode=3&nid=12345"),
        ("/bbs/view.php?bcode=3&nid=12345", "/bbs/view.php?nid=12345&bcode=3"),
        ("/bbs/view.php?bcode=3&nid=12345", "/BBS/View.php?BCODE=3&nid=12345"),
        ("/bbs/view.php?bcode=3&nid=12345", "/bbs/view.php/?bcode=3&nid=12345&utm_source=mail"),
        ("/bbs/view.php?bcode=3&nid=12345", "/bbs/view.php?page=7&bcode=3&sfl=title&nid=12345"),
        ("/bbs/view.php?bcode=3&amp;nid=12345#top", "/bbs/view.php?bcode=3&nid=12345"),
        ("http://www.old.example.org/Boad/1/Read.asp?bd=22", "/boad/1/read.asp?bd=22"),
        ("www.old.example.org/boad/1/", "/boad/1"),
        ("/view.do;jsessionid=A1B2?id=3", "/view.do;jsessionid=F9?id=3"),
        ("/view.do?id=3&PHPSESSID=abc", "/view.do?id=3"),
        ("/eng/", "/eng"),
        ("/eng//intro.html", "/eng/intro.html"),
        (f"/자료/{KOREAN}", f"/{quote('자료')}/{quote(KOREAN)}"),
        (f"/{quote('자료')}/{quote(KOREAN)}", f"/{quote('자료')}/{quote(KOREAN)}"),
        (f"/data/{KOREAN}", f"/data/{EUC_KR}"),
        (f"/data/{EUC_KR}", f"/data/{quote(KOREAN)}"),
        (f"/list.php?title={KOREAN}", f"/list.php?title={EUC_KR}"),
        (f"/list.php?title={EUC_KR}", f"/list.php?title={quote(KOREAN)}"),
        (f"/list.php?title={KOREAN}", f"/list.php?title={quote(KOREAN).replace('%20', '+')}"),
        ("/a.php?x=1%262", "/a.php?x=1%262"),
    ],
)
def test_every_spelling_of_an_address_leads_to_its_target(reader, db, entered, visited):
    enter(entered, "/about/")
    assert led(reader, visited) == "/about/"
    assert reader.head(visited).status_code == 301


@pytest.mark.parametrize(
    ("entered", "visited"),
    [
        ("/bbs/view.php?bcode=3&nid=12345", "/bbs/view.php?bcode=3"),
        ("/bbs/view.php?bcode=3&nid=12345", "/bbs/view.php?bcode=3&nid=123456"),
        ("/bbs/view.php?bcode=3&nid=12345", "/bbs/view.php?bcode=3&nid=12345&nid=1&bcode=4x&q=%00"),
        ("/bbs/view.php?bcode=3&nid=12345", "/bbs/view?bcode=3&nid=12345"),
        ("/a.php?id=aB", "/a.php?id=AB"),
        ("/a.php?x=1%262=3", "/a.php?x=1&2=3"),
        ("/a%2Fb", "/a/b"),
        ("/data/x", "/data/%C7"),
        ("/data/x", "/data/x/y"),
    ],
)
def test_another_address_leads_nowhere(reader, db, entered, visited):
    enter(entered, "/about/")
    assert led(reader, visited) is None


def test_of_several_the_one_that_says_most_leads_on(reader, db):
    enter("/bbs/view.php", "/articles/")
    enter("/bbs/view.php?bcode=3", "/issues/")
    enter("/bbs/view.php?bcode=3&nid=5", "/about/")

    assert led(reader, "/bbs/view.php?nid=5&page=2&bcode=3") == "/about/"
    assert led(reader, "/bbs/view.php?nid=6&bcode=3") == "/issues/"
    assert led(reader, "/bbs/view.php?nid=6") == "/articles/"
    many = "&".join(f"p{number}=1" for number in range(200))
    assert led(reader, f"/bbs/view.php?bcode=3&nid=5&{many}") == "/articles/"


def test_nothing_that_the_site_answers_costs_or_changes_anything(
    reader, db, django_assert_num_queries
):
    row = enter("/old/")
    # No form takes it; should there be such a row, the page stays where it is.
    EarlierAddress.objects.filter(pk=row.pk).update(key="/contact")
    with django_assert_num_queries(1):
        assert reader.get("/contact/").status_code == 200


def test_an_address_that_is_none_costs_one_query_and_one_that_leads_on_two(
    reader, db, django_assert_num_queries
):
    piece = b.published("Piece", blocks=[b.passage()])
    enter("/old.php?id=1", piece.article)
    with django_assert_num_queries(1):
        assert led(reader, "/absent.php?id=1&b=2&c=3") is None
    with django_assert_num_queries(2):
        assert led(reader, "/old.php?id=1") == "/articles/piece/"


def test_forms_are_led_nowhere(reader, db):
    enter("/old.php")
    assert reader.client.post("/old.php").status_code == 404


def test_a_target_keeps_its_query_its_fragment_and_its_language(reader, db):
    enter("/a.php", "/ko/issues/?status=closed#main")
    assert led(reader, "/a.php") == "/ko/issues/?status=closed#main"


def test_a_piece_in_korean_is_led_to_below_its_own_language(reader, db):
    piece = b.published("Piece", language="ko", blocks=[b.passage()])
    enter("/a.php", piece.article)
    assert led(reader, "/a.php") == "/ko/articles/piece/"


class TestRenames:
    def test_are_led_to_directly(self, reader, db):
        issue = b.issue("First")
        piece = b.published("Piece", blocks=[b.assessment(issue)])
        enter("/piece.php", piece.article)
        enter("/path.php", "/articles/piece/editions/1/")
        enter("/issue.php", "/ko/issues/first/?kind=step")
        for row, slugs in ((piece.article, ("second", "third")), (issue, ("next", "last"))):
            row.refresh_from_db()
            for slug in slugs:
                row = renaming.change_slug(row, slug=slug, by=b.editor())

        assert led(reader, "/piece.php") == "/articles/third/"
        assert led(reader, "/path.php") == "/articles/third/editions/1/"
        assert led(reader, "/issue.php") == "/ko/issues/last/?kind=step"

    def test_a_withdrawn_piece_is_led_to_its_notice(self, reader, db):
        piece = b.published("Piece", blocks=[b.passage()])
        enter("/piece.php", piece.article)
        workflow.withdraw(piece, by=b.publisher(), reason="Wrong.")

        assert led(reader, "/piece.php") == "/articles/piece/"
        assert reader.get("/articles/piece/").status_code == 410


class TestHidden:
    @pytest.mark.parametrize("root", ["", "/ko"])
    def test_targets_answer_as_what_does_not_exist(self, reader, db, root):
        draft = b.draft(
            "Zq draft",
            series=b.series("Zq series"),
            authors=[b.author("Zq author")],
            blocks=[
                b.assessment(b.issue("Zq issue")),
                b.trait_block(b.trait("zq trait", of=b.actor("Zq actor"))),
                b.advice("Zq advice."),
            ],
        )
        advice = draft.recommendationblocks.get().recommendation
        targets = [
            draft.article,
            "/articles/zq-draft/",
            "/articles/zq-draft/editions/1/",
            "/ko/articles/zq-draft/",
            "/series/zq-series/",
            "/authors/zq-author/",
            "/issues/zq-issue/",
            "/actors/zq-actor/",
            "/actors/zq-actor/traits/zq-trait/",
            f"/recommendations/{advice.uid}/",
            "/pages/zq-page/",
        ]
        nowhere = reader.words(f"{root}/absent.php", status=404)
        for number, target in enumerate(targets):
            enter(f"{root}/old.php?id={number}", target)
            response = reader.get(f"{root}/old.php?id={number}")
            assert response.status_code == 404, target
            assert response.content.decode() == nowhere
            assert "Location" not in response.headers

    def test_a_piece_is_led_to_from_its_publication_on(self, reader, db):
        draft = b.draft("Piece", blocks=[b.passage()])
        enter("/old.php", draft.article)
        assert led(reader, "/old.php") is None

        b.approve(draft)
        workflow.publish(draft, by=b.publisher())

        assert led(reader, "/old.php") == "/articles/piece/"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("/", "served_here"),
        ("/?p=3", "served_here"),
        ("https://old.example.org/", "served_here"),
        ("/about/", "served_here"),
        ("/About?x=1", "served_here"),
        ("/ko/", "served_here"),
        ("/ko/about", "served_here"),
        ("/articles/some-piece", "served_here"),
        ("/articles/some-piece/editions/7/", "served_here"),
        ("/admin/x/y/", "served_here"),
        ("/admin", "served_here"),
        ("/api/v9/", "served_here"),
        ("/static/site/site.css", "served_here"),
        ("/media/x.pdf", "served_here"),
        ("/health/x", "served_here"),
        ("/robots.txt", "served_here"),
        ("/sitemap.xml?section=pieces", "served_here"),
        ("/x%00", "unreadable"),
        ("/x%C7", "unreadable"),
        ("/" + "x" * 500, "too_long"),
        ("/" + "가" * 500, "too_long"),
    ],
)
def test_addresses_that_cannot_be_entered(db, address, code):
    with pytest.raises(ValidationError) as refused:
        earlier.checked_address(address)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("", "no_target"),
        ("about/", "elsewhere"),
        ("https://evil.example.org/about/", "elsewhere"),
        ("http://testserver.evil.example.org/about/", "elsewhere"),
        ("//evil.example.org/about/", "elsewhere"),
        ("/\\evil.example.org/", "elsewhere"),
        ("javascript:alert(1)", "elsewhere"),
        ("/about/\r\nSet-Cookie: a=b", "elsewhere"),
        ("/about/?x=a b", "elsewhere"),
        ("/%2Fevil.example.org/", "no_page"),
        ("/bbs/view.php", "no_page"),
        ("/about", "no_page"),
        ("/admin/", "no_page"),
        ("/api/v1/articles/", "no_page"),
        ("/health/", "no_page"),
        ("/robots.txt", "no_page"),
        (f"/follow/{'x' * 43}/", "no_page"),
        (f"/preview/{'x' * 43}/", "no_page"),
        ("/" + "x" * 500, "too_long"),
    ],
)
def test_targets_that_cannot_be_entered(db, target, code):
    with pytest.raises(ValidationError) as refused:
        earlier.checked_target(target)
    assert refused.value.code == code


def test_no_target_is_an_earlier_address_so_nothing_leads_in_a_circle(db):
    enter("/a.php", "/about/")
    for target in ("/a.php", "/b.php"):
        with pytest.raises(ValidationError):
            earlier.checked_target(target)


@pytest.mark.parametrize(
    "target", ["/about/", "/ko/issues/", "http://testserver/about/", "/articles/%ED%95%9C/", "/"]
)
def test_targets_of_this_site_are_taken_with_or_without_its_name(db, target):
    assert earlier.checked_target(target) == target.removeprefix("http://testserver")


def test_a_busy_database_is_told_as_busy(reader, db, monkeypatch):
    problem = OperationalError("deadlock detected")
    problem.__cause__ = Exception()

    def find(address):
        raise problem

    monkeypatch.setattr(earlier, "find", find)
    response = reader.get("/old.php")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
