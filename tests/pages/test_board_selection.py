"""The board: which issues, in which order, under which headings."""

import datetime as dt

import pytest

from issues.models import Theme
from tests import builders as build
from tests.pages.test_board import assess, headings, merge, rows, table, three, titles, troops

__all__ = ["three", "troops"]

DAY = dt.date


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
