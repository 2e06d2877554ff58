"""What issues, timelines, recommendations and traits say, now and as of a day."""

import datetime as dt

import pytest
import time_machine

from articles import workflow
from issues import tracking
from issues.models import Issue
from tests import builders as build

from . import worlds

DAY = dt.date


def assess(title, on, *blocks):
    return build.published(title, on=on, blocks=list(blocks))


def test_an_issue_as_it_stands(api):
    worlds.followed(worlds.everything())

    body = api.get("issues/word-issue/")
    current = body.pop("current")

    assert body == {
        "slug": "word-issue",
        "page": "http://testserver/issues/word-issue/",
        "title": "Word issue",
        "names": {"en": "Word issue", "ko": None},
        "summary": "Word summary",
        "status": "watching",
        "aliases": ["Word alias"],
        "parent": None,  # it is not public itself
        "merged_into": None,
        "first_assessed_on": "2025-03-01",
        "last_assessed_on": "2025-03-01",
        "assessment_count": 1,
        "stale": True,
    }
    assert (current["article"], current["edition"], current["number"]) == ("word-title", 1, 1)
    assert current["authors"][0]["slug"] == "word-author"


def test_current_is_the_newest_printed_then_the_last_in_the_piece(api):
    issue = build.issue("Cost")
    assess(
        "Newer",
        DAY(2025, 2, 1),
        build.assessment(issue, "First?"),
        build.assessment(issue, "Last?"),
    )
    assess("Older, imported later", DAY(2025, 1, 1), build.assessment(issue, "Older?"))

    body = api.get("issues/cost/")

    assert (body["current"]["question"], body["assessment_count"]) == ("Last?", 3)
    assert (body["first_assessed_on"], body["last_assessed_on"]) == ("2025-01-01", "2025-02-01")


def test_an_issue_as_of_a_day(api):
    issue = build.issue("Cost")
    assess("One", DAY(2025, 1, 1), build.assessment(issue, "One?"))
    assess("Two", DAY(2025, 2, 1), build.assessment(issue, "Two?"))
    tracking.change_status(
        issue, status="dormant", occurred_on=DAY(2025, 1, 20), text="Quiet.", by=None
    )

    asked = {
        day: api.get("issues/cost/", {"as_of": day})
        for day in ("2025-01-01", "2025-01-31", "2025-02-01")
    }

    assert {day: (row["status"], row["current"]["question"]) for day, row in asked.items()} == {
        "2025-01-01": ("active", "One?"),
        "2025-01-31": ("dormant", "One?"),
        "2025-02-01": ("dormant", "Two?"),
    }
    assert api.error("issues/cost/", {"as_of": "2024-12-31"}, status=404) == (None, "not_found")
    assert api.get("issues/", {"as_of": "2024-12-31"})["count"] == 0


def test_recorded_by_leaves_out_what_was_written_down_later(api):
    issue = build.issue("Cost")
    with time_machine.travel(build.noon(DAY(2025, 6, 1)), tick=False):
        assess("One", DAY(2025, 1, 1), build.assessment(issue, "One?"))
    with time_machine.travel(build.noon(DAY(2025, 7, 1)), tick=False):
        assess("Two", DAY(2025, 2, 1), build.assessment(issue, "Two?"))
        tracking.change_status(
            issue, status="dormant", occurred_on=DAY(2025, 1, 20), text="Quiet.", by=None
        )

    known = {"as_of": "2025-03-01", "recorded_by": "2025-06-01"}
    body = api.get("issues/cost/", known)

    assert (body["status"], body["current"]["question"]) == ("active", "One?")
    assert api.slugs("issues/", **known) == ["cost"]
    assert [e["title"] for e in api.get("issues/cost/timeline/", known)["events"]] == ["One?"]
    assert api.get("issues/", {"recorded_by": "2025-05-31"})["count"] == 0


def test_an_issue_that_is_only_advised_on_has_no_current_assessment(api):
    issue = build.issue("Cost")
    assess("Advice", DAY(2025, 1, 1), build.advice(of=issue))

    body = api.get("issues/cost/")

    names = ("current", "first_assessed_on", "last_assessed_on", "assessment_count", "stale")
    assert [body[name] for name in names] == [None, None, None, 0, False]


def test_what_was_withdrawn_leaves_an_issue_empty_but_public(api):
    issue = build.issue("Cost")
    edition = assess("One", DAY(2025, 1, 1), build.assessment(issue))
    workflow.withdraw(edition, by=build.publisher(), reason="Wrong.")

    for params in ({}, {"as_of": "2025-01-31"}):
        body = api.get("issues/cost/", params)
        assert (body["current"], body["assessment_count"]) == (None, 0)


def test_a_merged_issue_leaves_the_list_and_says_where_it_went(api):
    target, issue = build.issue("Target"), build.issue("Cost")
    assess("One", DAY(2025, 1, 1), build.assessment(issue), build.assessment(target))
    Issue.objects.filter(pk=issue.pk).update(status="merged", merged_into=target)

    body = api.get("issues/cost/")

    assert (body["status"], body["merged_into"]) == (
        "merged",
        {"slug": "target", "title": "Target"},
    )
    assert api.slugs("issues/") == ["target"]
    assert api.slugs("issues/", status="merged") == []


def test_filters_of_issues(api):
    cost, trade = build.issue("Cost sharing", summary="Who pays."), build.issue("Trade")
    assess("One", DAY(2025, 1, 1), build.assessment(cost), build.assessment(trade))
    tracking.change_status(
        trade, status="dormant", occurred_on=DAY(2025, 2, 1), text="Quiet.", by=None
    )
    cost.aliases.create(name="SMA talks")

    assert api.slugs("issues/", status="dormant") == ["trade"]
    assert api.slugs("issues/", status="dormant", as_of="2025-01-31") == []
    assert api.slugs("issues/", q="COST pays") == ["cost-sharing"]
    assert api.slugs("issues/", q="talks sharing") == ["cost-sharing"]
    assert api.slugs("issues/", q="cost trade") == []
    assert api.slugs("issues/", ordering="-title") == ["trade", "cost-sharing"]


@pytest.mark.parametrize("day", ["2025-06-29", "2025-06-30", "2025-07-01", None])
def test_the_filter_for_stale_issues_agrees_with_the_rule(api, day):
    blocks = []
    for days in (1, 179, 180, 181, 3650):
        issue = build.issue(f"Every {days}", review_interval_days=days)
        blocks.append(build.assessment(issue))
    quiet = build.issue("Quiet", review_interval_days=1)
    unassessed = build.issue("Unassessed", review_interval_days=1)
    assess("One", DAY(2025, 1, 1), *blocks, build.assessment(quiet), build.advice(of=unassessed))
    tracking.change_status(
        quiet, status="dormant", occurred_on=DAY(2025, 1, 2), text="Quiet.", by=None
    )
    params = {"as_of": day} if day else {}

    stale = {row["slug"]: row["stale"] for row in api.results("issues/", **params)}

    assert api.slugs("issues/", stale="true", **params) == [s for s in stale if stale[s]]
    assert api.slugs("issues/", stale="false", **params) == [s for s in stale if not stale[s]]
    assert stale["every-180"] is (day in ("2025-07-01", None))  # 181 days after the new year
    assert (stale["every-1"], stale["quiet"], stale["unassessed"]) == (True, False, False)


def test_a_timeline_is_oldest_first_and_every_event_has_a_page(api):
    edition = worlds.everything()
    worlds.followed(edition)
    edition_page = "http://testserver/articles/word-title/editions/1/#b-"
    uid = edition.recommendationblocks.get().recommendation.uid

    body = api.get("issues/word-issue/timeline/")
    events = body["events"]

    assert body["issue"] == {"slug": "word-issue", "title": "Word issue"}
    assert [(event["kind"], event["on"]) for event in events] == [
        ("assessment", "2025-03-01"),
        ("recommendation", "2025-03-01"),
        ("step", "2025-04-01"),
        ("development", "2025-05-01"),
        ("status", "2025-06-01"),
    ]
    assert [event["page"].startswith(edition_page) for event in events[:2]] == [True, True]
    assert events[2]["page"] == f"http://testserver/recommendations/{uid}/"
    assert events[3]["page"] == events[4]["page"] == "http://testserver/issues/word-issue/"
    assert events[2]["source_url"] == "https://example.org/hearing"


def test_a_timeline_as_of_a_day(api):
    worlds.followed(worlds.everything())

    body = api.get("issues/word-issue/timeline/", {"as_of": "2025-04-30"})

    assert body["as_of"] == "2025-04-30"
    assert [event["kind"] for event in body["events"]] == ["assessment", "recommendation", "step"]


def test_a_timeline_without_a_day_is_todays(api):
    worlds.everything()

    # Half past three in the afternoon of the last day of the year in UTC: the new year in Seoul.
    with time_machine.travel(dt.datetime(2029, 12, 31, 15, 30, tzinfo=dt.UTC)):
        assert api.get("issues/word-issue/timeline/")["as_of"] == "2030-01-01"


def test_a_recommendation_and_what_became_of_it(api):
    edition = worlds.everything()
    worlds.followed(edition)
    recommendation = edition.recommendationblocks.get().recommendation
    step = recommendation.steps.get()

    assert api.get(f"recommendations/{recommendation.uid}/") == {
        "uid": str(recommendation.uid),
        "page": f"http://testserver/recommendations/{recommendation.uid}/",
        "issue": {"slug": "word-issue", "title": "Word issue"},
        "addressee": {"slug": "word-actor", "name": "Word actor"},
        "wording": "Word advice",
        "status": "under_consideration",
        "first_made_on": "2025-03-01",
        "wordings": [
            {
                "article": "word-title",
                "edition": 1,
                "on": "2025-03-01",
                "wording": "Word advice",
                "stance": "makes",
            }
        ],
        "steps": [
            {
                "uid": str(step.uid),
                "on": "2025-04-01",
                "recorded_at": step.recorded_at.astimezone(
                    dt.timezone(dt.timedelta(hours=9))
                ).isoformat(),
                "status": "under_consideration",
                "text": "A hearing.",
                "source_url": "https://example.org/hearing",
                "corrects": None,
            }
        ],
    }


def test_a_correcting_step_takes_the_place_of_the_one_it_names(api):
    edition = worlds.everything()
    worlds.followed(edition)
    recommendation = edition.recommendationblocks.get().recommendation
    wrong = recommendation.steps.get()
    tracking.add_step(
        recommendation,
        status="rejected",
        occurred_on=DAY(2025, 4, 2),
        text="Rather this.",
        by=None,
        corrects=wrong,
    )

    body = api.get(f"recommendations/{recommendation.uid}/")

    [step] = body["steps"]
    assert (step["status"], step["corrects"]) == ("rejected", str(wrong.uid))
    assert body["status"] == "rejected"


def test_recommendations_as_of_a_day(api):
    edition = worlds.everything()
    worlds.followed(edition)
    uid = edition.recommendationblocks.get().recommendation.uid

    before = api.get(f"recommendations/{uid}/", {"as_of": "2025-03-31"})

    assert (before["status"], before["steps"]) == ("proposed", [])
    assert api.get("recommendations/", {"as_of": "2025-02-28"})["count"] == 0
    assert api.get(f"recommendations/{uid}/", {"as_of": "2025-02-28"}, status=404)


def test_wordings_are_each_edition_that_said_something_new(api):
    recommendation = build.recommendation("Sign it.")
    first = assess("One", DAY(2025, 1, 1), build.advice(recommended=recommendation))
    build.next_edition(first)  # says the same
    assess(
        "Two",
        DAY(2025, 2, 1),
        build.advice("Sign half of it.", recommended=recommendation, stance="narrows"),
    )

    body = api.get(f"recommendations/{recommendation.uid}/")

    assert [(row["article"], row["edition"], row["wording"]) for row in body["wordings"]] == [
        ("one", 1, "Sign it."),
        ("two", 1, "Sign half of it."),
    ]


def test_a_recommendation_of_which_all_was_withdrawn_is_empty(api):
    recommendation = build.recommendation("Sign it.")
    edition = assess("One", DAY(2025, 1, 1), build.advice(recommended=recommendation))
    workflow.withdraw(edition, by=build.publisher(), reason="Wrong.")

    for params in ({}, {"as_of": "2025-01-31"}):
        body = api.get(f"recommendations/{recommendation.uid}/", params)
        assert (body["wording"], body["wordings"], body["first_made_on"]) == ("", [], None)


def test_filters_of_recommendations(api):
    edition = worlds.everything()
    worlds.followed(edition)
    assess("Other", DAY(2025, 3, 2), build.advice("Other advice"))
    uid = str(edition.recommendationblocks.get().recommendation.uid)

    for name, value in (
        ("issue", "word-issue"),
        ("status", "under_consideration"),
        ("addressee", "word-actor"),
        ("article", "word-title"),
    ):
        assert [row["uid"] for row in api.results("recommendations/", **{name: value})] == [uid]
    assert api.results("recommendations/", status="under_consideration", as_of="2025-03-31") == []
    rows = api.results("recommendations/", ordering="first_made_on")
    assert [row["wording"] for row in rows] == ["Word advice", "Other advice"]


def test_mentions_of_a_trait_over_time(api):
    trait = build.trait("haste")
    assess("One", DAY(2025, 1, 1), build.trait_block(trait))
    assess("Two", DAY(2025, 2, 1), build.trait_block(trait, stance="contradicts", name="no haste"))
    gone = assess("Three", DAY(2025, 3, 1), build.trait_block(trait))
    workflow.withdraw(gone, by=build.publisher(), reason="Wrong.")

    assert api.get("traits/haste/")["mentions"] == [
        {"article": "one", "edition": 1, "on": "2025-01-01", "stance": "asserts", "name": "haste"},
        {
            "article": "two",
            "edition": 1,
            "on": "2025-02-01",
            "stance": "contradicts",
            "name": "no haste",
        },
    ]
