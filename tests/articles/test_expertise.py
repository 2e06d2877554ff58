"""Which issues an author assesses most, on their page; and what the page tells of the person."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.expertise import MOST, assessed_most
from articles.models import Article, Author, Edition
from articles.models.author import validate_orcid
from issues import merging
from tests import builders as b
from tests.pages.conftest import Reader

pytestmark = pytest.mark.django_db


def piece(author, *issues, day=1, **fields):
    blocks = [b.assessment(issue) for issue in issues]
    on = dt.date(2024, 1, day)
    return b.published(on=on, authors=[author], blocks=[*blocks, b.passage()], **fields)


def counted(author):
    found = assessed_most(Edition.objects.published().by_author(author))
    return [(issue.title, issue.pieces) for issue in found]


def test_issues_of_most_pieces_come_first_and_of_as_many_the_one_assessed_last():
    author, a, c, d = b.author(), b.issue("A"), b.issue("C"), b.issue("D")
    piece(author, a, c, c, day=1)
    piece(author, c, day=2)
    piece(author, d, day=3)
    piece(b.author(), d, day=4)
    assert counted(author) == [("C", 2), ("D", 1), ("A", 1)]


def test_a_translation_is_the_same_piece():
    author, issue = b.author(), b.issue("A")
    first = piece(author, issue)
    second = piece(author, issue, day=2, language="ko")
    Article.objects.filter(pk=second.article_id).update(original=first.article)
    assert counted(author) == [("A", 1)]


def test_a_merged_issue_counts_for_the_one_that_it_went_into():
    author, old, new = b.author(), b.issue("Old"), b.issue("New")
    piece(author, old, day=1)
    piece(author, new, day=2)
    for issue in (old, new):
        issue.refresh_from_db()
    merging.merge(old, into=new, occurred_on=timezone.localdate(), text="One.", by=b.publisher())
    assert counted(author) == [("New", 2)]


def test_only_what_is_live_counts():
    author = b.author()
    b.draft("Zq", authors=[author], blocks=[b.assessment(b.issue("Zq draft"))])
    b.withdrawn("Gone", authors=[author], blocks=[b.assessment(b.issue("Zq gone"))])
    assert counted(author) == []


def test_no_more_than_readers_take_in():
    author = b.author()
    piece(author, *(b.issue() for _ in range(MOST + 2)))
    assert len(counted(author)) == MOST


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_three_queries(count, django_assert_num_queries):
    author = b.author()
    piece(author, *(b.issue() for _ in range(count)))
    live = Edition.objects.published().by_author(author)
    with django_assert_num_queries(3):
        assert len(assessed_most(live)) == count


def test_the_page_links_them(client):
    author = b.author("Shown")
    piece(author, b.issue("Cost sharing"))
    page = Reader(client).words("/authors/shown/")
    assert '<a href="/issues/cost-sharing/">Cost sharing</a>' in page
    assert "Issues assessed most" in page
    piece(b.author("Other"))
    assert "Issues assessed most" not in Reader(client).words("/authors/other/")


@pytest.mark.parametrize(
    ("fields", "path", "language", "text"),
    [
        ({"biography": "Writes.", "biography_ko": "씁니다."}, "", "en", "Writes."),
        ({"biography": "Writes.", "biography_ko": "씁니다."}, "/ko", "ko", "씁니다."),
        ({"biography": "Writes."}, "/ko", "en", "Writes."),
        ({"biography_ko": "씁니다."}, "", "ko", "씁니다."),
    ],
)
def test_the_biography_is_in_the_language_of_the_page(client, fields, path, language, text):
    author = b.author("Shown", **fields)
    piece(author)
    page = Reader(client).words(f"{path}/authors/shown/")
    assert f'<div class="intro" lang="{language}"><p>{text}</p></div>' in page


@pytest.mark.parametrize(
    "value", ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"]
)
def test_orcids_with_their_check_character_are_taken(value):
    validate_orcid(value)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("0000-0002-1825-0098", "wrong_orcid"),
        ("0000-0002-1852-0097", "wrong_orcid"),
        ("0000-0002-1694-2330", "wrong_orcid"),
        ("0000-0002-1825-009X", "wrong_orcid"),
        ("0000000218250097", "invalid_orcid"),
        ("0000-0002-1694-233x", "invalid_orcid"),
        ("٠٠٠٠-0002-1825-0097", "invalid_orcid"),
        ("0000-0002-1825-0097\n", "invalid_orcid"),
        ("https://orcid.org/0000-0002-1825-0097", "invalid_orcid"),
    ],
)
def test_others_are_refused(value, code):
    with pytest.raises(ValidationError) as refused:
        validate_orcid(value)
    assert refused.value.code == code


def test_the_form_says_so_beside_the_field():
    with pytest.raises(ValidationError) as refused:
        Author(name="A", slug="a", orcid="0000-0002-1825-0098").full_clean()
    assert refused.value.message_dict.keys() == {"orcid"}
