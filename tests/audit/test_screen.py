"""The audit as publishers read it: searched, filtered, never written."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from sejong_cms import audit
from sejong_cms.models import AuditEntry
from tests import builders as b

pytestmark = pytest.mark.django_db

LIST = reverse("admin:sejong_cms_auditentry_changelist")


def entry_url(entry, view="change"):
    return reverse(f"admin:sejong_cms_auditentry_{view}", args=[entry.pk])


def listed(client, **query):
    """The entries that the list shows, in its order."""
    return list(client.get(LIST, query).context_data["cl"].result_list)


@pytest.fixture
def reader(client):
    """A publisher, logged in."""
    person = b.publisher()
    client.force_login(person)
    return person


class TestWhoReads:
    @pytest.mark.parametrize(
        ("person", "status"),
        [
            (b.author_user, 403),
            (b.editor, 403),
            (b.publisher, 200),
            (lambda: b.user("Author", is_superuser=True), 200),
        ],
    )
    def test_publishers_and_superusers(self, client, person, status):
        entry = audit.record("publish", at=timezone.now(), subject="zqhidden")
        client.force_login(person())
        for url in (LIST, entry_url(entry)):
            answer = client.get(url)
            assert answer.status_code == status
            assert (b"zqhidden" in answer.content) == (status == 200)

    def test_its_permission_alone_shows_nothing_to_who_may_not_open_pieces(self, client):
        b.draft("zqhidden")
        person = b.author_user()
        person.user_permissions.add(Permission.objects.get(codename="view_auditentry"))
        client.force_login(person)
        assert client.get(LIST).status_code == 403
        assert b"auditentry" not in client.get(reverse("admin:index")).content


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_writes_it(client, superuser):
    client.force_login(b.publisher(is_superuser=superuser))
    entry = audit.record("publish", at=timezone.now(), subject="As it was")
    count = AuditEntry.objects.count()
    for url, data in (
        (reverse("admin:sejong_cms_auditentry_add"), {"action": "x"}),
        (entry_url(entry), {"subject": "x"}),
        (entry_url(entry, "delete"), {"post": "yes"}),
    ):
        assert client.post(url, data).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": entry.pk, "post": "yes"})
    page = client.get(LIST).content.decode()
    assert "_selected_action" not in page
    assert "delete_selected" not in page
    entry.refresh_from_db()
    assert (AuditEntry.objects.count(), entry.subject) == (count, "As it was")


class TestFinding:
    def test_newest_first(self, client, reader):
        now = timezone.now()
        for days in (2, 0, 1):
            audit.record("publish", at=now - dt.timedelta(days), subject=f"day {days}")
        found = [entry.subject for entry in listed(client, q="day")]
        assert found == ["day 0", "day 1", "day 2"]

    def test_by_action_person_thing_and_time(self, client, reader):
        editor, issue = b.editor(), b.issue()
        old = timezone.now() - dt.timedelta(days=400)
        wanted = audit.record("rename", at=timezone.now(), by=editor, **audit.of(issue))
        audit.record("rename", at=old, by=editor, **audit.of(issue))
        audit.record("rename", at=timezone.now(), **audit.of(issue))
        audit.record("rename", at=timezone.now(), by=editor, **audit.of(b.actor()))
        audit.record("merge", at=timezone.now(), by=editor, **audit.of(issue))
        day = timezone.localdate().isoformat()
        query = {
            "action": "rename",
            "person__id__exact": editor.pk,
            "kind": "issue",
            "at__gte": f"{day} 00:00:00+09:00",
        }
        assert listed(client, **query) == [wanted]

    @pytest.mark.parametrize("word", ["cost-sharing", "분담금", "ana", "ABGESTIMMT", "협의"])
    def test_by_words_of_thing_name_and_detail(self, client, reader, word):
        ana = b.editor(name="ana")
        wanted = audit.record(
            "rename",
            at=timezone.now(),
            by=ana,
            kind="issue",
            subject="Cost-sharing 분담금",
            detail={"text": "abgestimmt, 협의 후"},
        )
        other = audit.record(
            "rename", at=timezone.now(), by=b.editor(), subject="Basing", detail={"text": "later"}
        )
        found = listed(client, q=word)
        assert wanted in found
        assert other not in found

    def test_takes_the_same_queries_however_many(self, client, reader):
        """How many there are is also the header's of every page of the desk to say."""
        took = []
        for count in (1, 3):
            while len(listed(client, action="rename")) < count:
                audit.record("rename", at=timezone.now(), by=reader, **audit.of(b.issue()))
            with CaptureQueriesContext(connection) as queries:
                assert len(listed(client, action="rename")) == count
            took.append(len(queries))
        assert took[0] == took[1] < 12


class TestOneEntry:
    def test_leads_to_the_thing_and_says_what_changed(self, client, reader):
        edition = workflow.submit(b.draft("Ferry lines", blocks=[b.passage()]), by=b.editor())
        entry = AuditEntry.objects.get(action="submit", key=str(edition.pk))
        page = client.get(entry_url(entry)).content.decode()
        assert f'href="{reverse("admin:articles_edition_change", args=[edition.pk])}"' in page
        assert "draft → in review" in page

    def test_of_what_is_gone_or_not_the_readers_to_open_says_its_name(self, client, reader):
        gone = b.issue("Gone by now")
        entry = audit.record("rename", at=timezone.now(), **audit.of(gone))
        gone.delete()
        other = audit.record("rights_changed", at=timezone.now(), **audit.of(b.editor(name="cho")))
        for row, name in ((entry, "Gone by now"), (other, "cho")):
            page = client.get(entry_url(row)).content.decode()
            assert name in page
            assert f"/{row.key}/change/" not in page.replace(entry_url(row), "")

    def test_every_action_has_words(self, client, reader):
        """One that a later part of the site records is shown as it is called in code."""
        audit.record("unheard_of", at=timezone.now())
        assert "Unheard_of" in client.get(LIST).content.decode()

    def test_shows_html_as_text(self, client, reader):
        entry = audit.record(
            "x", at=timezone.now(), subject="<b>zq1", name="<b>zq2", detail={"a": "<b>zq3"}
        )
        for url in (LIST, entry_url(entry)):
            assert "<b>zq" not in client.get(url).content.decode()
