"""Every verb: who may, from where, with what, and what it leaves behind."""

import datetime as dt

import pytest
from django.utils import timezone

from articles import drafting, workflow
from articles.enums import EditionState as S
from articles.enums import Verb as V
from articles.errors import Missing, NotAllowed, NotReady, Refused, Stale, WrongState
from articles.models import Edition, Snapshot, Transition
from articles.moves import BY_VERB
from issues.clock import day_of
from tests import builders as b

pytestmark = pytest.mark.django_db

SOON = dt.timedelta(hours=1)


def edition_in(state):
    """An edition in `state`, by the way that editions get there."""
    edition = b.draft(blocks=[b.passage()])
    if state == S.DRAFT:
        return edition
    if state == S.DISCARDED:
        return workflow.discard(edition, by=b.editor())
    edition = workflow.submit(edition, by=b.editor())
    if state == S.IN_REVIEW:
        return edition
    edition = workflow.approve(edition, by=b.editor())
    if state == S.APPROVED:
        return edition
    if state == S.SCHEDULED:
        return workflow.schedule(edition, by=b.publisher(), due_at=timezone.now() + SOON)
    edition = workflow.publish(edition, by=b.publisher())
    if state == S.PUBLISHED:
        return edition
    if state == S.WITHDRAWN:
        return workflow.withdraw(edition, by=b.publisher(), reason="Wrong.")
    b.next_edition(edition)
    edition.refresh_from_db()
    return edition


#: verb → how a person calls it with everything that it needs
CALLS = {
    V.SUBMIT: lambda e, by: workflow.submit(e, by=by),
    V.RETURN_TO_DRAFT: lambda e, by: workflow.return_to_draft(e, by=by, comment="Why"),
    V.APPROVE: lambda e, by: workflow.approve(e, by=by),
    V.SCHEDULE: lambda e, by: workflow.schedule(e, by=by, due_at=timezone.now() + SOON),
    V.UNSCHEDULE: lambda e, by: workflow.unschedule(e, by=by),
    V.REOPEN: lambda e, by: workflow.reopen(e, by=by, comment="Why"),
    V.PUBLISH: lambda e, by: workflow.publish(e, by=by),
    V.WITHDRAW: lambda e, by: workflow.withdraw(e, by=by, reason="Why"),
    V.DISCARD: lambda e, by: workflow.discard(e, by=by),
    V.RESTORE: lambda e, by: workflow.restore(e, by=by),
}


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("verb", CALLS)
def test_a_verb_moves_from_its_states_and_is_refused_from_all_others(state, verb):
    edition = edition_in(state)
    version, moves = edition.version, edition.transitions.count()

    if state in BY_VERB[verb].sources:
        moved = CALLS[verb](edition, b.publisher())
        assert moved.state == BY_VERB[verb].target
        assert moved.version == version + 1
        last = moved.transitions.order_by("-id").first()
        assert (last.verb, last.from_state, last.to_state) == (verb, state, moved.state)
    else:
        with pytest.raises(WrongState):
            CALLS[verb](edition, b.publisher())
        edition.refresh_from_db()
        assert (edition.state, edition.version) == (state, version)
        assert edition.transitions.count() == moves


@pytest.mark.parametrize(
    ("verb", "roles"),
    [
        (V.SUBMIT, {"own author", "editor", "publisher"}),
        (V.RETURN_TO_DRAFT, {"editor", "publisher"}),
        (V.APPROVE, {"editor", "publisher"}),
        (V.SCHEDULE, {"publisher"}),
        (V.UNSCHEDULE, {"publisher"}),
        (V.REOPEN, {"editor", "publisher"}),
        (V.PUBLISH, {"publisher"}),
        (V.WITHDRAW, {"publisher"}),
        (V.DISCARD, {"own author", "editor", "publisher"}),
        (V.RESTORE, {"editor", "publisher"}),
    ],
)
def test_a_verb_is_for_its_roles_only(verb, roles):
    own = b.author_user()
    people = {
        "own author": own,
        "other author": b.author_user(),
        "editor": b.editor(),
        "publisher": b.publisher(),
        "nobody's role": b.user(),
        "deactivated publisher": b.publisher(is_active=False),
    }
    allowed = set()
    for role, person in people.items():
        edition = edition_in(BY_VERB[verb].sources[0])
        edition.invited.add(own)
        try:
            CALLS[verb](edition, person)
        except NotAllowed:
            continue
        allowed.add(role)
    assert allowed == roles


class TestFourEyes:
    def test_the_submitter_does_not_approve(self):
        submitter = b.editor()
        edition = workflow.submit(b.draft(blocks=[b.passage()]), by=submitter)
        with pytest.raises(NotAllowed):
            workflow.approve(edition, by=submitter)

    def test_who_saved_last_does_not_approve(self):
        edition, saver = edition_in(S.IN_REVIEW), b.editor()
        b.write(edition, by=saver, title="Another title")
        with pytest.raises(NotAllowed):
            workflow.approve(edition, by=saver)

    def test_a_superuser_does_not_escape_it(self):
        root = b.user(is_superuser=True)
        edition = workflow.submit(b.draft(blocks=[b.passage()]), by=root)
        with pytest.raises(NotAllowed):
            workflow.approve(edition, by=root)

    def test_another_editor_approves(self):
        edition = workflow.approve(edition_in(S.IN_REVIEW), by=b.editor())
        assert edition.state == S.APPROVED


@pytest.mark.parametrize(
    ("state", "call", "field"),
    [
        (S.IN_REVIEW, lambda e, p: workflow.return_to_draft(e, by=p, comment=" "), "comment"),
        (S.APPROVED, lambda e, p: workflow.reopen(e, by=p, comment=""), "comment"),
        (S.PUBLISHED, lambda e, p: workflow.withdraw(e, by=p, reason="\n"), "reason"),
        (S.APPROVED, lambda e, p: workflow.schedule(e, by=p, due_at=None), "at"),
        (S.APPROVED, lambda e, p: workflow.schedule(e, by=p, due_at=timezone.now() - SOON), "at"),
    ],
)
def test_a_verb_that_needs_words_or_a_moment_is_refused_without(state, call, field):
    edition = edition_in(state)
    with pytest.raises(Missing) as refused:
        call(edition, b.publisher())
    assert refused.value.field == field
    edition.refresh_from_db()
    assert edition.state == state


def test_a_verb_with_a_stale_version_is_refused():
    edition = edition_in(S.IN_REVIEW)
    read = edition.version
    b.write(edition, by=b.editor(), title="Another title")
    with pytest.raises(Stale):
        workflow.approve(edition, by=b.publisher(), version=read)
    edition.refresh_from_db()
    assert edition.state == S.IN_REVIEW


class TestSubmit:
    def test_an_edition_without_text_is_not_ready(self):
        edition = b.draft(blocks=[])
        with pytest.raises(NotReady):
            workflow.submit(edition, by=b.editor())
        edition.refresh_from_db()
        assert edition.state == S.DRAFT

    def test_another_outlook_than_before_needs_a_reason(self):
        issue = b.issue()
        b.published(on=dt.date(2025, 1, 2), blocks=[b.assessment(issue, outlook="steady")])
        edition = b.draft(blocks=[b.assessment(issue, outlook="worsening")])
        with pytest.raises(NotReady):
            workflow.submit(edition, by=b.editor())

    def test_a_first_assessment_may_lack_outlook_and_reason(self):
        edition = b.draft(blocks=[b.assessment()])
        assert workflow.submit(edition, by=b.editor()).state == S.IN_REVIEW


class TestPublish:
    def test_numbers_seals_and_dates_the_edition(self):
        at = timezone.now()
        edition = workflow.publish(edition_in(S.APPROVED), by=b.publisher(), at=at)
        assert edition.number == 1
        assert len(edition.checksum) == 64
        assert edition.live_from == edition.published_at == at
        assert edition.published_on == day_of(at)

    def test_keeps_the_date_printed_on_the_piece(self):
        edition = b.approved(blocks=[b.passage()], published_on=dt.date(2024, 5, 6))
        edition = workflow.publish(edition, by=b.publisher())
        assert edition.published_on == dt.date(2024, 5, 6)

    def test_supersedes_the_live_edition_at_the_same_moment(self):
        first = b.published(blocks=[b.passage()])
        second = b.next_edition(first)
        first.refresh_from_db()
        assert (first.state, second.state) == (S.SUPERSEDED, S.PUBLISHED)
        assert first.live_until == second.live_from
        assert (first.number, second.number) == (1, 2)

    def test_twice_publishes_once(self):
        edition = edition_in(S.APPROVED)
        workflow.publish(edition, by=b.publisher())
        with pytest.raises(WrongState):
            workflow.publish(edition, by=b.publisher())
        assert Transition.objects.filter(verb=V.PUBLISH).count() == 1

    def test_makes_what_it_cites_public_and_nothing_else(self):
        issue, advised, other = b.issue(), b.issue(), b.issue()
        addressee, described = b.actor(), b.actor()
        trait, writer = b.trait(of=described), b.author()
        advice = b.advice("Act.", of=advised, to=addressee)
        edition = b.published(
            authors=[writer], blocks=[b.assessment(issue), advice, b.trait_block(trait)]
        )
        cited = (issue, advised, addressee, described, trait, writer, advice.recommendation)
        for entry in cited:
            entry.refresh_from_db()
            assert entry.public_since == edition.live_from
        other.refresh_from_db()
        assert other.public_since is None

    def test_a_failure_on_the_way_leaves_everything_as_it_was(self, monkeypatch):
        first = b.published(blocks=[b.passage()])
        second = drafting.new_edition(
            first, by=b.editor(), change_kind="correction", change_note="Put right."
        )
        b.approve(second)

        def break_down(*args, **kwargs):
            raise RuntimeError

        monkeypatch.setattr(workflow, "_make_public", break_down)
        with pytest.raises(RuntimeError):
            workflow.publish(second, by=b.publisher())
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.state, second.state) == (S.PUBLISHED, S.APPROVED)
        assert second.number is None


class TestSchedule:
    def test_the_clock_does_not_publish_early(self):
        edition = edition_in(S.SCHEDULED)
        before = edition.due_at - dt.timedelta(seconds=1)
        assert workflow.publish_due(at=before) == ([], [])

    def test_the_clock_publishes_what_is_due_once(self):
        edition = edition_in(S.SCHEDULED)
        at = edition.due_at
        published, failed = workflow.publish_due(at=at)
        assert ([e.pk for e in published], failed) == ([edition.pk], [])
        assert workflow.publish_due(at=at) == ([], [])
        edition.refresh_from_db()
        assert (edition.state, edition.live_from) == (S.PUBLISHED, at)

    def test_one_that_fails_does_not_hold_up_the_others(self, monkeypatch):
        bad, good = edition_in(S.SCHEDULED), edition_in(S.SCHEDULED)
        publish = workflow.publish

        def fail_for_one(edition, **options):
            if edition.pk == bad.pk:
                raise RuntimeError("planted")
            return publish(edition, **options)

        monkeypatch.setattr(workflow, "publish", fail_for_one)
        published, failed = workflow.publish_due(at=timezone.now() + 2 * SOON)
        assert [e.pk for e in published] == [good.pk]
        assert [e.pk for e in failed] == [bad.pk]

    def test_the_clock_cannot_publish_what_is_only_approved(self):
        with pytest.raises(WrongState):
            workflow.publish(edition_in(S.APPROVED), by=None)


class TestWithdraw:
    def test_the_live_edition_leaves_the_article_without_one(self):
        edition = edition_in(S.PUBLISHED)
        workflow.withdraw(edition, by=b.publisher(), reason="Wrong figures.")
        edition.refresh_from_db()
        assert (edition.state, edition.reason) == (S.WITHDRAWN, "Wrong figures.")
        assert not Edition.objects.published().filter(article=edition.article).exists()

    def test_the_live_edition_sends_an_open_one_back_to_draft(self):
        live = edition_in(S.PUBLISHED)
        waiting = drafting.new_edition(
            live, by=b.editor(), change_kind="minor", change_note="Layout."
        )
        b.approve(waiting)
        workflow.schedule(waiting, by=b.publisher(), due_at=timezone.now() + SOON)
        workflow.withdraw(live, by=b.publisher(), reason="Wrong figures.")
        waiting.refresh_from_db()
        assert (waiting.state, waiting.due_at) == (S.DRAFT, None)

    def test_a_superseded_edition_leaves_the_live_one_alone(self):
        old = edition_in(S.SUPERSEDED)
        ended = old.live_until
        workflow.withdraw(old, by=b.publisher(), reason="Wrong figures.")
        old.refresh_from_db()
        assert (old.state, old.live_until) == (S.WITHDRAWN, ended)
        assert Edition.objects.published().get(article=old.article).number == 2

    def test_a_later_edition_brings_the_article_back(self):
        edition = edition_in(S.WITHDRAWN)
        again = b.next_edition(edition)
        assert (again.state, again.number) == (S.PUBLISHED, 2)


class TestDiscard:
    def test_keeps_saves_and_log(self):
        edition = edition_in(S.DISCARDED)
        assert edition.snapshots.count() == 2
        assert edition.transitions.filter(verb=V.DISCARD).exists()

    def test_can_be_restored_for_thirty_days(self):
        edition = edition_in(S.DISCARDED)
        late = edition.discarded_at + dt.timedelta(days=30)
        with pytest.raises(WrongState):
            workflow.restore(edition, by=b.editor(), at=late)
        restored = workflow.restore(edition, by=b.editor(), at=late - dt.timedelta(seconds=1))
        assert restored.state == S.DRAFT

    def test_is_not_restored_beside_another_open_edition(self):
        live = edition_in(S.PUBLISHED)
        note = {"change_kind": "minor", "change_note": "Layout."}
        first = workflow.discard(drafting.new_edition(live, by=b.editor(), **note), by=b.editor())
        drafting.new_edition(live, by=b.editor(), **note)
        with pytest.raises(WrongState):
            workflow.restore(first, by=b.editor())


class TestPublishArchived:
    def test_is_live_from_the_start_of_its_own_day_in_seoul(self):
        edition = b.published(on=dt.date(2024, 11, 11), blocks=[b.passage()])
        assert edition.live_from == dt.datetime(2024, 11, 10, 15, tzinfo=dt.UTC)
        assert edition.published_at > edition.live_from

    def test_is_an_operators_only(self):
        edition = b.draft(published_on=dt.date(2024, 11, 11), blocks=[b.passage()])
        with pytest.raises(Refused):
            workflow.publish_archived(edition, by=b.publisher())

    @pytest.mark.parametrize("day", [None, dt.date(2999, 1, 1)])
    def test_needs_a_day_that_has_come(self, day):
        edition = b.draft(published_on=day, blocks=[b.passage()])
        with pytest.raises(Missing):
            workflow.publish_archived(edition)


def test_every_move_and_save_is_on_record():
    edition = edition_in(S.PUBLISHED)
    verbs = list(edition.transitions.values_list("verb", flat=True))
    assert verbs == [V.START, V.SUBMIT, V.APPROVE, V.PUBLISH]
    assert Snapshot.objects.filter(edition=edition).count() == 2
