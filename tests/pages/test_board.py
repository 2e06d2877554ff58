"""The board: where every issue stands on any day, what moved, and the same as a file."""

import csv
import datetime as dt
import html
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from articles.models import Assessment
from issues import tracking
from issues.clock import day_of
from issues.models import Issue, IssueAlias, Theme
from tests import builders as build

DAY = dt.date
SPRING = DAY(2024, 3, 1)


def assess(issue, answer="An answer.", on=SPRING, *, author="Author One", **fields):
    return build.published(
        f"Piece of {on:%Y-%m-%d}",
        on=on,
        authors=[build.author(author)],
        blocks=[build.assessment(issue, "Will they?", answer, **fields)],
    )


def merge(issue, into, on):
    """What the verb that merges writes."""
    issue.status_changes.create(
        status="merged",
        merged_into=into,
        occurred_on=on,
        text="One question.",
        recorded_at=timezone.now(),
    )
    Issue.objects.filter(pk=issue.pk).update(status="merged", merged_into=into)


def ask(issue, on):
    """A development that asks for an assessment."""
    issue.developments.create(
        title="A unit leaves",
        occurred_on=on,
        text="It left by ship.",
        prompts_assessment=True,
        recorded_at=timezone.now(),
    )


def rows(page):
    """{title: the row's HTML} of a board, in its order."""
    found = re.findall(r'<tr><th scope="row"><a href="[^"]*">(.*?)</a>(.*?)</tr>', page, re.DOTALL)
    return {html.unescape(title): row for title, row in found}


def titles(reader, query=""):
    return list(rows(reader.words(f"/issues/{query}")))


def headings(page):
    found = re.findall(r'<th scope="rowgroup" colspan="6">(.*?) <span>(\d+)</span>', page)
    return [(re.sub("<.*?>", "", heading), int(count)) for heading, count in found]


def table(reader, query=""):
    """The board's CSV as a list of dicts."""
    text = reader.words(f"/issues/board.csv{query}")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.fixture
def troops(db):
    """An issue that got worse and likelier in 2024."""
    issue = build.issue("Troop levels", title_ko="주한미군 규모")
    assess(issue, "They stay.", DAY(2023, 3, 1), outlook="steady", likelihood="likely")
    assess(
        issue,
        "They go.",
        DAY(2024, 3, 1),
        author="Author Two",
        outlook="worsening",
        likelihood="very_likely",
        horizon=DAY(2025, 12, 31),
        change_reason="A unit left.",
    )
    return issue


@pytest.fixture
def three(troops):
    """Beside it a quiet issue, part of a third one; two of them under themes."""
    later = Theme.objects.create(name="Sanctions", ordering=2)
    first = Theme.objects.create(name="Alliance", ordering=1)
    Issue.objects.filter(pk=troops.pk).update(theme=first)
    trade = build.issue("Border trade", theme=later)
    assess(trade, "It grows.", DAY(2025, 6, 1), outlook="improving", likelihood="unlikely")
    costs = build.issue("Cost-sharing", parent=troops)
    assess(costs, "A long talk.", DAY(2022, 1, 1), outlook="uncertain")
    IssueAlias.objects.create(issue=costs, name="방위비 분담금")
    tracking.change_status(
        costs, status="dormant", occurred_on=DAY(2024, 6, 1), text="Quiet.", by=build.editor()
    )
    return troops, trade, costs


def test_a_row_says_where_an_issue_stands_since_when_and_by_whom(reader, troops):
    block = Assessment.objects.get(answer="They go.")

    row = rows(reader.words("/issues/"))["Troop levels"]

    assert "They go." in row
    assert 'href="#sign-worsening"/></svg>worsening</span>' in row
    assert 'href="#scale-very_likely"/></svg><span>very likely (80–95\u00a0%)</span>' in row
    assert 'by <time datetime="2025-12-31">31 December 2025</time>' in row
    assert (
        f'<a href="{block.parent.get_absolute_url()}#{block.anchor}"><time datetime="2024-03-01">'
        in row
    )
    assert '<a href="/authors/author-two/">Author Two</a>' in row
    assert '<span class="status">active</span>' in row
    assert "They stay." not in row


def test_a_row_says_in_words_and_by_a_sign_how_the_issue_moved(reader, troops):
    row = rows(reader.words("/issues/"))["Troop levels"]

    assert '<span aria-hidden="true">▼</span> worse: steady → worsening</span>' in row
    assert '<span aria-hidden="true">▲</span> likely → very likely, one step up</span>' in row
    assert "→" not in rows(reader.words("/issues/?as_of=2023-12-31"))["Troop levels"]


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ({"outlook": "worsening"}, {"outlook": "improving"}, "▲ better: worsening → improving"),
        ({"outlook": "steady"}, {"outlook": "uncertain"}, "◆ steady → uncertain"),
        ({"outlook": "steady"}, {}, "◆ steady → no outlook"),
        ({}, {"outlook": "steady"}, ""),
        ({"likelihood": "likely"}, {"likelihood": "unlikely"}, "▼ likely → unlikely, 2 steps down"),
        ({}, {"likelihood": "likely"}, ""),
        ({"likelihood": "likely"}, {}, "◆ likely → none given"),
        ({"outlook": "steady", "likelihood": "likely"},) * 2 + ("",),
    ],
)
def test_moves_in_words(reader, before, now, words):
    issue = build.issue("Fish")
    assess(issue, on=DAY(2023, 1, 1), **before)
    assess(issue, on=DAY(2024, 1, 1), change_reason="It turned.", **now)

    row = rows(reader.words("/issues/"))["Fish"]

    found = re.findall(
        r'<span class="move .*?"><span aria-hidden="true">(.)</span> (.*?)</span>', row
    )
    assert " ".join(" ".join(move) for move in found) == words


def test_the_course_is_an_image_with_one_line_of_text_and_no_link(reader, db):
    issue = build.issue("Fish")
    for year, outlook in enumerate(("steady", "steady", "uncertain", None, "worsening"), 2020):
        assess(issue, on=DAY(year, 1, 1), outlook=outlook, change_reason="It turned.")

    row = rows(reader.words("/issues/"))["Fish"]
    drawing = re.search(r"<svg class=\"course\".*?</svg>", row).group()

    words = "Outlooks, oldest first: steady (2), uncertain, none given, worsening"
    assert f'role="img" aria-label="{words}"' in drawing
    assert "<a" not in drawing
    assert drawing.count('class="hollow"') == 1
    assert drawing.count('class="last-worsening"') == 1
    # Two steady ones are joined; over an uncertain one no line is drawn.
    assert drawing.count('class="course-line"') == 1


def test_an_issue_without_assessment_says_so(reader, db):
    issue = build.issue("Fish")
    build.published(on=DAY(2024, 1, 1), blocks=[build.advice("Ask.", of=issue)])

    row = rows(reader.words("/issues/"))["Fish"]

    assert "not assessed" in row
    assert "<svg" not in row


def test_a_row_says_that_a_review_or_an_assessment_is_due(reader, troops):
    ask(troops, DAY(2024, 5, 2))
    since = (
        'assessment due since <time datetime="2024-05-02">2 May 2024</time>, after a development'
    )

    def row(query):
        return rows(reader.words(f"/issues/{query}"))["Troop levels"]

    assert "review due" in row("")
    assert since in row("")
    assert since in row("?as_of=2024-05-02")
    assert "review due" not in row("?as_of=2024-05-02")
    assert "due" not in row("?as_of=2024-05-01")


def test_what_people_wrote_is_text(reader, db):
    odd = "<b>\"A\" & 'B'</b>"
    theme = Theme.objects.create(name=odd)
    build.published(
        odd,
        on=DAY(2024, 1, 1),
        authors=[build.author(odd)],
        blocks=[build.assessment(build.issue(odd, theme=theme), odd, odd, outlook="steady")],
    )

    for path in ("/issues/", "/issues/?group=parent", "/issues/compare/?from=2023-01-01", "/"):
        page = reader.words(path)
        assert "<b>" not in page
        assert page.count("&lt;b&gt;") >= 2


def test_addresses_of_rows_are_those_of_the_pages(reader, db):
    issue, author = build.issue("방위비 분담"), build.author("김 저자")
    edition = build.published(
        "한국의 길",
        on=DAY(2024, 1, 1),
        authors=[author],
        blocks=[build.assessment(issue, outlook="steady")],
    )

    page = reader.words(f"/issues/?as_of=2024-02-01&recorded_by={timezone.localdate()}")

    limits = f"as_of=2024-02-01&amp;recorded_by={timezone.localdate()}"
    assert f'<a href="{issue.get_absolute_url()}?{limits}">방위비 분담</a>' in page
    assert f'<a href="{author.get_absolute_url()}">' in page
    assert f'<a href="{edition.get_absolute_url()}#b-' in page


# Which, in which order, under which headings


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Troop levels", "Border trade", "Cost-sharing"]),
        ("?group=none", ["Border trade", "Cost-sharing", "Troop levels"]),
        ("?status=dormant", ["Cost-sharing"]),
        ("?status=active", ["Troop levels", "Border trade"]),
        ("?status=active&as_of=2024-05-31&group=none", ["Cost-sharing", "Troop levels"]),
        ("?outlook=worsening", ["Troop levels"]),
        ("?outlook=steady", []),
        ("?outlook=steady&as_of=2023-12-31", ["Troop levels"]),
        ("?likelihood=unlikely", ["Border trade"]),
        ("?stale=true&as_of=2025-06-02", ["Troop levels"]),
        ("?stale=false&as_of=2025-06-02", ["Border trade", "Cost-sharing"]),
        ("?due=true", []),
        ("?q=troop", ["Troop levels"]),
        ("?q=주한미군", ["Troop levels"]),
        ("?q=방위비", ["Cost-sharing"]),
        ("?q=%25", []),
        ("?q=&status=&theme=&outlook=&likelihood=&stale=&due=&sort=&group=none&as_of=",
         ["Border trade", "Cost-sharing", "Troop levels"]),
        ("?theme=999999", []),
        ("?group=none&sort=assessed", ["Border trade", "Troop levels", "Cost-sharing"]),
        ("?group=none&sort=waiting", ["Troop levels", "Border trade", "Cost-sharing"]),
        ("?group=none&sort=outlook", ["Troop levels", "Cost-sharing", "Border trade"]),
        ("?group=none&sort=likelihood", ["Troop levels", "Border trade", "Cost-sharing"]),
        ("?group=none&sort=move", ["Troop levels", "Border trade", "Cost-sharing"]),
    ],
)  # fmt: skip
def test_the_board_is_narrowed_and_ordered(reader, three, query, found):
    assert titles(reader, query) == found
    assert {row["title"] for row in table(reader, query)} == set(found)


def test_by_theme(reader, three):
    theme = Theme.objects.get(name="Alliance")

    page = reader.words("/issues/")

    assert headings(page) == [("Alliance", 1), ("Sanctions", 1), ("Other issues", 1)]
    assert titles(reader, f"?theme={theme.pk}") == ["Troop levels"]
    assert headings(reader.words("/issues/?group=none")) == []


def test_by_the_issue_that_others_are_part_of(reader, three):
    page = reader.words("/issues/?group=parent")

    assert headings(page) == [("Troop levels", 2), ("Other issues", 1)]
    assert list(rows(page)) == ["Cost-sharing", "Troop levels", "Border trade"]


def test_a_parent_or_theme_that_readers_do_not_know_heads_nothing(reader, db):
    parent = build.issue("Zq parent", theme=Theme.objects.create(name="Zq theme"))
    assess(build.issue("Part", parent=parent))

    for group in ("theme", "parent", "none", ""):
        assert "Zq" not in reader.words(f"/issues/?group={group}")
    assess(parent)
    assert headings(reader.words("/issues/?group=parent")) == [("Zq parent", 2)]
    assert headings(reader.words("/issues/")) == [("Zq theme", 1), ("Other issues", 1)]


@pytest.mark.parametrize(
    "query",
    [
        *("status=nonsense", "outlook=up", "likelihood=0.5", "stale=yes", "due=1", "sort=size"),
        *("group=colour", "theme=alliance", "theme=0", "theme=٣", "theme=9999999999", "q=a%00b"),
        *("sort=title&sort=move", "as_of=2999-01-01", "as_of=2024-02-30", "recorded_by=1899-12-31"),
    ],
)
@pytest.mark.parametrize("path", ["/issues/", "/issues/board.csv"])
def test_bad_values_are_400(reader, three, path, query):
    assert reader.get(f"{path}?{query}").status_code == 400


def test_unknown_parameters_change_nothing_but_stay_in_links(reader, three):
    assert titles(reader, "?utm_source=mail&page=7") == titles(reader)


def test_a_merged_issue_is_left_out_from_the_day_on_and_counts_for_the_other(reader, troops):
    small = build.issue("Rotation")
    assess(small, "Late.", DAY(2024, 4, 1), outlook="improving")
    merge(small, troops, DAY(2024, 6, 1))

    assert titles(reader) == ["Troop levels"]
    assert "Late." in rows(reader.words("/issues/"))["Troop levels"]
    assert titles(reader, "?as_of=2024-05-31") == ["Rotation", "Troop levels"]
    assert titles(reader, "?status=merged") == ["Rotation"]
    assert [row["assessments"] for row in table(reader)] == ["3"]


# Any day


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


# The file


def test_the_file_has_all_that_the_board_says(reader, three):
    [row] = table(reader, "?q=troop&as_of=2024-10-01")
    block = Assessment.objects.get(answer="They go.")

    assert row == {
        "slug": "troop-levels",
        "title": "Troop levels",
        "title_ko": "주한미군 규모",
        "theme": "Alliance",
        "status": "active",
        "outlook": "worsening",
        "likelihood": "very_likely",
        "horizon": "2025-12-31",
        "question": "Will they?",
        "answer": "They go.",
        "last_assessed": "2024-03-01",
        "authors": "Author Two",
        "piece": "Piece of 2024-03-01",
        "edition": "1",
        "address": f"http://testserver{block.parent.get_absolute_url()}#{block.anchor}",
        "assessments": "2",
        "stale": "yes",
        "due_since": "",
        "previous_outlook": "steady",
        "previous_likelihood": "likely",
    }
    named = reader.get("/issues/board.csv?as_of=2024-10-01")["Content-Disposition"]
    assert "board-2024-10-01.csv" in named


# Nothing hidden, no more queries for more


def test_what_is_not_public_is_in_no_row_count_course_file_or_comparison(reader, troops):
    paths = (
        *("/", "/issues/", "/issues/?as_of=2024-06-01", "/issues/board.csv"),
        "/issues/compare/?from=2023-01-01",
    )
    before = [reader.words(path) for path in paths]
    hidden = build.issue("Zq hidden", theme=Theme.objects.create(name="Zq theme"))
    blocks = [
        build.assessment(issue, "Zq?", "Zq.", outlook="improving", change_reason="Zq")
        for issue in (hidden, troops)
    ]
    build.draft("Zq draft", published_on=DAY(2024, 5, 1), blocks=blocks)
    assert Assessment.objects.filter(issue=troops).count() == 3

    assert [reader.words(path) for path in paths] == before


def test_what_was_withdrawn_is_in_no_row_count_course_file_or_comparison(reader, troops):
    paths = (
        *("/issues/", "/issues/?as_of=2024-06-01", "/issues/board.csv"),
        "/issues/compare/?from=2023-01-01",
    )
    assert all("They go." in reader.words(path) for path in paths)

    live = Assessment.objects.get(answer="They go.").parent
    workflow.withdraw(live, by=build.publisher(), reason="The unit came back.")

    for path in paths:
        page = reader.words(path)
        assert "They go." not in page
        assert "They stay." in page
        shown = page.split("<tbody>")[-1].split('<svg class="hidden"')[0]
        assert "worsening" not in shown
    assert [row["assessments"] for row in table(reader)] == ["1"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/issues/", 7),
        ("/issues/?as_of=2024-06-01", 8),
        ("/issues/?as_of=2024-06-01&recorded_by={today}&q=issue&group=parent&sort=move", 8),
        ("/issues/board.csv?as_of=2024-06-01", 7),
        ("/issues/compare/?from=2023-06-01&to={today}", 12),
    ],
)
def test_the_board_costs_the_same_for_one_issue_and_for_three(reader, path, queries, count):
    parent = None
    for n in range(count):
        theme = Theme.objects.create(name=f"Theme {n}")
        parent = build.issue(f"An issue {n}", parent=parent, theme=theme)
        assess(parent, on=DAY(2023, 3, 1), outlook="steady", author=f"Author {n}")
        assess(parent, on=DAY(2024, 3, 1), outlook="worsening", change_reason="It turned.")
    path = path.format(today=day_of(timezone.now()))

    with CaptureQueriesContext(connection) as captured:
        page = reader.words(path)

    assert len(captured) == queries
    assert page.count("An issue") >= count
