"""The desk's first page: what waits for the person, each with its next action."""

import datetime as dt
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import clock, drafting, workflow
from articles.models import Account, Notice, WorkingCopy
from tests import builders as b

pytestmark = pytest.mark.django_db

INDEX = "/admin/"


@pytest.fixture
def desk(client):
    """desk(user): {name of a box: its rows}."""

    def desk(user):
        client.force_login(user)
        response = client.get(INDEX)
        assert response.status_code == 200
        boxes = {}
        for context in response.context:
            if "boxes" in context:
                boxes = {box["name"]: box["rows"] for box in context["boxes"]}
        desk.page = response.content.decode()
        return boxes

    return desk


def titles(rows):
    return [row["title"] for row in rows]


def text(**fields):
    return {"blocks": [b.passage()], **fields}


def test_an_author_finds_their_drafts_and_nobody_elses(desk):
    writer = b.author_user()
    b.draft("Mine", by=writer, **text())
    invited = b.draft("Invited", by=b.author_user(), **text())
    invited.invited.add(writer)
    b.draft("Canary of another", by=b.author_user(), **text())
    assert set(titles(desk(writer)["mine"])) == {"Mine", "Invited"}
    assert "Canary of another" not in desk.page


def test_an_editor_finds_what_they_may_approve(desk):
    editor, writer = b.editor(), b.author_user()
    theirs = b.draft("Theirs", by=writer, **text())
    own = b.draft("Own", by=editor, **text())
    workflow.submit(theirs, by=writer)
    workflow.submit(own, by=editor)
    boxes = desk(editor)
    assert titles(boxes["reviews"]) == ["Theirs"]
    assert boxes["reviews"][0]["action_url"].endswith(f"/{theirs.pk}/compare/")
    assert titles(boxes["sent"]) == ["Own"]


def test_a_publisher_is_one_click_from_giving_a_date(desk):
    edition = b.approved("Approved", **text())
    row = desk(b.publisher())["approved"][0]
    address = reverse("admin:articles_edition_verb", args=[edition.pk, "schedule"])
    assert row["action_url"] == address


def test_the_calendar_has_what_goes_out_and_what_goes_out_later(desk):
    publisher, now = b.publisher(), timezone.now()
    for title, days in (("Soon", 3), ("Much later", 45)):
        edition = b.approved(title, **text())
        workflow.schedule(edition, by=publisher, due_at=now + dt.timedelta(days=days))
    desk(publisher)
    calendar, later = desk.page.split("Later:")
    assert "Soon" in calendar
    assert "Much later" in later
    assert "in Seoul, in 1 month" in later.replace("\xa0", " ")


def test_live_pieces_with_unsent_changes_and_unsaved_texts_are_shown(desk):
    publisher = b.publisher()
    edition = b.published("Live", **text())
    new = drafting.new_edition(edition, by=publisher, change_kind="minor", change_note="Anew.")
    WorkingCopy.objects.create(
        edition=new,
        person=publisher,
        tab=UUID(int=1),
        sequence=1,
        version=1,
        content={},
        kept_at=timezone.now(),
    )
    boxes = desk(publisher)
    assert titles(boxes["unsent"]) == ["Live"]
    assert boxes["copies"][0]["url"].endswith(f"?copy={UUID(int=1)}")


def test_a_clock_that_stands_still_is_told_of(desk):
    publisher = b.publisher()
    edition = b.approved("Late", **text())
    at = timezone.now() - dt.timedelta(hours=1)
    workflow.schedule(edition, by=publisher, at=at, due_at=at + dt.timedelta(minutes=1))
    desk(b.author_user())
    assert "The clock has never run." in desk.page
    assert "1 piece is late" in desk.page


def test_what_could_not_be_published_is_named_to_those_who_may_open_it(desk):
    writer, publisher = b.author_user(), b.publisher()
    at = timezone.now() - dt.timedelta(hours=1)
    for title, by in (("Mine", writer), ("Canary", publisher)):
        edition = b.approved(title, by=by, **text())
        workflow.schedule(edition, by=publisher, at=at, due_at=at + dt.timedelta(minutes=1))
        clock.failed(edition, ValueError(f"fault of {title}"), at=at)
    desk(publisher)
    assert "fault of Mine" in desk.page
    assert "fault of Canary" in desk.page
    desk(writer)
    assert "fault of Mine" in desk.page
    assert "1 piece that you may not open is due and could not be published." in desk.page
    assert "Canary" not in desk.page
    desk(b.user(is_staff=True))
    assert "2 pieces that you may not open are due and could not be published." in desk.page
    assert "Mine" not in desk.page


def test_what_one_may_not_open_any_more_is_not_among_notices_and_copies(desk):
    writer, guest = b.author_user(), b.author_user()
    edition = b.draft("Canary", by=writer, **text())
    edition.invited.add(guest)
    workflow.submit(edition, by=writer)
    workflow.return_to_draft(edition, by=b.editor(), comment="Why.")
    WorkingCopy.objects.create(
        edition=edition,
        person=guest,
        tab=UUID(int=1),
        sequence=1,
        version=1,
        content={},
        kept_at=timezone.now(),
    )
    assert {"notices", "copies"} <= set(desk(guest))
    assert "desk-unseen" in desk.page
    edition.invited.clear()
    assert not {"notices", "copies"} & set(desk(guest))
    assert "Canary" not in desk.page
    assert "desk-unseen" not in desk.page


@pytest.mark.parametrize("count", [1, 3])
def test_takes_as_many_queries_for_one_piece_as_for_three(desk, client, count):
    editor, writer = b.editor(), b.author_user()
    for _ in range(count):
        b.draft(by=editor, **text())
        workflow.submit(b.draft(by=writer, **text()), by=writer)
        b.approved(**text())
        b.published(**text())
    client.force_login(editor)
    client.get(INDEX)  # what a process asks for once does not count
    with CaptureQueriesContext(connection) as found:
        client.get(INDEX)
    assert len(found) == 16


class TestNotices:
    def test_are_counted_listed_and_seen(self, client):
        writer, editor = b.author_user(name="writer"), b.editor()
        workflow.submit(b.draft("A piece", by=writer, **text()), by=writer)
        client.force_login(editor)
        page = client.get("/admin/notices/").content.decode()
        assert "writer submitted “A piece” for review." in page
        assert '<span class="desk-unseen">1</span>' in page
        client.post("/admin/notices/")
        assert not Notice.objects.filter(person=editor, seen_at=None).exists()

    def test_of_a_piece_that_one_may_not_open_any_more_are_not_shown(self, client):
        writer, guest = b.author_user(), b.author_user()
        edition = b.draft("Canary", by=writer, **text())
        edition.invited.add(guest)
        workflow.submit(edition, by=writer)
        workflow.return_to_draft(edition, by=b.editor(), comment="Secret reasons.")
        client.force_login(guest)
        assert "Canary" in client.get("/admin/notices/").content.decode()
        edition.invited.clear()
        page = client.get("/admin/notices/").content.decode()
        assert "Canary" not in page
        assert "Secret reasons." not in page


class TestAccount:
    def test_the_desk_speaks_the_language_of_its_setting(self, client):
        person = b.editor()
        client.force_login(person)
        client.post("/admin/account/", {"language": "ko", "mails": ""})
        assert Account.objects.get().mails is False
        response = client.get("/admin/account/")
        assert '<html lang="ko"' in response.content.decode()
        assert response.headers["Content-Language"] == "ko"

    def test_a_readers_page_does_not(self, client):
        person = b.editor()
        Account.objects.create(person=person, language="ko")
        before = client.get("/").content
        client.force_login(person)
        assert client.get("/").content == before
