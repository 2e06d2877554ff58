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
