"""On every day of a corpus of ten years, the site says of the register what a plain reading says.

With both clocks on one day: what the history, applied event by event, had come to that evening, less
what was withdrawn since. With the first clock alone: what a plain computation from all rows says.
Looked at are some of the days around events, others with each seed; `bench/every_day.py` looks at all days.
"""

import random
from collections import Counter

import pytest

from articles.corpus import happenings as h

from . import plain
from .site import Site, of_advice, of_page

#: A seed whose history has what the last test is about.
CHAINED = 12

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", [1, 2])
def test_board_and_follow_up(seed):
    site = Site(14, seed)

    for day in site.days[seed::5]:
        shown = site.replayed.at(day)
        assert site.board(day, day) == plain.board(shown), day
        assert site.followed(day, day) == of_advice(shown), day
        held = site.stored.at(day)
        assert site.board(day) == plain.board(held), day
        assert site.followed(day) == of_advice(held), day


def test_pages_of_issues():
    """Of three issues a day, so that each is looked at on many days."""
    site, rng = Site(14, 3), random.Random(3)

    for day in site.days[::8]:
        shown, held = site.replayed.at(day), site.stored.at(day)
        for uid in rng.sample(sorted(site.issues.values()), 3):
            assert site.page(uid, day, day) == of_page(shown, uid), (day, uid)
            assert site.page(uid, day) == of_page(held, uid), (day, uid)


def test_two_clocks_on_different_days():
    site, rng = Site(14, 4), random.Random(4)

    for _ in range(40):
        day, known = rng.choice(site.days), rng.choice(site.days)
        snapshot = site.stored.at(day, known)
        assert site.board(day, known) == plain.board(snapshot), (day, known)
        assert site.followed(day, known) == of_advice(snapshot), (day, known)
        uid = rng.choice(sorted(site.issues.values()))
        assert site.page(uid, day, known) == of_page(snapshot, uid), (day, known, uid)


def test_both_readings_of_a_history_agree():
    """What was applied event by event, and what the rows say of that day as known that day."""
    site = Site(14, 5)

    for day in site.days[::5]:
        assert plain.board(site.replayed.at(day)) == plain.board(site.stored.at(day, day)), day


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_the_histories_hold_what_could_go_wrong(seed):
    site, found = Site(14, seed), Counter()
    for happening in site.happenings:
        found[type(happening).__name__] += 1
        found["archived"] += getattr(happening, "archived", False)
        if isinstance(happening, h.Recorded):
            found[happening.model] += 1
            found["merge"] += happening.fields.get("status") == "merged"
            found["correction"] += happening.corrects is not None
            found["late"] += plain.seoul_day(happening.at) != happening.on
    for day in site.days[::5]:
        now = site.stored.at(day)
        found["merged"] += any(now.root(uid) != uid for uid in now.issues)

    wanted = {
        *("Published", "Revised", "Withdrawn", "archived", "late", "merge", "merged", "correction"),
        *("StatusChange", "Rename", "Development", "Step", "Split", "Duplicate", "Readdressed"),
    }
    assert {name for name in wanted if not found[name]} == set()


def test_issues_count_for_others_over_several_merges():
    """Chains, of which one is undone later."""
    site = Site(24, CHAINED)
    chains = 0
    for day in site.days[::8]:
        now = site.stored.at(day)
        chains += any(now.status(uid)[1] not in (None, now.root(uid)) for uid in now.issues)
        shown, held = site.replayed.at(day), site.stored.at(day)
        assert site.board(day, day) == plain.board(shown), day
        assert site.board(day) == plain.board(held), day

    events = [e for e in site.happenings if isinstance(e, h.Recorded)]
    merged = {e.subject for e in events if "merged_into" in e.fields}
    assert chains
    assert any(e.subject in merged and e.fields.get("status") == "active" for e in events)
