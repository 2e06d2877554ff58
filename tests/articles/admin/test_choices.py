"""The search boxes of the edition's screen."""

import datetime as dt

import pytest
from django.urls import reverse

from articles.models import Article
from issues.models import Issue
from tests import builders as b

pytestmark = pytest.mark.django_db

URL = reverse("admin:articles_edition_choices")
PUBLIC = b.noon(dt.date(2024, 1, 1))


def ask(client, model, field, term=""):
    return client.get(
        URL, {"app_label": "articles", "model_name": model, "field_name": field, "term": term}
    )


def found(client, model, field, term=""):
    return [row["text"] for row in ask(client, model, field, term).json()["results"]]


@pytest.mark.parametrize(
    ("model", "field", "make"),
    [
        ("assessment", "issue", b.issue),
        ("byline", "author", b.author),
        ("recommendationblock", "recommendation", b.recommendation),
    ],
)
def test_authors_find_what_readers_know_and_editors_everything(client, model, field, make):
    make("Known river", public_since=PUBLIC)
    make("Hidden river")
    make("A mountain", public_since=PUBLIC)
    client.force_login(b.author_user())
    assert found(client, model, field, "river") == ["Known river"]
    client.force_login(b.editor())
    assert sorted(found(client, model, field, "river")) == ["Hidden river", "Known river"]


def test_a_trait_is_found_by_its_actor_and_named_with_it(client):
    b.trait("patience", of=b.actor("Government of Examplia"))
    client.force_login(b.editor())
    assert found(client, "traitblock", "trait", "exampl") == ["patience (Government of Examplia)"]


def test_an_issue_is_found_by_its_alias_once(client):
    issue = b.issue("Cost-sharing")
    for name in ("SMA talks", "SMA round"):
        issue.aliases.create(name=name)
    client.force_login(b.editor())
    assert found(client, "assessment", "issue", "sma") == ["Cost-sharing"]


def test_a_merged_issue_is_not_offered(client):
    kept, gone = b.issue("River kept"), b.issue("River gone")
    Issue.objects.filter(pk=gone.pk).update(status="merged", merged_into=kept)
    client.force_login(b.editor())
    assert found(client, "assessment", "issue", "river") == ["River kept"]


def test_an_original_is_an_article_that_the_person_may_read(client):
    b.published("Public river", blocks=[b.passage()])
    b.draft("Hidden river")
    person = b.author_user()
    b.draft("Own river", by=person)
    client.force_login(person)
    assert sorted(found(client, "article", "original", "river")) == ["own-river", "public-river"]
    assert Article.objects.count() == 3


@pytest.mark.parametrize(
    ("model", "field"),
    [
        ("edition", "created_by"),
        ("edition", "title"),
        ("nothing", "at_all"),
        ("snapshot", "edition"),
    ],
)
def test_what_is_no_search_box_is_refused(client, model, field):
    b.draft("Secret words", by=b.author_user(name="secretive"))
    client.force_login(b.author_user())
    response = ask(client, model, field)
    assert response.status_code in (403, 404)
    assert "ecret" not in response.content.decode()


def test_is_closed_to_strangers(client):
    b.issue("Known river", public_since=PUBLIC)
    for user in (None, b.user()):
        if user:
            client.force_login(user)
        response = ask(client, "assessment", "issue")
        assert (response.status_code, "river" in response.content.decode()) == (302, False)


@pytest.mark.parametrize("count", [1, 3])
def test_takes_as_many_queries_for_one_choice_as_for_three(
    client, count, django_assert_num_queries
):
    for _ in range(count):
        b.trait()
    client.force_login(b.editor())
    ask(client, "traitblock", "trait")
    with django_assert_num_queries(7):
        ask(client, "traitblock", "trait")
