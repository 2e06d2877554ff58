"""A save read back is the text that was saved, whatever became of what it cites."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import snapshots
from articles.canonical import canonical
from articles.contents import contents_of_one
from articles.models import BLOCKS, Figure, Snapshot
from tests import builders as b

pytestmark = pytest.mark.django_db


def rich_draft(**fields):
    """An edition with a block of every kind."""
    return b.draft(
        "A title",
        subtitle="A subtitle",
        abstract="An abstract",
        disclaimer="A disclaimer",
        published_on=dt.date(2026, 3, 4),
        blocks=[
            b.passage("One.", heading="Head"),
            b.trait_block(),
            b.assessment(
                number=1,
                outlook="steady",
                likelihood="likely",
                horizon=dt.date(2027, 1, 2),
                change_reason="A reason",
            ),
            b.advice("Act."),
            b.figure(b.png(), alt="Alt", caption="Caption", credit="Credit"),
        ],
        authors=[b.author("Ada Mun", position="Fellow"), b.author("Bo Seo")],
        **fields,
    )


def last_save(edition):
    return Snapshot.objects.select_related("edition__article").filter(edition=edition)[0]


def test_every_kind_of_block_is_read_back():
    edition = b.write(rich_draft(), notes=["<p>A note</p>", "<p>Another</p>"])
    contents = contents_of_one(edition)
    assert {block.kind for block in contents.blocks} == {block.kind for block in BLOCKS}
    assert len(contents.notes) == 2

    head, read = snapshots.parsed(last_save(edition))

    assert canonical(head, read) == canonical(edition, contents)
    assert [str(block) for block in read.blocks] == [str(block) for block in contents.blocks]
    assert head.pk is None
    assert all(row.pk is None for row in (*read.blocks, *read.notes))


def test_the_head_says_which_save_it_is():
    edition = rich_draft()
    head, _ = snapshots.parsed(last_save(edition))
    assert (head.version, head.article) == (edition.version, edition.article)


def test_blocks_lead_to_the_registers_entries_and_to_the_image():
    edition = rich_draft()
    _, trait, assessment, advice, figure = contents_of_one(edition).blocks
    read = snapshots.parsed(last_save(edition))[1].blocks
    assert read[1].trait == trait.trait
    assert read[1].trait.actor == trait.trait.actor
    assert read[2].issue == assessment.issue
    assert read[3].recommendation == advice.recommendation
    assert (read[4].image.name, read[4].width) == (figure.image.name, figure.width)


def test_what_was_deleted_since_leaves_its_words():
    edition = rich_draft()
    for model in BLOCKS:
        model.objects.filter(parent=edition).delete()
    edition.bylines.all().delete()
    for entry in (b.Trait, b.Issue, b.Recommendation, b.Author):
        entry.objects.all().delete()

    head, read = snapshots.parsed(last_save(edition))

    assert canonical(head, read) == last_save(edition).content
    assert read.blocks[1].trait.pk is None
    assert read.blocks[3].recommendation.pk is None
    assert read.bylines[0].author.pk is None
    # The file outlives the block that showed it.
    assert not Figure.objects.exists()
    assert read.blocks[4].image.storage.exists(read.blocks[4].image.name)
    assert (read.blocks[4].width, read.blocks[4].height) == (40, 20)


def test_an_image_whose_file_is_gone_has_none():
    edition = rich_draft()
    figure = edition.figures.get()
    figure.image.storage.delete(figure.image.name)
    figure.delete()
    assert not snapshots.parsed(last_save(edition))[1].blocks[4].image


def test_a_shape_of_another_release_is_refused():
    with pytest.raises(snapshots.UnknownFormat):
        snapshots.read([{"format": 999}])


@pytest.mark.parametrize("pieces", [1, 3])
def test_any_number_of_saves_takes_as_many_queries(pieces):
    editions = [rich_draft() for _ in range(pieces)]
    saves = [last_save(edition) for edition in editions]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = snapshots.parsed_many(saves)
        [str(block) for _, contents in found for block in contents.blocks]
    assert len(queries) == 5
