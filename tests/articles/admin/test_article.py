"""The one list of articles, and starting a piece."""

import datetime as dt
import unicodedata

import pytest
from django.urls import reverse

from articles import workflow
from articles.models import Article, Edition
from tests import builders as b

from .screen import url_of

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_article_changelist")
ADD = reverse("admin:articles_article_add")


def titles(response):
    return [article.seen[0].title for article in response.context_data["cl"].result_list]


@pytest.fixture
def desk(client):
    """The list as an editor sees it: desk(**parameters) → response."""
    client.force_login(b.editor())
    return lambda **parameters: client.get(LIST, parameters)


class TestList:
    def test_shows_title_series_byline_state_and_live_date(self, desk):
        b.draft("Being written", series=b.series("Ferry Notes"), authors=[b.author("Ada Mun")])
        b.published("Long public", on=dt.date(2024, 5, 6), blocks=[b.passage()])
        page = desk().content.decode()
        for words in ("Being written", "Ferry Notes", "Ada Mun", "draft", "Long public"):
            assert words in page
        assert "6 May 2024" in page

    def test_leads_to_the_newest_and_to_the_open_edition(self, desk):
        live = b.published("Live words", blocks=[b.passage()])
        b.drafting.new_edition(
            live, by=b.editor(), change_kind="correction", change_note="Put right."
        )
        newest = Edition.objects.latest("pk")
        page = desk().content.decode()
        assert page.count(f'href="{url_of(newest)}"') == 2
        assert url_of(live) not in page

    @pytest.mark.parametrize(
        ("parameters", "found"),
        [
            ({}, {"A draft", "In review", "Public"}),
            ({"state": "draft"}, {"A draft"}),
            ({"state": "in_review"}, {"In review"}),
            ({"state": "published"}, {"Public"}),
            ({"language": "ko"}, {"In review"}),
            ({"q": "REVIEW"}, {"In review"}),
            ({"q": "ada"}, {"A draft"}),
            ({"q": "pub ic"}, {"Public"}),
            ({"q": "a-draft"}, {"A draft"}),
            ({"q": '"in review"'}, {"In review"}),
            ({"q": '"review in"'}, set()),
        ],
    )
    def test_is_filtered_and_searched(self, desk, parameters, found):
        b.draft("A draft", authors=[b.author("Ada Mun")])
        workflow.submit(b.draft("In review", language="ko", blocks=[b.passage()]), by=b.editor())
        b.published("Public", blocks=[b.passage()])
        assert set(titles(desk(**parameters))) == found

    def test_is_filtered_by_series_and_by_author(self, desk):
        series, author = b.series(), b.author()
        b.draft("In the series", series=series)
        b.draft("Of the author", authors=[author])
        assert titles(desk(series=series.pk)) == ["In the series"]
        assert titles(desk(author=author.pk)) == ["Of the author"]

    def test_an_unknown_lookup_is_refused(self, desk):
        b.draft()
        assert desk(created_by__password__startswith="a").status_code == 400

    @pytest.mark.parametrize("count", [1, 3])
    def test_takes_as_many_queries_for_one_article_as_for_three(
        self, desk, count, django_assert_num_queries
    ):
        for _ in range(count):
            b.published(series=b.series(f"Series {_}"), blocks=[b.passage()])
        desk()
        with django_assert_num_queries(12):
            desk()

    @pytest.mark.parametrize("count", [1, 3])
    def test_takes_as_many_queries_for_an_author_too(
        self, client, count, django_assert_num_queries
    ):
        person = b.author_user()
        for _ in range(count):
            b.draft(by=person, series=b.series(f"Series {_}"))
        client.force_login(person)
        client.get(LIST)
        with django_assert_num_queries(12):
            client.get(LIST)


class TestAuthors:
    def test_see_their_own_articles_only(self, client):
        person = b.author_user()
        b.draft("Mine", by=person)
        b.draft("Secret of another", by=b.author_user(), authors=[b.author("Hidden Hand")])
        client.force_login(person)
        page = client.get(LIST).content.decode()
        assert "Mine" in page
        assert "Secret" not in page
        assert "Hidden Hand" not in page

    def test_learn_nothing_of_an_open_edition_that_is_not_theirs(self, client):
        person = b.author_user()
        live = b.published("Mine and live", by=person, blocks=[b.passage()])
        new = b.drafting.new_edition(
            live, by=b.editor(), change_kind="correction", change_note="Put right."
        )
        new.invited.clear()
        b.write(new, title="Retitled in secret", authors=[b.author("Hidden Hand")])
        client.force_login(person)
        page = client.get(LIST).content.decode()
        assert "Mine and live" in page
        assert "secret" not in page
        assert "Hidden Hand" not in page
        assert ">draft<" not in page.partition('id="changelist-filter"')[0]
        assert titles(client.get(LIST, {"q": "secret"})) == []
        assert titles(client.get(LIST, {"state": "draft"})) == []

    def test_people_without_a_role_see_no_list(self, client):
        b.draft("A draft")
        client.force_login(b.user(is_staff=True))
        assert client.get(LIST).status_code == 403


class TestStarting:
    def test_starts_a_draft_and_goes_to_its_screen(self, client):
        person = b.author_user()
        series = b.series("Open Series", public_since=b.noon(dt.date(2024, 1, 1)))
        client.force_login(person)
        response = client.post(
            ADD,
            {"title": "A new piece", "series": series.pk, "number": "12", "language": "ko"},
        )
        edition = Edition.objects.get()
        assert (response.status_code, response.url) == (302, url_of(edition))
        assert (edition.title, edition.created_by, edition.state) == (
            "A new piece",
            person,
            "draft",
        )
        article = edition.article
        assert (article.series, article.number, article.language) == (series, "12", "ko")

    def test_a_piece_needs_a_title(self, client):
        client.force_login(b.author_user())
        assert client.post(ADD, {"title": "", "language": "en"}).status_code == 200
        assert not Article.objects.exists()

    def test_a_series_that_is_the_editors_own_is_not_offered_to_authors(self, client):
        b.series("Series in preparation")
        client.force_login(b.author_user())
        assert "in preparation" not in client.get(ADD).content.decode()
        client.force_login(b.editor())
        assert "in preparation" in client.get(ADD).content.decode()

    def test_is_closed_to_people_without_a_role(self, client):
        client.force_login(b.user(is_staff=True))
        assert client.post(ADD, {"title": "No", "language": "en"}).status_code == 403
        assert not Article.objects.exists()


@pytest.mark.parametrize("what", ["article", "edition"])
def test_nobody_deletes_articles_or_editions(client, what):
    edition = b.draft()
    root = b.user(is_staff=True, is_superuser=True)
    client.force_login(root)
    pk = edition.pk if what == "edition" else edition.article_id
    url = reverse(f"admin:articles_{what}_delete", args=[pk])
    assert client.post(url, {"post": "yes"}).status_code == 403
    assert Edition.objects.filter(pk=edition.pk).exists()


def test_an_articles_own_address_leads_to_its_newest_edition(client):
    edition = b.draft()
    client.force_login(b.editor())
    url = reverse("admin:articles_article_change", args=[edition.article_id])
    assert client.get(url).url == url_of(edition)
    assert client.get(reverse("admin:articles_edition_changelist")).url == LIST


def test_a_piece_that_is_started_twice_by_one_click_is_one(client):
    client.force_login(b.author_user())
    # As some systems send Hangul: taken apart into its letters.
    title = unicodedata.normalize("NFD", "하나의 글")
    sent = {"title": title, "number": "", "series": "", "language": "en"}
    answers = {client.post("/admin/articles/article/add/", sent).url for _ in range(3)}
    assert len(answers) == 1
    assert Article.objects.count() == 1
    client.post("/admin/articles/article/add/", sent | {"title": "Another"})
    assert Article.objects.count() == 2
