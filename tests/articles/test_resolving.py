"""What became of a likelihood: which one is scored, which outcomes and days are refused."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from articles import workflow
from articles.models import Resolution
from articles.outcomes import outcomes_of
from articles.resolving import resolve
from issues.clock import end_of
from issues.recording import NotAllowed
from tests import builders as b

pytestmark = pytest.mark.django_db

SAID, BEFORE, HORIZON, AFTER = (dt.date(2025, month, 10) for month in (1, 3, 5, 7))


def piece(on=SAID, **fields):
    """(edition, its assessment) of a piece that gives a likelihood."""
    fields = {"likelihood": "likely", "horizon": HORIZON} | fields
    edition = b.published(on=on, blocks=[b.assessment(**fields)])
    return edition, edition.assessments.get()


def put(edition, block, outcome="happened", occurred_on=BEFORE, **fields):
    fields = {"text": "It came about.", "by": b.editor(), "at": b.noon(AFTER)} | fields
    return resolve(edition.article, block.uid, outcome=outcome, occurred_on=occurred_on, **fields)


def refused(field, *args, **fields):
    """That `put` refuses, names `field` and adds nothing."""
    before = Resolution.objects.count()
    with pytest.raises(ValidationError) as problem:
        put(*args, **fields)
    assert list(problem.value.message_dict) == [field]
    assert Resolution.objects.count() == before


def test_a_resolution_says_what_came_of_it_when_and_on_what_evidence():
    edition, block = piece()
    person = b.editor()
    row = put(edition, block, source_url="https://example.org/treaty", by=person)
    row.refresh_from_db()
    assert (row.article, row.assessment_uid, row.outcome) == (
        edition.article,
        block.uid,
        "happened",
    )
    assert (row.occurred_on, row.text, row.source_url, row.entered_by, row.recorded_at) == (
        BEFORE,
        "It came about.",
        "https://example.org/treaty",
        person,
        b.noon(AFTER),
    )


@pytest.mark.parametrize("role", [None, "Author"])
def test_only_editors_resolve(role):
    edition, block = piece()
    with pytest.raises(NotAllowed):
        put(edition, block, by=b.user(role))
    assert not Resolution.objects.exists()


def test_the_horizon_must_have_passed_in_seoul():
    edition, block = piece()
    refused("assessment_uid", edition, block, at=end_of(HORIZON))
    assert put(edition, block, at=end_of(HORIZON) + dt.timedelta(microseconds=1))


@pytest.mark.parametrize("fields", [{"likelihood": None}, {"horizon": None}])
def test_without_likelihood_or_horizon_there_is_nothing_to_score(fields):
    refused("assessment_uid", *piece(**fields))


def test_what_was_said_after_its_horizon_is_not_scored():
    refused("assessment_uid", *piece(on=HORIZON + dt.timedelta(days=1)))


def test_what_was_said_on_the_day_of_its_horizon_is_scored():
    assert put(*piece(on=HORIZON), occurred_on=HORIZON)


def test_a_draft_is_not_scored():
    edition = b.draft(blocks=[b.assessment(likelihood="likely", horizon=HORIZON)])
    refused("assessment_uid", edition, edition.assessments.get())


def test_a_withdrawn_edition_is_not_scored():
    edition, block = piece()
    workflow.withdraw(edition, by=b.publisher(), reason="Forged.")
    refused("assessment_uid", edition, block)


@pytest.mark.parametrize(
    ("outcome", "day", "source", "field"),
    [
        ("happened", HORIZON, "", None),
        ("happened", HORIZON + dt.timedelta(days=1), "", "occurred_on"),
        ("did_not_happen", HORIZON, "", None),
        ("did_not_happen", AFTER, "", None),
        ("did_not_happen", BEFORE, "", "source_url"),
        ("did_not_happen", BEFORE, "https://example.org/law", None),
        ("void", BEFORE, "", None),
        ("void", AFTER, "", None),
        ("void", AFTER + dt.timedelta(days=1), "", "occurred_on"),
        ("unknown", BEFORE, "", "outcome"),
    ],
)
def test_days_that_an_outcome_can_have(outcome, day, source, field):
    edition, block = piece()
    if field is None:
        assert put(edition, block, outcome, day, source_url=source)
    else:
        refused(field, edition, block, outcome=outcome, occurred_on=day, source_url=source)


def test_evidence_needs_words_and_an_address_of_the_web():
    edition, block = piece()
    refused("text", edition, block, text="")
    refused("source_url", edition, block, source_url="javascript:alert(1)")


def test_a_second_one_names_the_first():
    edition, block = piece()
    first = put(edition, block)
    refused("corrects", edition, block, outcome="void")
    second = put(edition, block, outcome="void", corrects=first)
    refused("corrects", edition, block, corrects=first)
    refused("corrects", edition, block)
    assert put(edition, block, corrects=second).corrects == second


def test_a_resolution_of_something_else_is_not_corrected():
    other = put(*piece())
    edition, block = piece()
    refused("corrects", edition, block, corrects=other)


def test_a_resolution_is_never_changed_nor_deleted():
    row = put(*piece())
    for change in (
        lambda: Resolution.objects.filter(pk=row.pk).update(outcome="void"),
        lambda: Resolution.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    row.refresh_from_db()
    assert row.outcome == "happened"


def _likelihood(value, horizon=HORIZON):
    def change(edition):
        edition.assessments.update(likelihood=value, horizon=horizon)

    return change


def scored(issue):
    return [(row.scored.likelihood, row.scored.number) for row in outcomes_of([issue.pk])]


def test_scored_is_the_edition_that_was_live_when_the_horizon_passed():
    edition, block = piece()
    b.next_edition(edition, at=b.noon(BEFORE), change=_likelihood("unlikely"))
    put(edition, block)
    assert scored(block.issue) == [("unlikely", 2)]


def test_an_edition_after_the_horizon_changes_nothing():
    edition, block = piece()
    later = _likelihood("unlikely", horizon=dt.date(2025, 6, 1))
    b.next_edition(edition, at=b.noon(HORIZON + dt.timedelta(days=2)), change=later)
    put(edition, block)
    assert scored(block.issue) == [("likely", 1)]


def test_a_horizon_that_was_put_off_in_time_is_the_later_one():
    edition, block = piece()
    change = _likelihood("likely", horizon=AFTER)
    b.next_edition(edition, at=b.noon(BEFORE), change=change)
    refused("assessment_uid", edition, block, at=b.noon(HORIZON + dt.timedelta(days=9)))


def test_of_a_horizon_put_forward_over_one_that_passed_nothing_is_scored():
    edition, block = piece()
    b.next_edition(edition, at=b.noon(BEFORE), change=_likelihood("likely", horizon=SAID))
    refused("assessment_uid", edition, block)


def test_what_was_resolved_for_an_edition_withdrawn_since_does_not_count_for_another():
    edition, block = piece()
    put(edition, block, outcome="did_not_happen", occurred_on=HORIZON)
    later = b.next_edition(
        edition,
        at=b.noon(AFTER) + dt.timedelta(days=9),
        change=_likelihood("unlikely", horizon=dt.date(2025, 9, 1)),
    )
    assert scored(block.issue) == [("likely", 1)]
    edition.refresh_from_db()
    workflow.withdraw(edition, by=b.publisher(), reason="Forged.")
    assert later.state == "published"
    assert scored(block.issue) == []
