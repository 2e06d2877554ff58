"""Programs that follow the log of changes while others make changes, and die."""

import random
from collections import Counter

import pytest
from django.db import connection, transaction

from issues.models import Development, Issue
from sejong_cms.changes import Kind
from sejong_cms.models import Change, ChangeLog
from tests import builders as b
from tests.api.conftest import api
from tests.changes.test_following import follow

__all__ = ["api"]

pytestmark = pytest.mark.django_db(transaction=True)

#: What followers are held to beside `make_news`: kinds that each act tells of once.
ONCE = (Kind.PUBLISHED, Kind.CORRECTED, Kind.WITHDRAWN, Kind.DEVELOPMENT)
#: How many are to be killed between their commit and the places of their changes.
KILLS = {"postgresql": 40, "sqlite": 10}


@pytest.fixture
def issue():
    """An issue that readers know."""
    issue = b.issue("Ferry lines")
    b.published("First", blocks=[b.assessment(issue)])
    issue.refresh_from_db()
    return issue


@pytest.mark.postgresql  # SQLite lets one write at a time, and whoever waits for it has no turn
def test_each_sees_every_change_once_and_in_one_order(forge, api, issue, tmp_path):
    author = b.author()
    b.next_edition(b.published("Second", blocks=[b.passage()], authors=[author]))
    Change.objects.all().delete()
    order = {"issue": issue.pk, "author": author.pk, "turns": 8}
    until = tmp_path / "until"
    followers = [forge.start("follow", until=str(until)) for _ in range(2)]

    said = forge.together(*(("make_news", order | {"name": f"Writer {n}"}) for n in range(4)))

    until.touch()
    seen, (found, _next) = [job.said() for job in followers], follow(api)
    whole = [change["id"] for change in found]
    assert len(set(whole)) == len(whole)
    assert seen == [whole] * 2
    done = Counter(tuple(word) for words in said for word in words)
    assert sum(done.values()) == 4 * 8 * 4
    told = Counter((row["kind"], row["page"].split("/")[4]) for row in found if row["kind"] in ONCE)
    assert told == done
    assert not Change.objects.filter(place=None).exists()


class Entering:
    """Processes that enter a development of `issue` and are killed at some moment of it."""

    def __init__(self, forge, issue, seed):
        self.forge, self.issue, self.chance = forge, issue, random.Random(seed)
        self.count = self.killed = self.between = 0
        self.forge.warm("enter", issue=issue.pk, title="Warm")
        self.length = self.start("Measured").took

    def start(self, title, kill_after=None):
        """One process, which has ended; its `told` is whether it said that it was done."""
        job = self.forge.start("enter", issue=self.issue.pk, title=title, kill_after=kill_after)
        job.told = job.said() == [title]
        return job

    def once(self):
        """Kill one. Returns how many developments (0 or 1) it has committed all the same."""
        self.count += 1
        title = f"Event {self.count}"
        job = self.start(title, kill_after=self.chance.uniform(0, self.length * 1.1))
        # A machine with more to do takes longer.
        self.length = self.length * 1.02 if job.was_killed else (self.length + job.took) / 2
        with transaction.atomic():
            # What a killed process left with the database ends with its locks.
            Issue.objects.select_for_update().get(pk=self.issue.pk)
            ChangeLog.objects.select_for_update().get()
        self.killed += job.was_killed
        self.between += Change.objects.filter(place=None).count()
        done = Development.objects.filter(title=title).count()
        assert done >= job.told, "was told to be done, and is not"
        return done


def test_what_a_killed_process_committed_is_in_the_log_at_the_next_look(forge, api, issue):
    """Many of them died after the commit and before their change had its place."""
    entering = Entering(forge, issue, 20261128)
    seen, address = follow(api)
    while entering.between < KILLS[connection.vendor]:
        done = entering.once()
        more, address = follow(api, address)
        assert [change["kind"] for change in more] == [Kind.DEVELOPMENT] * done
        seen += more
    assert entering.killed >= entering.between
    assert seen == follow(api)[0]
    ids = [change["id"] for change in seen]
    assert len(set(ids)) == len(ids)
