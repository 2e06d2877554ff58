"""What is under way: kept for its person, told to colleagues, never moving the edition."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from articles import working
from articles.errors import NotAllowed
from articles.models import Look, Snapshot, Visit, WorkingCopy
from tests import builders as b

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TEXT = {"title": ["Typed"], "passages-0-html": ["<p>Typed and not saved.</p>"]}


@pytest.fixture
def edition():
    return b.draft(by=b.author_user(), blocks=[b.passage("Saved.")])


def keep(edition, **changed):
    asked = {
        "by": edition.created_by,
        "tab": uuid.UUID(int=1),
        "sequence": 1,
        "version": edition.version,
        "content": TEXT,
        "at": NOW,
    }
    return working.keep(edition, **(asked | changed))


class TestKeeping:
    def test_moves_neither_the_edition_nor_its_history(self, edition):
        before = edition.version, Snapshot.objects.count()
        kept = keep(edition)
        edition.refresh_from_db()
        assert (edition.version, Snapshot.objects.count()) == before
        assert not kept.is_stale
        assert WorkingCopy.objects.get().content == TEXT

    def test_a_later_text_of_the_tab_takes_the_place_of_the_earlier_one(self, edition):
        keep(edition)
        keep(edition, sequence=2, content={"title": ["More"]})
        assert [copy.content for copy in WorkingCopy.objects.all()] == [{"title": ["More"]}]

    def test_the_same_text_sent_twice_is_kept_once(self, edition):
        keep(edition)
        keep(edition)
        assert WorkingCopy.objects.count() == 1

    @pytest.mark.parametrize("sequence", [1, 0])
    def test_an_earlier_text_that_arrives_late_replaces_nothing_and_is_not_called_kept(
        self, edition, sequence
    ):
        keep(edition)
        with pytest.raises(working.OtherTab):
            keep(edition, sequence=sequence, content={"title": ["Earlier"]})
        assert WorkingCopy.objects.get().content == TEXT

    def test_two_tabs_of_one_person_have_a_text_each(self, edition):
        keep(edition)
        keep(edition, tab=uuid.UUID(int=2), content={"title": ["In the other tab"]})
        assert WorkingCopy.objects.filter(person=edition.created_by).count() == 2

    def test_what_is_behind_the_edition_is_kept_and_told_to_be(self, edition):
        read = edition.version
        b.write(edition, by=edition.created_by, title="Saved by somebody")
        kept = keep(edition, version=read)
        assert kept.is_stale
        assert WorkingCopy.objects.get().version == read

    def test_what_was_approved_meanwhile_still_keeps_what_was_typed(self, edition):
        b.approve(edition)
        assert keep(edition).is_stale
        assert WorkingCopy.objects.count() == 1

    def test_is_for_those_who_may_open_the_edition(self, edition):
        with pytest.raises(NotAllowed):
            keep(edition, by=b.author_user())
        assert not WorkingCopy.objects.exists()

    def test_refuses_more_than_a_piece_can_be(self, edition):
        with pytest.raises(working.TooMuch):
            keep(edition, content={"title": ["x" * working.LONGEST]})
        assert not WorkingCopy.objects.exists()

    def test_refuses_more_copies_than_anybody_has(self, edition, monkeypatch):
        monkeypatch.setattr(working, "MOST", 2)
        for place in (1, 2):
            keep(edition, tab=uuid.UUID(int=place))
        with pytest.raises(working.TooMuch):
            keep(edition, tab=uuid.UUID(int=3))
        keep(edition, tab=uuid.UUID(int=2), sequence=2, content={"title": ["Still kept"]})

    def test_forgetting_leaves_the_copies_of_other_tabs_and_of_others(self, edition):
        colleague = b.editor()
        keep(edition)
        keep(edition, tab=uuid.UUID(int=2))
        keep(edition, by=colleague)
        working.forget(edition, by=edition.created_by, tabs=[uuid.UUID(int=1)])
        left = {(copy.person, copy.tab) for copy in WorkingCopy.objects.all()}
        assert left == {(edition.created_by, uuid.UUID(int=2)), (colleague, uuid.UUID(int=1))}


class TestPresence:
    @staticmethod
    def visit(edition, by, *, minutes=0, tab=1, typed=False):
        at = NOW - dt.timedelta(minutes=minutes)
        working.visit(edition, by=by, tab=uuid.UUID(int=tab), typed=typed, at=at)

    @staticmethod
    def present(edition, by, tab=9):
        found = working.present(edition, by=by, tab=uuid.UUID(int=tab), at=NOW)
        # Who made the edition a moment ago is told of too.
        return [each for each in found if each.person.pk != edition.created_by_id]

    def test_tells_who_has_it_open_and_not_oneself(self, edition):
        me, colleague = b.editor(), b.editor()
        self.visit(edition, me, tab=9)
        self.visit(edition, colleague, typed=True)
        (found,) = self.present(edition, me)
        assert (found.person, found.is_here, found.typed_at) == (colleague, True, NOW)

    def test_tells_who_is_writing_in_one_of_their_tabs(self, edition):
        colleague = b.editor()
        self.visit(edition, colleague, minutes=1, tab=1, typed=True)
        self.visit(edition, colleague, tab=2)
        (found,) = self.present(edition, b.editor())
        assert (found.seen_at, found.typed_at) == (NOW, NOW - dt.timedelta(minutes=1))

    def test_tells_of_oneself_in_another_tab(self, edition):
        me = b.editor()
        self.visit(edition, me, tab=2)
        (found,) = self.present(edition, me)
        assert found.is_self

    def test_a_closed_tab_is_left_at_once(self, edition):
        colleague = b.editor()
        self.visit(edition, colleague)
        working.leave(edition, by=colleague, tab=uuid.UUID(int=1), at=NOW)
        (found,) = self.present(edition, b.editor())
        assert not found.is_here

    def test_tells_who_left_and_forgets_who_left_long_ago(self, edition):
        gone, long_gone = b.editor(), b.editor()
        self.visit(edition, long_gone, minutes=30)
        self.visit(edition, gone, minutes=5)
        (found,) = self.present(edition, b.editor())
        assert (found.person, found.is_here) == (gone, False)
        assert not Visit.objects.filter(person=long_gone).exists()

    def test_tells_who_saved_without_having_it_open(self, edition):
        colleague = b.editor()
        b.write(edition, by=colleague, title="Saved", at=NOW)
        found = self.present(edition, b.editor())
        assert [(each.person, each.saved_at) for each in found][-1] == (colleague, NOW)

    @pytest.mark.parametrize("count", [1, 3])
    def test_takes_as_many_queries_for_one_colleague_as_for_three(
        self, edition, count, django_assert_num_queries
    ):
        for _ in range(count):
            self.visit(edition, b.editor())
        me = b.editor()
        with django_assert_num_queries(2):
            assert len(self.present(edition, me)) == count


def test_a_look_is_noted_once_for_each_text(edition):
    me = b.editor()
    working.look(edition, by=me, at=NOW)
    working.look(edition, by=me, at=NOW)
    first = edition.version
    b.write(edition, by=edition.created_by, title="Changed")
    working.look(edition, by=me, at=NOW)
    assert [row.version for row in Look.objects.filter(person=me)] == [edition.version, first]
