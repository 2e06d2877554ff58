"""How well likelihoods fit what happened: score, shares and intervals, and what they leave out."""

import datetime as dt
import random
from collections import Counter

import pytest

from articles import workflow
from articles.calibration import Step, calibration, chance, wilson
from articles.enums import Likelihood
from articles.models import Assessment, Resolution
from articles.resolving import resolve
from issues.models import Issue
from tests import builders as b

SAID, HORIZON, AFTER = (dt.date(2025, month, 10) for month in (1, 5, 7))
DAY = dt.timedelta(days=1)


def put(likelihood="likely", outcome="happened", *, horizon=HORIZON, at=AFTER, edition=None):
    """A piece with one likelihood, and what became of it. Returns the edition."""
    edition = edition or b.published(
        on=SAID, blocks=[b.assessment(likelihood=likelihood, horizon=horizon)]
    )
    block = edition.assessments.get()
    resolve(
        *(edition.article, block.uid),
        outcome=outcome,
        occurred_on=horizon,
        text="Seen.",
        by=None,
        at=b.noon(at),
    )
    return edition


def counts(**limits):
    found = calibration(**limits)
    return found.count, found.void


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("almost_no_chance", 0.03),
        ("very_unlikely", 0.125),
        ("unlikely", 0.325),
        ("roughly_even", 0.5),
        ("likely", 0.675),
        ("very_likely", 0.875),
        ("almost_certain", 0.97),
    ],
)
def test_a_step_is_scored_as_the_middle_of_its_band(step, expected):
    assert chance(step) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("happened", "count", "low", "high"),
    # Worked out by hand from Wilson's formula; 0 of 10 and 5 of 10 are in many textbooks.
    [(0, 10, 0.0, 27.75), (5, 10, 23.66, 76.34), (10, 10, 72.25, 100.0), (1, 1, 20.65, 100.0)],
)
def test_the_interval_is_wilsons(happened, count, low, high):
    assert wilson(happened, count) == pytest.approx((low, high), abs=0.01)


@pytest.mark.parametrize(
    ("happened", "count", "in_band"), [(0, 0, None), (1, 1, False), (2, 3, True), (4, 5, True)]
)
def test_a_share_lies_in_the_band_with_its_ends(happened, count, in_band):
    assert Step(Likelihood.LIKELY, count, happened).in_band is in_band


@pytest.mark.parametrize(("happened", "count", "by_chance"), [(0, 1, True), (0, 20, False)])
def test_chance_explains_a_share_whose_interval_reaches_into_the_band(happened, count, by_chance):
    assert Step(Likelihood.LIKELY, count, happened).by_chance is by_chance


@pytest.mark.django_db
def test_nothing_resolved_is_no_score():
    found = calibration()
    assert (found.count, found.void, found.brier) == (0, 0, None)
    assert [step.share for step in found.steps] == [None] * 7


@pytest.mark.django_db
def test_the_score_is_the_mean_square_of_what_was_missed():
    put("very_likely", "happened")
    put("very_likely", "did_not_happen")
    found = calibration()
    assert found.brier == pytest.approx((0.125**2 + 0.875**2) / 2)
    assert [(s.count, s.happened) for s in found.steps if s.count] == [(2, 1)]


@pytest.mark.django_db
def test_void_ones_are_counted_and_left_out():
    put(outcome="void")
    assert calibration().brier is None
    put("almost_certain", "happened")
    found = calibration()
    assert (found.count, found.void, found.brier) == (1, 1, pytest.approx(0.0009))


@pytest.mark.django_db
def test_what_is_withdrawn_or_hidden_is_in_no_number():
    put()
    gone, hidden = put(), put()
    assert counts() == (3, 0)
    workflow.withdraw(gone, by=b.publisher(), reason="Forged.")
    assert counts() == counts(day=AFTER) == (2, 0)
    Issue.objects.filter(assessments__parent=hidden).update(public_since=None)
    assert counts() == (1, 0)


@pytest.mark.django_db
def test_a_draft_is_in_no_number_even_where_a_resolution_names_it():
    edition = b.draft(blocks=[b.assessment(likelihood="likely", horizon=HORIZON)])
    Resolution.objects.create(
        article=edition.article,
        assessment_uid=edition.assessments.get().uid,
        outcome="happened",
        occurred_on=HORIZON,
        recorded_at=b.noon(AFTER),
        text="Seen.",
    )
    assert counts() == (0, 0)


@pytest.mark.django_db
def test_both_clocks():
    put()
    put(horizon=AFTER, at=AFTER + 30 * DAY)
    assert counts(day=HORIZON - DAY) == (0, 0)
    assert counts(day=HORIZON) == (1, 0)
    assert counts(day=AFTER) == (2, 0)
    written = Assessment.objects.first().parent.published_at.date() + DAY
    assert counts(recorded_by=written) == (2, 0)
    assert counts(recorded_by=AFTER) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_one_query(count, django_assert_num_queries):
    for _ in range(count):
        put()
    with django_assert_num_queries(1):
        assert calibration().count == count


@pytest.mark.django_db
def test_it_equals_a_plain_computation_whatever_was_said_and_happened():
    """Thirty pieces by chance, some in two editions, some corrected, withdrawn or never resolved."""
    chances = random.Random(20250705)
    middles = dict(zip(Likelihood, (0.03, 0.125, 0.325, 0.5, 0.675, 0.875, 0.97), strict=True))
    expected = []  # (likelihood, outcome, the last row's moment)
    for _ in range(30):
        said = chances.choice(list(Likelihood))
        edition = b.published(
            on=SAID, blocks=[b.assessment(likelihood=said.value, horizon=HORIZON)]
        )
        if chances.random() < 0.3:
            said = chances.choice(list(Likelihood))
            on = chances.choice([HORIZON - DAY, HORIZON + DAY])
            value = said.value
            second = b.next_edition(
                edition,
                at=b.noon(on),
                change=lambda new, value=value: new.assessments.update(likelihood=value),
            )
            if on > HORIZON:
                said = Likelihood(edition.assessments.get().likelihood)
            if chances.random() < 0.3:
                workflow.withdraw(second, by=b.publisher(), reason="Forged.")
                said = said if on > HORIZON else None
        if said is None or chances.random() < 0.2:
            continue
        outcome = chances.choice(["happened", "did_not_happen", "void"])
        put(outcome=outcome, edition=edition)
        if chances.random() < 0.2:
            outcome = "void"
            first = edition.article.resolutions.get()
            resolve(
                *(edition.article, first.assessment_uid),
                outcome=outcome,
                occurred_on=AFTER,
                text="Seen again.",
                by=None,
                corrects=first,
                at=b.noon(AFTER),
            )
        expected.append((said, outcome))

    found = calibration()

    cases = [(said, outcome == "happened") for said, outcome in expected if outcome != "void"]
    assert len(cases) > 5
    assert found.void == len(expected) - len(cases) > 0
    assert found.count == len(cases)
    assert found.brier == pytest.approx(
        sum((middles[said] - happened) ** 2 for said, happened in cases) / len(cases)
    )
    assert Counter({s.likelihood: s.count for s in found.steps if s.count}) == Counter(
        said for said, _ in cases
    )
    assert Counter({s.likelihood: s.happened for s in found.steps if s.happened}) == Counter(
        said for said, happened in cases if happened
    )
