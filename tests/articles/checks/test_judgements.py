"""Assessments against what was said of their issues before, and beside each other."""

import datetime as dt

import pytest

from tests import builders as b

from .sound import codes, found, places, sound

pytestmark = pytest.mark.django_db


class TestOutlook:
    @pytest.fixture
    def issue(self):
        issue = b.issue()
        b.published(on=dt.date(2025, 1, 1), blocks=[b.assessment(issue, outlook="steady")])
        return issue

    def test_that_is_missing_is_a_warning(self, issue):
        assert places("no_outlook", b.assessment(issue), b.advice()) == [(0, "outlook")]

    def test_that_is_the_same_needs_no_reason(self, issue):
        assert codes(sound(b.assessment(issue, outlook="steady"), b.advice())) == []

    def test_that_differs_needs_a_reason(self, issue):
        differing = b.assessment(issue, outlook="worsening")
        assert places("change_reason", differing, b.advice()) == [(0, "change_reason")]
        given = b.assessment(issue, outlook="worsening", change_reason="Signs.")
        assert codes(sound(given, b.advice())) == []

    def test_is_compared_with_pieces_before_and_not_after(self, issue):
        early = b.assessment(issue, outlook="worsening")
        assert codes(sound(early, b.advice(), published_on=dt.date(2024, 1, 1))) == []

    def test_is_not_compared_with_the_same_article(self):
        issue = b.issue()
        first = b.published(blocks=[b.assessment(issue, outlook="steady")])
        second = b.next_edition(
            first, change=lambda edition: edition.assessments.update(outlook="worsening")
        )
        assert second.number == 2


class TestAdvice:
    def test_that_is_missing_under_an_assessment_is_named(self):
        (row,) = found(
            "no_advice",
            b.assessment(question="First?", outlook="steady"),
            b.assessment(question="Second?", outlook="steady"),
            b.figure(b.png(), alt="A chart."),
            b.advice(),
        )
        assert row[0] == 0
        assert "First?" in row[2]

    def test_of_a_passage_is_none_of_an_assessment(self):
        blocks = [b.passage(), b.advice(), b.assessment(outlook="steady")]
        assert places("no_advice", *blocks) == [(2, "")]


def test_an_issue_that_is_treated_twice_is_named_at_both_places():
    issue = b.issue("Cost-sharing")
    blocks = []
    for of in (issue, b.issue(), issue):
        blocks += [b.assessment(of, outlook="steady"), b.advice()]
    rows = found("issue_twice", *blocks)
    assert [row[:2] for row in rows] == [(0, "issue"), (4, "issue")]
    assert "Cost-sharing" in rows[0][2]
