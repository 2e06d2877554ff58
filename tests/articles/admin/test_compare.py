"""Two texts of a piece on the desk, and bringing an earlier one back."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import drafting, workflow
from articles.models import Look, Snapshot
from tests import builders as b

pytestmark = pytest.mark.django_db


def url_of(edition):
    return reverse("admin:articles_edition_compare", args=[edition.pk])


def restore_url(edition, of, version):
    return reverse("admin:articles_edition_restore", args=[edition.pk, of.pk, version])


@pytest.fixture
def desk(client):
    client.force_login(b.editor())
    return client


@pytest.fixture
def edition():
    """Two saves after the first: words written, then changed, moved, taken out and put in."""
    passage = b.passage("The talks rest for now.", heading="Head")
    edition = b.draft("One", authors=[b.author("Ada Mun")], blocks=[passage, b.passage("Gone.")])
    b.write(edition, title="Two", blocks=[b.assessment(question="What now?")])
    first, second = edition.passages.order_by("ordering")
    with drafting.saving(edition, version=edition.version, by=None):
        second.delete()
        first.html = "<p>The talks <strong>go on</strong> for now.</p>"
        first.ordering = 9000
        first.save()
        edition.bylines.update(position="Fellow")
    edition.refresh_from_db()
    return edition


def compare(desk, edition, **query):
    answer = desk.get(url_of(edition), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_save_is_compared_with_the_one_before(desk, edition):
    page = compare(desk, edition, a=f"{edition.pk}.3", b=f"{edition.pk}.4")
    assert "<del>rest</del>" in page
    assert (
        "<ins><strong>go on</strong></ins>" in page or "<strong><ins>go on</ins></strong>" in page
    )
    assert "moved to another place" in page
    assert "<del>Gone.</del>" in page
    assert "<ins>Fellow</ins>" in page or "<ins>, Fellow</ins>" in page
    assert "<ins>Two</ins>" not in page


def test_any_two_saves_are_compared(desk, edition):
    page = compare(desk, edition, a=f"{edition.pk}.2", b=f"{edition.pk}.3")
    assert "<del>One</del>" in page
    assert "<ins>Two</ins>" in page
    assert "What now?" in page
    assert "<del>Gone.</del>" not in page
    assert "There is no difference." in compare(
        desk, edition, a=f"{edition.pk}.3", b=f"{edition.pk}.3"
    )


def test_editions_are_compared_with_kind_and_note(desk):
    first = b.published("One", blocks=[b.passage("Words.")])
    draft = drafting.new_edition(
        first, by=b.editor(), change_kind="correction", change_note="A number was wrong."
    )
    page = compare(desk, draft, a=f"{first.pk}.{first.version}", b=f"{draft.pk}.1")
    assert "A number was wrong." in page
    assert "<del>first edition</del>" in page
    # What was sealed has the date that publication gave it, and so has its copy.
    assert "Date printed on the piece" not in page


def test_without_a_question_the_screen_shows_what_is_due(desk, edition):
    page = compare(desk, edition)
    assert "<del>rest</del>" in page
    assert "Since the save before" in page
    assert 'aria-current="true"' in page


def test_an_untouched_text_has_no_difference(desk):
    edition = drafting.start(title="One", by=None)
    assert "There is no difference." in compare(desk, edition)


def test_the_newest_text_counts_as_looked_at(client, edition):
    reviewer = b.editor()
    client.force_login(reviewer)
    compare(client, edition, b=f"{edition.pk}.2")
    assert not Look.objects.exists()
    compare(client, edition)
    assert Look.objects.get(person=reviewer).version == edition.version


@pytest.mark.parametrize("value", ["", "x", "1", "1.", "0.1", "1.0", "1.1.1", "1.1 ", "9" * 30])
def test_an_odd_question_finds_nothing(desk, edition, value):
    for name in ("a", "b"):
        assert desk.get(url_of(edition), {name: value}).status_code == 404


def test_texts_of_other_pieces_are_not_compared(desk, edition):
    other = b.draft(blocks=[b.passage()])
    assert desk.get(url_of(edition), {"a": f"{other.pk}.1"}).status_code == 404


class TestAuthors:
    def test_of_other_pieces_find_nothing(self, client, edition):
        client.force_login(b.author_user())
        assert client.get(url_of(edition)).status_code == 404
        assert client.get(restore_url(edition, edition, 1)).status_code == 404
        assert client.post(restore_url(edition, edition, 1), {"version": 4}).status_code == 404

    def test_see_no_saves_of_an_edition_that_is_not_theirs(self, client):
        first = b.draft("zqfirstsave", by=b.author_user(), blocks=[b.passage("zqsecret")])
        b.write(first, title="Told", abstract="Told.")
        first.passages.update(html="<p>Told.</p>")
        b.write(first, title="Told")
        first = workflow.publish(b.approve(first), by=b.publisher())
        draft = drafting.new_edition(first, by=b.editor(), change_kind="minor", change_note="x")
        writer = b.author_user()
        draft.invited.set([writer])
        client.force_login(writer)
        page = compare(client, draft)
        assert "zqsecret" not in page
        assert "zqfirstsave" not in page
        for version in range(1, first.snapshots.first().version):
            assert client.get(url_of(draft), {"a": f"{first.pk}.{version}"}).status_code == 404
            assert client.get(restore_url(draft, first, version)).status_code == 404
        # What readers get can be compared, but not taken from an edition that is not theirs.
        assert client.get(url_of(draft), {"a": f"{first.pk}.{first.version}"}).status_code == 200
        last = first.snapshots.first().version
        assert client.get(restore_url(draft, first, last)).status_code == 404


class TestBringingBack:
    def test_is_asked_for_first_naming_both_texts(self, desk, edition):
        page = desk.get(restore_url(edition, edition, 2)).content.decode()
        assert "version 2, saved" in page
        assert f"version {edition.version}, saved" in page
        assert edition.snapshots.count() == 4

    def test_makes_a_new_save(self, desk, edition):
        answer = desk.post(
            restore_url(edition, edition, 2), {"version": edition.version}, follow=True
        )
        assert "The text reads as in version 2" in answer.content.decode()
        edition.refresh_from_db()
        assert (edition.title, edition.version) == ("One", 5)
        assert Snapshot.objects.get(edition=edition, version=5).why.startswith("restored from")
        history = desk.get(reverse("admin:articles_edition_history", args=[edition.pk]))
        assert "restored from the save of" in history.content.decode()

    def test_is_refused_where_somebody_saved_meanwhile(self, desk, edition):
        for version in (3, "", "x"):
            answer = desk.post(restore_url(edition, edition, 2), {"version": version}, follow=True)
            assert "nothing of yours was saved" in answer.content.decode()
        edition.refresh_from_db()
        assert edition.title == "Two"

    def test_is_for_saves_that_there_are(self, desk, edition):
        assert desk.get(restore_url(edition, edition, 99)).status_code == 404
        edition = workflow.submit(edition, by=b.editor())
        # A move has no text of its own.
        assert desk.get(restore_url(edition, edition, edition.version)).status_code == 404

    def test_is_not_for_an_approved_text(self, desk, edition):
        edition = b.approve(edition)
        page = desk.get(restore_url(edition, edition, 2)).content.decode()
        assert "Bring it back" not in page
        desk.post(restore_url(edition, edition, 2), {"version": edition.version})
        edition.refresh_from_db()
        assert edition.title == "Two"

    def test_is_offered_in_the_history(self, desk, edition):
        page = desk.get(
            reverse("admin:articles_edition_history", args=[edition.pk])
        ).content.decode()
        for version in (1, 2, 3):
            assert restore_url(edition, edition, version) in page
        assert restore_url(edition, edition, 4) not in page
        assert f"?a={edition.pk}.3&amp;b={edition.pk}.4" in page


def long_piece():
    words = " ".join(f"word{n % 97}" for n in range(400))
    text = "".join(f"<p>{words} {n}</p>" for n in range(4))
    blocks = []
    for n in range(5):
        blocks += [
            b.Passage(heading=f"Part {n}", html=text),
            b.assessment(
                question=f"What of {n}?",
                html=text,
                horizon=dt.date(2027, 1, 1),
                likelihood="likely",
            ),
            b.advice(f"Do {n}."),
        ]
    edition = b.draft("Long", blocks=blocks)
    with drafting.saving(edition, version=edition.version, by=None):
        for row in (*edition.passages.all(), *edition.assessments.all()):
            row.html = row.html.replace("word5 ", "another ").replace("word41", "<em>word41</em>")
            row.save()
    edition.refresh_from_db()
    return edition


def test_fifteen_long_blocks_are_compared_word_by_word(desk):
    """How long that takes, `bench/desk.py` says."""
    assert "<ins>another</ins>" in compare(desk, long_piece())


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_saves_takes_as_many_queries(desk, edition, count):
    for n in range(count):
        b.write(edition, title=f"Title {n}", blocks=[b.passage(), b.assessment()])
    compare(desk, edition)
    with CaptureQueriesContext(connection) as queries:
        compare(desk, edition)
    assert len(queries) == 15
