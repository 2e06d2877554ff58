"""What readers could know of for the first time between two moments; never what is hidden."""

import datetime as dt

import pytest
import time_machine

from articles import drafting, workflow
from articles.following.happenings import Roots, happenings
from issues import tracking
from issues.models import Rename, StatusChange
from tests import builders as b

START = dt.datetime(2026, 3, 2, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)

pytestmark = pytest.mark.django_db


def at(hours):
    return START + hours * HOUR


def on(hours):
    """Everything within is done at this moment."""
    return time_machine.travel(at(hours), tick=False)


def told(since=0, until=24):
    """(section, title, line) of what happened between two hours."""
    found = happenings(at(since), at(until), Roots())
    return [(each.section.value, each.said().title, each.said().line) for each in found]


def titles(since=0, until=24):
    return [title for _section, title, _line in told(since, until)]


def entry(name, issue, hours, **fields):
    """A development, recorded after `hours`."""
    return tracking.add_development(
        issue,
        title=name,
        occurred_on=START.date(),
        text=f"{name} text.",
        source_kind="press",
        by=None,
        at=at(hours),
        **fields,
    )


@pytest.fixture
def issue():
    """An issue that readers know, from a piece of before."""
    with on(-48):
        edition = b.published(
            "Earlier piece",
            authors=[b.author("Known Author")],
            blocks=[
                b.assessment(b.issue("Troop costs")),
                b.advice("Pay half.", of=None),
            ],
        )
    return edition.assessments.get().issue


def test_a_piece_tells_who_says_what(issue):
    with on(1):
        b.published(
            "New piece",
            authors=[b.author("A. Author")],
            subtitle="A subtitle",
            blocks=[b.passage()],
        )

    assert told() == [("pieces", "New piece", "A. Author. A subtitle")]
    assert told(1) == []
    assert told(0, 1) == [("pieces", "New piece", "A. Author. A subtitle")]


def test_a_piece_of_the_archive_happens_when_it_is_imported():
    with on(1):
        b.published("Old piece", on=dt.date(2024, 5, 1), authors=[], blocks=[b.passage()])

    (found,) = happenings(at(0), at(2), Roots())
    assert (found.said().title, found.at, found.on) == ("Old piece", at(1), dt.date(2024, 5, 1))


def test_editions_that_change_something_are_told_with_their_note():
    with on(-48):
        edition = b.published("Piece", blocks=[b.passage()])
    for hours, kind in enumerate(("correction", "minor", "new_version"), start=1):
        with on(hours):
            edition = b.next_edition(edition, change_kind=kind, note=f"Note on {kind}.")

    assert told() == [
        ("editions", "Piece", "Edition 2, correction: Note on correction."),
        ("editions", "Piece", "Edition 4, new version: Note on new_version."),
    ]


def test_pages_are_those_where_the_text_is():
    with on(1):
        first = b.published("Piece", blocks=[b.passage()])
    with on(2):
        second = b.next_edition(first)

    assert [each.said().page for each in happenings(at(0), at(3), Roots())] == [
        "/articles/piece/editions/1/",
        "/articles/piece/",
    ]
    with on(3):
        workflow.withdraw(second, by=b.publisher(), reason="Forged.")
    (_piece, gone) = happenings(at(0), at(3), Roots())
    assert gone.said().page == "/articles/piece/editions/2/"


def test_of_what_was_withdrawn_only_that_and_why_is_told():
    with on(1):
        edition = b.published(
            "Zq title",
            subtitle="Zq subtitle",
            abstract="Zq abstract",
            authors=[b.author("Zq author")],
            blocks=[b.assessment(question="Zq question?")],
        )
    with on(2):
        workflow.withdraw(edition, by=b.publisher(), reason="The source was forged.")

    line = "Edition 1 was withdrawn: The source was forged."
    assert told() == [("withdrawals", "A piece of 2 March 2026", line)]


def test_a_piece_that_lives_on_lends_its_title_to_the_withdrawal_of_an_edition():
    with on(-48):
        first = b.published("Zq old title", blocks=[b.passage()])
    with on(-24):
        b.next_edition(first, change=lambda edition: setattr(edition, "title", "Better title"))
    with on(1):
        workflow.withdraw(first, by=b.publisher(), reason="Wrong.")

    assert titles() == ["Better title"]


def test_events_of_public_entries_are_told(issue):
    advice = b.published(
        "Advice", blocks=[b.advice("Pay half.", of=issue)]
    ).recommendationblocks.get()
    recommendation = advice.recommendation
    other = b.issue("Other", public_since=at(-50))
    entry("Summit", issue, 1)
    tracking.change_status(
        issue, status="dormant", occurred_on=START.date(), text="Quiet.", by=None, at=at(2)
    )
    Rename.objects.create(
        issue=issue,
        title="Cost sharing",
        title_before="Troop costs",
        occurred_on=START.date(),
        recorded_at=at(3),
        text="As the treaty says.",
    )
    StatusChange.objects.create(
        issue=other,
        status="merged",
        merged_into=issue,
        occurred_on=START.date(),
        recorded_at=at(4),
        text="The same question.",
    )
    recommendation.public_since = at(-48)
    recommendation.save()
    tracking.add_step(
        recommendation,
        status="rejected",
        occurred_on=START.date(),
        text="Voted down.",
        by=None,
        at=at(5),
    )

    assert told() == [
        ("developments", "Troop costs: Summit", "Summit text."),
        ("steps", "Pay half.", "rejected. Voted down."),
        ("issues", "Troop costs", "Now dormant. Quiet."),
        ("issues", "Cost sharing", "Was called “Troop costs” before. As the treaty says."),
        ("issues", "Other", "Merged into “Troop costs”. The same question."),
    ]


def test_a_correction_takes_the_place_of_what_it_corrects(issue):
    wrong = entry("Wrong", issue, 1)
    assert titles(0, 24) == ["Troop costs: Wrong"]

    entry("Right", issue, 3, corrects=wrong)

    assert titles(0, 2) == []
    assert told(2) == [
        ("developments", "Troop costs: Right", "Corrects what we told before: Right text.")
    ]


def test_what_is_hidden_is_not_told(issue):
    hidden = b.issue("Zq hidden")
    with on(1):
        edition = b.draft(
            "Zq draft", blocks=[b.assessment(hidden), b.assessment(issue), b.advice("Zq advice")]
        )
        entry("Zq development", hidden, 1)
        tracking.change_status(
            hidden, status="watching", occurred_on=START.date(), text="Zq", by=None, at=at(1)
        )
        workflow.schedule(b.approve(edition), by=b.publisher(), due_at=at(48))
        known = b.issue("Known", public_since=at(-50))
        StatusChange.objects.create(
            issue=known,
            status="merged",
            merged_into=hidden,
            occurred_on=START.date(),
            recorded_at=at(1),
            text="Gone.",
        )
        live = b.published("Live", authors=[], blocks=[b.passage()])
        b.draft("Other draft")
    with on(2):
        drafting.new_edition(live, by=b.publisher(), change_kind="correction", change_note="Zq")

    assert told() == [
        ("pieces", "Live", ""),
        ("issues", "Known", "Merged into another issue. Gone."),
    ]


@pytest.mark.parametrize("archived", [False, True])
def test_what_was_written_down_of_a_hidden_issue_happens_when_readers_get_to_know_it(archived):
    hidden = b.issue("New issue")
    entry("Earlier", hidden, 1)
    day = {"on": dt.date(2024, 5, 1)} if archived else {}
    assert titles(0, 5) == []

    with on(6):
        b.published("Piece", authors=[], blocks=[b.assessment(hidden)], **day)
    entry("Later", hidden, 7)

    assert titles(0, 5) == []
    assert titles(5, 6) == ["Piece", "New issue: Earlier"]
    assert titles(6, 8) == ["New issue: Later"]
    with on(9):
        b.published("Archive", on=dt.date(2023, 5, 1), authors=[], blocks=[b.assessment(hidden)])
    assert titles(0, 5) == []
    assert titles(8, 24) == ["Archive"]


def test_windows_side_by_side_tell_everything_once(issue):
    for hours in range(1, 24):
        entry(f"Event {hours}", issue, hours)
        with on(hours):
            b.published(f"Piece {hours}", authors=[], blocks=[b.assessment(issue)])

    apart = [title for hour in range(24) for title in titles(hour, hour + 1)]

    assert len(apart) == len(set(apart)) == 46
    assert sorted(apart) == sorted(titles())


def test_a_happening_counts_for_what_its_edition_or_the_one_before_cites():
    author, kept, dropped = b.author(), b.issue("Kept"), b.issue("Dropped")
    with on(-48):
        first = b.published(
            "Piece",
            authors=[author],
            blocks=[b.assessment(kept), b.advice("Do it.", of=dropped)],
        )
    with on(1):
        b.next_edition(first, change=lambda edition: edition.recommendationblocks.all().delete())
    with on(2):
        b.next_edition(first.article.editions.published().get())

    found = happenings(at(0), at(3), Roots())

    assert [each.issues for each in found] == [{kept.pk, dropped.pk}, {kept.pk}]
    assert [each.authors for each in found] == [{author.pk}, {author.pk}]


def test_what_was_merged_counts_for_what_it_was_merged_into():
    gone, kept = b.issue("Gone"), b.issue("Kept", public_since=at(-50))
    old, new = b.author("Old"), b.author("New")
    with on(1):
        b.published(authors=[old], blocks=[b.assessment(gone)])
    gone.refresh_from_db()
    gone.status, gone.merged_into = "merged", kept
    gone.save()
    old.merged_into = new
    old.save()

    (found,) = happenings(at(0), at(2), Roots())

    assert (found.issues, found.authors) == ({kept.pk}, {new.pk})


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(count, django_assert_num_queries):
    for number in range(count):
        with on(1):
            edition = b.published(
                blocks=[b.assessment(), b.advice(of=b.issue())], authors=[b.author(), b.author()]
            )
            gone = b.published(blocks=[b.passage()])
        entry(f"Event {number}", edition.assessments.get().issue, 2)
        with on(2):
            b.next_edition(edition)
            workflow.withdraw(gone, by=b.publisher(), reason="Wrong.")
            tracking.add_step(
                edition.recommendationblocks.get().recommendation,
                status="adopted",
                occurred_on=START.date(),
                text="Done.",
                by=None,
            )

    with django_assert_num_queries(15):
        found = [each.said() for each in happenings(at(0), at(3), Roots())]

    assert len(found) == 5 * count
