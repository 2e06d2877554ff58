"""Entries that were entered twice: which row answers for which."""

import pytest

from issues.duplicates import all_of, survivor
from issues.models import Actor
from tests import builders as b

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    """Three public actors, the third merged into the second, the second into the first."""
    found = [b.actor() for _ in range(3)]
    b.published(blocks=[b.advice(to=row) for row in found])
    for other, into in ((found[2], found[1]), (found[1], found[0])):
        Actor.objects.filter(pk=other.pk).update(merged_into=into)
    return [Actor.objects.get(pk=row.pk) for row in found]


def test_the_last_one_in_a_row_of_merges_answers_for_all(rows):
    assert [survivor(row) for row in rows] == [rows[0]] * 3


def test_all_that_were_merged_into_an_entry_belong_to_it(rows):
    assert all_of(rows[0]) == {row.pk for row in rows}
    assert all_of(rows[1]) == {rows[1].pk, rows[2].pk}
    assert all_of(rows[2]) == {rows[2].pk}


def test_what_readers_do_not_know_answers_for_nothing(rows):
    hidden = b.actor()
    Actor.objects.filter(pk=rows[0].pk).update(merged_into=hidden)

    assert survivor(Actor.objects.get(pk=rows[2].pk)) == rows[0]


def test_a_circle_that_nobody_may_make_ends_all_the_same(rows):
    Actor.objects.filter(pk=rows[0].pk).update(merged_into=rows[2])

    assert all_of(rows[0]) == {row.pk for row in rows}
    assert survivor(Actor.objects.get(pk=rows[0].pk)) in rows
