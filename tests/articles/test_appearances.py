"""Where entries stand in print: said, corrected, dropped, withdrawn; and an issue's timeline."""

import datetime as dt

import pytest

from articles import drafting, workflow
from articles.appearances import appearances, issue_entries
from articles.models import Assessment
from issues import tracking
from issues.timeline import Kind, merged, register_entries
from tests import builders as b

pytestmark = pytest.mark.django_db

START = dt.date(2025, 1, 10)


def outlook(value):
    def change(edition):
        edition.assessments.update(outlook=value, change_reason="Signs.")

    return change


@pytest.fixture
def issue():
    return b.issue()


def told(issue, **limits):
    rows = appearances(Assessment.get_queryset().filter(issue=issue), **limits)
    return [(row.kind, row.edition.number) for row in rows]


def test_an_unchanged_block_is_said_once(issue):
    first = b.published(on=START, blocks=[b.assessment(issue)])
    b.next_edition(first, change_kind="minor")
    assert told(issue) == [("said", 1)]


def test_a_corrected_block_is_said_and_corrected(issue):
    first = b.published(on=START, blocks=[b.assessment(issue, outlook="steady")])
    b.next_edition(first, change=outlook("worsening"))
    assert told(issue) == [("said", 1), ("corrected", 2)]


def test_a_new_version_says_it_anew(issue):
    first = b.published(on=START, blocks=[b.assessment(issue, outlook="steady")])
    b.next_edition(first, change_kind="new_version", change=outlook("worsening"))
    assert told(issue) == [("said", 1), ("said", 2)]


def test_a_block_that_a_later_edition_leaves_out_is_dropped(issue):
    first = b.published(on=START, blocks=[b.assessment(issue), b.passage()])
    b.next_edition(first, change=lambda edition: edition.assessments.all().delete())
    assert told(issue) == [("said", 1), ("dropped", 2)]


def test_a_withdrawn_edition_stands_there_without_its_words(issue):
    first = b.published(on=START, blocks=[b.assessment(issue, answer="Never again shown")])
    workflow.withdraw(first, by=b.publisher(), reason="Wrong.")
    (row,) = appearances(Assessment.get_queryset().filter(issue=issue))
    assert (row.kind, row.block) == ("withdrawn", None)
    (entry,) = issue_entries(issue)
    assert (entry.kind, entry.on, entry.text) == (Kind.WITHDRAWAL, START, "Wrong.")


def test_a_withdrawal_is_told_once_of_a_piece_that_assesses_and_advises(issue):
    first = b.published(on=START, blocks=[b.assessment(issue), b.advice(of=issue)])
    workflow.withdraw(first, by=b.publisher(), reason="Wrong.")
    assert [entry.kind for entry in issue_entries(issue)] == [Kind.WITHDRAWAL]


def test_drafts_say_nothing(issue):
    b.draft(blocks=[b.assessment(issue, question="Draft words?")])
    live = b.published(on=START, blocks=[b.assessment(issue)])
    new = drafting.new_edition(live, by=None, change_kind="minor", change_note="Note.")
    with drafting.saving(new, version=new.version, by=None) as save:
        save.edition.assessments.update(question="Draft words?")
    assert told(issue) == [("said", 1)]


def test_days_limit_what_is_told(issue):
    first = b.published(on=START, blocks=[b.assessment(issue, outlook="steady")])
    b.next_edition(first, at=b.noon(dt.date(2026, 2, 1)), change=outlook("worsening"))
    assert told(issue, day=dt.date(2025, 1, 9)) == []
    assert told(issue, day=dt.date(2025, 6, 1)) == [("said", 1)]
    assert told(issue, day=dt.date(2026, 2, 1)) == [("said", 1), ("corrected", 2)]
    # The archive's piece was written down here only when it was imported.
    assert told(issue, day=dt.date(2025, 6, 1), recorded_by=dt.date(2025, 6, 1)) == []


def test_a_timeline_merges_both_halves_oldest_first(issue):
    advice = b.advice("Wait.", of=issue)
    b.published(on=START, blocks=[b.assessment(issue), advice])
    editor = b.editor()
    tracking.add_development(
        issue,
        title="Talks",
        occurred_on=dt.date(2024, 12, 1),
        text="Talks.",
        source_kind="press",
        by=editor,
    )
    tracking.add_step(
        advice.recommendation,
        status="adopted",
        occurred_on=dt.date(2025, 3, 1),
        text="Done.",
        by=editor,
    )
    tracking.change_status(
        issue, status="dormant", occurred_on=dt.date(2025, 2, 1), text="Quiet.", by=editor
    )
    entries = merged(register_entries(issue), issue_entries(issue))
    assert [entry.kind for entry in entries] == [
        Kind.DEVELOPMENT,
        Kind.ASSESSMENT,
        Kind.RECOMMENDATION,
        Kind.STATUS,
        Kind.STEP,
    ]


def test_costs_the_same_for_one_edition_and_for_three(issue, django_assert_num_queries):
    edition = b.published(on=START, blocks=[b.assessment(issue, outlook="steady")])
    for count in range(2):
        with django_assert_num_queries(3):
            told(issue)
        if not count:
            b.next_edition(b.next_edition(edition, change=outlook("worsening")))
