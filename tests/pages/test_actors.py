"""Actors and their traits over time."""

import datetime as dt

import pytest

from articles import workflow
from tests import builders as build
from tests.pages.test_follow_up import DAY, advised

__all__ = ["advised"]


@pytest.fixture
def slow(db):
    """A trait that was asserted in 2022, qualified in 2023 and contradicted in 2025."""
    trait = build.trait("slow", of=build.actor("Ministry"), summary="Takes its time.")
    for year, stance in ((2022, "asserts"), (2023, "qualifies"), (2025, "contradicts")):
        build.published(
            f"Ministry in {year}",
            on=DAY(year, 1, 1),
            blocks=[build.trait_block(trait, f"Words of {year}.", stance=stance)],
        )
    trait.refresh_from_db()
    return trait


def test_a_trait_tells_who_said_what_of_it_oldest_first(reader, slow):
    page = reader.words("/actors/ministry/traits/slow/")
    said = page[page.index('id="said"') :]

    places = [said.index(f"Words of {year}.") for year in (2022, 2023, 2025)]
    assert places == sorted(places)
    for words in ("Takes its time.", "asserts", "qualifies", "contradicts", "Ministry in 2022"):
        assert words in page


def test_its_strip_names_stances_and_empty_years_in_words(reader, slow):
    page = reader.words("/actors/ministry/traits/slow/")
    strip = page[page.index('class="strip"') : page.index('id="said"')]

    assert [part.split("<")[0] for part in strip.split('class="strip-year">')[1:]] == [
        "2022",
        "2023",
        "2024",
        "2025",
    ]
    assert [part.split("<")[0].strip() for part in strip.split('class="hidden">')[1:]] == [
        "asserts",
        "qualifies",
        "nothing",
        "contradicts",
    ]


@pytest.mark.parametrize(
    ("query", "latest", "pieces", "absent"),
    [
        ("", "contradicts", "in 3 pieces", []),
        ("?as_of=2024-12-31", "qualifies", "in 2 pieces", ["2025."]),
        ("?as_of=2022-06-01", "asserts", "in 1 piece", ["2025.", "2023."]),
    ],
)
def test_trait_and_actor_turn_to_a_day(reader, slow, query, latest, pieces, absent):
    for path in ("/actors/ministry/traits/slow/", "/actors/ministry/"):
        page = reader.words(f"{path}{query}")
        assert page.split('class="stance">')[1].startswith(latest)
        assert pieces in page
        for words in absent:
            assert f"Words of {words}" not in page
            assert f"Ministry in {words[:-1]}" not in page


@pytest.mark.parametrize("query", ["as_of=2021-12-31", "as_of=2024-01-01&recorded_by=2024-01-01"])
def test_before_readers_knew_of_them_there_is_nothing(reader, slow, query):
    for path in ("/actors/ministry/traits/slow/", "/actors/ministry/"):
        assert reader.get(f"{path}?{query}").status_code == 404
    assert "Ministry" not in reader.words(f"/actors/?{query}")


def test_what_its_piece_dropped_is_no_longer_the_latest(reader, slow):
    edition = build.published(
        on=DAY(2025, 6, 1), blocks=[build.trait_block(slow, stance="asserts"), build.passage()]
    )
    assert reader.words("/actors/ministry/").split('class="stance">')[1].startswith("asserts")

    build.next_edition(edition, change=lambda draft: draft.traitblocks.all().delete())

    assert reader.words("/actors/ministry/").split('class="stance">')[1].startswith("contradicts")


def test_an_actor_shows_its_traits_and_the_advice_addressed_to_it_by_status(reader, advised):
    trait = build.trait("slow", of=advised.addressee)
    for year, stance in ((2022, "asserts"), (2024, "contradicts")):
        build.published(
            f"Office in {year}",
            on=DAY(year, 1, 1),
            blocks=[build.trait_block(trait, stance=stance)],
        )

    page = reader.words("/actors/office/")
    assert page.index("Office in 2024") < page.index("Office in 2022")
    assert "Keep one costed offer ready." in page
    assert 'href="/recommendations/?addressee=office&amp;status=rejected"' in page
    assert "<strong>1</strong> rejected" in page
    then = reader.words("/actors/office/?as_of=2023-06-01")
    assert "Keep an offer ready." in then
    assert "<strong>1</strong> proposed" in then


def test_a_withdrawn_mention_leaves_its_notice(reader, db):
    trait = build.trait("slow", of=build.actor("Office"))
    edition = build.published(blocks=[build.trait_block(trait, "Zq words.", name="Zq name")])
    workflow.withdraw(edition, by=build.publisher(), reason="Unfair.")

    assert "Unfair." in reader.words(trait.get_absolute_url())
    assert "What was said of it was withdrawn." in reader.words("/actors/office/")
    for path in (trait.get_absolute_url(), "/actors/office/"):
        assert "Zq" not in reader.words(path)


def test_a_trait_is_found_below_its_own_actor_only(reader, db):
    trait = build.trait("slow", of=build.actor("Office"))
    other = build.trait("fast", of=build.actor("Ministry"))
    build.published(blocks=[build.trait_block(trait), build.trait_block(other)])

    assert reader.get("/actors/office/traits/slow/").status_code == 200
    assert reader.get("/actors/ministry/traits/slow/").status_code == 404


def test_a_trait_that_nothing_public_names_is_not_shown(reader, slow):
    build.draft(blocks=[build.trait_block(build.trait("zq", of=slow.actor))])

    assert "zq" not in reader.words("/actors/ministry/")
    assert reader.get("/actors/ministry/traits/zq/").status_code == 404


def test_a_trait_that_was_entered_twice_is_told_with_the_one_that_stays(reader, slow):
    stays = build.trait("late", of=slow.actor)
    build.published(
        "Another", on=DAY(2024, 1, 1), blocks=[build.trait_block(stays, "Words of 2024.")]
    )
    slow.merged_into = stays
    slow.save()

    page = reader.words("/actors/ministry/traits/late/")
    for year in (2022, 2023, 2024, 2025):
        assert f"Words of {year}." in page
    assert "in 4 pieces" in reader.words("/actors/ministry/")
    assert 'href="/actors/ministry/traits/slow/"' not in reader.words("/actors/ministry/")
    gone = reader.words("/actors/ministry/traits/slow/")
    assert "entered twice" in gone
    assert 'href="/actors/ministry/traits/late/"' in gone


def test_an_actor_that_was_entered_twice_is_told_with_the_one_that_stays(reader, slow, advised):
    office = advised.addressee
    office.merged_into = slow.actor
    office.save()

    assert "Keep one costed offer ready." in reader.words("/actors/ministry/")
    assert "/actors/office/" not in reader.words("/actors/")
    assert 'href="/actors/ministry/"' in reader.words("/actors/office/")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [("/actors/", 2), ("/actors/office/", 11), ("/actors/office/traits/slow/", 5)],
)
def test_a_page_costs_the_same_for_one_and_for_many(
    reader, django_assert_num_queries, count, path, queries
):
    office = build.actor("Office")
    traits = [build.trait(name, of=office) for name in ("slow", "b", "c")[:count]]
    for place in range(count):
        build.published(
            on=dt.date(2024, 1, 1 + place),
            blocks=[*map(build.trait_block, traits), build.advice(to=office, of=build.issue())],
        )

    with django_assert_num_queries(queries):
        reader.words(path)
