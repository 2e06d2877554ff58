"""The follow-up board of recommendations, as a page and as a file."""

import csv
import datetime as dt
import io

import pytest
from django.utils import timezone

from articles import workflow
from issues import tracking
from issues.models import Issue, StatusChange
from tests import builders as build

DAY = dt.date


@pytest.fixture
def advised(db):
    """A recommendation made in 2023, narrowed in 2024, taken up, rejected, and that corrected."""
    row = build.recommendation(
        "Keep an offer ready.", issue=build.issue("Costs"), addressee=build.actor("Office")
    )
    for year, wording, stance in (
        (2023, "Keep an offer ready.", "makes"),
        (2024, "Keep one costed offer ready.", "narrows"),
    ):
        build.published(
            f"Piece of {year}",
            on=DAY(year, 5, 1),
            blocks=[build.advice(wording, recommended=row, stance=stance)],
        )
    step(row, "under_consideration", DAY(2023, 8, 1), text="A hearing was held.")
    wrong = step(row, "adopted", DAY(2024, 8, 1), text="It was decided.")
    step(row, "rejected", DAY(2024, 8, 1), text="It was decided against.", corrects=wrong)
    row.refresh_from_db()
    return row


def step(row, status, on, *, text="Something happened.", **fields):
    return tracking.add_step(
        row, status=status, occurred_on=on, text=text, by=build.editor(), **fields
    )


def made(wording, on, **fields):
    """A recommendation of a piece of the archive."""
    edition = build.published(on=on, blocks=[build.advice(wording, **fields)])
    return edition.recommendationblocks.get().recommendation


def wordings(reader, query=""):
    """The recommendations on the board, in its order."""
    cells = table(reader, query)
    return [row["wording"] for row in cells]


def table(reader, query=""):
    text = reader.words(f"/recommendations/board.csv?{query}")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_a_row_tells_newest_words_addressee_issue_status_and_last_step(reader, advised):
    page = reader.words("/recommendations/")

    assert "Keep one costed offer ready." in page
    assert "Keep an offer ready." not in page
    for words in ("Office", "Costs", "rejected", "It was decided against.", "in 2 pieces"):
        assert words in page
    assert '<time datetime="2024-08-01">' in page
    assert '<time datetime="2023-05-01">' in page


def test_the_words_of_the_register_are_no_words_of_ours(reader, advised):
    advised.wording = "Zq the register's words."
    advised.save()

    for path in ("/recommendations/", "/recommendations/board.csv", advised.get_absolute_url()):
        assert "Zq" not in reader.words(path)


@pytest.mark.parametrize(
    ("query", "status", "since", "words"),
    [
        ("", "rejected", "2024-08-01", "Keep one costed offer ready."),
        ("as_of=2024-06-01", "under_consideration", "2023-08-01", "Keep one costed offer ready."),
        ("as_of=2023-09-01", "under_consideration", "2023-08-01", "Keep an offer ready."),
        ("as_of=2023-06-01", "proposed", "2023-05-01", "Keep an offer ready."),
    ],
)
def test_the_board_turns_to_a_day(reader, advised, query, status, since, words):
    [row] = table(reader, query)

    assert (row["status"], row["status_since"], row["wording"]) == (status, since, words)
    page = reader.words(f"/recommendations/?{query}")
    assert f'class="status status-{status}">' in page
    assert words in page


@pytest.mark.parametrize("query", ["as_of=2023-04-30", "as_of=2024-01-01&recorded_by=2024-01-01"])
def test_nothing_stands_on_the_board_before_readers_knew_of_it(reader, advised, query):
    assert table(reader, query) == []
    assert "No recommendation fits." in reader.words(f"/recommendations/?{query}")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("issue=costs", True),
        ("addressee=office", True),
        ("status=rejected", True),
        ("status=adopted", False),
        ("status=adopted&as_of=2024-09-01", False),
        ("status=proposed&as_of=2023-06-01", True),
        ("age=within_1_year", False),
        ("age=within_1_year&as_of=2024-04-30", True),
        ("age=within_1_year&as_of=2024-05-01", False),
        ("age=over_1_year&as_of=2024-04-30", False),
        ("age=over_1_year&as_of=2024-05-01", True),
        ("age=over_3_years&as_of=2026-05-01", True),
        ("news=none_for_1_year", False),
        ("news=none_for_1_year&as_of=2024-07-31", False),
        ("news=none_for_1_year&as_of=2024-08-01", False),
        ("status=&issue=&age=&as_of=&utm_source=x", True),
    ],
)
def test_the_board_can_be_narrowed(reader, advised, query, shown):
    assert bool(table(reader, query)) == shown
    assert ("offer ready." in reader.words(f"/recommendations/?{query}")) == shown


def test_what_is_open_is_without_news_a_year_after_the_last_step_or_its_making(reader, db):
    row = made("Wait.", DAY(2022, 3, 1))
    step(row, "under_consideration", DAY(2023, 3, 1))

    def silent(day):
        return bool(table(reader, f"news=none_for_1_year&as_of={day}"))

    assert [silent(day) for day in ("2023-02-28", "2023-03-01", "2024-02-29", "2024-03-01")] == [
        False,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    "query",
    [
        "issue=absent",
        "addressee=absent",
        "status=done",
        "age=old",
        "news=none",
        "sort=best",
        "page=0",
        "as_of=2999-01-01",
    ],
)
def test_bad_values_are_400(reader, advised, query):
    assert reader.get(f"/recommendations/?{query}").status_code == 400


def test_the_board_is_sorted_as_asked(reader, db):
    old, _middle, new = (
        made(name, DAY(year, 1, 1))
        for name, year in (("Old", 2021), ("Middle", 2022), ("New", 2023))
    )
    step(old, "adopted", DAY(2024, 1, 1))
    step(new, "under_consideration", DAY(2023, 6, 1))

    assert wordings(reader) == ["New", "Middle", "Old"]
    assert wordings(reader, "sort=oldest") == ["Old", "Middle", "New"]
    assert wordings(reader, "sort=without_news") == ["Middle", "New", "Old"]
    assert wordings(reader, "sort=status") == ["Middle", "New", "Old"]
    assert wordings(reader, "sort=status&as_of=2023-05-01") == ["New", "Middle", "Old"]


def test_counts_of_each_status_lead_to_it_and_keep_the_other_filters(reader, advised):
    made("Wait.", DAY(2023, 1, 1))

    page = reader.words("/recommendations/?status=rejected&as_of=2024-09-01")
    assert "<strong>2</strong> all" in page
    assert "<strong>1</strong> rejected" in page
    assert "<strong>0</strong> adopted" in page
    assert 'href="/recommendations/?status=proposed&amp;as_of=2024-09-01"' in page


def test_the_file_has_what_the_page_has(reader, advised):
    [row] = table(reader, "as_of=2024-06-01")

    assert row == {
        "recommendation": str(advised.uid),
        "wording": "Keep one costed offer ready.",
        "status": "under_consideration",
        "status_since": "2023-08-01",
        "first_made_on": "2023-05-01",
        "addressee": "Office",
        "issue": "Costs",
        "pieces": "2",
        "last_step_on": "2023-08-01",
        "last_step": "A hearing was held.",
        "source": "",
        "address": f"http://testserver{advised.get_absolute_url()}",
    }
    assert 'href="/recommendations/board.csv?as_of=2024-06-01"' in reader.words(
        "/recommendations/?as_of=2024-06-01"
    )


def test_what_is_hidden_of_a_recommendation_is_not_shown_with_it(reader, advised):
    advised.addressee = build.actor("Zq office")
    advised.issue = build.issue("Zq issue")
    advised.save()
    build.recommendation("Zq wording.")

    for path in (advised.get_absolute_url(), "/recommendations/", "/recommendations/board.csv"):
        assert "Zq" not in reader.words(path)
    assert reader.get("/recommendations/?addressee=zq-office").status_code == 400


def test_a_recommendation_whose_pieces_were_all_withdrawn_comes_last_and_without_words(reader, db):
    edition = build.published(blocks=[build.advice("Zq advice.", of=build.issue("Costs"))])
    workflow.withdraw(edition, by=build.publisher(), reason="Made on a false report.")
    made("Wait.", DAY(2020, 1, 1))

    assert wordings(reader) == ["Wait.", ""]
    assert wordings(reader, "sort=oldest") == ["Wait.", ""]
    assert wordings(reader, "age=within_1_year") == []
    assert "A recommendation that was withdrawn" in reader.words("/recommendations/")


def test_a_recommendation_counts_from_the_oldest_piece_that_can_be_read(reader, db):
    row = build.recommendation("Wait.")
    first, _second = (
        build.published(on=DAY(year, 1, 1), blocks=[build.advice(recommended=row)])
        for year in (2020, 2022)
    )
    made("Go.", DAY(2021, 1, 1))
    assert wordings(reader) == ["Go.", "Wait."]

    workflow.withdraw(first, by=build.publisher(), reason="False.")

    assert wordings(reader) == ["Wait.", "Go."]
    assert [cells["first_made_on"] for cells in table(reader)] == ["2022-01-01", "2021-01-01"]


def test_recommendations_of_a_merged_issue_count_for_the_other_from_that_day_on(reader, advised):
    other = build.issue("Bases")
    build.published(on=DAY(2023, 1, 1), blocks=[build.assessment(other)])
    merge(advised.issue, other, on=DAY(2024, 6, 1))

    assert wordings(reader, "issue=bases&as_of=2024-05-31") == []
    assert len(wordings(reader, "issue=costs&as_of=2024-05-31")) == 1
    assert wordings(reader, "issue=bases") == ["Keep one costed offer ready."]
    assert wordings(reader, "issue=costs") == []
    assert table(reader)[0]["issue"] == "Bases"
    assert table(reader, "as_of=2024-05-31")[0]["issue"] == "Costs"
    assert 'its recommendations count for <a href="/issues/bases/">' in reader.words(
        "/recommendations/?issue=costs"
    )


def merge(issue, into, *, on):
    StatusChange.objects.create(
        issue=issue,
        status="merged",
        merged_into=into,
        occurred_on=on,
        recorded_at=build.noon(on),
        text="One question.",
    )
    Issue.objects.filter(pk=issue.pk).update(status="merged", merged_into=into)


def test_advice_to_an_actor_that_was_entered_twice_is_found_by_the_one_that_stays(reader, advised):
    office = build.actor("The office")
    build.published(blocks=[build.trait_block(build.trait(of=office))])
    twice = advised.addressee
    twice.merged_into = office
    twice.save()

    [row] = table(reader, "addressee=the-office")
    assert row["addressee"] == "The office"


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/recommendations/", 7),
        ("/recommendations/?sort=without_news", 8),
        ("/recommendations/?as_of=2025-06-01", 9),
        ("/recommendations/?as_of=2025-06-01&recorded_by={today}", 9),
        ("/recommendations/board.csv", 5),
    ],
)
def test_the_board_costs_the_same_for_one_and_for_many(
    reader, django_assert_num_queries, count, path, queries
):
    for place in range(count):
        row = made(f"Wait {place}.", DAY(2024, 1, 1 + place), of=build.issue(), to=build.actor())
        step(row, "adopted", DAY(2024, 3, 1))

    with django_assert_num_queries(queries):
        reader.get(path.format(today=timezone.localdate()))
