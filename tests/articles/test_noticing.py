"""Whom a move or a comment concerns is told, once, and nobody else."""

import datetime as dt

import pytest
from django.utils import timezone

from articles import commenting, drafting, noticing, workflow
from articles.models import Account, Mail, Notice
from tests import builders as b

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return b.author_user(name="writer")


@pytest.fixture
def draft(writer):
    return b.draft("A piece", by=writer, blocks=[b.passage("Hidden words of the piece.")])


def told(verb=None):
    rows = Notice.objects.select_related("person")
    if verb:
        rows = rows.filter(transition__verb=verb)
    return {row.person.username for row in rows}


class TestWhom:
    def test_a_submission_concerns_those_who_may_approve_it(self, draft, writer):
        editor, publisher = b.editor(), b.publisher()
        b.author_user()
        b.editor(is_active=False)
        workflow.submit(draft, by=writer)
        assert told("submit") == {editor.username, publisher.username}

    def test_a_return_concerns_the_authors_and_says_why(self, draft, writer):
        guest = b.author_user(name="guest")
        draft.invited.add(guest)
        workflow.submit(draft, by=writer)
        workflow.return_to_draft(draft, by=b.editor(), comment="Shorter, please.")
        assert told("return_to_draft") == {"writer", "guest"}
        mail = Mail.objects.get(to=writer.email)
        assert "Shorter, please." in mail.text
        assert f"/admin/articles/edition/{draft.pk}/change/" in mail.text

    def test_an_approval_concerns_publishers_too(self, draft, writer):
        publisher = b.publisher()
        workflow.submit(draft, by=writer)
        workflow.approve(draft, by=b.editor())
        assert told("approve") == {"writer", publisher.username}

    def test_the_clock_tells_of_its_publications(self, draft, writer):
        edition = b.approve(draft)
        due = timezone.now() + timezone.timedelta(hours=1)
        workflow.schedule(edition, by=b.publisher(), due_at=due)
        workflow.publish_due(at=due)
        notice = Notice.objects.get(person=writer, transition__verb="publish")
        assert noticing.words_of(notice) == "The clock published “A piece”."

    def test_nobody_is_told_of_what_they_did_or_may_not_open(self, draft, writer):
        writer.groups.clear()
        editor = b.editor(name="acting")
        workflow.submit(draft, by=editor)
        workflow.return_to_draft(draft, by=editor, comment="Mine again.")
        assert told("return_to_draft") == set()

    def test_a_next_edition_concerns_the_authors(self, draft, writer):
        edition = workflow.publish(b.approve(draft), by=b.publisher())
        drafting.new_edition(edition, by=b.editor(), change_kind="minor", change_note="Anew.")
        assert told("new_edition") == {"writer"}

    def test_a_comment_concerns_whom_it_mentions(self, draft, writer):
        editor = b.editor(name="reader")
        commenting.open_thread(draft, by=writer, text="What do you think, @reader?")
        notice = Notice.objects.get()
        assert notice.person == editor
        assert noticing.words_of(notice) == "writer mentioned you in a comment on “A piece”."
        assert Mail.objects.get().to == editor.email

    def test_a_mention_that_is_added_later_is_told_of_when_it_was_added(self, draft, writer):
        b.editor(name="reader")
        written, changed = (timezone.now() - dt.timedelta(days=days) for days in (9, 1))
        thread = commenting.open_thread(draft, by=writer, text="Well?", at=written)
        commenting.change(thread.comments.get(), by=writer, text="Well, @reader?", at=changed)
        assert Notice.objects.get().created_at == changed


class TestMail:
    def test_says_nothing_of_the_text(self, draft, writer):
        b.editor()
        workflow.submit(draft, by=writer)
        mail = Mail.objects.get()
        assert "A piece" in mail.subject
        assert "Hidden words" not in mail.text

    def test_is_left_out_for_who_wants_none_or_has_no_address(self, draft, writer):
        quiet, nowhere = b.editor(), b.editor()
        Account.objects.create(person=quiet, mails=False)
        nowhere.email = ""
        nowhere.save()
        workflow.submit(draft, by=writer)
        assert not Mail.objects.exists()
        assert told() == {quiet.username, nowhere.username}

    def test_a_refused_move_tells_nobody(self, draft, writer):
        b.editor()
        edition = b.draft(by=writer)
        with pytest.raises(Exception, match="no text"):
            workflow.submit(edition, by=writer)
        assert not Notice.objects.exists()
        assert not Mail.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_takes_as_many_queries_for_one_colleague_as_for_three(
    draft, writer, count, django_assert_num_queries
):
    for _ in range(count):
        b.editor()
    workflow.submit(draft, by=writer)
    transition = draft.transitions.get(verb="submit")
    Notice.objects.all().delete()
    Mail.objects.all().delete()
    with django_assert_num_queries(4):
        noticing.tell_of_move(transition)
    assert Notice.objects.count() == Mail.objects.count() == count
