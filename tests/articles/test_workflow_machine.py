"""The workflow against a small model of it, over sequences of acts that nobody thought of.

`WORKFLOW_STEPS=20000` in the environment makes it longer than a run of all tests can afford.
"""

import datetime as dt
import os
from collections import Counter
from dataclasses import dataclass

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from articles import drafting, workflow
from articles.enums import EditionState as S
from articles.enums import Verb as V
from articles.errors import Missing, NotAllowed, Refused, Stale, WrongState
from articles.models import Edition
from tests import builders as b
from tests.agreeing import disagreements

pytestmark = pytest.mark.django_db

#: How many acts a sequence has at most.
LENGTH = 40
STEPS = int(os.environ.get("WORKFLOW_STEPS", 400))

PEOPLE = ("author", "stranger", "editor", "second editor", "publisher", "reader", "clock")
EDITORS = {"editor", "second editor", "publisher", "clock"}
PUBLISHERS = {"publisher", "clock"}
OWN = {V.SUBMIT, V.DISCARD, V.NEW_EDITION}
MAY = {
    **dict.fromkeys((V.RETURN_TO_DRAFT, V.APPROVE, V.REOPEN, V.RESTORE), EDITORS),
    **dict.fromkeys((V.SCHEDULE, V.UNSCHEDULE, V.PUBLISH, V.WITHDRAW), PUBLISHERS),
    **dict.fromkeys(OWN, EDITORS | {"author"}),
}
FROM = {
    V.SUBMIT: {S.DRAFT},
    V.DISCARD: {S.DRAFT},
    V.RETURN_TO_DRAFT: {S.IN_REVIEW},
    V.APPROVE: {S.IN_REVIEW},
    V.SCHEDULE: {S.APPROVED},
    V.UNSCHEDULE: {S.SCHEDULED},
    V.REOPEN: {S.APPROVED, S.SCHEDULED},
    V.PUBLISH: {S.APPROVED, S.SCHEDULED},
    V.WITHDRAW: {S.PUBLISHED, S.SUPERSEDED},
    V.RESTORE: {S.DISCARDED},
    V.NEW_EDITION: {S.PUBLISHED, S.SUPERSEDED, S.WITHDRAWN},
}
TO = {
    V.SUBMIT: S.IN_REVIEW,
    V.DISCARD: S.DISCARDED,
    V.RETURN_TO_DRAFT: S.DRAFT,
    V.APPROVE: S.APPROVED,
    V.SCHEDULE: S.SCHEDULED,
    V.UNSCHEDULE: S.APPROVED,
    V.REOPEN: S.DRAFT,
    V.PUBLISH: S.PUBLISHED,
    V.WITHDRAW: S.WITHDRAWN,
    V.RESTORE: S.DRAFT,
}
OPEN = {S.DRAFT, S.IN_REVIEW, S.APPROVED, S.SCHEDULED}
MONTH = dt.timedelta(days=30)


@dataclass
class Modelled:
    """What the model knows of one edition."""

    pk: int
    state: str = S.DRAFT
    version: int = 1
    number: int | None = None
    saved_by: str = "author"
    submitted_by: str | None = None
    due_at: dt.datetime | None = None
    discarded_at: dt.datetime | None = None


class Model:
    """One article and its editions."""

    def __init__(self, pk, now):
        self.editions, self.now = [Modelled(pk)], now

    def with_state(self, *states):
        return [e for e in self.editions if e.state in states]

    def refusal(self, verb, edition, by, stale=False, due_at=None):
        """Why the act is refused; None where it is done."""
        if by not in MAY[verb]:
            return NotAllowed
        if edition.state not in FROM[verb]:
            return WrongState
        if verb == V.NEW_EDITION:
            return WrongState if self.with_state(*OPEN) else None
        if stale:
            return Stale
        if verb == V.APPROVE and by != "clock" and by in (edition.submitted_by, edition.saved_by):
            return NotAllowed
        if verb == V.SCHEDULE and due_at <= self.now:
            return Missing
        if verb == V.PUBLISH and by == "clock" and not self.is_due(edition):
            return WrongState
        late = verb == V.RESTORE and self.now - edition.discarded_at >= MONTH
        if late or (verb == V.RESTORE and self.with_state(*OPEN)):
            return WrongState
        return None

    def is_due(self, edition):
        return edition.due_at is not None and edition.due_at <= self.now

    def act(self, verb, edition, by, due_at=None):
        if verb == V.PUBLISH:
            for live in self.with_state(S.PUBLISHED):
                live.state, live.version = S.SUPERSEDED, live.version + 1
            edition.number = 1 + max((e.number or 0 for e in self.editions), default=0)
        if verb == V.WITHDRAW and edition.state == S.PUBLISHED:
            for waiting in self.with_state(S.IN_REVIEW, S.APPROVED, S.SCHEDULED):
                waiting.state, waiting.due_at = S.DRAFT, None
                waiting.version += 1
        if verb == V.SUBMIT:
            edition.submitted_by = by
        if verb in (V.SCHEDULE, V.UNSCHEDULE, V.REOPEN, V.PUBLISH):
            edition.due_at = due_at if verb == V.SCHEDULE else None
        edition.discarded_at = self.now if verb == V.DISCARD else None
        edition.state, edition.version = TO[verb], edition.version + 1


class Desk(RuleBasedStateMachine):
    """Acts of people and of the clock on one piece."""

    people = None
    done = Counter()

    @initialize()
    def start(self):
        edition = drafting.start(title="Ferry lines", by=self.people["author"])
        self.article = edition.article
        self.model = Model(edition.pk, timezone.now())
        self.save(self.model.editions[0], "author", False)

    # --- What may be chosen

    which = st.sampled_from([0, 0, 0, 0, 1, 2])
    who = st.sampled_from(PEOPLE)

    def chosen(self, which):
        return self.model.editions[-1 - which % len(self.model.editions)]

    def outcome(self, verb, do, *args, **options):
        """(the class of the refusal or None, what `do` returned)."""
        try:
            done = do(*args, **options)
        except Refused as refusal:
            return type(refusal), None
        self.done[verb] += 1
        return None, done

    # --- Acts

    @rule(
        verb=st.sampled_from([verb for verb in MAY if verb != V.NEW_EDITION]),
        which=which,
        who=who,
        stale=st.sampled_from([False, False, False, True]),
        hours=st.integers(-2, 60),
    )
    def move(self, verb, which, who, stale, hours):
        self.try_to(verb, self.chosen(which), who, stale, hours)

    @rule(which=which, pick=st.integers(0, 99), hours=st.integers(1, 60))
    def go_on(self, which, pick, hours):
        """Something that the state allows, by somebody who may: by chance alone few pieces come out."""
        said = self.chosen(which)
        if said.state in FROM[V.NEW_EDITION] and not self.model.with_state(*OPEN) and pick % 4:
            self.next_of(said, "publisher")
            return
        verbs = [
            verb
            for verb in FROM
            if said.state in FROM[verb] and verb != V.NEW_EDITION
            for _weight in range(1 if verb in (V.DISCARD, V.WITHDRAW) else 4)
        ]
        if verbs:
            verb = verbs[pick % len(verbs)]
            people = sorted(MAY[verb])
            self.try_to(verb, said, people[pick // len(verbs) % len(people)], False, hours)

    @rule(which=which, pick=st.integers(0, 99), hours=st.integers(1, 60))
    def go_further(self, which, pick, hours):
        self.go_on(which, pick, hours)

    def try_to(self, verb, said, who, stale, hours):
        now = self.model.now
        due_at = now + dt.timedelta(hours=hours)
        options = {"by": self.people[who], "at": now, "version": said.version - stale}
        if verb == V.SCHEDULE:
            options["due_at"] = due_at
        options["reason" if verb == V.WITHDRAW else "comment"] = "Why."
        expected = self.model.refusal(verb, said, who, stale, due_at)
        edition = Edition.objects.get(pk=said.pk)
        found, _edition = self.outcome(verb, getattr(workflow, verb.value), edition, **options)
        assert found == expected
        if found is None:
            self.model.act(verb, said, who, due_at)

    @rule(which=which, who=who)
    def begin_the_next(self, which, who):
        self.next_of(self.chosen(which), who)

    def next_of(self, said, who):
        by = self.people[who]
        expected = self.model.refusal(V.NEW_EDITION, said, who)
        source = Edition.objects.get(pk=said.pk)
        note = {"change_kind": "minor", "change_note": "Layout.", "at": self.model.now}
        found, edition = self.outcome(V.NEW_EDITION, drafting.new_edition, source, by=by, **note)
        assert found == expected
        if found is None:
            self.model.editions.append(Modelled(edition.pk, saved_by=who))

    @rule(which=which, who=who, stale=st.booleans())
    def write(self, which, who, stale):
        self.save(self.chosen(which), who, stale)

    def save(self, said, who, stale):
        expected = None
        if who not in EDITORS | {"author"}:
            expected = NotAllowed
        elif said.state not in (S.DRAFT, S.IN_REVIEW):
            expected = WrongState
        elif stale:
            expected = Stale
        edition = Edition.objects.get(pk=said.pk)

        def saving():
            version, by = said.version - stale, self.people[who]
            with drafting.saving(edition, version=version, by=by, at=self.model.now) as save:
                passage = b.passage(f"Words of version {save.edition.version}.")
                save.edition.passages.all().delete()
                passage.parent = save.edition
                passage.save()

        found, _none = self.outcome("save", saving)
        assert found == expected
        if found is None:
            said.version, said.saved_by = said.version + 1, who

    @rule(hours=st.sampled_from([1, 1, 10, 24 * 31]))
    def time_passes(self, hours):
        self.model.now += dt.timedelta(hours=hours)
        due = [e for e in self.model.with_state(S.SCHEDULED) if self.model.is_due(e)]
        published, failed = workflow.publish_due(at=self.model.now)
        ours = [e.pk for e in published if e.article_id == self.article.pk]
        assert (ours, failed) == ([e.pk for e in due], [])
        for edition in due:
            self.model.act(V.PUBLISH, edition, "clock")

    # --- What holds after each

    @invariant()
    def says_what_the_model_says(self):
        if not hasattr(self, "model"):
            return
        rows = Edition.objects.filter(article=self.article).order_by("pk")
        columns = ("pk", "state", "version", "number", "due_at")
        assert list(rows.values_list(*columns)) == [
            (e.pk, e.state, e.version, e.number, e.due_at) for e in self.model.editions
        ]

    @invariant()
    def fits_together(self):
        if hasattr(self, "model"):
            assert disagreements(self.article, newest=1) == []

    def teardown(self):
        if hasattr(self, "model"):
            assert disagreements(self.article) == []


def test_the_workflow_does_what_its_model_does(caplog):
    caplog.set_level("ERROR", logger="articles.workflow")
    Desk.people = {
        "author": b.author_user(),
        "stranger": b.author_user(),
        "editor": b.editor(),
        "second editor": b.editor(),
        "publisher": b.publisher(),
        "reader": b.user(),
        "clock": None,
    }
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=max(1, STEPS // LENGTH),
            stateful_step_count=LENGTH,
            deadline=None,
            database=None,
            derandomize="WORKFLOW_STEPS" not in os.environ,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
    # What was never done was never compared.
    assert set(MAY) - Desk.done.keys() == set(), Desk.done
