"""The one door for text."""

import datetime as dt

import pytest

from articles import drafting, workflow
from articles.errors import Missing, NotAllowed, Stale, WrongState
from articles.models import Article, Edition, Passage
from tests import builders as b

pytestmark = pytest.mark.django_db


def save_title(edition, title, *, version=None, by=None):
    with drafting.saving(edition, version=version or edition.version, by=by) as save:
        save.edition.title = title
    edition.refresh_from_db()
    return edition


class TestSaving:
    def test_moves_the_version_on_and_keeps_a_snapshot(self):
        person = b.editor()
        edition = b.draft("Before")
        version = edition.version
        save_title(edition, "After", by=person)
        assert edition.version == version + 1
        snapshot = edition.snapshots.get(version=edition.version)
        assert snapshot.content["title"] == "After"
        assert (edition.saved_by, snapshot.saved_by) == (person, person)

    def test_every_version_that_was_called_saved_can_be_fetched(self):
        edition = b.draft("One")
        for title in ("Two", "Three"):
            save_title(edition, title)
        titles = [s.content["title"] for s in edition.snapshots.order_by("version")]
        assert titles == ["One", "One", "Two", "Three"]

    def test_a_stale_write_is_refused_and_changes_nothing(self):
        edition = b.draft("Before")
        read = edition.version
        save_title(edition, "Theirs")
        with pytest.raises(Stale) as refused, drafting.saving(edition, version=read, by=None):
            pytest.fail("the writer must not get in")
        assert refused.value.edition.title == "Theirs"
        edition.refresh_from_db()
        assert edition.title == "Theirs"

    def test_an_abandoned_save_changes_nothing(self):
        edition = b.draft("Before", blocks=[b.passage("Kept.")])
        with drafting.saving(edition, version=edition.version, by=None) as save:
            save.edition.passages.all().delete()
            save.abandon()
        fresh = Edition.objects.get(pk=edition.pk)
        assert fresh.version == edition.version
        assert fresh.passages.count() == 1

    @pytest.mark.parametrize("who", ["other author", "nobody's role", "deactivated"])
    def test_is_refused_to_people_who_may_not(self, who):
        people = {
            "other author": b.author_user,
            "nobody's role": b.user,
            "deactivated": lambda: b.editor(is_active=False),
        }
        edition = b.draft("Before")
        with pytest.raises(NotAllowed):
            save_title(edition, "After", by=people[who]())

    def test_is_open_to_an_invited_author(self):
        edition, guest = b.draft("Before"), b.author_user()
        edition.invited.add(guest)
        assert save_title(edition, "After", by=guest).title == "After"

    def test_is_refused_once_approved(self):
        edition = b.approved(blocks=[b.passage()])
        with pytest.raises(WrongState):
            save_title(edition, "After")

    def test_cleans_html_whatever_path_it_came_by(self):
        edition = b.draft()
        block = Passage(html='<p onclick="x()">Words<script>bad()</script></p>')
        b.write(edition, blocks=[block])
        assert Passage.objects.get(parent=edition).html == "<p>Words</p>"

    def test_normalises_text_and_drops_control_characters(self):
        edition = save_title(b.draft(), "  가\u202e\u0007나 ".replace("가", "\u1100\u1161"))
        assert edition.title == "가나"

    def test_numbers_blocks_across_kinds(self):
        edition = b.draft(blocks=[b.passage("One."), b.assessment(), b.passage("Two.")])
        orders = [*edition.passages.values_list("ordering", flat=True)]
        orders += edition.assessments.values_list("ordering", flat=True)
        assert sorted(orders) == [10, 20, 30]

    def test_keeps_the_wording_of_the_day(self):
        trait, advice = b.trait("caution"), b.recommendation("Wait.")
        blocks = [b.trait_block(trait), b.advice(recommended=advice, wording="")]
        edition = b.draft(blocks=blocks, authors=[b.author("Example Name")])
        for row, name in ((trait, "haste"), (edition.bylines.get().author, "New Name")):
            row.name = name
            row.save()
        advice.wording = "Act."
        advice.save()
        assert edition.traitblocks.get().name == "caution"
        assert edition.recommendationblocks.get().wording == "Wait."
        assert edition.bylines.get().name == "Example Name"


class TestStart:
    def test_gives_korean_titles_korean_slugs(self):
        assert b.draft("방위비 분담금").article.slug == "방위비-분담금"

    def test_numbers_slugs_that_are_taken(self):
        slugs = [b.draft("Same title").article.slug for _ in range(3)]
        assert slugs == ["same-title", "same-title-2", "same-title-3"]

    def test_avoids_words_that_addresses_use(self):
        assert b.draft("Compare").article.slug == "article-compare"

    def test_takes_the_disclaimer_of_the_series(self):
        series = b.series(disclaimer="In English.", disclaimer_ko="한국어로.")
        assert b.draft(series=series).disclaimer == "In English."
        assert b.draft(series=series, language="ko").disclaimer == "한국어로."

    def test_is_refused_to_people_without_a_role(self):
        with pytest.raises(NotAllowed):
            drafting.start(title="Mine", by=b.user())
        assert Article.objects.count() == 0


class TestNewEdition:
    def test_copies_text_bylines_and_uids(self):
        blocks = [b.passage("One."), b.assessment(), b.advice(), b.trait_block()]
        first = b.published(blocks=blocks, published_on=dt.date(2025, 3, 4))
        second = drafting.new_edition(
            first, by=b.editor(), change_kind="minor", change_note="Layout."
        )
        assert (second.title, second.published_on) == (first.title, first.published_on)
        for kind in ("passages", "assessments", "recommendationblocks", "traitblocks"):
            uids = getattr(first, kind).values_list("uid", flat=True)
            assert list(getattr(second, kind).values_list("uid", flat=True)) == list(uids)
        assert second.bylines.get().name == first.bylines.get().name

    def test_needs_kind_and_note(self):
        first = b.published(blocks=[b.passage()])
        for kind, note in (("minor", " "), ("first", "Note"), ("nonsense", "Note"), ("", "Note")):
            with pytest.raises(Missing):
                drafting.new_edition(first, by=b.editor(), change_kind=kind, change_note=note)

    def test_is_refused_while_another_is_open(self):
        first = b.published(blocks=[b.passage()])
        note = {"change_kind": "minor", "change_note": "Layout."}
        drafting.new_edition(first, by=b.editor(), **note)
        with pytest.raises(WrongState):
            drafting.new_edition(first, by=b.editor(), **note)

    def test_is_refused_of_a_draft(self):
        with pytest.raises(WrongState):
            drafting.new_edition(
                b.draft(), by=b.editor(), change_kind="minor", change_note="Layout."
            )

    def test_leaves_the_person_who_wrote_the_first_one_in(self):
        writer = b.author_user()
        first = b.draft(by=writer, blocks=[b.passage()])
        workflow.submit(first, by=writer)
        workflow.approve(first, by=b.editor())
        first = workflow.publish(first, by=b.publisher())
        second = drafting.new_edition(
            first, by=b.editor(), change_kind="minor", change_note="Layout."
        )
        assert Edition.objects.visible_to(writer).filter(pk=second.pk).exists()
