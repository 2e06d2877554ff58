"""PDFs at their addresses: of pieces, of editions, of issues as of a day."""

import datetime as dt
import os
import time

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from articles import drafting, workflow
from articles.papers import making
from issues.models import Development
from sejong_cms import typeset, typesetting
from sejong_cms.typeset import at_once
from tests import builders as b
from tests.papers import needs_typesetter, text_of

pytestmark = [pytest.mark.django_db, needs_typesetter]


def corrected():
    first = b.published("A piece", abstract="First words.", blocks=[b.passage()])

    def change(draft):
        draft.abstract = "Second words."

    return first, b.next_edition(first, change=change)


def test_the_address_of_a_piece_gives_its_live_edition_and_an_editions_its_own(reader):
    first, second = corrected()
    live = reader.get("/articles/a-piece/paper.pdf")
    assert live.headers["Content-Type"] == "application/pdf"
    assert live.headers["Content-Disposition"] == 'inline; filename="a-piece-2.pdf"'
    assert "Second words." in text_of(live.data)
    assert "First words." not in text_of(live.data)
    for edition, said in ((first, "First words."), (second, "Second words.")):
        assert said in text_of(reader.get(f"{edition.get_absolute_url()}paper.pdf").data)


def test_it_is_asked_for_again_by_its_tag(reader):
    b.published("A piece", blocks=[b.passage()])
    first = reader.get("/articles/a-piece/paper.pdf")
    tag = first.headers["ETag"]
    assert not tag.startswith("W/")
    assert reader.get("/articles/a-piece/paper.pdf", **{"If-None-Match": tag}).status_code == 304
    assert reader.get("/ko/articles/a-piece/paper.pdf").data == first.data
    head = reader.head("/articles/a-piece/paper.pdf")
    assert (head.status_code, head.headers["ETag"], head.data) == (200, tag, b"")


def test_a_korean_name_is_given_for_saving(reader):
    b.published("방위비", language="ko", blocks=[b.passage("본문")])
    answer = reader.get("/articles/방위비/paper.pdf")
    assert "filename*=utf-8''%EB%B0%A9" in answer.headers["Content-Disposition"]


def test_what_is_not_public_has_none(reader):
    b.draft("Zq draft", blocks=[b.passage()])
    piece = b.published("A piece", blocks=[b.passage()])
    drafting.new_edition(piece, by=b.publisher(), change_kind="correction", change_note="Zq")
    nothing = reader.get("/articles/none/paper.pdf")
    for path in ("/articles/zq-draft/paper.pdf", "/articles/a-piece/editions/2/paper.pdf"):
        answer = reader.get(path)
        assert (answer.status_code, answer.data) == (404, nothing.data)


def test_a_withdrawn_edition_answers_with_the_notice(reader):
    _first, second = corrected()
    assert reader.get(f"{second.get_absolute_url()}paper.pdf").status_code == 200
    workflow.withdraw(second, by=b.publisher(), reason="It was wrong.")
    answer = reader.get(f"{second.get_absolute_url()}paper.pdf")
    assert answer.status_code == 410
    assert b"It was wrong." in answer.data
    assert b"%PDF" not in answer.data


def test_pages_lead_to_it_and_scholars_programs_find_it_below_the_page(reader):
    first, second = corrected()
    page = reader.words("/articles/a-piece/")
    assert f'href="{second.get_absolute_url()}paper.pdf"' in page
    assert 'name="citation_pdf_url" content="http://testserver/articles/a-piece/paper.pdf"' in page
    earlier = reader.words(first.get_absolute_url())
    assert f'content="http://testserver{first.get_absolute_url()}paper.pdf"' in earlier


def test_a_machine_that_makes_none_offers_none(reader, monkeypatch):
    b.published("A piece", blocks=[b.assessment(b.issue("An issue"))])
    monkeypatch.setattr(typesetting, "missing", lambda: ["pango-1.0"])
    assert "paper.pdf" not in reader.words("/articles/a-piece/")
    assert "dossier.pdf" not in reader.words("/issues/an-issue/")
    assert reader.get("/articles/a-piece/paper.pdf").status_code == 404
    assert reader.get("/issues/an-issue/dossier.pdf").status_code == 404


def test_who_comes_while_another_is_being_made_is_told_when(reader):
    b.published("A piece", blocks=[b.assessment(b.issue("An issue"))])
    with at_once():
        for path in ("/articles/a-piece/paper.pdf", "/issues/an-issue/dossier.pdf"):
            answer = reader.get(path)
            assert answer.status_code == 503
            assert answer.headers["Retry-After"] == "5"
            assert answer.headers["Cache-Control"] == "no-store"
    assert reader.get("/articles/a-piece/paper.pdf").status_code == 200


def test_one_that_is_made_costs_few_queries(reader, django_assert_num_queries):
    edition = b.published("A piece", blocks=[b.passage()])
    making.make(edition)
    with django_assert_num_queries(2):
        assert reader.get("/articles/a-piece/paper.pdf").status_code == 200


# Dossiers


def day(number):
    return dt.date(2025, 1, number)


def issue_with_a_past():
    issue = b.issue("An issue", summary="What it is about.")
    for on, answer in ((1, "Early answer."), (10, "Late answer.")):
        blocks = [b.assessment(issue, "What next?", answer, outlook="steady")]
        blocks.append(b.advice(f"Advice of day {on}.", of=issue, to=b.actor(f"Body {on}")))
        b.published(f"Piece {on}", on=day(on), blocks=blocks)
    return issue


def test_a_dossier_says_everything_of_an_issue(reader):
    issue = issue_with_a_past()
    Development.objects.create(
        issue=issue,
        title="Something happened",
        text="So it was.",
        occurred_on=day(5),
        recorded_at=timezone.now(),
        source_url="https://a.test/news",
    )
    answer = reader.get("/issues/an-issue/dossier.pdf")
    words = text_of(answer.data)
    for said in (
        *("An issue", "What it is about.", "Late answer.", "Early answer.", "Advice of day 1."),
        *("Body 10", "Something happened", "https://a.test/news", "Piece 10", "proposed"),
    ):
        assert said in words, said
    assert words.index("Late answer.") < words.index("Early answer.")


def test_a_dossier_of_a_day_knows_nothing_later(reader):
    issue_with_a_past()
    words = text_of(reader.get("/issues/an-issue/dossier.pdf?as_of=2025-01-05").data)
    assert "Early answer." in words
    assert "Late answer." not in words
    assert "Advice of day 10." not in words
    assert "5 January 2025" in words


def test_a_dossier_keeps_to_the_rules_of_the_page(reader):
    issue_with_a_past()
    b.issue("Zq hidden")
    for query, status in (
        ("as_of=2024-01-01", 404),
        ("as_of=nonsense", 400),
        ("as_of=2999-01-01", 400),
    ):
        assert reader.get(f"/issues/an-issue/dossier.pdf?{query}").status_code == status
        assert reader.get(f"/issues/an-issue/?{query}").status_code == status
    assert reader.get("/issues/zq-hidden/dossier.pdf").status_code == 404


def test_what_was_withdrawn_is_in_no_dossier(reader):
    issue_with_a_past()
    edition = b.published("Zq piece", blocks=[b.assessment(b.issue(), "Zq?", "Zq answer.")])
    issue = edition.assessments.get().issue
    path = f"/issues/{issue.slug}/dossier.pdf"
    assert "Zq answer." in text_of(reader.get(path).data)
    workflow.withdraw(edition, by=b.publisher(), reason="It was wrong.")
    words = text_of(reader.get(path).data)
    assert "Zq answer." not in words
    assert "Zq piece" not in words
    assert "It was wrong." in words


def test_a_dossier_is_made_again_only_when_something_changed(reader, monkeypatch):
    issue = issue_with_a_past()
    made = []
    made_by = typesetting.typeset
    monkeypatch.setattr("sejong_cms.typeset.typeset", lambda html: made.append(1) or made_by(html))
    first = reader.get("/issues/an-issue/dossier.pdf").data
    assert reader.get("/issues/an-issue/dossier.pdf").data == first
    assert len(made) == 1
    b.published("Newer", blocks=[b.assessment(issue, "What next?", "Newest answer.")])
    assert "Newest answer." in text_of(reader.get("/issues/an-issue/dossier.pdf").data)
    assert len(made) == 2


def test_a_dossier_speaks_the_language_of_its_address(reader):
    issue_with_a_past()
    assert "시행" not in text_of(reader.get("/issues/an-issue/dossier.pdf").data)
    assert "평가" in text_of(reader.get("/ko/issues/an-issue/dossier.pdf").data)


def test_dossiers_that_are_a_day_old_are_thrown_away(reader):
    issue_with_a_past()
    reader.get("/issues/an-issue/dossier.pdf")
    names = set(default_storage.listdir(typeset.FOLDER)[1])
    assert names
    typeset.tidy()
    assert set(default_storage.listdir(typeset.FOLDER)[1]) == names
    long_ago = time.time() - typeset.KEEP.total_seconds() - 60
    for name in names:
        os.utime(default_storage.path(f"{typeset.FOLDER}/{name}"), (long_ago, long_ago))
    typeset.tidy()
    assert default_storage.listdir(typeset.FOLDER)[1] == []
