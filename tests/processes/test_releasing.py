"""Releasing a piece while others release, save, read or take it back."""

import datetime as dt
import random
from collections import Counter

import pytest
import time_machine
from django.utils import timezone

from articles import drafting, workflow
from articles.canonical import canonical, checksum
from articles.contents import contents_of_one
from articles.enums import EditionState as S
from articles.enums import Verb
from articles.models import Edition
from sejong_cms.models import AuditEntry
from tests import builders as b
from tests.agreeing import disagreements
from tests.articles.admin.screen import verb_url

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_many_who_press_publish_at_one_moment_one_publishes(forge, log_in):
    """Twenty people, five of whom press twice."""
    people = [b.publisher() for _ in range(4)]
    sessions = [log_in(person) for person in people]
    edition = b.approved("Ferry lines", blocks=[b.passage()])
    form = {"version": edition.version, "comment": ""}
    order = {"url": verb_url(edition, "publish"), "data": form}
    forge.warm("get", session=sessions[0], urls=[order["url"]])

    said = forge.together(
        *(("post", order | {"session": sessions[place % 4]}) for place in range(25))
    )

    answers = Counter((status, *levels) for [[status, levels]] in said)
    assert answers == {(302, "success"): 1, (302, "error"): 24}
    edition.refresh_from_db()
    assert (edition.state, edition.number) == (S.PUBLISHED, 1)
    assert edition.transitions.filter(verb=Verb.PUBLISH).count() == 1
    assert AuditEntry.objects.filter(action="publish").count() == 1
    assert disagreements(edition.article) == []


#: How many editions are published beside writers and readers.
EDITIONS = 8


def test_every_edition_is_one_whole_save_and_the_one_that_was_looked_at(forge):
    writer, people = b.editor(), [b.editor(), b.editor(), b.publisher()]
    blocks = [b.passage("generation-0") for _ in range(6)]
    live = b.published("Ferry lines", blocks=blocks)
    article = live.article_id
    forge.warm("publish_due")
    order = {"article": article, "editions": EDITIONS}

    _saved, released = forge.together(
        ("write_generations", order | {"by": writer.pk}),
        ("publish_generations", order | {"people": [p.pk for p in people]}),
    )

    assert [number for number, _looked_at in released] == list(range(2, EDITIONS + 1))
    for number, looked_at in released:
        edition = Edition.objects.get(article=article, number=number)
        contents = contents_of_one(edition)
        assert {block.html for block in contents.blocks} == {looked_at}
        assert checksum(canonical(edition, contents)) == edition.checksum
    assert disagreements(live.article) == []


def test_readers_see_one_edition_whole_and_never_an_earlier_one_again(forge):
    people = [b.editor(), b.editor(), b.publisher()]
    writer = b.editor()
    live = b.published("Ferry lines", blocks=[b.passage("generation-0") for _ in range(6)])
    urls = ["/articles/ferry-lines/", "/api/v1/articles/ferry-lines/"]
    order = {"article": live.article_id, "editions": EDITIONS}
    forge.warm("read", urls=urls, article=live.article_id, editions=1)

    *read, _saved, released = forge.together(
        *[("read", order | {"urls": urls})] * 2,
        ("write_generations", order | {"by": writer.pk}),
        ("publish_generations", order | {"people": [p.pk for p in people]}),
    )

    order = ["generation-0"] + [
        seen.removeprefix("<p>").removesuffix("</p>") for _n, seen in released
    ]
    for words in read:
        last = 0
        for _url, status, found in words:
            assert status == 200
            [generation] = [f"generation-{rest.partition('\\n')[0]}" for rest in found]
            # From one outlet to the next too: one reader's world never turns back.
            place = max(i for i, name in enumerate(order) if name == generation)
            assert place >= last
            last = place
        # All had been published when it was read for the last time.
        assert last == EDITIONS - 1
    assert disagreements(live.article) == []


def scheduled(due_at):
    with time_machine.travel(due_at - dt.timedelta(hours=1), tick=False):
        edition = b.approved("Ferry lines", blocks=[b.passage()])
        return workflow.schedule(edition, by=b.publisher(), due_at=due_at)


@pytest.mark.parametrize(
    ("verb", "options"), [("unschedule", {}), ("reopen", {"comment": "Not yet."})]
)
def test_what_was_taken_back_is_not_published_by_the_clock(forge, verb, options):
    """Whichever comes first, the other is told; both at random moments around each other."""
    chance, outcomes = random.Random(7), Counter()
    publisher = b.publisher()
    for _round in range(5):
        edition = scheduled(timezone.now() - dt.timedelta(seconds=1))
        order = {"verb": verb, "edition": edition.pk, "by": publisher.pk} | options
        [told], [[published, failed]] = forge.together(
            ("move", order | {"delay": chance.uniform(0, 0.02)}),
            ("publish_due", {"delay": chance.uniform(0, 0.02)}),
        )
        edition.refresh_from_db()
        assert failed == []
        if told == [verb]:
            assert edition.state != S.PUBLISHED
            assert edition.pk not in published
            # Or the next round's clock would meet it.
            if edition.state == S.APPROVED:
                workflow.reopen(edition, by=publisher, comment="Done with it.")
        else:
            assert told == [verb, "wrong_state"]
            assert (edition.state, published) == (S.PUBLISHED, [edition.pk])
        outcomes[tuple(told)] += 1
        assert disagreements(edition.article) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("publish", {}), ("reopen", {"comment": "Not yet."})),
        (("publish", {}), ("schedule", {})),
        (("reopen", {"comment": "One."}), ("reopen", {"comment": "Two."})),
    ],
)
def test_of_opposite_commands_one_is_refused(forge, first, second):
    for _round in range(2):
        edition = b.approved("Ferry lines", blocks=[b.passage()])
        common = {"edition": edition.pk, "by": b.publisher().pk, "version": edition.version}
        orders = []
        for verb, options in (first, second):
            if verb == "schedule":
                options = {"due_in": 3600}
            orders.append(("move", {"verb": verb, **common, **options}))
        said = forge.together(*orders)
        assert sorted(len(word) for [word] in said) == [1, 2]
        [refused] = [word for [word] in said if len(word) == 2]
        assert refused[1] in ("wrong_state", "stale")
        [done] = [word[0] for [word] in said if len(word) == 1]
        edition.refresh_from_db()
        expected = {"publish": S.PUBLISHED, "reopen": S.DRAFT, "schedule": S.SCHEDULED}
        assert edition.state == expected[done]
        assert disagreements(edition.article) == []


def test_a_withdrawal_wins_over_what_would_have_followed(forge):
    """The live edition is withdrawn while the clock publishes the next: it follows only if it was first."""
    for _round in range(3):
        live = b.published("Ferry lines", blocks=[b.passage()])
        with time_machine.travel(timezone.now() - dt.timedelta(hours=1), tick=False):
            new = drafting.new_edition(
                live, by=b.editor(), change_kind="minor", change_note="Layout."
            )
            b.approve(new)
            due = timezone.now() + dt.timedelta(minutes=59)
            workflow.schedule(new, by=b.publisher(), due_at=due)
        order = {"verb": "withdraw", "edition": live.pk, "by": b.publisher().pk}
        [told], [[published, failed]] = forge.together(
            ("move", order | {"reason": "Wrong figures."}), ("publish_due", {})
        )
        live.refresh_from_db()
        new.refresh_from_db()
        assert told == ["withdraw"]
        assert (live.state, failed) == (S.WITHDRAWN, [])
        assert new.state == (S.PUBLISHED if published else S.DRAFT)
        assert disagreements(live.article) == []
