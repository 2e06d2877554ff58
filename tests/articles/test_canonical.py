"""The canonical JSON holds what is the edition's own, and nothing that changes later."""

import json

import pytest

from articles.canonical import SHAPES, canonical, checksum
from articles.contents import contents_of_one
from articles.models import BLOCKS, Edition
from tests import builders as b


def test_every_kind_of_block_has_a_shape():
    assert set(SHAPES) == {block.kind for block in BLOCKS}


def test_the_checksum_does_not_depend_on_the_order_of_keys():
    assert checksum({"a": 1, "b": "가"}) == checksum({"b": "가", "a": 1})
    assert len(checksum({})) == 64


@pytest.mark.django_db
def test_what_a_person_can_write_is_in_it():
    issue, trait, advised = b.issue(), b.trait(), b.recommendation("Act.")
    edition = b.draft(
        "Title",
        subtitle="Subtitle",
        abstract="Abstract",
        disclaimer="Disclaimer",
        blocks=[
            b.passage("Passage", heading="Heading"),
            b.trait_block(trait, "Trait"),
            b.assessment(issue, "Question?", "Answer", change_reason="Reason", outlook="steady"),
            b.advice(recommended=advised, wording="Wording"),
            b.figure(b.png(), alt="Alt", caption="Caption", credit="Credit"),
        ],
        authors=[b.author("Name", position="Position", affiliation="Affiliation")],
    )
    b.write(edition, notes=["<p>Note</p>"])
    text = json.dumps(canonical(edition, contents_of_one(edition)))
    for word in (
        "Title Subtitle Abstract Disclaimer Heading Passage Trait Question? Answer Reason steady Wording"
        " Alt Caption Credit Name Position Affiliation Note"
    ).split():
        assert word in text
    for entry in (issue, trait, advised):
        assert str(entry.uid) in text


@pytest.mark.django_db
def test_a_published_checksum_is_that_of_its_text():
    edition = b.published(blocks=[b.passage(), b.assessment(), b.advice(), b.trait_block()])
    edition = Edition.objects.get(pk=edition.pk)
    assert edition.checksum == checksum(canonical(edition, contents_of_one(edition)))
    last = edition.snapshots.first().content
    assert last == canonical(edition, contents_of_one(edition)) | {
        "number": None,
        "published_on": None,
    }
