"""How many queries an answer takes: a number that does not grow with what is in it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from issues import tracking
from issues.models import Issue
from tests import builders as build

from . import worlds


def queries(api, path):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        api.response(path)
    return len(captured)


def follow(piece):
    tracking.add_step(
        piece.recommendationblocks.get().recommendation,
        status="adopted",
        occurred_on=piece.published_on,
        text="Done.",
        by=None,
    )


LISTS = {
    "articles/": 4,
    "articles/?author={author}": 6,
    "articles/?issue={issue}&q=piece": 6,
    "authors/": 2,
    "series/": 2,
    "actors/": 2,
    "traits/": 6,
    "issues/": 7,
    "issues/?as_of=2025-12-01&stale=true&q=example": 8,
    "assessments/": 3,
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


DETAILS = {
    "articles/{article}/": 9,
    "articles/{article}/editions/": 4,
    "articles/{article}/editions/1/": 9,
    "authors/kim/": 1,
    "traits/{trait}/": 5,
    "issues/{issue}/": 7,
    "issues/{issue}/timeline/": 9,
    "recommendations/{uid}/": 6,
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


def test_a_client_that_has_an_answer_costs_no_more(api):
    [piece] = worlds.plain(1)
    path = f"/api/v1/articles/{piece.article.slug}/"
    etag = api.client.get(path).headers["ETag"]

    with CaptureQueriesContext(connection) as captured:
        response = api.client.get(path, headers={"If-None-Match": etag})

    assert (response.status_code, len(captured)) == (304, 9)
