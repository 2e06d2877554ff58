"""An issue's chart: what is drawn, where, and in which words."""

import datetime as dt
import xml.etree.ElementTree as ET

import pytest

from articles import workflow
from articles.dossier import dossier
from issues import tracking
from issues.chart import chart_of
from tests import builders as b

pytestmark = pytest.mark.django_db

ON = dt.date(2025, 12, 1)
SVG = "{http://www.w3.org/2000/svg}"


def said(issue, on, **fields):
    return b.published(on=on, blocks=[b.assessment(issue, **fields)])


def drawn(issue):
    return chart_of(dossier(issue.slug, on=ON), on=ON)


def parse(chart):
    return ET.fromstring(chart.svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def marks(chart, name):
    return [
        path for path in parse(chart).iter(f"{SVG}path") if name in path.get("class", "").split()
    ]


def place(path):
    """(x, y) where a mark's outline begins."""
    x, y = path.get("d")[1:].split("l")[0].split("h")[0].split("a")[0].split()
    return float(x), float(y)


@pytest.fixture
def issue():
    return b.issue()


def test_an_issue_of_which_nothing_was_judged_has_no_chart(issue):
    said(issue, dt.date(2025, 1, 1))
    assert drawn(issue) is None


def test_later_is_further_right_and_better_is_higher(issue):
    said(issue, dt.date(2023, 1, 1), outlook="worsening")
    said(issue, dt.date(2024, 1, 1), outlook="improving", change_reason="Signs.")
    first, last = (place(mark) for mark in marks(drawn(issue), "of-outlook"))
    assert first[0] < last[0]
    assert first[1] > last[1]


def test_likelier_is_higher(issue):
    said(issue, dt.date(2023, 1, 1), likelihood="unlikely")
    said(issue, dt.date(2024, 1, 1), likelihood="almost_certain")
    first, last = (place(mark) for mark in marks(drawn(issue), "of-likelihood"))
    assert first[1] > last[1]


def test_a_correction_is_ringed_and_both_are_drawn(issue):
    first = said(issue, dt.date(2024, 1, 1), outlook="steady")
    b.next_edition(
        first,
        change=lambda edition: edition.assessments.update(
            outlook="worsening", change_reason="Signs."
        ),
    )
    chart = drawn(issue)
    assert len(marks(chart, "of-outlook")) == 2
    assert len(list(parse(chart).iter(f"{SVG}circle"))) == 1


def test_developments_and_steps_have_lanes_of_their_own(issue):
    block = b.advice(of=issue)
    b.published(on=dt.date(2024, 1, 1), blocks=[b.assessment(issue, outlook="steady"), block])
    editor = b.editor()
    tracking.add_development(
        issue,
        title="Talks",
        occurred_on=dt.date(2024, 2, 1),
        text="Talks.",
        source_kind="press",
        by=editor,
    )
    tracking.add_step(
        block.recommendation,
        status="adopted",
        occurred_on=dt.date(2024, 3, 1),
        text="Done.",
        by=editor,
    )
    events = [place(mark) for mark in marks(drawn(issue), "of-event")]
    assert len(events) == 2
    assert events[0][1] != events[1][1]


def test_what_was_withdrawn_is_not_drawn(issue):
    gone = said(issue, dt.date(2024, 1, 1), outlook="worsening")
    workflow.withdraw(gone, by=b.publisher(), reason="Wrong.")
    said(issue, dt.date(2024, 5, 1), outlook="steady")
    assert len(marks(drawn(issue), "of-outlook")) == 1


def test_several_at_one_time_stand_side_by_side(issue):
    for _ in range(3):
        said(issue, dt.date(2024, 1, 1), outlook="steady")
    places = {place(mark) for mark in marks(drawn(issue), "of-outlook")}
    assert len(places) == 3
    assert len({y for _x, y in places}) == 1


def test_it_says_in_words_what_it_shows_and_has_no_link(issue):
    said(issue, dt.date(2024, 1, 1), outlook="steady")
    said(issue, dt.date(2025, 1, 1), outlook="steady")
    svg = parse(drawn(issue))
    assert svg.get("role") == "img"
    named = svg.get("aria-labelledby").split()
    words = {part.get("id"): part.text for part in svg if part.get("id")}
    assert set(named) == set(words)
    assert "2 assessments" in words["chart-desc"]
    assert not list(svg.iter(f"{SVG}a"))
    assert "style" not in {name for element in svg.iter() for name in element.attrib}


@pytest.mark.parametrize("years", [0, 1, 3, 40])
def test_the_axis_names_few_enough_days_to_be_read(issue, years):
    said(issue, dt.date(2025 - years, 1, 15), outlook="steady")
    labels = [
        text for text in parse(drawn(issue)).iter(f"{SVG}text") if text.get("class") == "when"
    ]
    assert 1 <= len(labels) <= 10
