"""Programs on one piece, over sequences of requests that nobody thought of, against a small model.

The model is that of the workflow's own machine; here everything passes through the API, with tags, keys and
what readers get. `FUZZ_STEPS=20000` in the environment makes it longer.
"""

import datetime as dt
import json
import os
from collections import Counter

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

from articles.enums import EditionState as S
from articles.enums import Verb as V
from articles.errors import Missing, NotAllowed, Stale, WrongState
from articles.models import Article
from tests import builders as b
from tests.agreeing import disagreements
from tests.articles.test_workflow_machine import FROM, MAY, OPEN, Model, Modelled

from .described import BASE
from .writing import Program

pytestmark = pytest.mark.django_db

#: How many requests a sequence has at most.
LENGTH = 40
STEPS = int(os.environ.get("FUZZ_STEPS", 300))

STATUS = {None: 200, NotAllowed: 403, WrongState: 409, Stale: 412, Missing: 400}
#: Restoring is done at the desk.
VERBS = [verb for verb in FROM if verb not in (V.NEW_EDITION, V.RESTORE)]
PEOPLE = ("author", "editor", "second editor", "publisher")
#: How readily a sequence goes on by a verb.
WEIGHT = {V.DISCARD: 1, V.WITHDRAW: 1, V.RETURN_TO_DRAFT: 1, V.SCHEDULE: 8, V.UNSCHEDULE: 8}
EXPLAINED = {V.RETURN_TO_DRAFT: "comment", V.REOPEN: "comment", V.WITHDRAW: "reason"}
TOLD = {
    "article.published": V.PUBLISH,
    "article.corrected": V.PUBLISH,
    "article.withdrawn": V.WITHDRAW,
}


def told(answer):
    """What a client sees of an answer."""
    headers = ("ETag", "Location", "Content-Type")
    return answer.status_code, answer.content, [answer.headers.get(name) for name in headers]


class Client(RuleBasedStateMachine):
    """Requests of several programs on one piece."""

    programs = None
    done = Counter()
    words = keys = 0

    @initialize()
    def start(self):
        self.cursor = self.followed()[1]
        #: {pk: the word that stands in an edition's abstract, its blocks' uids, its bytes}
        self.abstract, self.blocks, self.bytes = {}, {}, {}
        self.sent, self.told = None, Counter()
        body = {
            "title": "Piece",
            "abstract": self.word(),
            "blocks": [{"kind": "passage", "html": "<p>Words.</p>"}] * 2,
        }
        answer = self.post("author", "drafts/", body, tag=False)
        assert answer.status_code == 201
        self.model = Model(answer.json()["id"], timezone.now())
        self.slug = answer.json()["article"]
        self.article = Article.objects.get(slug=self.slug)
        self.learn(self.model.editions[0], answer, version=2)

    # --- What may be chosen, and how it is sent

    which = st.sampled_from([0, 0, 0, 1, 2])
    who = st.sampled_from(PEOPLE)
    #: Which version the request names.
    named = st.sampled_from(["good", "good", "good", "good", "stale", "none"])

    def chosen(self, which):
        return self.model.editions[-1 - which % len(self.model.editions)]

    def word(self):
        """A word that stands nowhere else."""
        type(self).words += 1
        return f"canary{self.words}word"

    def tag(self, said, named):
        if named == "none":
            return "*"
        return f'"{said.pk}.{said.version - (named == "stale")}-{"0" * 32}"'

    def post(self, who, path, body, tag):
        """A POST with a key of its own; what was done may come again (`again`)."""
        type(self).keys += 1
        headers = {"Idempotency-Key": f"key {self.keys}"}
        answer = self.programs[who].ask("post", path, body, tag=tag, **headers)
        if answer.status_code < 300:
            self.sent = (who, path, body, tag, headers, told(answer))
        return answer

    def learn(self, said, answer, *, version=None):
        """Note what an acknowledged change made of an edition."""
        draft = answer.json()
        said.version = version or said.version
        self.abstract[said.pk] = draft["abstract"]
        self.blocks[said.pk] = [block["uid"] for block in draft["blocks"]]
        self.bytes.clear()

    # --- Requests

    @rule(
        which=which, who=who, named=named, what=st.sampled_from(["text", "add", "turn", "remove"])
    )
    def change(self, which, who, named, what):
        said = self.chosen(which)
        uids, word = self.blocks[said.pk], self.word()
        body, wanted = {"abstract": word}, list(uids)
        if what == "add":
            body["blocks"] = [{"kind": "passage", "html": "<p>More.</p>"}]
        elif what == "turn":
            body["order"] = wanted = uids[::-1]
        elif what == "remove" and len(uids) > 1:
            body["remove"], wanted = uids[:1], uids[1:]
        expected = 200
        if named == "none":
            expected = 428
        elif said.state not in (S.DRAFT, S.IN_REVIEW):
            expected = 409
        elif named == "stale":
            expected = 412
        path = f"drafts/{said.pk}/"
        answer = self.programs[who].ask("patch", path, body, tag=self.tag(said, named))
        assert answer.status_code == expected, answer.content
        if expected == 200:
            self.done[what] += 1
            said.saved_by = who
            self.learn(said, answer, version=said.version + 1)
            assert self.abstract[said.pk] == word
            found = self.blocks[said.pk]
            assert (found[:-1] if what == "add" else found) == wanted

    @rule(what=st.sampled_from(["text", "add", "turn", "remove"]))
    def write(self, what):
        self.change(0, "author", "good", what)

    @rule(which=which, who=who, named=named, verb=st.sampled_from(VERBS), hours=st.integers(-2, 60))
    def move(self, which, who, named, verb, hours):
        self.try_to(verb, self.chosen(which), who, named, hours)

    @rule(which=which, pick=st.integers(0, 99))
    def go_on(self, which, pick):
        """Something that the state allows, by somebody who may: by chance alone few pieces come out."""
        said = self.chosen(which)
        if said.state in FROM[V.NEW_EDITION] and not self.model.with_state(*OPEN) and pick % 4:
            self.begin_the_next("publisher")
            return
        verbs = [
            verb
            for verb in VERBS
            if said.state in FROM[verb]
            for _weight in range(WEIGHT.get(verb, 4))
        ]
        if verbs:
            verb = verbs[pick % len(verbs)]
            people = sorted(MAY[verb] & set(PEOPLE))
            self.try_to(verb, said, people[pick // len(verbs) % len(people)], "good", 5)

    @rule(which=which, pick=st.integers(0, 99))
    def go_further(self, which, pick):
        self.go_on(which, pick)

    @rule(picks=st.lists(st.integers(0, 99), min_size=2, max_size=4))
    def go_far(self, picks):
        for pick in picks:
            self.go_on(0, pick)

    def try_to(self, verb, said, who, named, hours):
        at = self.model.now + dt.timedelta(hours=hours, minutes=30)
        body = {EXPLAINED.get(verb, "comment"): "Why."}
        if verb == V.SCHEDULE:
            body["at"] = at.isoformat()
        refusal = self.model.refusal(verb, said, who, named == "stale", at)
        expected = 428 if named == "none" else STATUS[refusal]
        path, tag = f"drafts/{said.pk}/", self.tag(said, named)
        if verb == V.DISCARD and len(self.blocks[said.pk]) % 2:
            answer = self.programs[who].ask("delete", path, tag=tag)
        else:
            answer = self.post(who, f"{path}{verb}/", body, tag)
        assert answer.status_code == expected, answer.content
        if expected == 200:
            self.done[verb] += 1
            self.told[verb] += 1
            self.model.act(verb, said, who, at)
            self.learn(said, answer)

    @rule(who=who)
    def begin_the_next(self, who):
        numbered = [e for e in self.model.editions if e.number]
        source = max(numbered, key=lambda e: (e.state == S.PUBLISHED, e.number), default=None)
        expected = 404
        if source is not None:
            expected = STATUS[self.model.refusal(V.NEW_EDITION, source, who)]
        body = {"change_kind": "minor", "change_note": "Layout."}
        answer = self.post(who, f"articles/{self.slug}/new_edition/", body, tag=False)
        assert answer.status_code == (201 if expected == 200 else expected), answer.content
        if expected == 200:
            self.done[V.NEW_EDITION] += 1
            self.model.editions.append(Modelled(answer.json()["id"], saved_by=who))
            self.learn(self.model.editions[-1], answer)
            assert self.abstract[answer.json()["id"]] == self.abstract[source.pk]

    @rule(as_other=st.booleans())
    def again(self, as_other):
        """The answer was lost: the same again has its answer, and no effect; another gets neither."""
        if self.sent is None:
            return
        who, path, body, tag, headers, answered = self.sent
        if as_other:
            body = body | {"comment": "Another."}
        answer = self.programs[who].ask("post", path, body, tag=tag, **headers)
        self.done["again"] += 1
        if as_other:
            assert answer.status_code == 422
        else:
            assert told(answer) == answered

    @rule(which=which, who=who)
    def read_again(self, which, who):
        path = f"drafts/{self.chosen(which).pk}/"
        first = self.programs[who].ask("get", path)
        same = self.programs[who].ask("get", path, **{"If-None-Match": first["ETag"]})
        other = self.programs[who].ask("get", path, **{"If-None-Match": '"other"'})
        assert (same.status_code, other.content) == (304, first.content)

    # --- What holds after each

    @invariant()
    def drafts_are_as_the_model_says(self):
        """What was not acknowledged left every edition as it was, to the letter."""
        if not hasattr(self, "model"):
            return
        for said in self.model.editions:
            answer = self.programs["editor"].ask("get", f"drafts/{said.pk}/")
            draft = answer.json()
            assert (draft["state"], draft["edition"]["number"]) == (said.state, said.number)
            assert answer["ETag"].startswith(f'"{said.pk}.{said.version}-')
            assert draft["abstract"] == self.abstract[said.pk]
            assert [block["uid"] for block in draft["blocks"]] == self.blocks[said.pk]
            assert self.bytes.setdefault(said.pk, answer.content) == answer.content

    @invariant()
    def readers_get_what_is_published(self):
        if not hasattr(self, "model"):
            return
        live = {self.abstract[e.pk] for e in self.model.with_state(S.PUBLISHED)}
        hidden = set(self.abstract.values()) - live
        client = self.programs["editor"].client
        answers = [
            client.get(f"{BASE}articles/", {"page_size": 100}).content.decode(),
            b"".join(client.get(f"{BASE}export/articles.ndjson").streaming_content).decode(),
        ]
        for answer in answers:
            assert [word for word in live if word not in answer] == []
            assert [word for word in hidden if word in answer] == []
        changed, self.cursor = self.followed(self.cursor)
        for change in changed:
            assert f"/articles/{self.slug}/" in change["page"]
            self.told[TOLD[change["kind"]]] -= 1
        assert (self.told[V.PUBLISH], self.told[V.WITHDRAW]) == (0, 0)
        assert not [word for word in self.abstract.values() if word in json.dumps(changed)]

    def followed(self, address=f"{BASE}changes/"):
        """What the log of changes has from here on, and where to go on."""
        found = []
        while True:
            answer = self.programs["editor"].client.get(address).json()
            address = answer["next"]
            if not answer["results"]:
                return found, address
            found += answer["results"]

    def teardown(self):
        if hasattr(self, "model"):
            assert disagreements(self.article) == []


def test_what_programs_do_is_what_the_model_does():
    Client.programs = {
        "author": Program(b.author_user()),
        "editor": Program(b.editor()),
        "second editor": Program(b.editor()),
        "publisher": Program(b.publisher()),
    }
    run_state_machine_as_test(
        Client,
        settings=settings(
            max_examples=max(1, STEPS // LENGTH),
            stateful_step_count=LENGTH,
            deadline=None,
            database=None,
            derandomize="FUZZ_STEPS" not in os.environ,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
    # What was never done was never compared.
    wanted = {*VERBS, V.NEW_EDITION, "add", "turn", "remove", "text", "again"}
    assert wanted - Client.done.keys() == set(), Client.done
