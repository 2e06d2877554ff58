"""A program that follows the log: everything once, in one order, however it was written."""

import threading
import uuid

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from articles import workflow
from articles.backlog import write as write_backlog
from sejong_cms import changes
from sejong_cms.changes import Kind
from sejong_cms.models import Change
from tests import builders as b
from tests.api import worlds


def note(*articles, kind=Kind.MOVED):
    with transaction.atomic():
        changes.record(kind, articles, at=timezone.now())


def follow(api, address="changes/"):
    """(what is told from there to the end, the address to ask next)."""
    found = []
    while True:
        page = api.get(address)
        address = page["next"].removeprefix("http://testserver/api/v1/")
        if not page["results"]:
            return found, address
        found += page["results"]


@pytest.mark.django_db
class TestAnswers:
    def test_an_empty_log_says_where_to_ask_again(self, api):
        assert api.get("changes/") == {
            "results": [],
            "next": "http://testserver/api/v1/changes/",
        }

    def test_each_names_the_thing_as_page_and_as_answer(self, api):
        edition = worlds.everything()
        uid = edition.recommendationblocks.get().recommendation.uid
        issue = worlds.followed(edition)
        found, _next = follow(api)
        told = {
            (row["kind"], row["page"].removeprefix("http://testserver"), row["api"])
            for row in found
        }
        base = "http://testserver/api/v1"
        assert told == {
            ("article.published", "/articles/word-title/", f"{base}/articles/word-title/"),
            ("issue.changed", "/issues/word-issue/", f"{base}/issues/word-issue/"),
            ("development.added", "/issues/word-issue/", f"{base}/issues/word-issue/timeline/"),
            (
                "recommendation.changed",
                f"/recommendations/{uid}/",
                f"{base}/recommendations/{uid}/",
            ),
        }
        assert issue.is_public
        for row in found:
            assert api.client.get(row["page"]).status_code == 200
            assert api.get(row["api"].removeprefix(f"{base}/"))

    def test_pages_follow_each_other_without_gap_or_repetition(self, api):
        articles = [b.draft(f"Piece {n}").article for n in range(7)]
        for article in articles:
            note(article)
        found, last = follow(api, "changes/?page_size=3")
        assert [row["page"].split("/")[-2] for row in found] == [a.slug for a in articles]
        assert "page_size=3" in last
        note(articles[0])
        [new], _last = follow(api, last)
        assert new["page"].endswith("/piece-0/")

    def test_an_edition_that_went_is_named_itself(self, api):
        live = b.published("One", blocks=[b.passage()])
        b.next_edition(live)
        live.refresh_from_db()
        workflow.withdraw(live, by=b.releaser(), reason="Wrong.")
        row = follow(api)[0][-1]
        assert row["kind"] == "article.withdrawn"
        assert row["page"].endswith("/articles/one/editions/1/")
        api.get(row["api"].removeprefix("http://testserver/api/v1/"), status=410)

    @pytest.mark.parametrize(
        "cursor",
        [
            "0",
            "1",
            "cD1hYmM=",
            "%F0%9F%9A%A2",
            "9" * 5000,
            "-1",
            str(uuid.UUID(int=0)),
            "{00000000-0000-0000-0000-000000000000}",
            "urn:uuid:00000000-0000-0000-0000-000000000000",
        ],
    )
    def test_a_made_up_cursor_is_refused(self, api, cursor):
        note(b.draft().article)
        assert api.error(f"changes/?since={cursor}") == ("since", "invalid")

    @pytest.mark.parametrize("size", ["0", "101", "-1", "a", "1.5", "９", "9" * 5000])
    def test_sizes_have_bounds(self, api, size):
        assert api.error("changes/", {"page_size": size}) == ("page_size", "invalid")

    def test_queries_do_not_grow(self, api, django_assert_num_queries):
        articles = [b.draft(f"Piece {n}").article for n in range(4)]
        for count in (1, 3):
            note(*articles[:count])
            changes.settle()
            with django_assert_num_queries(2):
                api.get("changes/")


@pytest.mark.postgresql  # SQLite has one writer at a time: nothing is committed late
@pytest.mark.django_db(transaction=True)
def test_what_is_committed_late_comes_later_and_not_never(api):
    """One transaction notes a change first and commits it last."""
    slow, quick = b.draft("Slow").article, b.draft("Quick").article
    noted, go = threading.Event(), threading.Event()

    def slowly():
        with transaction.atomic():
            changes.record(Kind.MOVED, [slow], at=timezone.now())
            noted.set()
            go.wait(30)
        connection.close()

    thread = threading.Thread(target=slowly)
    thread.start()
    noted.wait(30)
    note(quick)
    first, address = follow(api)
    go.set()
    thread.join()
    second, _next = follow(api, address)
    assert [row["page"].split("/")[-2] for row in first] == ["quick"]
    assert [row["page"].split("/")[-2] for row in second] == ["slow"]


@pytest.mark.django_db(transaction=True)
def test_many_writers_and_a_reader_who_never_stops(api):
    """Four writers at once; the reader gets each change once, and from the start the same order."""
    articles = [b.draft(f"Piece {n}").article for n in range(4)]

    def write(article):
        for _turn in range(15):
            note(article)
        connection.close()

    threads = [threading.Thread(target=write, args=(article,)) for article in articles]
    for thread in threads:
        thread.start()
    seen, address = [], "changes/?page_size=7"
    while any(thread.is_alive() for thread in threads):
        more, address = follow(api, address)
        seen += more
    more, _next = follow(api, address)
    seen += more
    ids = [row["id"] for row in seen]
    assert len(ids) == len(set(ids)) == 60 == Change.objects.count()
    assert ids == [row["id"] for row in follow(api)[0]]


@pytest.mark.django_db(transaction=True)
def test_places_are_given_when_the_transaction_ends(api):
    note(b.draft().article)
    assert Change.objects.get().place == 1


@pytest.mark.django_db
def test_the_log_of_an_older_site_names_everything_that_is_public(api):
    edition = worlds.everything()
    worlds.followed(edition)
    live = b.published("Other", blocks=[b.passage()])
    workflow.withdraw(b.next_edition(live), by=b.releaser(), reason="Wrong.")
    b.draft("Zq hidden", blocks=[b.assessment(b.issue("Zq issue")), b.advice("Zq advice.")])
    changes.settle()
    noted = sorted(Change.objects.values_list("kind", "name", "edition"))
    Change.objects.all().delete()

    assert write_backlog(apps.get_model) > 0

    assert set(Change.objects.values_list("kind", "name", "edition")) == set(noted)
    assert len(follow(api)[0]) == Change.objects.count()
    assert write_backlog(apps.get_model) == 0
