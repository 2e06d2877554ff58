"""How recommendations stood on any day, against a plain computation from all rows."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles import advice, workflow
from articles.enums import EditionState
from articles.models import RecommendationBlock
from issues.clock import day_of, end_of
from issues.models import Recommendation, Step
from tests import builders as b

DAY = dt.date
FIRST = DAY(2024, 1, 1)


def later(days):
    return FIRST + dt.timedelta(days=days)


def known(moment, recorded_by):
    return recorded_by is None or moment <= end_of(recorded_by)


def plainly(row, day, recorded_by):
    """(status, day of the last step, first made on, wording, pieces) from all rows; None if unknown."""
    blocks = [
        block
        for block in RecommendationBlock.objects.filter(recommendation=row).select_related("parent")
        if block.parent.state in EditionState.numbered()
        and known(block.parent.published_at, recorded_by)
        and (day is None or block.parent.live_from <= end_of(day))
    ]
    if not blocks:
        return None
    said = [block for block in blocks if block.parent.state != EditionState.WITHDRAWN]
    said.sort(key=lambda block: (block.parent.live_from, block.parent_id, block.ordering))
    steps = [step for step in row.steps.all() if known(step.recorded_at, recorded_by)]
    replaced = {step.corrects_id for step in steps}
    counted = sorted(
        (
            step
            for step in steps
            if step.pk not in replaced and (day is None or step.occurred_on <= day)
        ),
        key=lambda step: (step.occurred_on, step.recorded_at, step.pk),
    )
    last = counted[-1] if counted else None
    return (
        last.status if last else "proposed",
        last and last.occurred_on,
        day_of(said[0].parent.live_from) if said else None,
        said[-1].wording if said else "",
        len({block.parent.article_id for block in said}),
    )


def by_the_board(day, recorded_by):
    limits = {"day": day, "recorded_by": recorded_by}
    rows = {row.pk: row for row in advice.standings(**limits)}
    found = {}
    for shown in advice.shown(list(rows), **limits):
        row = rows[shown.recommendation.pk]
        assert shown.status == row.status
        assert shown.first_made_on == (row.made_at and day_of(row.made_at))
        found[row.pk] = (
            row.status,
            row.step_on,
            shown.first_made_on,
            shown.wording,
            shown.pieces,
        )
    return found


#: (which recommendation, days after FIRST on which its piece is dated, days until it is entered here,
#: whether it is withdrawn)
PIECES = st.tuples(
    st.integers(0, 1), st.integers(0, 40), st.sampled_from([0, 0, 15]), st.booleans()
)
#: (which recommendation, days after its first piece, days until it is entered, status, corrects the last)
STEPS = st.tuples(
    st.integers(0, 1),
    st.integers(0, 30),
    st.sampled_from([0, 0, 15]),
    st.sampled_from(["adopted", "rejected", "proposed"]),
    st.booleans(),
)


class OnAnyDay(TestCase):
    @settings(
        max_examples=12,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        derandomize=True,
    )
    @given(
        pieces=st.lists(PIECES, min_size=1, max_size=4),
        steps=st.lists(STEPS, max_size=4),
        days=st.lists(st.integers(-1, 80), min_size=3, max_size=3),
    )
    @example(
        pieces=[(0, 0, 0, True), (0, 20, 0, False), (1, 10, 15, False)],
        steps=[(0, 25, 15, "adopted", False), (0, 25, 0, "rejected", True)],
        days=[5, 24, 60],
    )
    def test_the_board_is_what_all_rows_say(self, pieces, steps, days):
        rows = [b.recommendation(), b.recommendation()]
        for place, (which, on, entered, is_withdrawn) in enumerate(pieces):
            self.publish(rows[which], place, later(on), later(on + entered), is_withdrawn)
        for which, after, entered, status, corrects in steps:
            self.step(rows[which], after, entered, status, corrects)
        for day in (None, *map(later, days)):
            for recorded_by in (None, day, later(days[0])):
                expected = {row.pk: plainly(row, day, recorded_by) for row in rows}
                expected = {pk: row for pk, row in expected.items() if row is not None}
                assert by_the_board(day, recorded_by) == expected

    def publish(self, row, place, on, entered_on, is_withdrawn):
        edition = b.draft(
            published_on=on, blocks=[b.advice(f"Wording {place}.", recommended=row)], by=None
        )
        edition = workflow.publish_archived(edition, at=b.noon(entered_on))
        if is_withdrawn:
            workflow.withdraw(edition, by=self.publisher, reason="False.", at=b.noon(later(100)))

    def step(self, row, after, entered, status, corrects):
        row = Recommendation.objects.get(pk=row.pk)
        if row.public_since is None:
            return
        last = row.steps.filter(corrected_by=None).order_by("pk").last() if corrects else None
        on = day_of(row.public_since) + dt.timedelta(days=after)
        Step.objects.create(
            recommendation=row,
            status=status,
            occurred_on=on,
            recorded_at=b.noon(on + dt.timedelta(days=entered)),
            text="Something happened.",
            corrects=last,
        )

    @classmethod
    def setUpTestData(cls):
        cls.publisher = b.publisher()


@pytest.mark.django_db
def test_a_status_holds_since_the_first_of_the_steps_that_say_so():
    block = b.advice()
    b.published(on=FIRST, blocks=[block])
    row = block.recommendation

    def since():
        [shown] = advice.shown([row.pk])
        return str(shown.status), shown.since

    assert since() == ("proposed", FIRST)
    for status, days in (("adopted", 1), ("rejected", 2), ("rejected", 5), ("adopted", 9)):
        Step.objects.create(
            recommendation=row,
            status=status,
            occurred_on=later(days),
            recorded_at=b.noon(later(days)),
            text="Something happened.",
        )
        if days == 5:
            assert since() == ("rejected", later(2))
    assert since() == ("adopted", later(9))
