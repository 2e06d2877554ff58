"""How well likelihoods fit what happened, over all that were resolved; never by person."""

from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from statistics import NormalDist, fmean

from .enums import Likelihood, Outcome
from .outcomes import resolved

#: Fewer cases than this say little of a step: chance alone then moves the share by tens of per cent.
FEW = 20
#: The share of a normal distribution within this many deviations of its middle is 95 %.
_DEVIATIONS = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Step:
    """One step of the scale: what was said so often, and how often it happened."""

    likelihood: Likelihood
    count: int
    happened: int

    @property
    def band(self):
        """Lowest and highest chance in per cent: see `Likelihood.percent`."""
        return Likelihood.percent()[self.likelihood]

    @property
    def share(self):
        """How often it happened, in per cent; None where there is no case."""
        return 100 * self.happened / self.count if self.count else None

    @property
    def in_band(self):
        """Whether the share lies within the band, its ends included; None where there is no case."""
        return self.low <= self.share <= self.high if self.count else None

    @property
    def by_chance(self):
        """Whether chance alone could explain the share: the interval and the band overlap."""
        return self.interval[0] <= self.high and self.interval[1] >= self.low

    @property
    def low(self):
        return self.band[0]

    @property
    def high(self):
        return self.band[1]

    @cached_property
    def interval(self):
        """The 95 % interval of the share in per cent, None where there is no case.

        After E. B. Wilson, Probable inference, the law of succession, and statistical inference,
        Journal of the American Statistical Association 22 (158), 1927, 209–212: it holds for few
        cases too, and for shares of none and all.
        """
        return wilson(self.happened, self.count) if self.count else None


@dataclass(frozen=True)
class Calibration:
    """`brier` is None where nothing was resolved; `void` are those that no score counts."""

    count: int
    void: int
    brier: float | None
    steps: list

    @property
    def few(self):
        return self.count < FEW


def wilson(happened, count):
    """(low, high) in per cent; `count` is at least 1."""
    z = _DEVIATIONS
    share, spread = happened / count, z * z / count
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / count + spread / (4 * count)) / (1 + spread)
    # Rounding may leave 'none' and 'all' a hair outside.
    return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)


def chance(likelihood):
    """The chance that a step is scored with: the middle of its band, from 0 to 1."""
    low, high = Likelihood.percent()[likelihood]
    return (low + high) / 200


def calibration(*, day=None, recorded_by=None):
    """The Calibration over all that were resolved: now, or as of a day. One query.

    The score is the mean of (p − o)², p being the middle of the step's band and o 1 for what
    happened, 0 for what did not (G. W. Brier, Verification of forecasts expressed in terms of
    probability, Monthly Weather Review 78 (1), 1950, 1–3; in the form for a single event, from 0 for
    the best to 1). Void ones are counted and left out.
    """
    rows = resolved(day=day, recorded_by=recorded_by)
    cases = [
        (Likelihood(row.scored.likelihood), row.outcome == Outcome.HAPPENED)
        for row in rows
        if row.outcome != Outcome.VOID
    ]
    steps = []
    for step in Likelihood:
        outcomes = [happened for said, happened in cases if said == step]
        steps.append(Step(step, len(outcomes), sum(outcomes)))
    errors = [(chance(said) - happened) ** 2 for said, happened in cases]
    return Calibration(len(cases), len(rows) - len(cases), fmean(errors) if errors else None, steps)
