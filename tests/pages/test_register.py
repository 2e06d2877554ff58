"""Recommendations, actors and traits."""

import datetime as dt

import pytest

from articles import workflow
from issues import tracking
from tests import builders as build

DAY = dt.date


@pytest.fixture
def advised(db):
    """A recommendation made in 2023, narrowed in 2024, taken up, rejected, and that corrected."""
    issue, office = build.issue("Costs"), build.actor("Office")
    row = build.recommendation("Keep an offer ready.", issue=issue, addressee=office)
    for year, wording, stance in (
        (2023, "Keep an offer ready.", "makes"),
        (2024, "Keep one costed offer ready.", "narrows"),
    ):
        build.published(
            f"Piece of {year}",
            on=DAY(year, 5, 1),
            blocks=[build.advice(wording, recommended=row, stance=stance)],
        )
    by = build.editor()
    tracking.add_step(
        row,
        status="under_consideration",
        occurred_on=DAY(2023, 8, 1),
        text="A hearing was held.",
        source_url="https://example.org/hearing",
        by=by,
    )
    wrong = tracking.add_step(
        row, status="adopted", occurred_on=DAY(2024, 8, 1), text="It was decided.", by=by
    )
    tracking.add_step(
        row,
        status="rejected",
        occurred_on=DAY(2024, 8, 1),
        text="It was decided against.",
        corrects=wrong,
        by=by,
    )
    row.refresh_from_db()
    return row


def test_a_recommendation_has_every_wording_and_every_step(reader, advised):
    page = reader.words(advised.get_absolute_url())

    assert page.index("Keep one costed offer ready.") < page.rindex("Keep an offer ready.")
    assert page.index("It was decided against.") < page.index("A hearing was held.")
    for words in ("narrows", "makes", "Piece of 2023", "Piece of 2024", "rejected", "Office"):
        assert words in page
    assert 'href="https://example.org/hearing"' in page
    assert "It was decided.<" not in page
    assert "Corrects the entry" in page


def test_the_list_tells_status_as_of_a_day(reader, advised):
    def status(query):
        page = reader.words(f"/recommendations/?{query}")
        return page.split('<span class="status status-')[1].split('"')[0]

    assert status("") == "rejected"
    assert status("as_of=2023-09-01") == "under_consideration"
    assert status("as_of=2023-06-01") == "proposed"
    assert "Keep an offer" not in reader.words("/recommendations/?as_of=2023-04-30")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("issue=costs", True),
        ("addressee=office", True),
        ("status=rejected", True),
        ("status=adopted", False),
        ("status=adopted&as_of=2024-09-01", False),
        ("status=proposed&as_of=2023-06-01", True),
    ],
)
def test_recommendations_can_be_narrowed(reader, advised, query, shown):
    assert ("Keep an offer" in reader.words(f"/recommendations/?{query}")) == shown


@pytest.mark.parametrize("query", ["issue=absent", "addressee=absent", "status=done", "page=0"])
def test_bad_values_are_400(reader, advised, query):
    assert reader.get(f"/recommendations/?{query}").status_code == 400


def test_what_is_hidden_of_a_recommendation_is_not_shown_with_it(reader, advised):
    advised.addressee = build.actor("Zq office")
    advised.issue = build.issue("Zq issue")
    advised.save()

    for path in (advised.get_absolute_url(), "/recommendations/"):
        assert "Zq" not in reader.words(path)
    assert reader.get("/recommendations/?addressee=zq-office").status_code == 400


def test_a_recommendation_whose_pieces_were_all_withdrawn_has_no_words_left(reader, db):
    edition = build.published(
        blocks=[build.advice("Zq advice.", of=build.issue("Costs"), to=build.actor("Office"))]
    )
    row = edition.recommendationblocks.get().recommendation
    workflow.withdraw(edition, by=build.publisher(), reason="Made on a false report.")

    page = reader.words(row.get_absolute_url())
    assert "Made on a false report." in page
    for path in (
        row.get_absolute_url(),
        "/recommendations/",
        "/issues/costs/",
        "/actors/office/",
        "/issues/costs/feed/",
    ):
        assert "Zq advice" not in reader.words(path), path


def test_an_actor_shows_traits_over_time_and_advice_addressed_to_it(reader, advised):
    office = advised.addressee
    trait = build.trait("slow", of=office, summary="Takes its time.")
    for year, stance in ((2022, "asserts"), (2024, "contradicts")):
        build.published(
            f"Office in {year}",
            on=DAY(year, 1, 1),
            blocks=[build.trait_block(trait, f"Words of {year}.", stance=stance)],
        )

    page = reader.words("/actors/office/")
    assert page.index("Office in 2024") < page.index("Office in 2022")
    assert "contradicts" in page
    assert "Keep an offer ready." in page
    words = reader.words(trait.get_absolute_url())
    assert trait.get_absolute_url() == "/actors/office/traits/slow/"
    for expected in ("Takes its time.", "Words of 2022.", "Words of 2024.", "Office in 2022"):
        assert expected in words


def test_a_withdrawn_trait_leaves_its_notice(reader, db):
    trait = build.trait("slow", of=build.actor("Office"))
    edition = build.published(blocks=[build.trait_block(trait, "Zq words.")])
    workflow.withdraw(edition, by=build.publisher(), reason="Unfair.")

    assert "Unfair." in reader.words(trait.get_absolute_url())
    assert "What was said of it was withdrawn." in reader.words("/actors/office/")
    assert "Zq words" not in reader.words(trait.get_absolute_url())


def test_a_trait_is_found_below_its_own_actor_only(reader, db):
    trait = build.trait("slow", of=build.actor("Office"))
    other = build.trait("fast", of=build.actor("Ministry"))
    build.published(blocks=[build.trait_block(trait), build.trait_block(other)])

    assert reader.get("/actors/office/traits/slow/").status_code == 200
    assert reader.get("/actors/ministry/traits/slow/").status_code == 404
