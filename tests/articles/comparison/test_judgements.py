"""How two assessments judge otherwise, in plain sentences."""

import datetime as dt

import pytest

from articles.comparison import horizon_change, likelihood_change, outlook_change
from articles.models import Assessment


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("steady", "improving", "from steady to improving, for the better"),
        ("steady", "worsening", "from steady to worsening, for the worse"),
        ("uncertain", "worsening", "from uncertain to worsening"),
        ("steady", "steady", "steady, as before"),
        (None, "steady", "none given before, then steady"),
        ("steady", None, "steady before, then none given"),
        (None, None, ""),
    ],
)
def test_outlooks(before, after, words):
    assert outlook_change(Assessment(outlook=before), Assessment(outlook=after)) == words


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("likely", "very_likely", "from likely to very likely, one step up"),
        ("almost_certain", "roughly_even", "from almost certain to roughly even chance, 3 steps down"),
        ("likely", "roughly_even", "from likely to roughly even chance, one step down"),
        ("unlikely", "likely", "from unlikely to likely, 2 steps up"),
        ("likely", "likely", "likely, as before"),
        (None, "likely", "none given before, then likely"),
        ("likely", None, "likely before, then none given"),
        (None, None, ""),
    ],
)  # fmt: skip
def test_likelihoods(before, after, words):
    assert likelihood_change(Assessment(likelihood=before), Assessment(likelihood=after)) == words


def test_horizons():
    first, last = (Assessment(horizon=dt.date(year, 12, 31)) for year in (2025, 2026))

    assert horizon_change(first, last) == "from 31 December 2025 to 31 December 2026"
    assert horizon_change(first, first) == "31 December 2025, as before"
    assert horizon_change(first, Assessment()) == "31 December 2025 before, then none given"
    assert horizon_change(Assessment(), Assessment()) == ""
