"""Entries become one, or several; circles and other impossibilities are refused and change nothing."""

import datetime as dt
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from issues import merges, merging, tracking
from issues.clock import start_of
from issues.models import Actor, Issue, StatusChange
from issues.recording import NotAllowed
from tests import builders as b

pytestmark = pytest.mark.django_db

FIRST = dt.date(2024, 1, 1)
JANUARY, MARCH, MAY = (dt.date(2025, month, 10) for month in (1, 3, 5))
DAY = dt.timedelta(days=1)


@pytest.fixture
def by():
    return b.publisher()


def known(title, on=FIRST):
    issue = b.issue(title)
    b.published(on=on, blocks=[b.assessment(issue)])
    issue.refresh_from_db()
    return issue


def merge(issue, into, by, on=MARCH, **fields):
    return merging.merge(issue, into=into, occurred_on=on, text="One question.", by=by, **fields)


def refused(field, verb, *args, **fields):
    rows = list(StatusChange.objects.values()), list(Issue.objects.order_by("pk").values())
    with pytest.raises(ValidationError) as caught:
        verb(*args, **fields)
    assert field in caught.value.message_dict
    assert (
        list(StatusChange.objects.values()),
        list(Issue.objects.order_by("pk").values()),
    ) == rows


class TestMerge:
    def test_states_where_the_issue_went_from_a_day_on(self, by):
        one, other = known("One"), known("Other")
        merge(one, other, by)
        one.refresh_from_db()
        assert (one.status, one.merged_into) == ("merged", other)
        assert merges.families() == {one.pk: other.pk}
        assert merges.families(day=JANUARY) == {}

    def test_is_a_publishers(self):
        with pytest.raises(NotAllowed):
            merge(known("One"), known("Other"), b.editor())

    def test_into_itself_is_refused(self, by):
        one = known("One")
        refused("into", merge, one, one, by)

    def test_into_what_readers_do_not_know_is_refused(self, by):
        refused("into", merge, known("One"), b.issue("Hidden"), by)

    def test_before_readers_knew_either_is_refused(self, by):
        one, late = known("One"), known("Late", on=MARCH)
        refused("occurred_on", merge, one, late, by, on=JANUARY)
        refused("occurred_on", merge, late, one, by, on=JANUARY)

    def test_on_a_day_to_come_is_refused(self, by):
        one, other = known("One"), known("Other")
        refused("occurred_on", merge, one, other, by, on=dt.date(2999, 1, 1))

    def test_into_a_merged_one_is_refused(self, by):
        one, two, three = known("One"), known("Two"), known("Three")
        merge(two, three, by)
        refused("into", merge, one, two, by, on=MAY)

    def test_in_a_circle_is_refused(self, by):
        one, two, three = known("One"), known("Two"), known("Three")
        merge(one, two, by)
        merge(two, three, by)
        refused("into", merge, three, one, by, on=MAY)

    def test_in_a_circle_of_earlier_or_later_days_is_refused(self, by):
        """The other way round, before the first merge, would be a circle from its day on."""
        one, two = known("One"), known("Two")
        merge(one, two, by, on=MAY)
        refused("into", merge, two, one, by, on=JANUARY)

    def test_of_a_merged_target_answers_for_all(self, by):
        one, two, three = known("One"), known("Two"), known("Three")
        merge(one, two, by)
        merge(two, three, by, on=MAY)
        assert merges.families(day=MARCH) == {one.pk: two.pk}
        assert merges.families() == {one.pk: three.pk, two.pk: three.pk}


class TestUnmerge:
    def test_takes_the_issue_up_again_from_a_day_on(self, by):
        one, other = known("One"), known("Other")
        merge(one, other, by)
        merging.unmerge(one, status="active", occurred_on=MAY, text="Two after all.", by=by)
        one.refresh_from_db()
        assert (one.status, one.merged_into) == ("active", None)
        assert merges.families(day=MARCH) == {one.pk: other.pk}
        assert merges.families() == {}

    def test_that_corrects_the_merge_makes_it_never_have_been(self, by):
        one, other = known("One"), known("Other")
        change = merge(one, other, by)
        merging.unmerge(
            one, status="active", occurred_on=MARCH, text="A slip.", corrects=change, by=by
        )
        assert merges.families(day=MARCH) == {}

    def test_of_what_is_not_merged_is_refused(self, by):
        fields = {"status": "active", "occurred_on": MAY, "text": "So.", "by": by}
        refused("status", merging.unmerge, known("One"), **fields)

    def test_before_the_merge_is_refused(self, by):
        one, other = known("One"), known("Other")
        merge(one, other, by)
        fields = {"status": "active", "occurred_on": JANUARY, "text": "So.", "by": by}
        refused("occurred_on", merging.unmerge, one, **fields)

    def test_of_a_merge_that_has_ended_corrects_it(self, by):
        one, other = known("One"), known("Other")
        change = merge(one, other, by, on=JANUARY)
        merging.unmerge(one, status="active", occurred_on=MARCH, text="So.", by=by)
        fields = {"status": "active", "occurred_on": JANUARY, "text": "A slip.", "by": by}
        correction = merging.unmerge(one, corrects=change, **fields)
        assert merges.spans(one) == []
        refused("corrects", merging.unmerge, one, corrects=correction, **fields)

    def test_that_would_close_a_circle_on_an_earlier_day_is_refused(self, by):
        """One went into Other, was taken up again, and Other went into it: in turn, never at once."""
        one, other = known("One"), known("Other")
        merge(one, other, by, on=JANUARY)
        again = merging.unmerge(one, status="active", occurred_on=MARCH, text="So.", by=by)
        merge(other, one, by, on=MAY)
        rows = StatusChange.objects.count()
        with pytest.raises(ValidationError, match="circle"):
            merging.unmerge(
                one, status="active", occurred_on=MAY + DAY, text="So.", corrects=again, by=by
            )
        assert StatusChange.objects.count() == rows


class TestChangeStatus:
    """An editor's changes leave every merge where it is."""

    def change(self, issue, on, **fields):
        fields = {"status": "dormant", "text": "So.", "by": b.editor(), **fields}
        return tracking.change_status(issue, occurred_on=on, **fields)

    def test_of_a_merged_issue_is_refused(self, by):
        one, other = known("One"), known("Other")
        merge(one, other, by)
        refused("status", self.change, one, MAY)

    def test_within_a_merge_that_has_ended_is_refused(self, by):
        one, other = known("One"), known("Other")
        merge(one, other, by, on=JANUARY)
        reopened = merging.unmerge(one, status="active", occurred_on=MAY, text="So.", by=by)
        refused("occurred_on", self.change, one, MARCH)
        refused("corrects", self.change, one, MAY + DAY, corrects=reopened)

    def test_before_and_after_it_is_not(self, by):
        one, other = known("One"), known("Other")
        merge(one, other, by, on=JANUARY)
        merging.unmerge(one, status="active", occurred_on=MARCH, text="So.", by=by)
        self.change(one, JANUARY - DAY)
        self.change(one, MAY)
        one.refresh_from_db()
        assert one.status == "dormant"
        assert merges.spans(one) == [(JANUARY, other.pk), (MARCH, None)]


def test_an_issue_goes_on_only_in_one_that_readers_know(by):
    one, other = b.issue("One"), b.issue("Other")
    with pytest.raises(ValidationError, match="Readers do not know that issue yet"):
        merge(one, other, by, on=JANUARY)
    assert not one.status_changes.exists()


def test_what_answers_for_a_duplicate_becomes_public_with_it(by):
    """The editors' own entries are merged too; the first piece that cites one names the other."""
    actor, between, survivor = b.actor(), b.actor(), b.actor()
    merging.merge_duplicates(actor, into=between, by=by)
    merging.merge_duplicates(between, into=survivor, by=by)
    b.published(on=FIRST, blocks=[b.advice(to=actor)])
    for row in (between, survivor):
        row.refresh_from_db()
        assert row.public_since == start_of(FIRST)


moves = st.lists(
    st.tuples(
        st.sampled_from(["merge", "merge again", "unmerge", "correct", "change"]),
        st.integers(0, 3),
        st.integers(0, 3),
        st.integers(0, 9),
    ),
    max_size=12,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(moves=moves)
def test_no_sequence_of_merges_leads_in_a_circle_on_any_day_by_either_clock(moves, by):
    issues = [b.issue(public_since=b.noon(FIRST)) for _ in range(4)]
    for n, (verb, one, other, days) in enumerate(moves):
        issue = Issue.objects.get(pk=issues[one].pk)
        rows = list(issue.status_changes.as_of())
        last = rows[other % len(rows)] if rows and verb in ("merge again", "correct") else None
        fields = {
            "occurred_on": JANUARY + days * DAY,
            "text": "So.",
            "by": by,
            "at": b.noon(MARCH + n * DAY),
        }
        try:
            if verb.startswith("merge"):
                merging.merge(issue, into=issues[other], corrects=last, **fields)
            elif verb == "change":
                tracking.change_status(issue, status="watching", **fields)
            else:
                merging.unmerge(issue, status="active", corrects=last, **fields)
        except ValidationError:
            continue
    known_by = [None, *(MARCH + n * DAY for n in range(len(moves)))]
    for recorded_by in known_by:
        for days in range(10):
            families = merges.families(day=JANUARY + days * DAY, recorded_by=recorded_by)
            assert not set(families) & set(families.values())
    stated = {row.pk: row.merged_into_id for row in Issue.objects.filter(status="merged")}
    assert stated == {
        pk: then.merged_into
        for pk, then in merges.statuses(day=MAY).items()
        if then.status == "merged"
    }


class TestSplit:
    PARTS = ({"title": "Half"}, {"title": "Other half", "title_ko": "다른 반"})

    def test_goes_on_with_new_issues_that_readers_do_not_know_yet(self, by):
        one = known("Whole")
        _change, made = merging.split(
            one, parts=self.PARTS, occurred_on=MAY, text="Two questions.", by=by
        )
        one.refresh_from_db()
        assert one.status == "dormant"
        assert [(row.split_from, row.is_public) for row in made] == [(one, False)] * 2
        assert set(one.related.all()) == set(made)
        assert one.assessments.count() == 1

    def test_is_a_publishers_and_into_two_at_least(self, by):
        fields = {"occurred_on": MAY, "text": "So."}
        with pytest.raises(NotAllowed):
            merging.split(known("One"), parts=self.PARTS, by=b.editor(), **fields)
        refused("parts", merging.split, known("Two"), parts=self.PARTS[:1], by=by, **fields)


class TestDuplicates:
    def test_one_answers_for_the_other_and_takes_its_names(self, by):
        one, other = b.actor("ROK", name_ko="한국"), b.actor("South Korea")
        merging.merge_duplicates(one, into=other, by=by)
        one.refresh_from_db()
        assert one.merged_into == other
        assert {alias.name for alias in other.aliases.all()} == {"ROK", "한국"}
        merging.part_duplicates(one, by=by)
        assert Actor.objects.get(pk=one.pk).merged_into is None

    @pytest.mark.parametrize("circle", [1, 2])
    def test_never_in_a_circle(self, by, circle):
        rows = [b.actor() for _ in range(circle)]
        for row, into in pairwise(rows):
            merging.merge_duplicates(row, into=into, by=by)
        with pytest.raises(ValidationError):
            merging.merge_duplicates(rows[-1], into=rows[0], by=by)

    def test_traits_of_one_actor_only(self, by):
        with pytest.raises(ValidationError):
            merging.merge_duplicates(b.trait(), into=b.trait(), by=by)
        actor = b.actor()
        one, other = b.trait("Bold", of=actor), b.trait("Daring", of=actor)
        assert merging.merge_duplicates(one, into=other, by=by).merged_into == other

    def test_authors_too(self, by):
        one, other = b.author("Kim A"), b.author("A Kim")
        assert merging.merge_duplicates(one, into=other, by=by).merged_into == other

    def test_is_a_publishers(self):
        with pytest.raises(NotAllowed):
            merging.merge_duplicates(b.actor(), into=b.actor(), by=b.editor())
