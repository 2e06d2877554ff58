"""Blocks in order, in a fixed number of queries."""

import pytest

from articles.contents import contents_of, contents_of_one
from tests import builders as b

pytestmark = pytest.mark.django_db

#: One a kind of block, one for bylines, one for notes.
QUERIES = 7


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_editions_costs_the_same(count, django_assert_num_queries):
    kinds = (b.passage, b.assessment, b.advice, b.trait_block)
    editions = [b.draft(blocks=[make() for make in kinds * 3]) for _ in range(count)]
    with django_assert_num_queries(QUERIES):
        for contents in contents_of(editions).values():
            assert len(contents.blocks) == 12
            for block in contents.blocks:
                str(block)
                if block.kind == "trait":
                    str(block.trait.actor)
                elif block.kind == "assessment":
                    str(block.issue)
                elif block.kind == "recommendation":
                    str(block.recommendation.addressee)


def test_recommendations_stand_under_the_block_before_them():
    issue = b.issue()
    edition = b.draft(
        blocks=[
            b.passage(),
            b.assessment(issue),
            b.advice("A", of=issue),
            b.advice("B"),
            b.passage(),
        ]
    )
    sections = contents_of_one(edition).sections()
    assert [(block.kind, [str(a) for a in advice]) for block, advice in sections] == [
        ("passage", []),
        ("assessment", ["A", "B"]),
        ("passage", []),
    ]


def test_no_editions_cost_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert contents_of([]) == {}
