"""The page of a piece: what it shows, of which edition, at what cost."""

import datetime as dt

import pytest

from articles import drafting, workflow
from articles.models import Article, Passage
from tests import builders as build
from tests.api.worlds import everything

from .conftest import without_data

#: Queries of an article's page: its editions with article and series; five kinds of blocks; bylines;
#: notes; translations; merges, and what stands nearest on the same issues, with its pieces and their authors.
QUERIES = 13


def test_a_piece_shows_everything_that_it_is_made_of(reader):
    edition = everything()

    page = reader.words(edition.article.get_absolute_url())

    for words in (
        "title",
        "subtitle",
        "abstract",
        "author",
        "fellow",
        "house",
        "series",
        "heading",
        "passage",
        "trait",
        "description",
        "question?",
        "answer.",
        "analysis",
        "reason",
        "advice",
        "caption",
        "credit",
        "note",
        "disclaimer",
    ):
        assert f"Word {words}" in page, words
    assert 'alt="Word alt"' in page
    assert "likely (55–80\u00a0%)" in page
    assert "31 January 2030" in page
    assert "steady" in page
    assert "qualifies" in page
    assert edition.checksum in page
    assert f"http://testserver{edition.get_absolute_url()}" in page


def test_contents_lead_to_anchors_of_blocks(reader):
    edition = everything()
    block = edition.assessments.get()

    page = reader.words(edition.article.get_absolute_url())

    assert f'<a href="#b-{block.uid}">' in page
    assert f'id="b-{block.uid}"' in page


def test_recommendations_stand_under_their_assessment_with_their_present_status(reader):
    edition = everything()
    row = edition.recommendationblocks.get().recommendation

    page = reader.words(edition.article.get_absolute_url())

    assert page.index("Word analysis") < page.index("Word advice") < page.index("Word caption")
    assert f'<a class="status status-proposed" href="{row.get_absolute_url()}">proposed</a>' in page


def test_names_stand_as_they_were_printed(reader):
    edition = everything()
    author = edition.bylines.get().author
    author.name, author.position = "Later Name", "director"
    author.save()

    page = reader.words(edition.article.get_absolute_url())

    assert "Word author" in page
    assert "Later Name" not in page
    assert "director" not in page


@pytest.mark.parametrize("blocks", [3, 60])
def test_a_piece_costs_the_same_however_many_blocks_it_has(
    reader, django_assert_num_queries, blocks
):
    issue, actor = build.issue(), build.actor()
    for _ in range(3):
        build.published(blocks=[build.assessment(issue)])
    kinds = (
        lambda: build.passage(heading="Heading"),
        lambda: build.assessment(issue),
        lambda: build.advice("Do it.", of=issue, to=actor),
        lambda: build.trait_block(build.trait(of=actor)),
    )
    edition = build.published(
        blocks=[kinds[n % len(kinds)]() for n in range(blocks)], series=build.series()
    )

    with django_assert_num_queries(QUERIES):
        reader.words(edition.article.get_absolute_url())


def corrected():
    """Edition 1 said 'first words', edition 2 'second words'."""
    first = build.published("A piece", abstract="first words", blocks=[build.passage("Old text.")])

    def change(draft):
        draft.abstract = "second words"
        Passage.objects.filter(parent=draft).update(html="<p>New text.</p>")

    return first, build.next_edition(first, note="The figure was wrong.", change=change)


def test_a_correction_is_told_above_the_text_with_the_way_to_the_edition_before(reader):
    first, second = corrected()

    page = reader.words(second.article.get_absolute_url())

    assert "New text." in page
    assert "Old text." not in page
    assert page.index("The figure was wrong.") < page.index("<p>second words")
    assert f'<a href="{first.get_absolute_url()}">' in page


@pytest.mark.parametrize("kind", ["minor", "new_version"])
def test_other_changes_are_told_in_the_history_alone(reader, kind):
    first = build.published(blocks=[build.passage()])
    second = build.next_edition(first, change_kind=kind, note="Spelling.")

    assert "Spelling." not in reader.words(second.article.get_absolute_url())
    assert "Spelling." in reader.words(f"{second.article.get_absolute_url()}editions/")


def test_an_earlier_edition_stays_at_its_address_and_names_the_present_one(reader):
    first, second = corrected()

    page = reader.words(first.get_absolute_url())

    assert "Old text." in page
    assert "New text." not in page
    assert "This is edition 1, an earlier one." in page
    assert f'<a href="{second.article.get_absolute_url()}">' in page
    assert (
        f'<link rel="canonical" href="http://testserver{first.article.get_absolute_url()}">' in page
    )


def test_editions_are_listed_with_kind_note_and_checksum(reader):
    first, second = corrected()

    page = reader.words(f"{first.article.get_absolute_url()}editions/")

    assert page.index(second.checksum) < page.index(first.checksum)
    assert "correction" in page
    assert "first edition" in page
    assert "The figure was wrong." in page


def test_a_withdrawn_piece_answers_410_with_the_reason_and_without_its_words(reader):
    edition = everything(to=None)
    workflow.withdraw(edition, by=build.publisher(), reason="The source was forged.")
    article = edition.article.get_absolute_url()

    for path in (article, edition.get_absolute_url(), f"{article}cite.ris"):
        page = reader.words(path, status=410)
        assert "The source was forged." in page
        for words in ("Word title", "Word abstract", "Word passage", "Word author", "Word advice"):
            assert words not in page
    history = reader.words(f"{article}editions/")
    assert "The source was forged." in history
    assert "Word title" not in history


def test_a_withdrawn_earlier_edition_is_gone_while_the_piece_stays(reader):
    first, second = corrected()
    workflow.withdraw(first, by=build.publisher(), reason="It named a bystander.")

    gone = reader.words(first.get_absolute_url(), status=410)

    assert "It named a bystander." in gone
    assert "first words" not in gone
    assert "Old text." not in gone
    page = reader.words(second.article.get_absolute_url())
    assert "New text." in page
    # A correction's note stays; there is only nothing left to lead to.
    assert first.get_absolute_url() not in page


def test_withdrawing_the_live_edition_leaves_earlier_ones_readable(reader):
    first, second = corrected()
    workflow.withdraw(second, by=build.publisher(), reason="Worse than before.")

    assert "Worse than before." in reader.words(second.article.get_absolute_url(), status=410)
    earlier = reader.words(first.get_absolute_url())
    assert "Old text." in earlier
    assert "The piece has been withdrawn since." in earlier


def test_a_new_draft_over_a_live_edition_changes_nothing(reader):
    first, second = corrected()
    path = second.article.get_absolute_url()
    before = reader.get(path), reader.get(f"{path}editions/")

    draft = drafting.new_edition(
        second, by=build.publisher(), change_kind="correction", change_note="zqnote"
    )
    build.write(draft, title="zqtitle", abstract="zqabstract", blocks=[build.passage("zqtext")])

    after = reader.get(path), reader.get(f"{path}editions/")
    assert [r.content for r in after] == [r.content for r in before]
    assert [r["ETag"] for r in after] == [r["ETag"] for r in before]
    assert reader.get(f"{path}editions/3/").status_code == 404
    assert first.number == 1


def test_a_korean_piece_has_a_korean_address_and_says_its_language(reader):
    english = build.published("Costs", blocks=[build.passage()])
    korean = build.published("방위비 분담금", language="ko", blocks=[build.passage("본문")])
    Article.objects.filter(pk=korean.article_id).update(original=english.article)

    page = reader.words("/articles/방위비-분담금/")

    assert '<h1 lang="ko">방위비 분담금</h1>' in page
    assert '<html lang="en">' in page


def test_a_translation_that_is_still_a_draft_changes_nothing(reader):
    english = build.published("Costs", blocks=[build.passage()])
    paths = [f"{prefix}{english.article.get_absolute_url()}" for prefix in ("", "/ko")]
    before = [reader.words(path) for path in paths]
    korean = build.draft("비밀 초고", language="ko", blocks=[build.passage()])
    Article.objects.filter(pk=korean.article_id).update(original=english.article)

    assert [reader.words(path) for path in paths] == before


def test_what_editors_type_is_text(reader):
    nasty = "<script>alert(1)</script>{{ 7*7 }}"
    issue = build.issue(nasty)
    edition = build.published(
        nasty,
        abstract=nasty,
        authors=[build.author(nasty, position=nasty)],
        blocks=[build.passage("x", heading=nasty), build.assessment(issue, nasty, nasty)],
    )

    for path in (edition.article.get_absolute_url(), issue.get_absolute_url(), "/", "/articles/"):
        page = without_data(reader.words(path))
        assert "<script" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in page


def test_notes_are_numbered_and_lead_back(reader):
    edition = build.draft(blocks=[build.passage('Words<a href="#note-1">1</a>.')])
    build.write(edition, notes=["<p>The source.</p>"])
    edition = workflow.publish(build.approve(edition), by=build.publisher())
    passage = edition.passages.get()

    page = reader.words(edition.article.get_absolute_url())

    assert 'role="doc-noteref" href="#note-1"' in page
    assert '<li id="note-1"' in page
    assert f'class="note-back" href="#b-{passage.uid}"' in page


def test_a_piece_of_the_archive_bears_its_own_date(reader):
    edition = build.published(on=dt.date(2019, 5, 17), blocks=[build.passage()])

    assert '<time datetime="2019-05-17">17 May 2019</time>' in reader.words(
        edition.article.get_absolute_url()
    )
