"""Under each question of a piece: what was said of its issue before and since; under the piece: those of the same issues."""

import datetime as dt

import pytest

from articles import workflow
from articles.models import Article
from issues import merging
from tests import builders as build

pytestmark = pytest.mark.django_db


def day(number):
    return dt.date(2025, 1, number)


def piece(title, on, *issues, **fields):
    blocks = [build.assessment(issue, answer=f"{title} says.") for issue in issues]
    return build.published(title, on=day(on), blocks=blocks, **fields)


def words(reader, edition):
    return reader.words(edition.get_absolute_url())


def aside(page):
    """What stands beside the questions of a piece."""
    return page.partition('<aside class="around"')[2].partition("</aside>")[0]


def related(page):
    return page.partition('<section class="related"')[2].partition("</section>")[0]


def test_the_nearest_before_and_the_newest_since(reader):
    issue, other = build.issue(), build.issue()
    pieces = {on: piece(f"Piece {on}", on, issue) for on in (1, 2, 3, 4, 5)}
    piece("Elsewhere", 3, other)

    page = words(reader, pieces[3])

    shown = aside(page)
    assert [n for n in pieces if f"Piece {n} says." in shown] == [2, 5]
    assert shown.index("We said before") < shown.index("Piece 2 says.")
    assert shown.index("We have said since") < shown.index("Piece 5 says.")
    assert f'href="{pieces[2].get_absolute_url()}#b-' in shown
    assert "Elsewhere" not in page


def test_the_first_word_on_an_issue_has_nothing_before_it(reader):
    issue = build.issue()
    only = piece("Only", 1, issue)
    assert "We said before" not in words(reader, only)
    assert "We have said since" not in words(reader, only)

    piece("Later", 2, issue)
    assert "We said before" not in words(reader, only)
    assert "Later says." in aside(words(reader, only))


def test_of_one_day_what_went_live_first_comes_first(reader):
    issue = build.issue()
    blocks = lambda answer: [build.assessment(issue, answer=answer)]  # noqa: E731
    early = build.published("Early", published_on=day(1), blocks=blocks("Early says."))
    late = build.published("Late", published_on=day(1), blocks=blocks("Late says."))
    assert "We have said since" in aside(words(reader, early))
    assert "We said before" in aside(words(reader, late))


@pytest.mark.parametrize("hide", ["draft", "withdrawn", "superseded"])
def test_only_what_is_live_stands_there(reader, hide):
    issue = build.issue()
    shown = piece("Shown", 2, issue)
    if hide == "draft":
        build.draft("Zq", blocks=[build.assessment(issue, answer="Zq says.")])
    else:
        other = piece("Zq", 1, issue)
        assert "Zq says." in words(reader, shown)
        if hide == "withdrawn":
            workflow.withdraw(other, by=build.publisher(), reason="Wrong.")
        else:
            build.next_edition(
                other, change=lambda draft: draft.assessments.update(answer="Put right.")
            )
    page = words(reader, shown)
    assert "Zq says." not in page
    assert ("Put right." in page) == (hide == "superseded")


def test_a_translation_is_the_same_piece(reader):
    issue = build.issue()
    english = piece("English", 1, issue)
    korean = piece("한국어", 2, issue, language="ko")
    Article.objects.filter(pk=korean.article_id).update(original=english.article)
    assert "We have said since" not in words(reader, english)

    for language, expected, absent in (
        ("en", "English says.", "한국어 says."),
        ("ko", "한국어 says.", "English says."),
    ):
        later = piece(f"Later {language}", 4, issue, language=language)
        page = words(reader, later)
        assert expected in aside(page)
        assert absent not in aside(page)
        workflow.withdraw(later, by=build.publisher(), reason="Done.")


def test_what_was_said_of_a_merged_issue_counts(reader):
    one, into = build.issue("One"), build.issue("Into")
    piece("On one", 1, one)
    shown = piece("On the other", 2, into)
    assert "On one says." not in words(reader, shown)

    merging.merge(one, into=into, occurred_on=day(3), text="One.", by=build.publisher())
    assert "On one says." in aside(words(reader, shown))


def test_pieces_that_share_more_issues_come_first(reader):
    one, two, three = build.issue(), build.issue(), build.issue()
    shown = piece("Shown", 9, one, two)
    piece("Shares one", 8, one)
    piece("Shares two", 5, one, two)
    piece("Shares none", 9, three)

    found = related(words(reader, shown))

    assert found.index("Shares two") < found.index("Shares one")
    assert "Shares none" not in found
    assert ">Shown<" not in found


def test_a_piece_without_questions_has_none(reader):
    alone = build.published("Alone", blocks=[build.passage()])
    page = words(reader, alone)
    assert "aside" not in page
    assert 'id="related"' not in page


def test_recommendations_that_are_many_can_be_skimmed(reader):
    actor = build.actor("Addressee")
    blocks = [build.advice(f"Do thing {n}.", to=actor) for n in range(3)]
    few = build.published("Few", blocks=blocks[:2])
    assert 'id="recommendations"' not in words(reader, few)

    many = build.published("Many", blocks=[build.advice(f"Do {n}.", to=actor) for n in range(3)])
    page = words(reader, many)
    skim = page.partition('<section class="skim"')[2].partition("</section>")[0]
    assert [f"Do {n}." in skim for n in range(3)] == [True] * 3
    assert skim.count("proposed") == 3
    assert 'href="#recommendations"' in page
