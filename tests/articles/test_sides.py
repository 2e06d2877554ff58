"""Which texts of a piece can be compared, by whom, and which a person is shown at first."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import drafting, sides, workflow, working
from articles.canonical import canonical
from articles.contents import contents_of_one
from tests import builders as b

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 5, 4, 3, tzinfo=dt.UTC)


def new_draft(edition, **words):
    draft = drafting.new_edition(edition, by=b.editor(), change_kind="minor", change_note="A word.")
    return b.write(draft, **words) if words else draft


class TestTheTexts:
    def test_are_every_save_newest_first(self):
        first = b.published("One", blocks=[b.passage()])
        draft = new_draft(first, title="Two")
        first.refresh_from_db()
        found = sides.sides_of(draft, b.editor())
        assert [(side.edition, side.version, side.is_last) for side in found] == [
            (draft, 2, True),
            (draft, 1, False),
            (first, 2, True),
            (first, 1, False),
        ]

    def test_are_for_authors_their_own_and_what_readers_get(self):
        first = b.published("One", by=b.author_user(), blocks=[b.passage("zqsecret")])
        draft = new_draft(first)
        writer = b.author_user()
        draft.invited.set([writer])
        found = sides.sides_of(draft, writer)
        assert {side.edition for side in found} == {draft, first}
        assert [side.version for side in found if side.edition == first] == [2]
        withdrawn = workflow.withdraw(first, by=b.publisher(), reason="Wrong.")
        found = sides.sides_of(draft, writer)
        assert withdrawn not in {side.edition for side in found}

    def test_are_named_by_edition_and_version(self):
        edition = b.draft(blocks=[b.passage()])
        edition = workflow.submit(edition, by=b.editor())
        found = sides.sides_of(edition, b.editor())
        # A move has a version and no text of its own: the text is that of the save before.
        assert [sides.named(found, edition.pk, n).version for n in (1, 2, 3)] == [1, 2, 2]
        assert sides.named(found, edition.pk, 4) is None
        assert sides.named(found, edition.pk + 1, 1) is None

    def test_read_as_they_were_saved_and_sealed(self):
        first = b.published("One", blocks=[b.passage("One.")])
        draft = new_draft(first, title="Two")
        found = sides.sides_of(draft, b.editor())
        read = sides.texts_of(*found)
        first.refresh_from_db()
        assert canonical(*read[2]) == canonical(first, contents_of_one(first))
        assert read[2][0].published_on is not None
        assert [head.title for head, _ in read] == ["Two", "One", "One", "One"]
        assert [len(contents.blocks) for _, contents in read] == [1, 1, 1, 0]

    @pytest.mark.parametrize("count", [1, 3])
    def test_take_as_many_queries_however_many_they_are(self, count):
        editor = b.editor()
        edition = b.published(blocks=[b.passage(), b.advice(), b.assessment(), b.trait_block()])
        draft = new_draft(edition)
        for n in range(count):
            b.write(draft, title=f"Title {n}")
        sides.sides_of(draft, editor)
        with CaptureQueriesContext(connection) as queries:
            found = sides.sides_of(draft, editor)
        assert len(queries) == 3
        with CaptureQueriesContext(connection) as queries:
            sides.texts_of(*found)
        # Blocks by kind, bylines, notes; the saves, and what they cite by kind.
        assert len(queries) == 12


class TestTheFirstChoice:
    def chosen(self, edition, person):
        edition.refresh_from_db()
        found = sides.sides_of(edition, person)
        bases = sides.bases_of(edition, found, person)
        name = sides.first_choice(edition, bases, person)
        return name, bases[name].version if name else None

    def test_of_a_reviewer_is_what_changed_since_they_looked(self):
        reviewer, writer = b.editor(), b.editor()
        edition = b.draft("One", by=writer, blocks=[b.passage()])
        edition = workflow.submit(edition, by=writer)
        working.look(edition, by=reviewer, at=NOON)
        for title in ("Two", "Three"):
            b.write(edition, by=writer, title=title)
        assert self.chosen(edition, reviewer) == ("looked", 2)
        # Having the newest text before the eyes does not take away what is new in it.
        working.look(edition, by=reviewer, at=NOON)
        assert self.chosen(edition, reviewer) == ("looked", 2)
        b.write(edition, by=writer, title="Four")
        assert self.chosen(edition, reviewer) == ("looked", 5)

    def test_of_a_reviewer_who_has_not_looked_is_what_differs_from_the_live_edition(self):
        live = b.published("One", blocks=[b.passage()])
        draft = workflow.submit(new_draft(live, title="Two"), by=b.editor())
        name, _ = self.chosen(draft, b.editor())
        assert name == "live"

    def test_of_a_first_edition_is_what_was_changed_since_it_was_submitted(self):
        edition = workflow.submit(b.draft("One", blocks=[b.passage()]), by=b.editor())
        assert self.chosen(edition, b.editor()) == ("begun", 1)
        b.write(edition, title="Two")
        assert self.chosen(edition, b.editor()) == ("submitted", 2)

    def test_of_the_submitter_is_no_reviewers(self):
        live = b.published("One", blocks=[b.passage()])
        writer = b.editor()
        draft = workflow.submit(new_draft(live), by=writer)
        b.write(draft, by=writer, title="Two")
        assert self.chosen(draft, writer)[0] == "live"

    @pytest.mark.parametrize("state", ["approved", "scheduled"])
    def test_of_what_was_approved_is_what_differs_from_the_live_edition(self, state):
        live = b.published("One", blocks=[b.passage()])
        reviewer = b.editor()
        draft = new_draft(live)
        working.look(draft, by=reviewer, at=NOON)
        draft = b.approve(b.write(draft, title="Two"))
        if state == "scheduled":
            draft = workflow.schedule(draft, by=b.publisher(), due_at=b.noon(dt.date(2099, 1, 1)))
        name, version = self.chosen(draft, reviewer)
        live.refresh_from_db()
        assert (name, version) == ("live", live.snapshots.first().version)

    def test_of_a_text_that_was_never_changed_is_none(self):
        edition = drafting.start(title="One", by=None)
        assert self.chosen(edition, b.editor()) == (None, None)

    def test_of_a_writer_is_the_save_before(self):
        edition = b.draft("One", blocks=[b.passage()])
        b.write(edition, title="Two")
        assert self.chosen(edition, b.editor()) == ("before", 2)
