"""The feeds of issues, of actors and of recommendations."""

import datetime as dt

import pytest

from articles import workflow
from articles.models import Edition, RecommendationBlock
from issues import renaming, tracking
from issues.models import Actor, Recommendation
from sejong_cms.feeds import LENGTH
from tests import builders as b
from tests.api.worlds import everything, followed
from tests.pages.test_feeds import answer, feed, feeds_of, step

__all__ = ["feed"]

DAY = dt.date


def test_the_feed_of_an_issue_says_in_words_what_each_entry_is(feed, db):
    edition = everything()
    followed(edition)
    second = b.next_edition(edition, note="A slip.", change=answer("Corrected."))
    b.next_edition(second, note="Struck.", change=lambda d: d.assessments.all().delete())

    found = feed("/issues/word-issue/feed/")

    assert found.titles == [
        "No longer said: Word question?",
        "Correction: Word question?",
        "Status: watching",
        "Development: A meeting",
        "Recommendation under consideration: Word advice",
        *sorted(
            ["Recommendation: Word advice", "Assessment: Word question?"], key=found.titles.index
        ),
    ]
    assert found.entry("Assessment").summary == (
        "Word answer.\n\nOutlook: steady.\n\n"
        "Likelihood: likely (55–80\u00a0%), by 31 January 2030.\n\n"
        "By Word author, in “Word title”, edition 1."
    )
    assert found.entry("Assessment").link.startswith(
        "http://testserver/articles/word-title/editions/1/#b-"
    )
    assert found.entry("Correction").summary.startswith("Corrected.")
    assert found.entry("Correction").summary.endswith("A slip.")
    assert found.entry("No longer").summary == (
        "By Word author, in “Word title”, edition 3.\n\nStruck."
    )
    assert found.entry("Recommendation under").summary == (
        "1 April 2025: A hearing.\n\nPress report: https://example.org/hearing"
    )
    assert found.entry("Development").authors == []
    assert found.entry("Assessment").authors == ["Word author"]


def test_an_edition_that_says_and_advises_much_has_an_identity_for_each(feed, db):
    issue = b.issue("Costs")
    first = b.published(
        blocks=[b.assessment(issue), b.assessment(issue), b.advice(of=issue), b.advice(of=issue)]
    )

    b.next_edition(
        first,
        change=lambda draft: (
            draft.assessments.all().delete(),
            draft.recommendationblocks.all().delete(),
            draft.passages.create(html="<p>Words.</p>"),
        ),
    )

    assert len(set(feed("/issues/costs/feed/").ids)) == 8


@pytest.mark.parametrize(
    ("stance", "label", "words"),
    [
        ("makes", "Recommendation", "This is advised for the first time."),
        ("repeats", "Recommendation repeated", "It was advised before."),
        ("narrows", "Recommendation narrowed", "It asks for less than before."),
        ("widens", "Recommendation widened", "It asks for more than before."),
        ("reverses", "Recommendation reversed", "It advises against what was advised before."),
    ],
)
def test_advice_says_who_advised_whom_and_how(feed, db, stance, label, words):
    block = b.advice("Wait.", of=b.issue("Costs"), to=b.actor("Office"), stance=stance)
    b.published("A piece", authors=[b.author("Kim"), b.author("Park")], blocks=[block])

    for path in ("/issues/costs/feed/", "/actors/office/feed/"):
        [entry] = feed(path).entries
        assert entry.title == f"{label}: Wait."
        assert entry.summary == (
            f"Advice to Office by Kim and Park, in “A piece”, edition 1.\n\n{words}"
        )
        assert entry.authors == ["Kim", "Park"]


def test_an_actor_that_is_hidden_is_not_named_by_advice(feed, reader, db):
    block = b.advice("Wait.", of=b.issue("Costs"))
    b.published(blocks=[block])
    Recommendation.objects.update(addressee=b.actor("Zq office"))

    assert feed("/issues/costs/feed/").entries[0].summary.startswith("Advice by ")
    for path in ("/issues/costs/feed/", "/recommendations/feed/"):
        assert "Zq" not in reader.words(path)


@pytest.mark.parametrize(
    ("stance", "label"),
    [
        ("asserts", "Trait asserted"),
        ("qualifies", "Trait qualified"),
        ("contradicts", "Trait contradicted"),
    ],
)
def test_an_actor_has_what_is_said_of_its_traits(feed, db, stance, label):
    trait = b.trait("slow", of=b.actor("Office"))
    block = b.trait_block(trait, "It shows.", stance=stance)
    b.published("A piece", authors=[b.author("Kim")], blocks=[block])

    [entry] = feed("/actors/office/feed/").entries

    assert entry.title == f"{label}: slow (Office)"
    assert entry.summary == "It shows.\n\nBy Kim, in “A piece”, edition 1."


def test_an_actor_entered_twice_has_one_feed_at_two_addresses(feed, db):
    office, double = b.actor("Office"), b.actor("The office")
    b.published(blocks=[b.trait_block(b.trait("slow", of=office))])
    b.published(blocks=[b.trait_block(b.trait("old", of=double))])
    b.published(blocks=[b.advice("Wait.", to=double)])
    step(RecommendationBlock.objects.published().get().recommendation, occurred_on=DAY.today())
    Actor.objects.filter(pk=double.pk).update(merged_into=office)

    survivor, other = feed("/actors/office/feed/"), feed("/actors/the-office/feed/")

    assert survivor.titles == [
        "Recommendation adopted: Wait.",
        "Recommendation: Wait.",
        "Trait asserted: old (The office)",
        "Trait asserted: slow (Office)",
    ]
    assert other.entries == survivor.entries


def test_a_recommendation_has_its_wordings_and_steps(feed, db):
    row = b.recommendation("Wait.", issue=b.issue("Costs"))
    b.published(on=DAY(2024, 1, 1), blocks=[b.advice("Wait.", recommended=row)])
    b.published(
        on=DAY(2025, 1, 1), blocks=[b.advice("Wait a year.", recommended=row, stance="narrows")]
    )
    wrong = step(row, "rejected")
    step(row, "adopted", corrects=wrong, text="The minutes say so.")

    found = feed(f"{row.get_absolute_url()}feed/")

    assert found.title == "Wait a year."
    assert found.titles == [
        "Recommendation adopted: Wait a year.",
        "Recommendation narrowed: Wait a year.",
        "Recommendation: Wait.",
    ]


def test_a_step_comes_with_its_source(feed, db):
    row = b.recommendation("Wait.")
    b.published(on=DAY(2024, 1, 1), blocks=[b.advice(recommended=row)])
    made = step(row, "rejected", source_url="https://example.org/no")

    entry = feed("/recommendations/feed/").entry("Recommendation rejected")

    assert entry.id == f"urn:uuid:{made.uid}"
    assert entry.summary == "1 April 2025: Done.\n\nPress report: https://example.org/no"
    assert entry.link == f"http://testserver{row.get_absolute_url()}#step-{made.uid}"


def test_all_recommendations_are_told_when_new_and_at_each_step(feed, db):
    row = b.recommendation("Wait.")
    b.published(on=DAY(2024, 1, 1), blocks=[b.advice(recommended=row)])
    b.published(on=DAY(2024, 2, 1), blocks=[b.advice(recommended=row, stance="repeats")])
    step(row)
    b.published(blocks=[b.advice("Hurry.")])

    assert feed("/recommendations/feed/").titles == [
        "Recommendation: Hurry.",
        "Recommendation adopted: Wait.",
        "Recommendation: Wait.",
    ]


def test_a_step_does_not_say_what_was_withdrawn(feed, reader, db):
    row = b.recommendation("Zq advice.", issue=b.issue("Costs"))
    edition = b.published(on=DAY(2024, 1, 1), blocks=[b.advice(recommended=row)])
    step(row)
    workflow.withdraw(edition, by=b.publisher(), reason="Wrong.")

    for path in ("/issues/costs/feed/", "/recommendations/feed/", f"{row.get_absolute_url()}feed/"):
        assert feed(path).titles == [
            "Withdrawn: a piece of 1 January 2024, edition 1 (recommendation)",
            "A recommendation that was withdrawn: adopted",
        ]
        assert "Zq" not in reader.words(path)


@pytest.mark.parametrize(
    ("name", "what"),
    [("issue", "assessment"), ("actor", "trait"), ("recommendation", "recommendation")],
)
def test_a_notice_says_what_kind_of_thing_was_withdrawn(feed, name, what, db):
    edition = everything("Zq")
    workflow.withdraw(edition, by=b.publisher(), reason="Wrong.")

    titles = feed(feeds_of(edition)[name]).titles

    assert f"Withdrawn: a piece of 1 March 2025, edition 1 ({what})" in titles


def test_what_a_withdrawn_edition_took_back_gets_its_notice_too(feed, reader, db):
    issue = b.issue("Costs")
    blocks = [b.assessment(issue), b.passage()]
    first = b.published("Zq title", on=DAY(2025, 3, 1), blocks=blocks)
    second = b.next_edition(first, note="Zq note.", change=lambda d: d.assessments.all().delete())
    before = feed("/issues/costs/feed/").entry("No longer said")

    workflow.withdraw(second, by=b.publisher(), reason="It was right before.")
    found = feed("/issues/costs/feed/")

    assert found.titles == [
        "Withdrawn: a piece of 1 March 2025, edition 2 (assessment)",
        "Assessment: What next?",
    ]
    assert found.entries[0].id == before.id
    assert "Zq note" not in reader.words("/issues/costs/feed/")


def test_what_a_later_edition_says_still_is_said_beside_the_notice(feed, db):
    issue = b.issue("Costs")
    first = b.published(blocks=[b.assessment(issue), b.passage()])
    b.next_edition(first, change=lambda draft: draft.passages.update(html="<p>More.</p>"))
    [before] = feed("/issues/costs/feed/").entries

    workflow.withdraw(Edition.objects.get(pk=first.pk), by=b.publisher(), reason="Wrong.")
    notice, said = feed("/issues/costs/feed/").entries

    assert notice.id == before.id
    assert notice.title.startswith("Withdrawn: ")
    assert said.id != before.id
    assert said.title == "Assessment: What next?"


def test_all_recommendations_tell_of_what_was_withdrawn_only_where_they_told_of_it(feed, db):
    row = b.recommendation("Wait.")
    first, second, third = (
        b.published(f"Piece {n}", on=DAY(2024, n, 1), blocks=[b.advice(recommended=row)])
        for n in (1, 2, 3)
    )
    path = "/recommendations/feed/"
    [told] = feed(path).entries

    workflow.withdraw(third, by=b.publisher(), reason="Wrong.")
    assert feed(path).ids == [told.id]
    workflow.withdraw(first, by=b.publisher(), reason="Wrong.")
    notice, again = feed(path).entries
    workflow.withdraw(second, by=b.publisher(), reason="Wrong.")
    notices = feed(path)

    assert notice.id == told.id
    assert again.title == "Recommendation: Wait."
    assert sorted(notices.ids) == sorted([told.id, again.id])
    assert all(title.startswith("Withdrawn: ") for title in notices.titles)


def test_of_many_withdrawn_pieces_the_last_are_told(feed, db):
    issue = b.issue("Costs")
    b.published(blocks=[b.assessment(issue)])
    for _number in range(LENGTH + 1):
        gone = b.published(blocks=[b.assessment(issue)])
        workflow.withdraw(gone, by=b.publisher(), reason="Wrong.")

    found = feed("/issues/costs/feed/")

    assert len(found.entries) == LENGTH
    assert gone.get_absolute_url() in found.entries[0].link


def test_an_event_that_corrects_another_says_what_it_replaces(feed, db):
    issue = b.issue("Costs")
    block = b.advice("Wait.", of=issue)
    b.published(on=DAY(2024, 1, 1), blocks=[b.assessment(issue), block])
    told = {"occurred_on": DAY(2025, 4, 2), "text": "Put right.", "by": None}
    wrong = {"occurred_on": DAY(2025, 4, 1), "text": "Talks.", "by": None}
    press = {"source_kind": "press"}

    row = tracking.add_development(issue, title="Talks began", **press, **wrong)
    tracking.add_development(issue, title="Talks were held", corrects=row, **press, **told)
    row = tracking.change_status(issue, status="dormant", **wrong)
    tracking.change_status(issue, status="watching", corrects=row, **told)
    row = renaming.rename(issue, title="Cots", **wrong)
    renaming.rename(issue, title="Burdens", corrects=row, **told)
    row = step(block.recommendation, "adopted")
    step(block.recommendation, "partly_adopted", corrects=row, text="Put right.")

    found = feed("/issues/costs/feed/")
    for start, what in (
        ("Development", "Talks began"),
        ("Status", "dormant"),
        ("Renamed", "Cots"),
        ("Recommendation partly", "adopted"),
    ):
        summary = found.entry(start).summary
        assert f"\n\nReplaces what was said of 1 April 2025: {what}" in summary, start
    for path in ("/recommendations/feed/", f"{block.recommendation.get_absolute_url()}feed/"):
        summary = feed(path).entry("Recommendation partly").summary
        assert "\n\nReplaces what was said of 1 April 2025: adopted" in summary
