"""What the register waits for, of each kind those that wait longest."""

import datetime as dt

import pytest

from articles.due import waiting
from issues import tracking
from issues.models import Issue, Recommendation
from tests import builders as b

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 24)


def world(count):
    """Of each kind that can be due, `count`; and of each one that is not."""
    old = dt.date(2023, 1, 10)
    for _ in range(count):
        likely = {"likelihood": "likely", "horizon": dt.date(2025, 5, 10)}
        b.published(on=dt.date(2025, 1, 10), blocks=[b.assessment(**likely)])
        b.published(on=old, blocks=[b.assessment(b.issue(review_interval_days=30))])
        asked = b.issue()
        b.published(on=dt.date(2026, 11, 1), blocks=[b.assessment(asked)])
        tracking.add_development(
            asked,
            title="It rained",
            occurred_on=dt.date(2026, 11, 10),
            text="All day.",
            source_kind="press",
            prompts_assessment=True,
            by=b.editor(),
        )
        b.published(on=old, blocks=[b.advice(of=b.issue("Silent"))])
    b.draft(blocks=[b.assessment(b.issue()), b.advice()])
    b.published(blocks=[b.assessment(b.issue()), b.advice("New advice.")])


@pytest.mark.parametrize("count", [1, 3])
def test_each_kind_is_counted_in_a_fixed_number_of_queries(count, django_assert_num_queries):
    world(count)
    # The piece with the likelihood treats an issue that has become stale too.
    with django_assert_num_queries(9):
        found = waiting(b.noon(TODAY))
    assert {name: kind.count for name, kind in found.items()} == {
        "outcomes": count,
        "asked": count,
        "stale": 2 * count,
        "advice": count,
    }


def test_those_that_wait_longest_are_named():
    world(7)
    found = waiting(b.noon(TODAY))
    assert [len(kind.first) for kind in found.values()] == [5, 5, 5, 5]
    assert found["stale"].first[0].since == dt.date(2023, 2, 9)
    days = [due.since for due in found["stale"].first]
    assert days == sorted(days)


def test_a_step_makes_a_recommendation_wait_no_more():
    b.published(on=dt.date(2023, 1, 10), blocks=[b.advice("Clean it.")])
    at = b.noon(TODAY)
    assert waiting(at)["advice"].count == 1
    tracking.add_step(
        Recommendation.objects.get(),
        status="under_consideration",
        occurred_on=dt.date(2026, 10, 1),
        text="Taken up.",
        by=b.editor(),
    )
    assert waiting(at)["advice"].count == 0


@pytest.fixture
def desk(client):
    client.force_login(b.editor())
    return client


def test_the_admins_first_page_leads_to_the_next_action(desk):
    world(1)
    page = desk.get("/admin/").content.decode()
    assert "What is due" in page
    assert page.count("/admin/articles/resolution/add/?article=") == 1
    assert "/issues/?due=true" in page
    step = Recommendation.objects.get(issue__title="Silent").pk
    assert f'href="/admin/issues/step/add/?recommendation={step}"' in page
    stale = Issue.objects.get(review_interval_days=30).pk
    assert f'href="/admin/issues/issue/{stale}/change/"' in page
    assert "New advice." not in page


def test_where_nothing_is_due_the_first_page_says_nothing_of_it(desk):
    assert "What is due" not in desk.get("/admin/").content.decode()
