"""The institution's own pages, as readers get them, and the links to them at the foot of every page."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from sejong_cms import institution, sitemaps
from sejong_cms.models import InstitutionPage
from tests import builders as b

from .conftest import body

FIXED = ["about", "privacy", "contact"]


def further(slug="policy", *, version=0, page=None, **fields):
    page = page or InstitutionPage(slug=slug)
    fields = {"title": "Policy", "html": "<p>Said so.</p>", "is_published": True} | fields
    for name, value in fields.items():
        setattr(page, name, value)
    return institution.save(page, version=version, by=None)


def rewritten(slug, **fields):
    page = InstitutionPage.objects.get(slug=slug)
    for name, value in fields.items():
        setattr(page, name, value)
    return institution.save(page, version=page.version, by=b.editor())


@pytest.fixture
def fresh(monkeypatch):
    """A process that has not read the footer yet."""
    monkeypatch.setattr(institution, "_footer", None)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/about/", settings.INSTITUTION),
        ("/privacy/", "no cookies"),
        ("/contact/", "No address to write to has been given here yet."),
        ("/ko/about/", "제언"),
        ("/ko/privacy/", "쿠키를 설정하지 않으며"),
        ("/ko/contact/", "연락처는 아직 등록되지 않았습니다."),
    ],
)
def test_a_new_site_has_them_in_both_languages(reader, db, path, words):
    page = reader.words(path)

    assert words in page
    language = "ko" if path.startswith("/ko/") else "en"
    assert f'<div class="prose small" lang="{language}">' in page
    assert "Last updated" in page or language == "ko"
    today = timezone.localdate().isoformat()
    assert f'<time datetime="{today}">' in page


def test_what_privacy_says_of_following_is_what_following_does(reader, db):
    from articles.following.subscribing import DAYS_TO_CONFIRM

    assert f"within {DAYS_TO_CONFIRM} days is deleted" in reader.words("/privacy/")


def test_migrating_again_makes_what_is_missing_and_leaves_what_is_written(db):
    rewritten("about", html="<p>Written here.</p>")
    before = InstitutionPage.objects.values_list("slug", "version", "html").order_by("pk")
    stood = list(before)

    call_command("migrate", verbosity=0)

    assert list(before.all()) == stood
    assert [row.slug for row in InstitutionPage.objects.order_by("pk")] == FIXED


def test_an_edit_shows_at_once_with_another_tag(reader, db):
    tag = reader.get("/about/").headers["ETag"]
    assert reader.get("/about/", if_none_match=tag).status_code == 304

    rewritten("about", html="<p>We are <b>many</b>.</p>")

    response = reader.get("/about/", if_none_match=tag)
    assert response.status_code == 200
    assert "We are" in body(response)


def test_a_text_that_korean_lacks_is_shown_and_marked_as_the_english_one(reader, db):
    further(title_ko="편집 원칙")

    page = reader.words("/ko/pages/policy/")

    assert '<h1 lang="ko">편집 원칙</h1>' in page
    assert '<div class="prose small" lang="en"><p>Said so.</p></div>' in page


def test_headings_follow_the_title_without_a_gap(reader, db):
    further(html="<h3>Part</h3><p>a</p><h4>Within</h4><p>h3&gt;</p>")
    page = reader.words("/pages/policy/")
    assert "<h2>Part</h2><p>a</p><h3>Within</h3><p>h3&gt;</p>" in page


def test_markup_that_could_run_never_reaches_readers(reader, db):
    further(html='<p onclick="x()">Zq<script>alert(1)</script><a href="javascript:1">l</a></p>')

    page = reader.words("/pages/policy/")

    assert "Zq" in page
    for word in ("onclick", "alert(1)", "javascript:"):
        assert word not in page


def test_one_that_is_not_published_answers_as_what_does_not_exist(reader, db):
    nowhere = reader.words("/pages/absent/", status=404)
    further("zq-hidden", title="Zq hidden", is_published=False, in_footer=True)

    assert reader.words("/pages/zq-hidden/", status=404) == nowhere
    assert "zq-hidden" not in reader.words("/sitemap-institution.xml")


@pytest.mark.parametrize("slug", FIXED)
def test_a_fixed_page_has_one_address(reader, db, slug):
    reader.words(f"/pages/{slug}/", status=404)


def test_the_sitemap_names_a_further_page_in_both_languages_with_its_moment(reader, db):
    page = further()

    sitemap = reader.words("/sitemap-institution.xml")

    for root in ("", "/ko"):
        place = f"<loc>http://testserver{root}/pages/policy/</loc>"
        assert f"{place}<lastmod>{sitemaps.moment(page.updated_at)}</lastmod>" in sitemap


class TestFooter:
    def test_links_to_the_fixed_pages_everywhere_without_a_query(
        self, reader, db, django_assert_num_queries
    ):
        with django_assert_num_queries(1):
            page = reader.words("/about/")
        for slug in FIXED:
            assert f'<li><a href="/{slug}/">' in page

    def test_names_those_that_editors_put_there_in_order(self, reader, db, fresh):
        further("second", title="Second", in_footer=True, ordering=2)
        further("first", title="First", title_ko="첫째", in_footer=True, ordering=1)
        further("zq-aside", title="Zq aside")
        further("zq-hidden", title="Zq hidden", in_footer=True, is_published=False)

        foot = reader.words("/about/").partition('<footer class="colophon">')[2]

        assert foot.index("/pages/first/") < foot.index("/pages/second/")
        assert "zq" not in foot.lower()
        assert '<a href="/ko/pages/first/">첫째</a>' in reader.words("/ko/about/")

    @pytest.mark.parametrize("count", [1, 3])
    def test_is_read_once_for_many_pages(self, reader, db, fresh, count, django_assert_num_queries):
        for number in range(count):
            further(f"p{number}", in_footer=True)
        with django_assert_num_queries(3):
            reader.words("/about/")
            reader.words("/privacy/")

    def test_is_read_again_after_a_while_and_after_a_save_of_this_process(
        self, reader, db, fresh, monkeypatch, django_capture_on_commit_callbacks
    ):
        reader.words("/about/")
        further("made", in_footer=True)
        assert "/pages/made/" not in reader.words("/about/")
        with django_capture_on_commit_callbacks(execute=True):
            further("more", in_footer=True)
        assert "/pages/made/" in reader.words("/about/")

        further("later", in_footer=True)
        now = institution.time.monotonic()
        monkeypatch.setattr(institution.time, "monotonic", lambda: now + institution.KEEP + 1)
        assert "/pages/later/" in reader.words("/about/")

    def test_is_that_of_the_fixed_pages_where_nothing_is(self, reader, db, fresh):
        further("zq-made", in_footer=True)
        assert "/pages/zq-made/" in reader.words("/about/")
        page = reader.words("/absent/", status=404)
        assert '<a href="/privacy/">' in page
        assert "zq-made" not in page
