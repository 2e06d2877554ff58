"""The board as of any day, and what moved between two days."""

import datetime as dt
import html
import re

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Assessment
from issues.models import Issue
from tests import builders as build
from tests.pages.test_board import ask, assess, merge, rows, table, three, titles, troops

__all__ = ["three", "troops"]

DAY = dt.date


def test_the_board_of_a_day_shows_what_was_live_then(reader, troops):
    assert titles(reader, "?as_of=2023-02-28") == []
    assert "They stay." in rows(reader.words("/issues/?as_of=2024-02-29"))["Troop levels"]
    assert "They go." in rows(reader.words("/issues/?as_of=2024-03-01"))["Troop levels"]


def test_what_was_written_down_today_was_not_on_yesterdays_board(reader, troops):
    yesterday = timezone.localdate() - dt.timedelta(days=1)

    assert titles(reader, f"?recorded_by={yesterday}") == []
    assert titles(reader, f"?as_of=2024-06-01&recorded_by={yesterday}") == []
    assert table(reader, f"?recorded_by={yesterday}") == []


def turns(page):
    """{(name, 'prev' or 'next'): address} of the links that turn the board."""
    found = {}
    for item in re.findall(r'<li><span class="turn-name">.*?</li>', page):
        name = re.search(r'"turn-name">(.*?)<', item).group(1)
        for rel, address in re.findall(r'rel="(\w+) nofollow" href="(.*?)"', item):
            found[name, rel] = html.unescape(address)
    return found


def test_the_board_turns_by_piece_month_and_year_and_keeps_what_was_asked(reader, troops):
    assess(build.issue("Fish"), on=DAY(2023, 6, 30))

    page = reader.words("/issues/?status=active&as_of=2023-06-30&sort=&q=")

    assert turns(page) == {
        ("Piece", "prev"): "?status=active&as_of=2023-03-01",
        ("Piece", "next"): "?status=active&as_of=2024-03-01",
        ("Month", "prev"): "?status=active&as_of=2023-05-31",
        ("Month", "next"): "?status=active&as_of=2023-07-31",
        ("Year", "prev"): "?status=active&as_of=2022-06-30",
        ("Year", "next"): "?status=active&as_of=2024-06-30",
    }
    assert 'href="/issues/?status=active">Back to today' in page


def test_the_board_does_not_turn_beyond_the_first_piece_nor_today(reader, troops):
    assert ("Piece", "prev") in turns(reader.words("/issues/"))
    assert {rel for _, rel in turns(reader.words("/issues/"))} == {"prev"}
    assert {rel for _, rel in turns(reader.words("/issues/?as_of=2023-03-01"))} == {"next"}


def test_every_day_that_the_board_turns_to_can_be_opened(reader, troops):
    for address in turns(reader.words("/issues/?as_of=2024-02-29")).values():
        assert reader.get(f"/issues/{address}").status_code == 200


def test_the_board_does_not_turn_to_pieces_that_readers_cannot_open(reader, troops):
    workflow.withdraw(
        build.published("Gone", on=DAY(2023, 5, 5), blocks=[build.passage()]),
        by=build.publisher(),
        reason="Wrong.",
    )
    build.draft("Draft", published_on=DAY(2023, 6, 6))

    page = reader.words("/issues/?as_of=2023-04-01")

    assert turns(page)["Piece", "next"] == "?as_of=2024-03-01"
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    assert turns(reader.words(f"/issues/?as_of=2023-04-01&recorded_by={yesterday}")) == {
        ("Month", "next"): f"?recorded_by={yesterday}&as_of=2023-05-01",
        ("Year", "next"): f"?recorded_by={yesterday}&as_of=2024-04-01",
    }


def test_links_to_the_same_elsewhere_keep_what_they_can(reader, troops):
    page = html.unescape(reader.words("/issues/?as_of=2024-06-01&q=troop&outlook=worsening"))

    assert 'href="/issues/board.csv?q=troop&outlook=worsening&as_of=2024-06-01"' in page
    assert 'href="/api/v1/issues/?as_of=2024-06-01&q=troop"' in page
    assert 'href="/issues/compare/?from=2024-06-01"' in page
    assert 'href="?as_of=2024-06-01&q=troop&outlook=worsening&recorded_by=2024-06-01"' in page
    for path in ("/issues/board.csv?as_of=2024-06-01", "/api/v1/issues/?as_of=2024-06-01&q=troop"):
        assert reader.get(path).status_code == 200


# What moved


def moved(reader, query):
    """{heading: its section's words} of the comparison of two days."""
    page = reader.words(f"/issues/compare/?{query}")
    found = re.findall(r'<h2 id="\w+" class="section-title">(.*?) <span.*?</h2>(.*?)</section>',
                       page, re.DOTALL)  # fmt: skip
    sections = {heading: " ".join(re.sub("<.*?>", " ", words).split()) for heading, words in found}
    end = re.search(r'<p class="unmoved">(.*?)</p>', page)
    return sections | {"unmoved": end and end.group(1)}


def test_without_days_the_comparison_is_a_form(reader, troops):
    assert moved(reader, "") == {"unmoved": None}
    assert moved(reader, "from=&to=2024-01-01") == {"unmoved": None}
    assert 'name="from"' in reader.words("/issues/compare/")


def test_a_judgement_that_changed_stands_before_and_after_with_who_and_when(reader, troops):
    page = reader.words("/issues/compare/?from=2023-12-31&to=2024-12-31")
    found = moved(reader, "from=2023-12-31&to=2024-12-31")

    assert found["Judged otherwise"] == (
        "Troop levels ▼ worse: steady → worsening ▲ likely → very likely, one step up"
        " Before They stay. steady likely (55–80 %) Author One , 1 March 2023"
        " After They go. worsening very likely (80–95 %) by 31 December 2025 Author Two ,"
        " 1 March 2024"
    )
    assert found["unmoved"] == "0 issues stood as before."
    assert '<a href="/issues/troop-levels/?as_of=2024-12-31">Troop levels</a>' in page
    for block in Assessment.objects.all():
        assert f'href="{block.parent.get_absolute_url()}#{block.anchor}"' in page


def test_an_answer_alone_may_change_and_a_minor_edition_changes_nothing(reader, db):
    issue = build.issue("Fish")
    edition = assess(issue, "Few.", timezone.localdate() - dt.timedelta(days=3), outlook="steady")

    def change(draft):
        draft.assessments.update(answer="Many.")

    yesterday = timezone.localdate() - dt.timedelta(days=1)
    minor = build.next_edition(edition, change_kind="minor", note="A comma.")
    assert moved(reader, f"from={yesterday}") == {
        "unmoved": "Nothing moved. 1 issue stood as before."
    }

    build.next_edition(minor, change=change)
    words = moved(reader, f"from={yesterday}")["Judged otherwise"]
    assert "Few." in words
    assert words.endswith("edition 3")


def test_issues_come_go_and_change_their_names_and_status(reader, three):
    troops, trade, _costs = three
    merge(trade, troops, DAY(2025, 8, 1))
    troops.renames.create(
        title="Forces in Korea",
        title_before=troops.title,
        title_ko_before=troops.title_ko,
        occurred_on=DAY(2025, 7, 1),
        text="Wider.",
        recorded_at=timezone.now(),
    )
    Issue.objects.filter(pk=troops.pk).update(title="Forces in Korea", title_ko="")

    assert moved(reader, "from=2025-01-01&to=2025-06-30") == {
        "New on the board": "Border trade It grows. improving unlikely (20–45 %) Author One ,"
        " 1 June 2025",
        "unmoved": "2 issues stood as before.",
    }
    found = moved(reader, "from=2025-06-30&to=2025-08-31")
    assert found["Gone from the board"] == "Border trade merged into Forces in Korea"
    assert found["Renamed"] == "Troop levels → Forces in Korea"
    assert moved(reader, "from=2024-05-31&to=2024-06-01") == {
        "Status changed": "Cost-sharing active → dormant",
        "unmoved": "1 issue stood as before.",
    }


def test_a_development_makes_an_assessment_due(reader, troops):
    ask(troops, DAY(2024, 5, 2))

    found = moved(reader, "from=2024-05-01&to=2024-05-03")

    assert found == {
        "Assessment due after a development": "Troop levels since 2 May 2024",
        "unmoved": "0 issues stood as before.",
    }


def test_a_review_falls_due_between_two_days(reader, troops):
    assert moved(reader, "from=2024-03-01&to=2024-12-31") == {
        "Review now due": "Troop levels last assessed 1 March 2024",
        "unmoved": "0 issues stood as before.",
    }


def test_the_comparison_keeps_to_what_was_written_down(reader, troops):
    yesterday = timezone.localdate() - dt.timedelta(days=1)

    assert moved(reader, f"from=2023-01-01&to=2024-12-31&recorded_by={yesterday}") == {
        "unmoved": "Nothing moved. 0 issues stood as before."
    }


@pytest.mark.parametrize(
    "query",
    [
        "from=2024-06-01&to=2024-05-31",
        "from=2999-01-01",
        "from=2024-01-01&to=2999-01-01",
        "from=yesterday",
        "from=2024-02-30&to=2024-03-01",
        "from=2024-01-01&from=2024-01-02",
        "from=2024-01-01&recorded_by=2999-01-01",
    ],
)
def test_days_that_cannot_be_compared_are_400(reader, troops, query):
    assert "<code>" in reader.words(f"/issues/compare/?{query}", status=400)
