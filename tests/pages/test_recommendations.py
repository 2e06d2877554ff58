"""A recommendation's page: every wording, every step, in one line of time."""

import datetime as dt

import pytest

from articles import workflow
from issues import tracking
from issues.models import Step
from tests import builders as build
from tests.pages.test_follow_up import DAY, advised, made, step

__all__ = ["advised"]


def test_every_wording_and_every_step_stand_in_one_line_newest_first(reader, advised):
    page = reader.words(advised.get_absolute_url())

    places = [
        page.index(words)
        for words in (
            "It was decided against.",
            'datetime="2024-05-01"',
            "A hearing was held.",
            "Keep an offer ready.",
        )
    ]
    assert places == sorted(places)
    for words in ("narrows", "makes", "Piece of 2023", "Piece of 2024", "Office", "Costs"):
        assert words in page


def test_a_wording_is_marked_against_the_one_before(reader, advised):
    build.published(
        on=DAY(2025, 1, 1),
        blocks=[build.advice("같은 말이 아니다.", recommended=advised)],
        language="ko",
    )
    repeated = "Keep one costed offer ready."
    build.published(on=DAY(2025, 2, 1), blocks=[build.advice(repeated, recommended=advised)])
    build.published(on=DAY(2025, 3, 1), blocks=[build.advice(repeated, recommended=advised)])

    page = reader.words(advised.get_absolute_url())
    assert "Keep <del>an</del><ins>one costed</ins> offer ready." in page
    assert page.count("<ins>") == page.count("<del>") == 1
    assert page.count("In the same words as before.") == 1


def test_a_corrected_step_is_struck_and_both_name_each_other(reader, advised):
    page = reader.words(advised.get_absolute_url())
    wrong = Step.objects.get(text="It was decided.")
    right = Step.objects.get(corrects=wrong)

    assert "<s>It was decided.</s>" in page
    assert f'<a href="#step-{right.uid}">Replaced by the entry' in page
    assert f'id="step-{right.uid}"' in page
    assert "Corrects the entry of" in page


def test_a_step_shows_its_evidence(reader, advised):
    Step.objects.create(
        recommendation=advised,
        status="adopted",
        occurred_on=DAY(2025, 1, 1),
        recorded_at=build.noon(DAY(2025, 1, 2)),
        text="The budget has it.",
        quote="Shall be kept ready <b>at all times</b>.",
        source_kind="official",
        source_url="https://example.org/gazette",
    )

    page = reader.words(advised.get_absolute_url())
    assert '<blockquote class="quote" cite="https://example.org/gazette">' in page
    assert "Shall be kept ready &lt;b&gt;at all times" in page
    assert 'href="https://example.org/gazette"' in page
    assert "official source" in page


def test_how_it_stood_tells_how_long_each_status_held(reader, advised):
    page = reader.words(f"{advised.get_absolute_url()}?as_of=2024-08-11")
    spans = page[page.index('class="spans"') : page.index('id="steps"')]

    assert [part.split('"')[0] for part in spans.split("status status-")[1:]] == [
        "proposed",
        "under_consideration",
        "rejected",
    ]
    for days in ("92 days", "366 days", "10 days"):
        assert days in spans


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ("as_of=2024-06-01", ["Piece of 2024", "A hearing"], ["It was decided"]),
        ("as_of=2023-09-01", ["Piece of 2023", "A hearing"], ["Piece of 2024", "It was"]),
        ("as_of=2023-06-01", ["Piece of 2023", "Nothing is known"], ["A hearing"]),
    ],
)
def test_the_page_turns_to_a_day(reader, advised, query, there, absent):
    page = reader.words(f"{advised.get_absolute_url()}?{query}")

    assert [words for words in there if words not in page] == []
    assert [words for words in absent if words in page] == []


@pytest.mark.parametrize("query", ["as_of=2023-04-30", "as_of=2024-01-01&recorded_by=2024-01-01"])
def test_before_readers_knew_of_it_there_is_no_page(reader, advised, query):
    assert reader.get(f"{advised.get_absolute_url()}?{query}").status_code == 404


def test_a_step_that_nobody_had_written_down_yet_does_not_count(reader, db, time_machine):
    time_machine.move_to(build.noon(DAY(2024, 1, 1)))
    row = made("Wait.", DAY(2024, 1, 1))
    time_machine.move_to(build.noon(DAY(2024, 3, 1)))
    step(row, "adopted", DAY(2024, 2, 1), text="It was done.")

    page = f"{row.get_absolute_url()}?as_of=2024-02-15"
    assert "It was done." in reader.words(page)
    assert "It was done." not in reader.words(f"{page}&recorded_by=2024-02-15")
    assert "It was done." in reader.words(f"{page}&recorded_by=2024-03-01")


@pytest.mark.parametrize("query", ["", "?as_of=2024-06-01", "?as_of=2023-06-01"])
def test_page_board_and_api_agree(reader, client, advised, query):
    answer = client.get(f"/api/v1/recommendations/{advised.uid}/{query}").json()

    page = reader.words(f"{advised.get_absolute_url()}{query}")
    board = reader.words(f"/recommendations/{query}")
    for html in (page, board):
        assert f'class="status status-{answer["status"]}">' in html
        assert f'<time datetime="{answer["first_made_on"]}">' in html
    assert page.count('class="kind">makes') + page.count('class="kind">narrows') == len(
        answer["wordings"]
    )
    assert [one["uid"] for one in answer["steps"]] == [
        uid for uid in reversed(shown_steps(page)) if f'id="step-{uid}"' in page
    ]
    assert set(answer) == {
        *("uid", "page", "issue", "addressee", "wording", "status", "first_made_on"),
        *("wordings", "steps"),
    }
    for one in answer["steps"]:
        assert set(one) == {"uid", "on", "recorded_at", "status", "text", "source_url", "corrects"}


def shown_steps(page):
    """Uids of the steps that count, in the page's order."""
    return [part.split('"')[0] for part in page.split('class="event event-step" id="step-')[1:]]


def test_the_page_tells_what_the_same_piece_said(reader, db):
    issue, hidden = build.issue("Costs"), build.recommendation("Zq hidden.", issue=None)
    edition = build.published(
        "A piece",
        blocks=[
            build.assessment(issue, "What next?", "Talks go on."),
            build.advice("Wait.", of=issue),
            build.advice("Go.", of=issue),
        ],
    )
    build.draft(blocks=[build.advice("Zq draft.", recommended=hidden)])
    row = edition.recommendationblocks.get(wording="Wait.").recommendation

    page = reader.words(row.get_absolute_url())
    beside = page[page.index('id="beside"') :]
    for words in ("A piece", "What next?", "Talks go on.", "Go."):
        assert words in beside
    assert "Zq" not in page


def test_a_withdrawn_piece_leaves_its_notice_and_no_words(reader, db):
    edition = build.published(
        blocks=[
            build.advice("Zq advice.", of=build.issue("Costs"), to=build.actor("Office")),
            build.advice("Zq other."),
        ]
    )
    row = edition.recommendationblocks.get(wording="Zq advice.").recommendation
    workflow.withdraw(edition, by=build.publisher(), reason="Made on a false report.")

    page = reader.words(row.get_absolute_url())
    assert "Made on a false report." in page
    for path in (
        row.get_absolute_url(),
        "/recommendations/",
        "/recommendations/board.csv",
        "/issues/costs/",
        "/actors/office/",
        "/issues/costs/feed/",
    ):
        assert "Zq" not in reader.words(path), path


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("query", "queries"), [("", 11), ("?as_of={today}", 13)])
def test_the_page_costs_the_same_for_one_and_for_many(
    reader, django_assert_num_queries, count, query, queries
):
    row = build.recommendation("Wait.", issue=build.issue(), addressee=build.actor())
    for place in range(count):
        build.published(
            on=DAY(2024, 1, 1 + place),
            blocks=[
                build.assessment(row.issue),
                build.advice(f"Wait {place}.", recommended=row),
                *(build.advice() for _ in range(count)),
            ],
        )
        step(row, "adopted", DAY(2024, 3, 1))
    today = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)

    with django_assert_num_queries(queries):
        reader.words(f"{row.get_absolute_url()}{query.format(today=today)}")


def test_a_step_before_its_recommendation_is_refused(db):
    row = made("Wait.", DAY(2024, 1, 1))
    with pytest.raises(tracking.ValidationError):
        step(row, "adopted", DAY(2023, 12, 31))
    assert not row.steps.exists()
