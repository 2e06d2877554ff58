"""One move of many pieces: said before, said after, and each by itself."""

import pytest
from django.urls import reverse

from articles import workflow
from articles.enums import EditionState as S
from articles.models import Edition
from tests import builders as b

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"


def ask(client, verb, editions):
    chosen = [edition.article_id for edition in editions]
    return client.post(LIST, {"action": verb, "_selected_action": chosen})


def confirm(client, verb, *named, **fields):
    address = reverse("admin:articles_article_bulk", args=[verb])
    return client.post(address, {"edition": list(named), **fields})


def named(edition):
    edition.refresh_from_db()
    return f"{edition.pk}:{edition.version}"


def states():
    return set(Edition.objects.values_list("title", "state"))


@pytest.fixture
def writer(client):
    writer = b.author_user()
    client.force_login(writer)
    return writer


@pytest.fixture
def ready(writer):
    return b.draft("Ready", by=writer, blocks=[b.passage()])


def test_says_before_what_would_happen_to_each_and_changes_nothing(client, writer, ready):
    empty = b.draft("Empty", by=writer)
    page = ask(client, "submit", [ready, empty]).content.decode()
    assert f'value="{named(ready)}"' in page
    assert f'value="{named(empty)}"' not in page
    assert "The edition has no text yet." in page
    assert states() == {("Ready", S.DRAFT), ("Empty", S.DRAFT)}


def test_does_it_and_says_why_one_was_not_moved(client, writer, ready):
    stale = b.draft("Stale", by=writer, blocks=[b.passage()])
    seen = named(stale)
    b.write(stale, by=b.editor(name="Rival"), subtitle="Changed")
    page = confirm(client, "submit", named(ready), seen).content.decode()
    assert "1 of 2 pieces were moved." in page
    assert "Rival has changed this edition" in page
    assert states() == {("Ready", S.IN_REVIEW), ("Stale", S.DRAFT)}


def test_a_piece_of_another_refuses_the_whole_and_tells_nothing(client, writer, ready):
    foreign = b.draft("Canary", by=b.author_user(), blocks=[b.passage()])
    for response in (
        ask(client, "submit", [ready, foreign]),
        confirm(client, "submit", named(ready), named(foreign)),
        confirm(client, "submit", named(ready), "999999:1"),
    ):
        assert response.status_code == 403
        assert "Canary" not in response.content.decode()
    assert states() == {("Ready", S.DRAFT), ("Canary", S.DRAFT)}


@pytest.mark.parametrize("value", ["", "1", "x:1", "1:x", "1:-1", "１:1"])
def test_what_names_no_version_is_refused(client, writer, ready, value):
    assert confirm(client, "submit", value).status_code == 400


def test_a_role_that_may_not_is_told_so(client, writer, ready):
    workflow.submit(ready, by=writer)
    page = confirm(client, "approve", named(ready)).content.decode()
    assert "Your role does not allow this." in page
    assert states() == {("Ready", S.IN_REVIEW)}


def test_a_date_is_asked_for_and_checked(client):
    edition = b.approved("Approved", blocks=[b.passage()])
    client.force_login(b.publisher())
    page = confirm(client, "schedule", named(edition)).content.decode()
    assert "This field is required." in page
    page = confirm(client, "schedule", named(edition), due_at="1987-05-10T02:30").content.decode()
    assert "errorlist" in page
    page = confirm(client, "schedule", named(edition), due_at="2020-01-01T10:00").content.decode()
    assert "has passed already" in page
    assert states() == {("Approved", S.APPROVED)}
    confirm(client, "schedule", named(edition), due_at="2090-01-01T10:00")
    assert states() == {("Approved", S.SCHEDULED)}


def test_only_a_post_of_a_move_for_many_does_anything(client, writer, ready):
    assert client.get(reverse("admin:articles_article_bulk", args=["submit"])).status_code == 404
    assert confirm(client, "withdraw", named(ready)).status_code == 404
