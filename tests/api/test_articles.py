"""What articles, editions and assessments say, and what narrows and orders their lists."""

import datetime as dt
import re

import pytest

from articles import workflow
from tests import builders as build

from . import worlds

DAY = dt.date


def piece(title, on, **fields):
    fields.setdefault("blocks", [build.passage()])
    return build.published(title, on=on, **fields)


def test_an_article_says_what_was_published(api):
    edition = worlds.everything()

    body = api.get("articles/word-title/")

    assert body["page"] == "http://testserver/articles/word-title/"
    assert body["series"] == {"slug": "word-series", "name": "Word series"}
    assert (body["number"], body["language"], body["published_on"]) == ("7", "en", "2025-03-01")
    assert (
        body["updated_at"]
        == edition.published_at.astimezone(dt.timezone(dt.timedelta(hours=9))).isoformat()
    )
    assert body["edition"] == {
        "number": 1,
        "live_from": "2025-03-01T00:00:00+09:00",
        "live_until": None,
        "change_kind": "first",
        "change_note": "",
        "checksum": edition.checksum,
    }
    assert body["authors"] == [
        {
            "slug": "word-author",
            "name": "Word author",
            "position": "Word fellow",
            "affiliation": "Word house",
        }
    ]
    assert body["notes"] == [{"number": 1, "html": "<p>Word note</p>", "text": "Word note"}]


def test_blocks_of_an_article_are_in_order_with_html_and_words(api):
    worlds.everything()

    passage, trait, assessment, advice, figure = api.get("articles/word-title/")["blocks"]

    assert (passage["html"], passage["text"]) == ("<p>Word passage</p>", "Word passage")
    assert trait["trait"] == {"slug": "word-trait", "name": "Word trait"}
    assert trait["actor"] == {"slug": "word-actor", "name": "Word actor"}
    assert (assessment["number"], assessment["outlook"]) == (1, "steady")
    assert (assessment["likelihood"], assessment["horizon"]) == ("likely", "2030-01-31")
    assert advice["recommendation"]["status"] == "proposed"
    assert advice["issue"] == {"slug": "word-issue", "title": "Word issue"}
    assert (figure["image"]["width"], figure["image"]["height"]) == (4, 3)
    assert re.fullmatch(  # the storage appends to a name that it had already
        r"http://testserver/media/figures/[0-9a-f]{64}\w*\.png", figure["image"]["url"]
    )


def test_what_may_be_missing_is_null(api):
    build.published(
        "Bare",
        blocks=[
            build.assessment(),
            build.advice(),
        ],
    )

    body = api.get("articles/bare/")
    assessment, advice = body["blocks"]

    assert (body["series"], body["number"]) == (None, None)
    names = ("number", "outlook", "likelihood", "horizon")
    assert [assessment[name] for name in names] == [None] * 4
    assert (advice["issue"], advice["addressee"]) == (None, None)


def test_a_reference_to_an_entry_that_is_not_public_is_null(api):
    edition = worlds.everything()
    recommendation = edition.recommendationblocks.get().recommendation
    recommendation.issue = build.issue("Secret issue")
    recommendation.addressee = build.actor("Secret actor")
    recommendation.save()

    block = api.get("articles/word-title/")["blocks"][3]
    row = api.get(f"recommendations/{recommendation.uid}/")

    assert (block["issue"], block["addressee"]) == (None, None)
    assert (row["issue"], row["addressee"]) == (None, None)


def test_a_correction_takes_the_article_and_the_earlier_edition_stays(api):
    first = worlds.everything()

    def change(edition):
        edition.title = "Better title"

    build.next_edition(first, change=change, note="The title was wrong.")
    article = api.get("articles/word-title/")
    earlier = api.get("articles/word-title/editions/1/")
    newest, oldest = api.results("articles/word-title/editions/")

    assert (article["title"], article["edition"]["number"]) == ("Better title", 2)
    assert article["edition"]["change_note"] == "The title was wrong."
    assert (earlier["title"], earlier["edition"]["number"]) == ("Word title", 1)
    assert earlier["edition"]["live_until"] == article["edition"]["live_from"]
    assert earlier["page"] == "http://testserver/articles/word-title/editions/1/"
    assert [newest["edition"]["number"], oldest["edition"]["number"]] == [2, 1]
    assert [b["uid"] for b in article["blocks"]] == [b["uid"] for b in earlier["blocks"]]


def test_a_withdrawn_article_is_gone_and_says_why(api):
    edition = build.withdrawn("Gone", reason="It was wrong.", blocks=[build.passage()])
    day = edition.withdrawn_at.astimezone(dt.timezone(dt.timedelta(hours=9))).date()
    notice = {
        "type": "client_error",
        "errors": [
            {"code": "withdrawn", "detail": f"Withdrawn on {day}. It was wrong.", "attr": None}
        ],
    }

    assert api.get("articles/gone/", status=410) == notice
    assert api.get("articles/gone/editions/1/", status=410) == notice
    assert api.get("articles/gone/editions/")["count"] == 0
    assert api.get("articles/")["count"] == 0


def test_a_withdrawn_earlier_edition_is_gone_and_the_article_stays(api):
    first = worlds.everything()
    build.next_edition(first)
    workflow.withdraw(first, by=build.publisher(), reason="It was wrong.")

    assert api.get("articles/word-title/")["edition"]["number"] == 2
    assert api.error("articles/word-title/editions/1/", status=410) == (None, "withdrawn")
    [listed] = api.results("articles/word-title/editions/")
    assert listed["edition"]["number"] == 2


def test_filters_of_articles(api):
    worlds.everything("Word", on=DAY(2025, 3, 1))
    worlds.everything("Other", on=DAY(2025, 3, 2))
    piece("한국어", DAY(2025, 3, 3), language="ko")

    assert api.slugs("articles/") == ["한국어", "other-title", "word-title"]
    for name, slug in (
        ("series", "word-series"),
        ("author", "word-author"),
        ("issue", "word-issue"),
        ("actor", "word-actor"),
        ("trait", "word-trait"),
        ("q", "WORD abstract"),
    ):
        assert api.slugs("articles/", **{name: slug}) == ["word-title"]
    assert api.slugs("articles/", language="ko") == ["한국어"]
    assert api.slugs("articles/", series="word-series", author="other-author") == []


def test_days_of_publication_include_the_day_itself(api):
    for day in (1, 2, 3):
        piece(f"Piece {day}", DAY(2025, 3, day))

    assert api.slugs("articles/", published_after="2025-03-02") == ["piece-3", "piece-2"]
    assert api.slugs("articles/", published_before="2025-03-02") == ["piece-2", "piece-1"]
    assert api.slugs("articles/", published_after="2025-03-02", published_before="2025-03-02") == [
        "piece-2"
    ]


def test_updated_since_includes_the_moment_itself(api):
    edition = worlds.everything()
    updated = api.get("articles/word-title/")["updated_at"]
    later = edition.published_at + dt.timedelta(microseconds=1)
    day = dt.date.fromisoformat(updated[:10])

    assert api.slugs("articles/", updated_since=updated) == ["word-title"]
    assert api.slugs("articles/", updated_since=later.isoformat()) == []
    assert api.slugs("articles/", updated_since=day.isoformat()) == ["word-title"]
    assert api.slugs("articles/", updated_since=str(day + dt.timedelta(days=1))) == []


@pytest.mark.parametrize(
    ("ordering", "slugs"),
    [
        ("published_on", ["beta", "alpha"]),
        ("-published_on", ["alpha", "beta"]),
        ("updated_at", ["alpha", "beta"]),
        ("-updated_at", ["beta", "alpha"]),
        ("title", ["alpha", "beta"]),
        ("-title", ["beta", "alpha"]),
    ],
)
def test_orders_of_articles(api, ordering, slugs):
    piece("Alpha", DAY(2025, 3, 2))
    piece("Beta", DAY(2025, 3, 1))

    assert api.slugs("articles/", ordering=ordering) == slugs


@pytest.mark.parametrize("wildcard", ["%", "_", "\\", "50%", "a%c"])
def test_wildcards_in_words_are_only_themselves(api, wildcard):
    piece("Plain abc 500", DAY(2025, 3, 1))
    piece(f"Odd {wildcard} sign", DAY(2025, 3, 2), abstract=wildcard)

    [row] = api.results("articles/", q=wildcard)

    assert row["abstract"] == wildcard


def test_assessments_are_those_of_live_editions(api):
    issue = build.issue("Cost")
    first = build.published(
        "First", on=DAY(2025, 1, 10), blocks=[build.assessment(issue, "First?")]
    )
    build.published("Second", on=DAY(2025, 2, 10), blocks=[build.assessment(issue, "Second?")])
    build.next_edition(first)

    second, corrected = api.results("assessments/")

    assert (second["article"], second["edition"]) == ("second", 1)
    assert (corrected["article"], corrected["edition"]) == ("first", 2)
    assert [row["article"] for row in api.results("assessments/", as_of="2025-01-31")] == ["first"]
    assert api.results("assessments/", as_of="2025-01-31")[0]["edition"] == 1
    assert api.get("assessments/", {"as_of": "2025-01-09"})["count"] == 0
    assert api.get("assessments/", {"recorded_by": "2025-12-31"})["count"] == 0


def test_filters_of_assessments(api):
    worlds.everything("Word")
    other = build.assessment(build.issue("Other"), outlook="worsening", likelihood="unlikely")
    piece("Other piece", DAY(2025, 3, 2), authors=[build.author("Somebody")], blocks=[other])

    for name, value in (
        ("issue", "word-issue"),
        ("article", "word-title"),
        ("author", "word-author"),
        ("outlook", "steady"),
        ("likelihood", "likely"),
    ):
        rows = api.results("assessments/", **{name: value})
        assert [row["article"] for row in rows] == ["word-title"]


def test_an_author_is_who_they_are_today_without_their_address(api):
    worlds.everything()

    assert api.get("authors/word-author/") == {
        "slug": "word-author",
        "page": "http://testserver/authors/word-author/",
        "name": "Word author",
        "names": {"en": "Word author", "ko": "Word 저자"},
        "position": "Word fellow",
        "affiliation": "Word house",
        "biography": "Word life",
        "orcid": "0000-0002-1825-0097",
    }
