"""Which editions readers are told of, in which order, under which name."""

import datetime as dt

import pytest

from articles import drafting, workflow
from articles.corrections import name_of, notices
from articles.models import Edition
from tests import builders as b

pytestmark = pytest.mark.django_db


def told():
    return [(row.number, row.change_kind, row.is_released, row.shown_title) for row in notices()]


def title(value):
    def change(draft):
        draft.title = value
        draft.save()

    return change


def test_corrections_and_clarifications_are_told_and_nothing_else_that_is_new():
    edition = b.published("A piece", blocks=[b.passage()])
    for kind in ("correction", "minor", "clarification", "new_version"):
        edition = b.next_edition(edition, change_kind=kind)

    assert told() == [
        (4, "clarification", True, "A piece"),
        (2, "correction", True, "A piece"),
    ]


def test_a_correction_keeps_the_title_that_it_had():
    first = b.published("A piece", blocks=[b.passage()])
    second = b.next_edition(first, change=title("Put right"))
    b.next_edition(second, change_kind="minor", change=title("Later"))

    assert told() == [(2, "correction", True, "Put right")]


def test_a_withdrawal_stands_where_it_was_withdrawn_without_its_title():
    first = b.published("Zq", on=dt.date(2020, 1, 1), blocks=[b.passage()])
    other = b.published("Other", blocks=[b.passage()])
    b.next_edition(other)
    workflow.withdraw(first, by=b.publisher(), reason="Wrong.")

    assert told() == [(1, "first", False, ""), (2, "correction", True, "Other")]
    assert notices()[0].told_at == notices()[0].withdrawn_at


def test_an_earlier_edition_that_is_withdrawn_goes_by_the_live_title():
    first = b.published("Zq", blocks=[b.passage()])
    b.next_edition(first, change_kind="new_version", change=title("Live"))
    workflow.withdraw(Edition.objects.get(pk=first.pk), by=b.publisher(), reason="Wrong.")

    assert told() == [(1, "first", False, "Live")]


def test_a_withdrawn_correction_is_told_once_as_withdrawn():
    second = b.next_edition(b.published(blocks=[b.passage()]))
    workflow.withdraw(second, by=b.publisher(), reason="Wrong.")

    assert told() == [(2, "correction", False, "")]


def test_what_is_not_published_is_not_told():
    live = b.published(blocks=[b.passage()])
    draft = drafting.new_edition(live, by=b.publisher(), change_kind="correction", change_note="Zq")
    assert told() == []

    workflow.submit(draft, by=b.editor())
    workflow.approve(draft, by=b.editor())
    assert told() == []


def test_a_piece_without_a_title_to_show_goes_by_its_day():
    edition = b.withdrawn(on=dt.date(2024, 5, 3), blocks=[b.passage()])

    assert name_of(edition) == "a piece of 3 May 2024"
    assert name_of(edition, "Title") == "Title"


def test_costs_the_same_for_one_notice_and_for_three(django_assert_num_queries):
    for _ in range(2):
        b.next_edition(b.published(blocks=[b.passage()]))
        b.withdrawn(blocks=[b.passage()])
        with django_assert_num_queries(2):
            for row in notices():
                assert row.article.slug
                list(row.bylines.all())
