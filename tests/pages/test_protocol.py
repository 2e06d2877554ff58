"""What every page keeps to: methods, headers, tags, cookies, error pages, robots, sitemap."""

import gzip

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from tests import builders as build
from tests.api.worlds import everything, followed

from .conftest import STARTS, body, without_data


@pytest.fixture
def edition(db):
    edition = everything()
    followed(edition)
    return edition


def test_every_page_that_a_link_leads_to_keeps_to_the_rules(reader, edition, subtests):
    found = reader.crawl()

    with subtests.test("every link leads somewhere"):
        assert {path: r.status_code for path, r in found.items() if r.status_code != 200} == {}
        assert len(found) > 20
    with subtests.test("no page sets a cookie or depends on one"):
        for path, response in found.items():
            assert not response.cookies, path
            assert "Cookie" not in response.get("Vary", ""), path
        assert not reader.client.session.keys()
    with subtests.test("no page holds a script or an inline style"):
        for path, response in found.items():
            if response.headers["Content-Type"] == "application/pdf":
                continue
            page = body(response)
            assert "<script" not in without_data(page), path
            assert "<style" not in page, path
            assert " style=" not in page, path
    # Tables are sent as they are read and so have no tag.
    tagged = {
        path: response
        for path, response in found.items()
        if not path.partition("?")[0].endswith(".csv")
    }
    with subtests.test("pages have strong tags and answer 304"):
        for path, response in tagged.items():
            tag = response["ETag"]
            assert tag.startswith('"'), path
            assert reader.get(path, if_none_match=tag).status_code == 304, path
    with subtests.test("HEAD answers like GET without a body"):
        for path, response in tagged.items():
            head = reader.head(path)
            assert head.status_code == 200, path
            assert head["ETag"] == response["ETag"], path
            assert head.data == b"", path


def test_another_tag_gets_the_page(reader, edition):
    assert reader.get("/articles/", if_none_match='"other"').status_code == 200
    assert reader.get("/articles/")["Cache-Control"] == "no-cache"


def test_a_tag_changes_with_the_page(reader, edition):
    before = reader.get("/articles/")["ETag"]

    build.published("Another", blocks=[build.passage()])

    assert reader.get("/articles/", if_none_match=before).status_code == 200


def test_the_desk_gets_the_page_that_everybody_gets(reader, edition):
    staff = Client()
    staff.force_login(build.publisher())

    for path in (*STARTS, edition.article.get_absolute_url()):
        assert staff.get(path).content == reader.get(path).content


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_methods_are_refused(reader, edition, method):
    for path in ("/", "/articles/", edition.article.get_absolute_url(), "/issues/", "/sitemap.xml"):
        response = getattr(reader.client, method)(path)
        assert response.status_code == 405, path
        assert response["Allow"] == "GET, HEAD"


def test_the_policy_allows_nothing_but_the_sites_own_files(reader, edition):
    absent = reader.get("/articles/absent/")
    for response in (reader.get("/"), reader.get(edition.article.get_absolute_url()), absent):
        policy = dict(
            rule.strip().split(" ", 1) for rule in response["Content-Security-Policy"].split(";")
        )
        assert policy["default-src"] == "'none'"
        assert policy["style-src"] == "'self'"
        assert policy["script-src"] == "'self'"
        assert policy["base-uri"] == "'none'"
        assert policy["frame-ancestors"] == "'none'"


@pytest.mark.parametrize(
    "path",
    [
        "/nothing/",
        "/articles/absent/",
        "/articles/a b/",
        "/articles/<script>/",
        "/articles/" + "x" * 121 + "/",
        "/articles/absent/editions/0/",
        "/articles/absent/editions/" + "9" * 5000 + "/",
        "/articles/absent/editions/٣/",
        "/articles/absent/cite.doc",
        "/issues/absent/",
        "/recommendations/1/",
        "/recommendations/" + "9" * 36 + "/",
        "/actors/absent/traits/absent/",
        "/articles//",
        "/articles/x%0aSet-Cookie: a=b/",
        "/articles/\u202e/",
    ],
)
def test_odd_addresses_are_404_with_one_body(reader, edition, path):
    expected = reader.words("/nothing-at-all/", status=404)

    assert reader.words(path, status=404) == expected
    assert 'href="/articles/"' in expected


@pytest.mark.parametrize("path", ["/articles/%00/", "/articles/?q=%00", "/issues/?q=%ff"])
def test_malformed_addresses_are_400(reader, db, path):
    assert "not well formed" in reader.words(path, status=400)


@pytest.mark.parametrize("value", ["'", '"', "%25", "*", "9" * 199, "%ED%95%9C", "{{7*7}}", "<b>"])
def test_any_words_can_be_looked_for(reader, edition, value):
    assert reader.get(f"/issues/?q={value}").status_code == 200


def test_unknown_parameters_are_ignored(reader, edition):
    for path in ("/", "/articles/", "/issues/", "/authors/", edition.article.get_absolute_url()):
        assert reader.get(f"{path}?utm_source=mail&nonsense=%F0%9F%98%80").status_code == 200


ERRORS = ["400.html", "403.html", "403_csrf.html", "404.html", "500.html", "503.html"]


@pytest.mark.parametrize(("language", "root"), [("en", ""), ("ko", "/ko")])
@pytest.mark.parametrize("name", ERRORS)
def test_error_pages_need_no_context_and_no_database_and_show_a_way_on(name, language, root):
    # Not marked as one of a database: a query would fail.
    with translation.override(language):
        page = render_to_string(name)

    assert f'<html lang="{language}">' in page
    assert f'<p class="eyebrow">{name[:3]}</p>' in page
    for way in ("/", "/articles/", "/issues/"):
        assert f'<li><a href="{root}{way}">' in page
    assert f'action="{root}/search/"' in page
    assert settings.SITE_NAME in page


@pytest.mark.parametrize(("path", "language"), [("/", "en"), ("/ko/", "ko")])
def test_a_fault_is_told_in_the_language_of_the_address(reader, db, monkeypatch, path, language):
    monkeypatch.setattr("sejong_cms.views.lately_assessed", lambda *args, **kwargs: 1 / 0)
    reader.client.raise_request_exception = False

    page = reader.words(path, status=500)

    assert f'<html lang="{language}">' in page
    assert '<p class="eyebrow">500</p>' in page
    assert "ZeroDivision" not in page


@pytest.mark.parametrize("root", ["", "/ko"])
def test_what_is_hidden_answers_as_what_does_not_exist_in_each_language(reader, db, root):
    hidden = build.draft("Zq hidden", blocks=[build.passage()])
    address = hidden.article.get_absolute_url()

    assert reader.words(root + address, status=404) == reader.words(f"{root}/absent/", status=404)
    assert f'<html lang="{"ko" if root else "en"}">' in reader.words(root + address, status=404)


@pytest.mark.parametrize(
    "path", ["/articles/", "/ko/articles/", "/feeds/articles/", "/api/v1/articles/"]
)
def test_texts_are_compressed_for_who_can_read_that_under_the_same_strong_tag(reader, path):
    for number in range(5):
        build.published(f"Piece {number}", abstract="Words. " * 50, blocks=[build.passage()])
    plain = reader.get(path)
    packed = reader.get(path, **{"Accept-Encoding": "gzip, deflate"})

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert not plain.headers["ETag"].startswith("W/")
    assert reader.get(path, **{"Accept-Encoding": "gzip"}).data == packed.data
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["Vary"]
    again = reader.get(path, **{"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_page_with_a_secret_is_not_compressed(reader):
    """Its length would tell of the secret, beside words that somebody else chose."""
    page = reader.get("/admin/login/", **{"Accept-Encoding": "gzip"})
    assert "csrfmiddlewaretoken" in page.data.decode()
    assert "Content-Encoding" not in page.headers
