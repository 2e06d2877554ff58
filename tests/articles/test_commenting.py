"""What colleagues say to each other about a text, and who may see it."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import commenting, drafting
from articles.errors import Missing, NotAllowed, WrongState
from articles.models import Comment, Thread
from tests import builders as b

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 5, 4, 3, tzinfo=dt.UTC)


@pytest.fixture
def writer():
    return b.author_user(name="kim.min", first_name="Min", last_name="Kim")


@pytest.fixture
def edition(writer):
    return b.draft(by=writer, blocks=[b.passage("The talks rest for now.")])


def uid_of(edition):
    return edition.passages.get().uid


class TestAThread:
    def test_is_opened_with_its_first_comment(self, edition, writer):
        thread = commenting.open_thread(
            edition,
            by=writer,
            text="  Says who?\r\n",
            block=uid_of(edition),
            field="html",
            quote="rest for now",
            prefix="x" * 80 + "The talks ",
            suffix="." + "y" * 80,
            at=NOON,
        )
        comment = thread.comments.get()
        assert (thread.article, thread.edition) == (edition.article, edition)
        assert (thread.quote, thread.field) == ("rest for now", "html")
        assert (len(thread.prefix), thread.prefix[-10:]) == (64, "The talks ")
        assert (len(thread.suffix), thread.suffix[0]) == (64, ".")
        assert (comment.text, comment.written_by) == ("Says who?", writer)
        assert comment.written_at == thread.opened_at == NOON

    def test_may_be_on_the_whole_piece(self, edition, writer):
        assert commenting.open_thread(edition, by=writer, text="Fine.").block is None

    @pytest.mark.parametrize(
        ("fields", "fault"),
        [
            ({"text": " \n "}, ("text", "required")),
            ({"text": "x" * 5001}, ("text", "too_long")),
            ({"quote": "x" * 1001, "field": "html"}, ("quote", "too_long")),
            ({"quote": "The talks", "field": "state"}, ("field", "invalid")),
            ({"quote": "The talks", "field": "html", "block": None}, ("field", "invalid")),
            ({"block": uuid.UUID(int=7)}, ("block", "invalid")),
        ],
    )
    def test_that_cannot_be_leaves_nothing(self, edition, writer, fields, fault):
        sent = {"text": "Words.", "block": uid_of(edition)} | fields
        with pytest.raises(Missing) as refused:
            commenting.open_thread(edition, by=writer, **sent)
        assert (refused.value.field, refused.value.code) == fault
        assert not Thread.objects.exists()
        assert not Comment.objects.exists()

    def test_is_answered_resolved_and_reopened(self, edition, writer):
        editor = b.editor()
        thread = commenting.open_thread(edition, by=writer, text="Why?")
        commenting.reply(thread, by=editor, text="Because.")
        assert [row.text for row in thread.comments.all()] == ["Why?", "Because."]

        thread = commenting.resolve(thread, by=editor, at=NOON)
        assert (thread.resolved_by, thread.resolved_at) == (editor, NOON)
        for again in (
            lambda: commenting.resolve(thread, by=writer),
            lambda: commenting.reply(thread, by=writer, text="But."),
        ):
            with pytest.raises(WrongState):
                again()

        thread = commenting.reopen(thread, by=writer)
        assert not thread.is_resolved
        with pytest.raises(WrongState):
            commenting.reopen(thread, by=writer)
        assert thread.comments.count() == 2

    def test_goes_on_in_the_next_edition(self):
        first = b.published(blocks=[b.passage("Words.")])
        editor = b.editor()
        commenting.open_thread(first, by=editor, text="Mend.", block=first.passages.get().uid)
        draft = drafting.new_edition(first, by=editor, change_kind="minor", change_note="A word.")

        (thread,) = commenting.threads_of(draft, editor)

        assert thread.block == draft.passages.get().uid

    def test_survives_the_editing_and_the_end_of_its_block(self, edition, writer):
        commenting.open_thread(edition, by=writer, text="Mend.", block=uid_of(edition))
        with drafting.saving(edition, version=edition.version, by=writer):
            edition.passages.all().delete()
        assert len(commenting.threads_of(edition, writer)) == 1


class TestSomebodyElse:
    """Who may not open the edition on whose screen a thread was begun."""

    def test_sees_and_writes_nothing(self, edition, writer):
        thread = commenting.open_thread(edition, by=writer, text="Between us.")
        other = b.author_user()
        assert commenting.threads_of(edition, other) == []
        assert commenting.thread_of(edition, other, thread.pk) is None
        assert commenting.summary_of(edition, other) == {"count": 0, "latest": None}
        comment = thread.comments.get()
        for tried in (
            lambda: commenting.open_thread(edition, by=other, text="I too."),
            lambda: commenting.reply(thread, by=other, text="I too."),
            lambda: commenting.change(comment, by=other, text="Mine."),
            lambda: commenting.resolve(thread, by=other),
            lambda: commenting.reopen(thread, by=other),
        ):
            with pytest.raises(NotAllowed):
                tried()
        assert [row.text for row in Comment.objects.all()] == ["Between us."]

    def test_of_a_later_edition_does_not_see_what_was_said_of_the_earlier(self):
        first = b.published(by=b.author_user(), blocks=[b.passage("Words.")])
        thread = commenting.open_thread(first, by=b.editor(), text="Between editors.")
        draft = drafting.new_edition(first, by=b.editor(), change_kind="minor", change_note="x")
        newcomer = b.author_user()
        draft.invited.set([newcomer])

        assert commenting.threads_of(draft, newcomer) == []
        assert commenting.thread_of(draft, newcomer, thread.pk) is None
        own = commenting.open_thread(draft, by=newcomer, text="A question.")
        assert commenting.threads_of(draft, newcomer) == [own]
        assert len(commenting.threads_of(draft, b.editor())) == 2


class TestAComment:
    def test_is_changed_by_its_writer_alone_and_says_so(self, edition, writer):
        comment = commenting.open_thread(edition, by=writer, text="Frist.").comments.get()
        assert commenting.change(comment, by=writer, text="Frist.").changed_at is None
        changed = commenting.change(comment, by=writer, text="First.", at=NOON)
        assert (changed.text, changed.changed_at) == ("First.", NOON)
        with pytest.raises(NotAllowed):
            commenting.change(comment, by=b.publisher(), text="Last.")
        assert Comment.objects.get().text == "First."

    @pytest.mark.parametrize(
        "text",
        ["@kim.min, look.", "Ask @KIM.MIN.", "@kim.min", "@kim.min님 보세요", "(@kim.min)"],
    )
    def test_mentions_a_colleague_by_name(self, edition, writer, text):
        comment = commenting.open_thread(edition, by=b.editor(), text=text).comments.get()
        assert list(comment.mentioned.all()) == [writer]

    def test_mentions_whom_the_screen_names(self, edition, writer):
        thread = commenting.open_thread(
            edition, by=b.editor(), text="Look.", mention=[writer.username]
        )
        assert list(thread.comments.get().mentioned.all()) == [writer]

    def test_mentions_nobody_in_a_mail_address(self, edition, writer):
        thread = commenting.open_thread(edition, by=writer, text="Write to desk@kim.min please.")
        assert not thread.comments.get().mentioned.exists()

    def test_may_not_mention_who_cannot_open_the_edition(self, edition, writer):
        outsiders = b.author_user(name="lee"), b.editor(name="park", is_active=False)
        for name in (*(row.username for row in outsiders), "nobody", "kim.mini"):
            with pytest.raises(Missing, match=f"“{name}”") as refused:
                commenting.open_thread(edition, by=writer, text=f"@{name} look")
            assert refused.value.code == "unknown_person"
        assert not Comment.objects.exists()

    def test_tells_whom_it_mentions_once(self, edition, writer):
        editor = b.editor()
        comment = commenting.open_thread(edition, by=editor, text="@kim.min look").comments.get()
        commenting.change(comment, by=editor, text="@kim.min, look here.")
        notice = writer.notices.get()
        assert (notice.comment, notice.edition) == (comment, edition)
        assert not editor.notices.exists()

    def test_changed_mentions_whom_it_mentions_now(self, edition, writer):
        editor = b.editor(name="park")
        comment = commenting.open_thread(edition, by=writer, text="@park").comments.get()
        assert list(comment.mentioned.all()) == [editor]
        commenting.change(comment, by=writer, text="Never mind.")
        assert not comment.mentioned.exists()


def test_colleagues_are_those_who_may_open_the_edition(edition, writer):
    invited, editor, publisher = b.author_user(), b.editor(), b.publisher()
    root = b.user(name="root", is_superuser=True, is_staff=True)
    edition.invited.add(invited)
    b.author_user(), b.user(), b.editor(is_active=False)
    without_role = b.user(is_staff=True)
    edition.invited.add(without_role)

    found = commenting.people_of(edition)

    assert set(found) == {writer, invited, editor, publisher, root}
    assert len(found) == 5


class TestTheSummary:
    def test_moves_with_everything_that_happens(self, edition, writer):
        at = timezone.now()
        seen = [commenting.summary_of(edition, writer)]

        def later():
            nonlocal at
            at += dt.timedelta(minutes=1)
            return at

        def look(count):
            found = commenting.summary_of(edition, writer)
            assert found["count"] == count
            assert found != seen[-1]
            seen.append(found)

        assert seen == [{"count": 0, "latest": None}]
        thread = commenting.open_thread(edition, by=writer, text="One.", at=later())
        look(1)
        commenting.open_thread(edition, by=writer, text="Two.", at=later())
        look(2)
        comment = commenting.reply(thread, by=writer, text="Three.", at=later())
        look(2)
        commenting.change(comment, by=writer, text="Four.", at=later())
        look(2)
        commenting.resolve(thread, by=writer, at=later())
        look(1)
        commenting.reopen(thread, by=writer)
        look(2)


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_threads_takes_as_many_queries(edition, writer, count):
    for _ in range(count):
        thread = commenting.open_thread(edition, by=writer, text="@kim.min look")
        for _ in range(count):
            commenting.reply(thread, by=writer, text="@kim.min again")
    commenting.threads_of(edition, writer)  # reads the person's rights, once
    with CaptureQueriesContext(connection) as queries:
        found = commenting.threads_of(edition, writer)
        [(c.written_by.username, *c.mentioned.all()) for row in found for c in row.comments.all()]
    assert len(queries) == 3
