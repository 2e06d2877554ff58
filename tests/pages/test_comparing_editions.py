"""Two editions of a piece: what changed, block by block, word by word."""

import datetime as dt

import pytest

from articles import drafting, workflow
from articles.models import Passage
from tests import builders as build

DAY = dt.date


@pytest.fixture
def first(db):
    return build.published(
        "The piece",
        on=DAY(2024, 1, 1),
        subtitle="As it was",
        authors=[build.author("Author One", position="Fellow")],
        blocks=[
            build.passage("Words that stay.", "Opening"),
            build.passage("The troops stay.", "Troops"),
            build.passage("No longer true.", "Dropped"),
            build.assessment(outlook="steady", likelihood="likely"),
            build.advice("Wait."),
            build.trait_block(),
            build.figure(build.png(), alt="A chart"),
        ],
    )


def change(edition):
    """What the second edition changes."""
    blocks = {block.heading: block for block in edition.passages.all()}
    edition.title = "The new piece"
    Passage.objects.filter(pk=blocks["Troops"].pk).update(
        html="<p>The <strong>troops</strong> leave.</p>"
    )
    blocks["Dropped"].delete()
    Passage.objects.create(
        parent=edition, heading="Come", html="<p>A new passage.</p>", ordering=5000
    )
    Passage.objects.filter(pk=blocks["Opening"].pk).update(ordering=4000)
    edition.assessments.update(likelihood="very_likely")


@pytest.fixture
def second(first):
    return build.next_edition(first, change=change, note="The troops left.")


def compared(reader, first, a, b, status=200):
    return reader.words(f"{first.article.get_absolute_url()}compare/{a}/{b}/", status)


def parts(page):
    """{heading of a part: its HTML}."""
    found = [part.split("</h2>") for part in page.split("<h2")[1:]]
    return {heading.split(">", 1)[1].split(" <")[0]: html for heading, html in found}


def test_each_block_says_what_became_of_it(reader, first, second):
    page = compared(reader, first, 1, 2)

    assert page.index("The troops left.") < page.index("Title and head")
    assert "<ins>new </ins>piece" in page.split('class="part-fields"')[1]
    for fate, words in {
        "changed": "The <del>troops stay</del><strong><ins>troops</ins></strong><ins> leave</ins>.",
        "removed": "<p><del>No longer true.</del></p>",
        "added": "<p><ins>A new passage.</ins></p>",
        "moved": "Opening",
    }.items():
        assert any(words in part for part in page.split(f'class="part part-{fate}"')[1:]), fate
    assert "<del>likely</del><ins>very likely</ins>" in page
    assert "Words that stay." not in page
    assert "3 parts unchanged" in page


def test_the_earlier_comes_first_whichever_way_it_is_asked(reader, first, second):
    page = compared(reader, first, 2, 1)

    assert page == compared(reader, first, 1, 2)
    address = f"{first.article.get_absolute_url()}compare/1/2/"
    assert f'rel="canonical" href="http://testserver{address}"' in page


def test_notes_bylines_and_disclaimer_are_compared(reader, first):
    def rewrite(edition):
        edition.disclaimer = "Our own view."
        edition.bylines.update(position="Senior fellow")
        edition.notes.create(html="<p>See there.</p>", ordering=1000)

    build.next_edition(first, change=rewrite)

    page = compared(reader, first, 1, 2)

    assert "Author One, <del>Fellow</del><ins>Senior fellow</ins>" in page
    assert "<ins>Our own view.</ins>" in page
    assert "<p><ins>See there.</ins></p>" in page
    assert "7 parts unchanged" in page


def test_every_kind_of_block_can_come_and_go(reader, first):
    kinds = ("assessments", "recommendationblocks", "traitblocks", "figures")

    def empty(edition):
        edition.passages.exclude(heading="Opening").delete()
        for name in kinds:
            getattr(edition, name).all().delete()

    build.next_edition(first, change=empty)

    page = compared(reader, first, 1, 2)

    assert page.count('class="part part-removed"') == 6
    for words in ("Troops", "Wait.", "What next?", "A chart", "steady"):
        assert f"<del>{words}</del>" in page


def test_an_edition_does_not_differ_from_itself(reader, first):
    page = compared(reader, first, 1, 1)

    assert "There is no difference." in page
    assert "<ins>" not in page


def test_layout_that_no_reader_sees_is_called_that(reader, first):
    def relay(edition):
        edition.passages.filter(heading="Opening").update(html="<p>Words  that stay.</p><p></p>")

    build.next_edition(first, change=relay)

    page = compared(reader, first, 1, 2)
    assert "Only its spacing or layout is another." in page


def test_a_withdrawn_edition_is_gone_and_says_why(reader, first, second):
    workflow.withdraw(first, by=build.publisher(), reason="A slip.")

    page = compared(reader, first, 1, 2, status=410)

    assert "A slip." in page
    assert "troops" not in page


def test_what_was_not_published_answers_like_what_is_not_there(reader, first):
    draft = drafting.new_edition(first, by=build.publisher(), change_kind="minor", change_note="x")
    hidden = build.draft("Zq hidden")
    base = first.article.get_absolute_url()

    answers = [
        reader.get(address)
        for address in (
            f"{base}compare/1/2/",
            f"{base}compare/1/9/",
            f"{base}compare/0/1/",
            f"{hidden.article.get_absolute_url()}compare/1/1/",
            "/articles/no-such-piece/compare/1/1/",
        )
    ]

    assert draft.state == "draft"
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_the_editions_page_leads_to_what_changed(reader, first, second):
    third = build.next_edition(second)
    base = first.article.get_absolute_url()

    page = reader.words(f"{base}editions/")
    assert f'href="{base}compare/2/3/"' in page
    assert f'href="{base}compare/1/2/"' in page

    workflow.withdraw(second, by=build.publisher(), reason="A slip.")
    page = reader.words(f"{base}editions/")
    assert f'href="{base}compare/1/3/"' in page
    assert "compare/2/" not in page
    assert third.number == 3


@pytest.mark.parametrize("count", [1, 3])
def test_blocks_cost_no_more_queries(reader, count, django_assert_num_queries):
    kinds = (build.passage, build.assessment, build.advice, build.trait_block)
    first = build.published(blocks=[make() for make in kinds * count])

    def rewrite(edition):
        edition.assessments.update(issue=build.issue())
        edition.traitblocks.update(stance="qualifies")
        edition.recommendationblocks.update(wording="Otherwise.")

    build.next_edition(first, change=rewrite)

    # The editions, then bylines, notes and one query a kind of block.
    with django_assert_num_queries(8):
        page = compared(reader, first, 1, 2)
    assert page.count('class="part part-changed"') == 3 * count
