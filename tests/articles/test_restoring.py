"""An earlier save brought back is a new save; nothing is taken from the history."""

import pytest

from articles import drafting, workflow
from articles.canonical import canonical
from articles.contents import contents_of_one
from articles.errors import NotAllowed, Stale, WrongState
from articles.images import figure_storage
from articles.models import BLOCKS, Snapshot
from articles.restoring import restore
from issues.models import Issue, Recommendation, Trait
from tests import builders as b

from .test_snapshots import rich_draft

pytestmark = pytest.mark.django_db


def save_of(edition, version):
    return Snapshot.objects.select_related("edition").get(edition=edition, version=version)


def text_of(edition):
    edition.refresh_from_db()
    return canonical(edition, contents_of_one(edition))


@pytest.fixture
def edited():
    """An edition that lost all blocks but one after a first full save, and that save's text."""
    edition = b.write(rich_draft(by=None), notes=["<p>A note</p>"])
    full, version = text_of(edition), edition.version
    for model in BLOCKS:
        model.objects.filter(parent=edition).delete()
    edition.notes.all().delete()
    b.write(edition, title="Other words", blocks=[b.passage("Only this.")])
    return edition, full, version


def test_the_text_reads_as_it_did_and_the_history_grows(edited):
    edition, full, version = edited
    person, now = b.editor(), edition.version
    count = edition.snapshots.count()

    restored = restore(edition, save_of(edition, version), version=now, by=person)

    assert restored.changed == []
    assert text_of(edition) == full
    assert (edition.version, edition.saved_by) == (now + 1, person)
    assert edition.snapshots.count() == count + 1
    last = save_of(edition, now + 1)
    assert last.why.startswith("restored from the save of ")
    assert f"(version {version})" in last.why
    # What stood there before can be brought back in turn.
    restore(edition, save_of(edition, now), version=now + 1, by=person)
    assert edition.passages.get().html == "<p>Only this.</p>"


def test_a_stale_write_changes_nothing(edited):
    edition, _, version = edited
    with pytest.raises(Stale):
        restore(edition, save_of(edition, version), version=edition.version - 1, by=b.editor())
    assert text_of(edition)["title"] == "Other words"


def test_the_same_text_again_is_no_save(edited):
    edition, _, _ = edited
    with pytest.raises(WrongState):
        restore(edition, save_of(edition, edition.version), version=edition.version, by=b.editor())
    assert edition.snapshots.count() == edition.version


def test_an_approved_text_stays(edited):
    edition, _, version = edited
    edition = b.approve(edition)
    with pytest.raises(WrongState):
        restore(edition, save_of(edition, version), version=edition.version, by=b.editor())


def test_a_save_of_the_edition_before_can_be_brought_back():
    first = b.published("First words", blocks=[b.passage("One.")])
    draft = drafting.new_edition(
        first, by=b.editor(), change_kind="correction", change_note="Put right."
    )
    b.write(draft, title="Second words", blocks=[b.passage("Two.")])

    last = first.snapshots.first()
    restore(draft, save_of(first, last.version), version=draft.version, by=b.editor())

    draft.refresh_from_db()
    assert draft.title == "First words"
    assert [row.html for row in draft.passages.all()] == ["<p>One.</p>"]
    assert (draft.change_kind, draft.change_note) == ("correction", "Put right.")
    assert "edition 1" in draft.snapshots.first().why


def test_only_saves_that_the_person_may_see_and_of_the_same_piece():
    writer, other = b.author_user(), b.author_user()
    first = b.published(by=other, blocks=[b.passage("Not for all.")])
    draft = drafting.new_edition(first, by=b.editor(), change_kind="minor", change_note="A word.")
    draft.invited.set([writer])
    theirs = first.snapshots.first()
    elsewhere = b.draft(by=writer, blocks=[b.passage("Elsewhere.")])

    for snapshot in (theirs, elsewhere.snapshots.first()):
        with pytest.raises(NotAllowed):
            restore(draft, snapshot, version=draft.version, by=writer)


def test_without_its_entry_a_block_comes_back_as_a_passage(edited):
    edition, full, version = edited
    advised = Recommendation.objects.get().uid
    Recommendation.objects.all().delete()
    Trait.objects.all().delete()
    Issue.objects.all().delete()

    restored = restore(edition, save_of(edition, version), version=edition.version, by=None)

    assert len(restored.changed) == 2
    said = {block["kind"]: block for block in full["blocks"]}
    headings = [row.heading for row in edition.passages.all()]
    assert headings == ["Head", said["trait"]["name"], "What next?"]
    assert edition.passages.all()[2].html.startswith("<p>Wait and see.</p><p>A reason</p>")
    assert edition.recommendationblocks.get().recommendation.uid == advised


def test_blocks_that_cite_one_recommendation_which_is_gone_share_the_new_one():
    one = b.recommendation("Talk.")
    said = [b.advice("Talk.", recommended=one), b.advice("Talk soon.", recommended=one)]
    edition = b.draft(blocks=said)
    version = edition.version
    edition.recommendationblocks.all().delete()
    b.write(edition, blocks=[b.passage("Only this.")])
    Recommendation.objects.all().delete()

    restore(edition, save_of(edition, version), version=edition.version, by=None)

    blocks = edition.recommendationblocks.order_by("ordering")
    assert [block.wording for block in blocks] == ["Talk.", "Talk soon."]
    assert {block.recommendation.uid for block in blocks} == {one.uid}


def test_without_its_file_a_figure_is_named_and_left_out(edited):
    edition, full, version = edited
    name = next(block["sha256"] for block in full["blocks"] if block["kind"] == "figure")
    figure_storage().delete(f"figures/{name}.png")

    restored = restore(edition, save_of(edition, version), version=edition.version, by=None)

    assert [str(text) for text in restored.changed] == [
        "The figure “Caption” could not come back: its image file is gone."
    ]
    assert not edition.figures.exists()


def test_a_restored_text_goes_on_to_readers(edited):
    edition, full, version = edited
    restore(edition, save_of(edition, version), version=edition.version, by=None)
    edition = workflow.publish(b.approve(edition), by=b.publisher())
    assert text_of(edition) == full | {"number": 1}
