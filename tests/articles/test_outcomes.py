"""How likelihoods turned out: what is due, what an issue's page tells, on both clocks."""

import datetime as dt

import pytest

from articles import workflow
from articles.models import Article, Assessment
from articles.outcomes import due, outcomes_of
from articles.resolving import resolve
from issues.clock import day_of, end_of
from tests import builders as b

pytestmark = pytest.mark.django_db

SAID, BEFORE, HORIZON, AFTER = (dt.date(2025, month, 10) for month in (1, 3, 5, 7))
NEXT = dt.timedelta(days=1)


def piece(issue=None, on=SAID, question="Will it rain?", **fields):
    fields = {"likelihood": "likely", "horizon": HORIZON} | fields
    edition = b.published(on=on, blocks=[b.assessment(issue, question=question, **fields)])
    return edition, edition.assessments.get()


def put(edition, block, outcome="happened", occurred_on=BEFORE, **fields):
    fields = {"text": "It rained.", "by": b.editor(), "at": b.noon(AFTER)} | fields
    return resolve(edition.article, block.uid, outcome=outcome, occurred_on=occurred_on, **fields)


def waiting(at=None):
    return [row.question for row in due(at or b.noon(AFTER))]


def told(issue, **limits):
    return [row.outcome.value for row in outcomes_of([issue.pk], **limits)]


class TestDue:
    def test_the_longest_waiting_comes_first(self):
        piece(question="May?")
        piece(question="March?", horizon=BEFORE)
        piece(question="When?", horizon=None)
        piece(question="Whether?", likelihood=None)
        piece(question="Later?", horizon=AFTER)
        assert waiting() == ["March?", "May?"]
        assert waiting(end_of(AFTER)) == ["March?", "May?"]
        assert waiting(b.noon(AFTER + NEXT)) == ["March?", "May?", "Later?"]

    def test_what_was_resolved_waits_no_more(self):
        edition, block = piece()
        assert waiting() == ["Will it rain?"]
        put(edition, block)
        assert waiting() == []

    def test_nothing_of_drafts_and_of_withdrawn_editions_waits(self):
        b.draft(blocks=[b.assessment(likelihood="likely", horizon=HORIZON)])
        edition, _block = piece()
        workflow.withdraw(edition, by=b.publisher(), reason="Forged.")
        assert Assessment.objects.filter(horizon=HORIZON).count() == 2
        assert waiting() == []

    def test_a_translation_waits_for_nothing_of_its_own(self):
        original, _block = piece()
        translation, _block = piece(question="비가 올까?")
        Article.objects.filter(pk=translation.article_id).update(original=original.article)
        assert waiting() == ["Will it rain?"]

    def test_it_waits_once_however_many_editions_say_it(self):
        edition, _block = piece()
        b.next_edition(edition, at=b.noon(BEFORE))
        assert [(row.number, row.resolution_id) for row in due(b.noon(AFTER))] == [(2, None)]

    def test_it_waits_again_where_the_resolved_edition_was_withdrawn(self):
        edition, block = piece()
        row = put(edition, block, "did_not_happen", HORIZON)
        later = dt.date(2025, 9, 1)
        b.next_edition(
            edition,
            at=b.noon(AFTER + NEXT),
            change=lambda new: new.assessments.update(horizon=later),
        )
        edition.refresh_from_db()
        workflow.withdraw(edition, by=b.publisher(), reason="Forged.")
        (found,) = due(b.noon(later + NEXT))
        assert (found.horizon, found.resolution_id) == (later, row.pk)

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_costs_two_queries(self, count, django_assert_num_queries):
        for _ in range(count):
            piece()
            put(*piece())
        with django_assert_num_queries(2):
            assert len([row.page for row in due(b.noon(AFTER))]) == count


class TestOutcomes:
    def test_each_is_told_in_the_words_and_at_the_address_of_the_scored_edition(self):
        issue = b.issue()
        edition, block = piece(issue)
        put(edition, block, source_url="https://example.org/rain")
        (row,) = outcomes_of([issue.pk])
        assert (row.outcome.value, row.occurred_on, row.text, row.source_url) == (
            "happened",
            BEFORE,
            "It rained.",
            "https://example.org/rain",
        )
        assert row.scored.page == f"{edition.get_absolute_url()}#{block.anchor}"
        assert (row.scored.question, row.scored.likelihood, row.scored.horizon) == (
            "Will it rain?",
            "likely",
            HORIZON,
        )

    def test_the_last_horizon_comes_first_and_other_issues_are_elsewhere(self):
        issue = b.issue()
        put(*piece(issue, horizon=BEFORE), outcome="void")
        put(*piece(issue))
        put(*piece())
        assert told(issue) == ["happened", "void"]

    def test_what_a_correction_replaces_is_not_told(self):
        issue = b.issue()
        edition, block = piece(issue)
        now = edition.published_at
        today = day_of(now)
        first = put(edition, block, at=now + NEXT)
        put(edition, block, outcome="void", corrects=first, at=now + 2 * NEXT)
        assert told(issue) == ["void"]
        assert told(issue, recorded_by=today + NEXT) == ["happened"]
        assert told(issue, recorded_by=today) == []

    def test_as_of_a_day_before_the_horizon_nothing_was_scored(self):
        issue = b.issue()
        put(*piece(issue))
        assert told(issue, day=HORIZON - NEXT) == []
        assert told(issue, day=HORIZON) == ["happened"]

    def test_as_of_a_day_before_it_held_it_is_not_told(self):
        issue = b.issue()
        put(*piece(issue), outcome="void", occurred_on=AFTER)
        assert told(issue, day=AFTER - NEXT) == []
        assert told(issue, day=AFTER) == ["void"]

    def test_a_piece_of_the_archive_counts_by_the_second_clock_since_it_was_written_down(self):
        issue = b.issue()
        put(*piece(issue))
        today = Assessment.objects.get().parent.published_at.date()
        assert told(issue, day=AFTER) == ["happened"]
        assert told(issue, day=AFTER, recorded_by=today - 2 * NEXT) == []
        assert told(issue, day=AFTER, recorded_by=today + NEXT) == ["happened"]

    def test_nothing_is_told_of_what_was_withdrawn_since(self):
        issue = b.issue()
        edition, block = piece(issue)
        put(edition, block)
        assert told(issue) == ["happened"]
        workflow.withdraw(edition, by=b.publisher(), reason="Forged.")
        assert told(issue) == told(issue, day=AFTER) == []

    @pytest.mark.parametrize("count", [1, 3])
    def test_they_cost_one_query(self, count, django_assert_num_queries):
        issue = b.issue()
        for _ in range(count):
            put(*piece(issue))
        with django_assert_num_queries(1):
            assert len([row.scored.page for row in outcomes_of([issue.pk])]) == count
