"""What the log of changes is told, and what it is not."""

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse

from articles import drafting, workflow
from articles.models import RecommendationBlock
from issues import entering, merging, renaming, tracking
from sejong_cms import changes
from sejong_cms.changes import Kind
from sejong_cms.models import Change
from tests import builders as b

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 3, 1)


@pytest.fixture
def issue():
    return b.issue("Ferry lines")


@pytest.fixture
def live(issue):
    """A live piece that treats the issue and advises on it; what was told of it is forgotten."""
    edition = b.published("One", on=DAY, blocks=[b.assessment(issue), b.advice("Act.", of=issue)])
    issue.refresh_from_db()
    Change.objects.all().delete()
    return edition


def told():
    """{(kind, name)} of what is new; afterwards nothing is."""
    rows = list(Change.objects.values_list("kind", "name", "edition"))
    Change.objects.all().delete()
    return {
        (kind, name) if edition is None else (kind, name, edition) for kind, name, edition in rows
    }


def advice_of(edition):
    return RecommendationBlock.objects.get(parent=edition).recommendation


class TestEditions:
    def test_a_first_edition_brings_what_it_cites(self, issue):
        tracking.add_development(
            issue, title="Meeting", occurred_on=DAY, text="Met.", source_kind="press", by=None
        )
        assert told() == set()
        edition = b.published("One", blocks=[b.assessment(issue), b.advice("Act.", of=issue)])
        assert told() == {
            (Kind.PUBLISHED, "one"),
            (Kind.ISSUE, "ferry-lines"),
            (Kind.DEVELOPMENT, "ferry-lines"),
            (Kind.RECOMMENDATION, str(advice_of(edition).uid)),
        }

    def test_a_piece_of_the_archive_is_told_when_it_came_not_as_of_its_date(self):
        edition = b.published("Old", on=DAY, blocks=[b.passage()])
        assert Change.objects.get().at == edition.published_at

    @pytest.mark.parametrize(
        ("kind", "told_as"),
        [
            ("correction", Kind.CORRECTED),
            ("minor", Kind.PUBLISHED),
            ("new_version", Kind.PUBLISHED),
        ],
    )
    def test_a_later_edition_by_its_kind_of_change(self, live, kind, told_as):
        b.next_edition(live, change_kind=kind)
        assert (told_as, "one") in told()

    def test_what_a_later_edition_left_out_changed_too(self, live, issue):
        uid = str(advice_of(live).uid)
        b.next_edition(live, change=lambda new: new.recommendationblocks.all().delete())
        assert {(Kind.ISSUE, "ferry-lines"), (Kind.RECOMMENDATION, uid)} <= told()

    def test_a_withdrawal(self, live):
        workflow.withdraw(live, by=b.releaser(), reason="Wrong.")
        assert told() == {
            (Kind.WITHDRAWN, "one"),
            (Kind.ISSUE, "ferry-lines"),
            (Kind.RECOMMENDATION, str(advice_of(live).uid)),
        }

    def test_a_withdrawal_of_an_earlier_edition_names_it(self, live):
        b.next_edition(live)
        told()
        live.refresh_from_db()
        workflow.withdraw(live, by=b.releaser(), reason="Wrong.")
        assert (Kind.WITHDRAWN, "one", 1) in told()

    def test_what_is_under_way_is_told_to_nobody(self, live):
        new = drafting.new_edition(
            live, by=b.releaser(), change_kind="minor", change_note="Layout."
        )
        b.write(new, title="Zq new title")
        workflow.submit(new, by=b.submitter())
        renaming.change_slug(b.draft("Zq hidden").article, slug="zq-elsewhere", by=None)
        assert told() == set()

    def test_another_address_or_series_of_a_live_piece(self, live, client):
        renaming.change_slug(live.article, slug="other", by=None)
        assert told() == {(Kind.MOVED, "other")}


class TestTheRegister:
    def test_hidden_entries_are_told_to_nobody(self):
        hidden = entering.enter_issue(title="Zq issue", by=b.editor(), aliases=["Zq alias"])
        tracking.add_development(
            hidden, title="Zq", occurred_on=DAY, text="Zq.", source_kind="press", by=None
        )
        tracking.change_status(hidden, status="dormant", occurred_on=DAY, text="Zq.", by=None)
        assert told() == set()

    def test_events_of_known_ones(self, live, issue):
        tracking.add_development(
            issue, title="Meeting", occurred_on=DAY, text="Met.", source_kind="press", by=None
        )
        assert told() == {(Kind.DEVELOPMENT, "ferry-lines")}
        tracking.change_status(issue, status="dormant", occurred_on=DAY, text="Quiet.", by=None)
        assert told() == {(Kind.ISSUE, "ferry-lines")}
        renaming.rename(issue, title="Ferries", occurred_on=DAY, text="So called.", by=None)
        assert told() == {(Kind.ISSUE, "ferry-lines")}
        tracking.add_step(advice_of(live), status="adopted", occurred_on=DAY, text="Did.", by=None)
        assert told() == {(Kind.RECOMMENDATION, str(advice_of(live).uid))}

    def test_a_merge_and_its_end_change_both(self, live, issue):
        b.published("Two", on=DAY, blocks=[b.assessment(b.issue("Ships"))])
        told()
        other = type(issue).objects.get(slug="ships")
        said = {"occurred_on": DAY, "text": "One thing.", "by": None}
        merging.merge(issue, into=other, **said)
        both = {(Kind.ISSUE, "ferry-lines"), (Kind.ISSUE, "ships")}
        assert told() == both
        issue.refresh_from_db()
        merging.unmerge(issue, status="active", **said | {"occurred_on": dt.date(2025, 4, 1)})
        assert told() == both

    def test_a_judgement_on_a_merged_issue_changes_the_one_that_stands_for_it(self, live, issue):
        b.published("Two", on=DAY, blocks=[b.assessment(b.issue("Ships"))])
        other = type(issue).objects.get(slug="ships")
        merging.merge(issue, into=other, occurred_on=DAY, text="One thing.", by=None)
        told()
        workflow.withdraw(live, by=b.releaser(), reason="Wrong.")
        assert {(Kind.ISSUE, "ferry-lines"), (Kind.ISSUE, "ships")} <= told()

    def test_an_edit_at_the_desk(self, live, issue, client):
        client.force_login(b.editor())
        url = reverse("admin:issues_issue_change", args=[issue.pk])
        form = {"summary": "About ferries.", "review_interval_days": "90"}
        form |= {
            f"{name}-{key}": "0"
            for name in ("aliases", "renames", "status_changes", "developments")
            for key in ("TOTAL_FORMS", "INITIAL_FORMS")
        }
        assert client.post(url, form).status_code == 302
        assert told() == {(Kind.ISSUE, "ferry-lines")}


def test_what_is_rolled_back_is_not_told(issue):
    with transaction.atomic():
        b.published("One", blocks=[b.assessment(issue)])
        transaction.set_rollback(True)
    assert told() == set()


@pytest.mark.django_db(transaction=True)
def test_a_change_is_noted_in_a_transaction_only(live):
    with pytest.raises(RuntimeError):
        changes.record(Kind.MOVED, [live.article], at=live.published_at)
