"""An edition as PDF, read back: everything that the piece says, and nothing else."""

import pytest
from django.utils import timezone

from articles.html import to_text
from articles.papers import layout
from articles.papers.layout import document
from issues.models import Recommendation
from sejong_cms.typesetting import typeset
from tests import builders as b
from tests.api.worlds import everything
from tests.papers import headings_of, links_of, needs_typesetter, reader_of, text_of

pytestmark = pytest.mark.django_db


def pdf_of(edition):
    return typeset(document(edition))


def foreseen(edition):
    """An open edition, shown as it would be once published."""
    edition.number, edition.live_from = 1, timezone.now()
    edition.published_on = edition.live_from.date()
    return document(edition)


@needs_typesetter
def test_a_pdf_says_everything_that_the_piece_says():
    edition = everything("Open")
    words = text_of(pdf_of(edition))
    block = edition.assessments.get()
    for said in (edition.title, edition.abstract, block.question, block.answer, edition.checksum):
        assert said
        assert said.replace(" ", "") in words.replace(" ", "")
    for row in edition.bylines.all():
        assert row.name in words
    for row in edition.recommendationblocks.all():
        assert row.wording in words


@needs_typesetter
def test_pages_are_numbered_and_named():
    blocks = [b.passage("Words to fill a page. " * 120, heading=f"Part {n}") for n in range(4)]
    edition = b.published("A running title", blocks=blocks)
    pages = reader_of(pdf_of(edition)).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        words = " ".join(page.extract_text().split())
        assert f"{number} / {len(pages)}" in words
        assert "A running title" in words


@needs_typesetter
def test_the_outline_has_the_headings_and_the_head_the_title_and_authors():
    edition = b.published(
        "A title",
        authors=[b.author("First Author"), b.author("Second Author")],
        blocks=[b.passage(heading="A heading"), b.assessment(b.issue(), "A question?")],
    )
    pdf = pdf_of(edition)
    assert headings_of(pdf) == ["A title", "A heading", "A question?"]
    assert reader_of(pdf).metadata.title == "A title"
    assert reader_of(pdf).metadata.author == "First Author, Second Author"


@needs_typesetter
def test_korean_is_set_with_its_letters_whole():
    edition = b.published(
        "방위비 분담금의 앞날",
        language="ko",
        abstract="주둔 비용을 어떻게 나눌 것인가.",
        blocks=[
            b.assessment(
                b.issue(), "협상이 시작될 것인가?", "가능성이 낮다.", html="<p>본문입니다.</p>"
            )
        ],
    )
    pdf = pdf_of(edition)
    words = text_of(pdf)
    for said in ("방위비 분담금의 앞날", "협상이 시작될 것인가?", "가능성이 낮다.", "본문입니다."):
        assert said in words
    assert reader_of(pdf).trailer["/Root"]["/Lang"] == "ko"


@needs_typesetter
def test_links_lead_out_of_the_document():
    html = '<p><a href="/issues/">a</a> <a href="https://a.test/x?y=1#z">b</a></p>'
    edition = b.published("Linked", blocks=[b.assessment(b.issue(), html=html)])
    links = links_of(pdf_of(edition))
    assert {"http://testserver/issues/", "https://a.test/x?y=1#z"} <= links
    assert f"http://testserver{edition.get_absolute_url()}" in links


@needs_typesetter
def test_notes_stand_at_the_foot_of_their_page():
    edition = b.draft(
        "Noted",
        blocks=[
            b.passage('First<sup><a href="#note-2">2</a></sup> then<a href="#note-1">1</a>.'),
            b.passage('Again<a href="#note-2">2</a>.'),
        ],
    )
    b.write(
        edition, notes=["<p>The one.</p>", "<p>The other.</p><p>Its end.</p>", "<p>Unused.</p>"]
    )
    html = foreseen(edition)
    words = text_of(typeset(html))
    assert "2. The other. Its end." in words
    assert "1. The one." in words
    assert "3. Unused." in words
    assert html.count('class="footnote"') == 2
    assert words.index("Again") < words.index("2. The other.")


def test_a_reference_to_no_note_stays_a_number():
    edition = b.draft(blocks=[b.passage('Words<a href="#note-7">7</a>.')])
    assert "<sup>7</sup>" in foreseen(edition)


def test_what_people_typed_is_text():
    nasty = "<script>alert(1)</script><style>p{}</style><img src=x>"
    edition = b.draft(
        nasty,
        subtitle=nasty,
        abstract=nasty,
        disclaimer=nasty,
        authors=[b.author(nasty, position=nasty)],
        blocks=[
            b.passage(nasty, heading=nasty),
            b.assessment(b.issue(), nasty, nasty, html=f"<p>{nasty}</p>", change_reason=nasty),
            b.advice(nasty),
            b.figure(b.png(), alt=nasty, caption=nasty),
        ],
    )
    html = foreseen(edition).partition("<body>")[2]
    assert "<script" not in html
    assert "<style" not in html
    assert html.count("<img") == 1  # the figure's own


def test_an_addressee_that_readers_do_not_know_is_not_named():
    hidden = b.actor("Zq secret body")
    edition = b.draft(blocks=[b.advice("Do it.", to=hidden)])
    assert Recommendation.objects.get().addressee == hidden
    assert "Zq" not in foreseen(edition)


def test_korean_words_are_kept_whole_and_tags_left_alone():
    html = '<body><p title="방위비 분담">방위비 분담금을 a &amp; b</p></body>'
    kept = layout.whole_words(html)
    assert 'title="방위비 분담"' in kept
    assert '<span class="word">방위비</span> <span class="word">분담금을</span> a &amp; b' in kept
    assert to_text(kept) == to_text(html)
