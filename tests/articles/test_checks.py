"""What is wrong with a text before it goes on."""

import datetime as dt

import pytest

from articles import drafting
from articles.checks import problems_of
from articles.contents import contents_of_one
from tests import builders as b

pytestmark = pytest.mark.django_db


def codes(edition):
    return [problem.code for problem in problems_of(edition, contents_of_one(edition))]


def sound(*blocks, **fields):
    """An edition that has everything, with `blocks`."""
    return b.draft(abstract="Abstract.", disclaimer="Disclaimer.", blocks=blocks, **fields)


def test_a_sound_edition_has_no_problem():
    assert codes(sound(b.passage(), b.assessment(outlook="steady"))) == []


def test_an_empty_edition_has_all_of_them_errors_first():
    edition = b.draft(blocks=[], authors=[])
    assert codes(edition) == ["no_block", "no_byline", "no_abstract", "no_disclaimer"]
    assert [p.blocks for p in problems_of(edition, contents_of_one(edition))] == [
        True,
        False,
        False,
        False,
    ]


def test_a_figure_without_alternative_text_is_named():
    edition = sound(b.figure(b.png()))
    (problem,) = problems_of(edition, contents_of_one(edition))
    assert (problem.code, problem.uid) == ("no_alt", edition.figures.get().uid)


class TestOutlook:
    @pytest.fixture
    def issue(self):
        issue = b.issue()
        b.published(on=dt.date(2025, 1, 1), blocks=[b.assessment(issue, outlook="steady")])
        return issue

    def test_that_is_missing_is_a_warning(self, issue):
        assert codes(sound(b.assessment(issue))) == ["no_outlook"]

    def test_that_is_the_same_needs_no_reason(self, issue):
        assert codes(sound(b.assessment(issue, outlook="steady"))) == []

    def test_that_differs_needs_a_reason(self, issue):
        assert codes(sound(b.assessment(issue, outlook="worsening"))) == ["change_reason"]
        given = b.assessment(issue, outlook="worsening", change_reason="Signs.")
        assert codes(sound(given)) == []

    def test_is_compared_with_pieces_before_and_not_after(self, issue):
        edition = sound(b.assessment(issue, outlook="worsening"), published_on=dt.date(2024, 1, 1))
        assert codes(edition) == []

    def test_is_not_compared_with_the_same_article(self):
        issue = b.issue()
        first = b.published(blocks=[b.assessment(issue, outlook="steady")])
        second = b.next_edition(
            first, change=lambda edition: edition.assessments.update(outlook="worsening")
        )
        assert second.number == 2


@pytest.mark.parametrize(
    ("stance", "made", "found"),
    [
        ("makes", False, []),
        ("makes", True, ["made_before"]),
        ("repeats", True, []),
        ("repeats", False, ["never_made"]),
        ("narrows", False, ["never_made"]),
        ("reverses", True, []),
    ],
)
def test_a_stance_fits_what_was_advised_before(stance, made, found):
    row = b.recommendation("Wait.")
    if made:
        b.published(blocks=[b.advice(recommended=row)])
    edition = sound(b.advice(recommended=row, stance=stance))

    assert codes(edition) == found
    assert not any(p.blocks for p in problems_of(edition, contents_of_one(edition)))


def test_a_piece_may_go_on_making_what_its_own_earlier_edition_made():
    row = b.recommendation("Wait.")
    first = b.published(abstract="A.", disclaimer="D.", blocks=[b.advice(recommended=row)])
    draft = drafting.new_edition(first, by=b.editor(), change_kind="minor", change_note="A word.")

    assert codes(draft) == []
    draft.recommendationblocks.update(stance="narrows")
    assert codes(draft) == []
