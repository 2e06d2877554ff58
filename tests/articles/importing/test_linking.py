"""Imports find entries by every name that they have or had, and cite the one that answers for them."""

import datetime as dt

import pytest

from articles.importing import linking
from articles.importing.piece import Byline
from issues import merging, renaming
from issues.models import ActorAlias, FormerSlug, Issue, TraitAlias
from tests import builders as b

from .test_apply import take_in

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 3, 10)


@pytest.fixture
def by():
    return b.publisher()


def test_an_actor_is_found_by_an_alias():
    actor = b.actor("Harbour office")
    ActorAlias.objects.create(actor=actor, name="Harbour Master")
    assert linking.Register().actor("the harbour master", "en") == actor


def test_a_name_goes_before_an_alias():
    ActorAlias.objects.create(actor=b.actor("Harbour office"), name="Harbour Master")
    named = b.actor("Harbour master")
    assert linking.Register().actor("harbour master", "en") == named


def test_a_trait_is_found_by_an_alias_and_among_its_own_actors_traits():
    mine, other = b.trait("Terse"), b.trait("Terse")
    TraitAlias.objects.create(trait=mine, name="Short answers")
    register = linking.Register()
    assert register.trait(mine.actor, "Short answers", "en") == mine
    assert register.trait(other.actor, "Short answers", "en") not in (mine, other)


def test_what_was_merged_is_found_as_the_one_that_answers_for_it(by):
    first, second, third = b.actor("ROK"), b.actor("Republic of Korea"), b.actor("South Korea")
    trait, kept = b.trait("Bold", of=first), b.trait("Daring", of=third)
    merging.merge_duplicates(first, into=second, by=by)
    merging.merge_duplicates(second, into=third, by=by)
    merging.merge_duplicates(trait, into=kept, by=by)
    register = linking.Register()
    for name in ("ROK", "Republic of Korea", "South Korea"):
        assert register.actor(name, "en") == third
    assert register.trait(third, "bold", "en") == kept


def test_an_author_too_by_name_or_address(by):
    old, new = (
        b.author("Kim A", email="kim@old.example"),
        b.author("A Kim", email="kim@new.example"),
    )
    merging.merge_duplicates(old, into=new, by=by)
    for email in ("kim@old.example", ""):
        assert linking.author(Byline("Kim A", email=email), "en") == new


def test_an_issue_that_was_merged_renamed_or_moved(by):
    old, fare = b.issue("The Old Pier"), b.issue("Fares", public_since=b.noon(DAY))
    pier = b.issue("State of the pier", public_since=b.noon(DAY))
    merging.merge(old, into=pier, occurred_on=DAY, text="One question.", by=by)
    renaming.rename(fare, title="A higher fare", occurred_on=DAY, text="So.", by=by)
    renaming.rename(fare, title="Prices", occurred_on=DAY, text="So.", by=by)
    assert [a.issue for a in take_in().edition.assessments.all()] == [fare, pier]


def test_a_new_issue_gets_no_former_slug():
    FormerSlug.objects.create(
        kind="issue", slug="a-higher-fare", entry_id=b.issue().pk, changed_at=b.noon(DAY)
    )
    take_in()
    assert Issue.objects.get(title="A Higher Fare").slug == "a-higher-fare-2"
