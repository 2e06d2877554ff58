"""The issues' pages: where each stands and what was said, now and on any day."""

import datetime as dt

import pytest
from django.utils import timezone

from articles import workflow
from issues import merging, tracking
from tests import builders as build

DAY = dt.date


def assess(issue, answer, on, *, author="Author One", outlook="steady", **fields):
    return build.published(
        f"Piece of {on:%Y}",
        on=on,
        authors=[build.author(author)],
        blocks=[build.assessment(issue, "Will they stay?", answer, outlook=outlook, **fields)],
    )


@pytest.fixture
def troops(db):
    """An issue assessed in 2023 and otherwise in 2024, with an event in between."""
    issue = build.issue("Troop levels", summary="How many soldiers stay.")
    assess(issue, "They stay.", DAY(2023, 3, 1))
    tracking.add_development(
        issue,
        title="A unit leaves",
        occurred_on=DAY(2023, 9, 1),
        text="It left by ship.",
        source_kind="press",
        source_url="https://example.org/ship",
        by=build.editor(),
    )
    assess(issue, "They go.", DAY(2024, 3, 1), author="Author Two", outlook="worsening",
           change_reason="A unit left.", likelihood="likely", horizon=DAY(2025, 1, 1))  # fmt: skip
    return issue


def current(page):
    return page.split('<section class="current"')[1].split("</section>")[0]


def test_the_present_answer_comes_first_with_author_piece_and_edition(reader, troops):
    page = reader.words("/issues/troop-levels/")

    found = current(page)
    assert "Will they stay?" in found
    assert "They go." in found
    assert "worsening" in found
    assert "likely (55–80\u00a0%)" in found
    assert "Author Two" in found
    assert "Piece of 2024" in found
    assert "edition 1" in found
    assert "They stay." not in found
    assert page.index('class="current"') < page.index('id="timeline"')


def test_the_timeline_has_what_was_said_and_what_happened_newest_first(reader, troops):
    page = reader.words("/issues/troop-levels/")

    timeline = page.split('id="timeline"')[1]
    places = [timeline.index(words) for words in ("They go.", "A unit leaves", "They stay.")]
    assert places == sorted(places)
    assert "It left by ship." in timeline
    assert 'href="https://example.org/ship"' in timeline


@pytest.mark.parametrize(
    ("day", "seen", "unseen"),
    [
        ("2023-03-01", ["They stay."], ["They go.", "A unit leaves"]),
        ("2023-09-01", ["They stay.", "A unit leaves"], ["They go."]),
        ("2024-03-01", ["They stay.", "A unit leaves", "They go."], []),
    ],
)
def test_the_page_as_of_a_day_shows_what_was_live_then(reader, troops, day, seen, unseen):
    page = reader.words(f"/issues/troop-levels/?as_of={day}")

    assert [words for words in seen if words not in page] == []
    assert [words for words in unseen if words in page] == []
    assert 'href="/issues/troop-levels/">Back to today' in page


@pytest.mark.parametrize("limits", ["as_of=2023-02-28", "as_of=2024-06-01&recorded_by={yesterday}"])
def test_before_readers_knew_of_the_issue_its_page_was_not_there(reader, troops, limits):
    """An archive piece recorded today was on no page yesterday, whatever day it is live from."""
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    path = f"/issues/troop-levels/?{limits.format(yesterday=yesterday)}"
    assert reader.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/issues/", "/issues/board.csv", "/issues/troop-levels/", "/recommendations/"]
)
@pytest.mark.parametrize(
    "query",
    [
        "as_of=2999-01-01",
        "as_of=1899-12-31",
        "as_of=0001-01-01",
        "as_of=2024-02-30",
        "as_of=yesterday",
        "recorded_by=2024-13-01",
        "recorded_by=2999-01-01",
        "as_of=2024-01-01&as_of=2024-01-02",
    ],
)
def test_impossible_days_are_400(reader, troops, path, query):
    assert f"<code>{query.split('=')[0]}</code>" in reader.words(f"{path}?{query}", status=400)


def test_an_empty_day_is_none_as_forms_send_it(reader, troops):
    assert "They go." in current(reader.words("/issues/troop-levels/?as_of="))


def test_an_issue_that_waits_too_long_for_its_review_says_so(reader, troops):
    assert "review due" in reader.words("/issues/")
    assert "review due" in reader.words("/issues/troop-levels/")
    assert "review due" not in reader.words("/issues/troop-levels/?as_of=2024-04-01")


def test_a_correction_shows_both_editions_and_what_was_corrected(reader, troops):
    live = troops.assessments.get(answer="They go.").parent

    def change(draft):
        draft.assessments.update(answer="Some go.")

    build.next_edition(live, note="Not all of them.", change=change)
    page = reader.words("/issues/troop-levels/")

    timeline = page.split('id="timeline"')[1]
    assert "Some go." in current(page)
    assert "They go." not in current(page)
    assert timeline.index("Some go.") < timeline.index("They go.")
    assert "correction" in timeline
    assert f"{live.get_absolute_url()}#b-" in timeline
    assert live.get_absolute_url().replace("/1/", "/2/") in timeline


def test_a_withdrawn_assessment_leaves_its_withdrawal_and_no_word(reader, troops):
    live = troops.assessments.get(answer="They go.").parent

    workflow.withdraw(live, by=build.publisher(), reason="The unit came back.")

    for query in ("", "?as_of=2024-06-01"):
        page = reader.words(f"/issues/troop-levels/{query}")
        assert "They go." not in page
        assert "A unit left." not in page
        assert "They stay." in current(page)
    page = reader.words("/issues/troop-levels/")
    assert "The unit came back." in page
    assert "withdrawal" in page


def test_a_parent_that_is_not_public_is_not_shown(reader, db):
    parent = build.issue("Zq parent")
    part = build.issue("Part", parent=parent)
    assess(part, "Yes.", DAY(2024, 1, 1))

    assert "Zq" not in reader.words("/issues/part/")
    assess(parent, "Yes.", DAY(2024, 1, 1))
    assert "Zq parent" in reader.words("/issues/part/")


def test_a_merged_issue_says_where_it_went(reader, troops):
    small = build.issue("Rotation")
    assess(small, "Late.", DAY(2024, 2, 1))
    for row in (small, troops):
        row.refresh_from_db()
    merging.merge(
        small,
        into=troops,
        occurred_on=DAY(2024, 4, 1),
        text="One question.",
        by=build.publisher(),
    )

    page = reader.words("/issues/rotation/")
    assert 'href="/issues/troop-levels/">Troop levels</a>' in page


def test_advice_stands_on_the_issues_page_as_far_as_it_was_made(reader, troops):
    build.published(
        on=DAY(2024, 5, 1), blocks=[build.advice("Ask first.", of=troops, to=build.actor("Office"))]
    )

    page = reader.words("/issues/troop-levels/")
    assert "Ask first." in page
    assert "proposed" in page
    assert "Office" in page
    assert "Ask first." not in reader.words("/issues/troop-levels/?as_of=2024-04-30")


def test_the_timeline_is_narrowed_by_kind(reader, troops):
    page = reader.words("/issues/troop-levels/?kind=development")
    timeline = page.split('id="timeline"')[1]
    assert "A unit leaves" in timeline
    assert "They go." not in timeline
    both = reader.words("/issues/troop-levels/?kind=development&kind=assessment")
    assert "They go." in both.split('id="timeline"')[1]
    assert reader.get("/issues/troop-levels/?kind=rumour").status_code == 400


def test_a_long_timeline_has_pages(reader, troops):
    for n in range(60):
        tracking.add_development(
            troops,
            title=f"Event {n}",
            occurred_on=DAY(2023, 10, 1) + dt.timedelta(days=n),
            text="So.",
            source_kind="press",
            by=None,
        )

    def timeline(query=""):
        return reader.words(f"/issues/troop-levels/{query}").split('class="timeline"', 1)[1]

    assert "Event 59" in timeline()
    assert "Event 3<" not in timeline()
    assert "Event 3<" in timeline("?page=2")
    assert reader.get("/issues/troop-levels/?page=3").status_code == 404


def test_the_chart_has_its_table_with_links_to_the_block_in_the_edition_that_said_it(
    reader, troops
):
    page = reader.words("/issues/troop-levels/")
    table = page.split('class="chart-table"')[1].split("</details>")[0]
    assert table.count("<tr>") == 4  # The head, two assessments, a development.
    for block in troops.assessments.all():
        assert f'href="{block.parent.get_absolute_url()}#{block.anchor}"' in table


def test_other_authors_at_the_same_time_stand_beside_and_nothing_is_averaged(reader, troops):
    assess(troops, "They stay all the same.", DAY(2024, 2, 25), author="Author Three")
    found = current(reader.words("/issues/troop-levels/"))
    assert found.index("They go.") < found.index("They stay all the same.")
    assert "Author Three" in found
    assert "They stay.<" not in found


def test_the_timeline_can_be_taken_along_as_a_table(reader, troops):
    assess(troops, "=1+1", DAY(2024, 5, 1), outlook="worsening")
    table = reader.words("/issues/troop-levels/timeline.csv").splitlines()
    assert len(table) == 5
    assert "They stay." in table[1]
    assert "A unit leaves" in table[2]
    assert ",'=1+1," in table[4]
    then = reader.words("/issues/troop-levels/timeline.csv?as_of=2023-05-01").splitlines()
    assert len(then) == 2


def test_nothing_of_a_hidden_entry_is_on_the_page(reader, troops):
    """A draft's assessment, advice that was never published, a hidden part and a hidden relative."""
    build.draft(
        blocks=[build.assessment(troops, "Zq question?", "Zq answer.", outlook="worsening")]
    )
    hidden = build.recommendation("Zq advice", issue=troops)
    build.issue("Zq part", parent=troops)
    troops.related.add(build.issue("Zq relative"))
    assert hidden.public_since is None
    for path in ("/issues/troop-levels/", "/issues/troop-levels/timeline.csv"):
        assert "Zq" not in reader.words(path)
