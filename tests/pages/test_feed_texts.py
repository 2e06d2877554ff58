"""Whole texts in feeds: all that a piece says, nothing that runs, no address that is not whole; kept while nothing
changes.
"""

import datetime as dt
from html.parser import HTMLParser

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import workflow
from articles.feeds.texts import WRITERS, whole
from articles.models import BLOCKS, Assessment, Note, Passage
from issues import merging
from sejong_cms import changes, feeds
from tests import builders as b
from tests.api.test_kept import HAPPENINGS
from tests.api.worlds import everything
from tests.pages.test_feeds import feed

__all__ = ["feed"]

BASE = "https://focus.example.org/articles/a/editions/1/"
#: All that a text in a feed is made of.
TAGS = set(
    "h2 h3 h4 p strong em sup sub ul ol li blockquote br a table thead tbody tr th td figure figcaption img".split()
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start", "type"},
}


class Seen(HTMLParser):
    """The tags, attributes and addresses of some HTML."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.others, self.addresses = set(), set(), []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.others |= {(tag, name) for name, _ in attrs if name not in ATTRIBUTES.get(tag, ())}
        self.addresses += [value for name, value in attrs if name in ("href", "src")]


def content(feed):
    [entry] = feed("/feeds/articles/").entries
    return entry.content


def test_every_kind_of_block_is_written():
    assert WRITERS.keys() == {block.kind for block in BLOCKS}


def test_a_piece_is_there_with_all_that_it_says(feed, db):
    edition = everything()

    html = content(feed)

    words = (
        *("abstract", "heading", "passage", "trait", "description", "question?", "answer."),
        *("analysis", "reason", "advice", "caption", "credit", "note", "disclaimer"),
    )
    assert [word for word in words if f"Word {word}" not in html] == []
    assert "<h2>1 Word question?</h2><p><strong>Word answer.</strong></p>" in html
    assert "Outlook: steady. Likelihood: likely (55–80\u00a0%), by 31 January 2030." in html
    assert "<h3>Word trait (qualifies)</h3>" in html
    assert 'alt="Word alt"' in html
    advice = edition.recommendationblocks.get().recommendation
    assert (
        f'<ul><li><p><a href="http://testserver{advice.get_absolute_url()}">Word advice</a></p>'
        "<p>To Word actor</p></li></ul>"
    ) in html
    assert "<h2>Notes</h2><ol><li><p>Word note</p></li></ol>" in html


def test_nothing_in_it_runs_or_needs_this_site(feed, settings, db):
    settings.SITE_URL = "https://focus.example.org"
    draft = everything(to=lambda draft: draft)
    hostile = (
        '<p style="position:fixed" class="x" id="y" onclick="run()">a<script>run()</script>'
        '<a href="javascript:run()">b</a><a href="//[">c</a><a href="../board/?a=1&amp;b=2">d</a>'
        '<a href="#note-1">1</a><img src=x onerror=run()><iframe srcdoc="x"></iframe></p>'
    )
    words = '"><script>run()</script>'
    # Past the cleaning of every door, as rows of an earlier version may be.
    for model in (Passage, Assessment, Note):
        model.objects.update(html=hostile)
    Assessment.objects.update(question=words, answer=words, change_reason=words)
    draft.recommendationblocks.update(wording=words)
    draft.figures.update(alt=words, caption=words)
    draft.traitblocks.update(name=words)
    type(draft).objects.filter(pk=draft.pk).update(abstract=words, disclaimer=words)
    draft = workflow.publish_archived(draft)

    html = content(feed)
    seen = Seen(html)

    assert html.count("&lt;script&gt;run()") >= 8
    assert seen.tags - TAGS == set()
    assert seen.others == set()
    assert "https://focus.example.org/articles/word-title/editions/board/?a=1&b=2" in seen.addresses
    assert "https://focus.example.org/articles/word-title/editions/1/#note-1" in seen.addresses
    assert all(place.startswith("https://focus.example.org/") for place in seen.addresses)
    assert '<sup><a href="https://focus' in html


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<a href="/b/">x</a>', '<a href="https://focus.example.org/b/">x</a>'),
        ('<a href="b/">x</a>', f'<a href="{BASE}b/">x</a>'),
        ('<a href="#note-1">x</a>', f'<a href="{BASE}#note-1">x</a>'),
        ('<a href="//other.example/">x</a>', '<a href="https://other.example/">x</a>'),
        ('<a href="mailto:a@b.example">x</a>', '<a href="mailto:a@b.example">x</a>'),
        (
            '<a href="https://o.example/?a&amp;b">x</a>',
            '<a href="https://o.example/?a&amp;b">x</a>',
        ),
        ('<a href="/&quot;&lt;">x</a>', '<a href="https://focus.example.org/&quot;&lt;">x</a>'),
        ('<a title="t" href="/">x</a>', '<a title="t" href="https://focus.example.org/">x</a>'),
        ('<a href="javascript:run()">x</a>', "<a>x</a>"),
        ('<a href="https://[x">x</a>', "<a>x</a>"),
        ('<p>href="/b/"</p>', '<p>href="/b/"</p>'),
    ],
)
def test_addresses_are_made_whole(html, found):
    assert whole(html, BASE) == found


def test_it_is_in_the_language_of_the_piece(feed, db):
    b.published("한국어", language="ko", blocks=[b.assessment(outlook="steady")])
    [entry] = feed("/feeds/articles/").entries
    assert entry.language == "ko"
    assert "전망" in entry.content
    assert "Outlook" not in entry.content


def test_a_correction_says_so_in_the_text_and_shows_up_again_under_an_identity_of_its_own(feed, db):
    first = b.published("A piece", blocks=[b.passage("Old words.")])
    second = b.next_edition(first, note="A number < was wrong.")
    third = b.next_edition(second, note="Another one.")
    b.next_edition(third, change_kind="minor", note="Spelling.")

    ids = feed("/feeds/corrections/").ids
    assert len(set(ids)) == 2
    assert feed("/feeds/articles/").ids[0] not in ids
    assert content(feed).startswith("<p>Old words.</p>")
    workflow.withdraw(first.article.editions.get(number=4), by=b.publisher(), reason="Wrong.")
    b.next_edition(third, note="A number < was wrong.")
    assert "<p><strong>Correction, " in content(feed)
    assert ".</strong> A number &lt; was wrong.</p>" in content(feed)


def test_what_the_register_keeps_for_itself_is_not_named(feed, db):
    edition = everything("Zq")
    block = edition.recommendationblocks.get()
    for row in (block.recommendation, block.recommendation.addressee, block.recommendation.issue):
        type(row).objects.filter(pk=row.pk).update(public_since=None)

    html = content(feed)

    assert "Zq advice" in html
    assert "To Zq actor" not in html
    assert "/recommendations/" not in html
    assert "/issues/" not in html


def test_beyond_its_bound_a_feed_has_summaries_alone(feed, monkeypatch, db):
    for day in (1, 2, 3):
        passage = b.passage("Words. " * 20)
        b.published(str(day), on=dt.date(2025, 3, day), abstract="In short.", blocks=[passage])
    lengths = [len(entry.content) for entry in feed("/feeds/articles/").entries]

    monkeypatch.setattr(feeds, "LONGEST", sum(lengths[:2]))

    found = feed("/feeds/articles/").entries
    assert [bool(entry.content) for entry in found] == [True, True, False]
    assert {entry.summary for entry in found} == {"In short."}


@pytest.mark.parametrize("path", ["/feeds/articles/", "/authors/kim/feed/"])
@pytest.mark.parametrize("count", [1, 40])
def test_a_feed_costs_the_same_with_few_blocks_and_with_many(reader, path, count):
    issue, actor, author = b.issue("Costs"), b.actor("Seoul"), b.author("Kim")
    trait = b.trait("slow", of=actor)
    blocks = []
    for _ in range(count):
        blocks += [b.passage(), b.assessment(issue), b.trait_block(trait)]
        blocks.append(b.advice(of=issue, to=actor))
    b.published(authors=[author], blocks=[*blocks, b.figure(b.png())])
    changes.settle()

    with CaptureQueriesContext(connection) as queries:
        reader.get(path)

    assert len(queries) == {"/feeds/articles/": 14, "/authors/kim/feed/": 16}[path]


# --- Kept


def answers(client):
    paths = ("/feeds/articles/", "/authors/word-author/feed/", "/authors/somebody/feed/")
    return {
        path: (r.status_code, r.content, r.get("ETag"))
        for path in paths
        for r in [client.get(path)]
    }


def _merge_author(edition, client):
    other = b.author("Other author")
    b.published("Other", authors=[other], blocks=[b.passage()])
    other.refresh_from_db()
    author = edition.bylines.get().author
    merging.merge_duplicates(author, into=other, by=b.user("Publisher"))


def _withdraw_earlier(edition, client):
    b.next_edition(edition)
    answers(client)
    edition.refresh_from_db()
    workflow.withdraw(edition, by=b.publisher(), reason="Wrong.")


MORE = {"an author merged": _merge_author, "an earlier edition withdrawn": _withdraw_earlier}


@pytest.mark.parametrize("name", [*HAPPENINGS, *MORE])
def test_a_kept_feed_is_the_one_that_would_be_made_anew(client, db, name):
    edition = everything()
    before = answers(client)
    assert answers(client) == before

    (HAPPENINGS | MORE)[name](edition, client)

    kept = answers(client)
    caches["answers"].clear()
    assert kept == answers(client)


@pytest.mark.parametrize("setting", ["SITE_URL", "SITE_NAME", "INSTITUTION"])
def test_a_site_called_otherwise_keeps_other_feeds(client, settings, db, setting):
    everything()
    before = client.get("/feeds/articles/").content
    setattr(settings, setting, "https://other.example")
    assert client.get("/feeds/articles/").content != before


@pytest.mark.parametrize("longest", [0, 100_000])
def test_a_kept_feed_is_found_by_its_tag_in_two_queries(client, monkeypatch, db, longest):
    everything()
    tag = client.get("/authors/word-author/feed/")["ETag"]
    keep = feeds.kept.keep
    monkeypatch.setattr(feeds.kept, "keep", lambda key, tag, body, _: keep(key, tag, body, longest))
    caches["answers"].clear()
    whole = client.get("/authors/word-author/feed/")

    with CaptureQueriesContext(connection) as queries:
        again = client.get("/authors/word-author/feed/?other", headers={"If-None-Match": tag})

    assert (again.status_code, again["ETag"], again.content) == (304, tag, b"")
    assert len(queries) == 2
    assert client.get("/authors/word-author/feed/").content == whole.content
    assert "no-cache" in again["Cache-Control"]
