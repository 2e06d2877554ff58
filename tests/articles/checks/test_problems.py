"""What all checks have in common."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.checks import problems_of
from articles.checks.problem import WEIGHTS, Problem
from articles.contents import contents_of_one
from tests import builders as b

from .sound import codes, html, problems, sound

pytestmark = pytest.mark.django_db


def test_a_sound_edition_has_no_problem():
    assert codes(sound(b.passage(), b.assessment(outlook="steady"), b.advice())) == []


def test_an_empty_edition_has_all_of_them_errors_first():
    edition = b.draft(blocks=[], authors=[])
    assert codes(edition) == ["no_block", "no_byline", "no_abstract", "no_disclaimer"]
    assert [p.blocks for p in problems(edition)] == [True, False, False, False]


def test_findings_stand_in_the_order_of_the_text_errors_first():
    issue = b.issue()
    b.published(blocks=[b.assessment(issue, outlook="steady")])
    edition = sound(
        html("<p>“One</p>"),
        b.assessment(outlook=None),
        b.advice(),
        b.assessment(issue, outlook="worsening"),
        b.advice(),
        html("<p>“Two</p>"),
    )
    assert codes(edition) == ["change_reason", "unbalanced_quote", "no_outlook", "unbalanced_quote"]


def test_every_code_has_a_weight_with_a_reason():
    assert all(weight.why for weight in WEIGHTS.values())
    assert {code for code, weight in WEIGHTS.items() if weight.stops} == {
        "no_block",
        "change_reason",
    }
    with pytest.raises(KeyError):
        _ = Problem("of_no_table", "?").blocks


def troubled(count):
    """An edition with `count` blocks of each kind and something to find in each."""
    author, issue = b.author(), b.issue()
    words = (
        "<h4>Low</h4><p>The QXZ “says <a href='/issues/x-{0}/'>a</a> <a href='#note-9'>9</a>.</p>"
    )
    blocks = []
    for n in range(count):
        text = words.format(n).replace("'", '"')
        blocks += [
            html(text, heading=f"Part {n}"),
            b.assessment(issue, html=text),
            b.advice(f"Do {n}."),
            b.assessment(html=text.replace("issues", "authors")),
            b.figure(b.png()),
        ]
    return b.draft(blocks=blocks, authors=[author])


def test_any_length_takes_as_many_queries_and_little_time():
    counts = {}
    for size in (1, 3):
        edition = troubled(size)
        contents = contents_of_one(edition)
        with CaptureQueriesContext(connection) as queries:
            rows = problems_of(edition, contents)
        counts[size] = len(queries)
        assert len({row.code for row in rows}) >= 9
    # The article, outlooks before, advice before, issues, authors, former slugs of either.
    assert counts == {1: 7, 3: 7}
