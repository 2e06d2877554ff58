"""How many queries an answer takes: a number that does not grow with what is in it."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from issues import tracking
from issues.models import Issue
from sejong_cms import changes
from tests import builders as build

from . import worlds

#: Two look whether the answer is kept.
LOOK = 2


def queries(api, path):
    """How many an answer takes that is kept nowhere yet."""
    changes.settle()
    caches["answers"].clear()
    with CaptureQueriesContext(connection) as captured:
        api.response(path)
    return len(captured) - LOOK


def follow(piece):
    tracking.add_step(
        piece.recommendationblocks.get().recommendation,
        status="adopted",
        occurred_on=piece.published_on,
        text="Done.",
        by=None,
    )


LISTS = {
    "articles/": 5,
    "articles/?author={author}": 7,
    "articles/?issue={issue}&q=piece": 7,
    "authors/": 3,
    "series/": 3,
    "actors/": 3,
    "traits/": 6,
    "issues/": 7,
    "issues/?as_of=2025-12-01&stale=true&q=example": 8,
    "assessments/": 4,
    "recommendations/": 7,
}


@pytest.mark.parametrize(("path", "expected"), LISTS.items())
def test_lists_take_as_many_for_three_rows_as_for_one(api, path, expected):
    [first] = worlds.plain(1, authors=[build.author("Kim")])
    follow(first)
    names = {"author": "kim", "issue": first.assessments.get().issue.slug}
    once = queries(api, path.format(**names))
    for piece in worlds.plain(2, authors=[build.author("Lee"), build.author("Park")]):
        follow(piece)

    assert (once, queries(api, path.format(**names))) == (expected, expected)


MORE = {
    "articles/?expand=series,authors&fields=series,authors": 5,
    "traits/?expand=actor": 6,
    "assessments/?expand=authors": 4,
    "recommendations/?expand=issue,addressee": 14,
}


@pytest.mark.parametrize(("path", "expected"), MORE.items())
def test_so_do_those_that_are_asked_for_more(api, path, expected):
    test_lists_take_as_many_for_three_rows_as_for_one(api, path, expected)


DETAILS = {
    "articles/{article}/": 9,
    "articles/{article}/editions/": 5,
    "articles/{article}/editions/1/": 9,
    "authors/kim/": 1,
    "traits/{trait}/": 4,
    "issues/{issue}/": 7,
    "issues/{issue}/timeline/": 9,
    "recommendations/{uid}/": 5,
}


@pytest.mark.parametrize(("path", "expected"), DETAILS.items())
def test_details(api, path, expected):
    [piece] = worlds.plain(1, authors=[build.author("Kim")])
    names = {
        "article": piece.article.slug,
        "issue": piece.assessments.get().issue.slug,
        "trait": piece.traitblocks.get().trait.slug,
        "uid": piece.recommendationblocks.get().recommendation.uid,
    }

    assert queries(api, path.format(**names)) == expected


def test_an_article_takes_at_most_twelve_with_any_number_of_blocks(api):
    blocks = []
    for number in range(20):
        issue = build.issue()
        blocks += [
            build.passage(),
            build.trait_block(),
            build.assessment(issue),
            build.advice(of=issue, to=build.actor()),
            build.figure(worlds.picture(number)),
        ]
    build.published(
        "Long", blocks=blocks, authors=[build.author() for _ in range(4)], series=build.series()
    )

    assert queries(api, "articles/long/") == 9
    assert Issue.objects.public().count() == 20


@pytest.mark.parametrize("has_it", [True, False])
def test_an_answer_that_is_kept_costs_a_look(api, has_it):
    [piece] = worlds.plain(1)
    path = f"/api/v1/articles/{piece.article.slug}/"
    etag = api.client.get(path).headers["ETag"]

    with CaptureQueriesContext(connection) as captured:
        response = api.client.get(path, headers={"If-None-Match": etag} if has_it else {})

    assert (response.status_code, len(captured)) == (304 if has_it else 200, LOOK)
