"""What a reader may mean who has begun to type."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import workflow
from articles.search import indexing
from articles.search.suggesting import MOST, MOST_OF_KIND, beginnings_of, suggestions
from issues import merging
from issues.models import IssueAlias
from tests import builders as b
from tests.pages.conftest import reader

__all__ = ["reader"]

pytestmark = pytest.mark.django_db


def words(text):
    return [row.words for row in suggestions(text)]


@pytest.fixture
def world(db):
    issue = b.issue("Cost-sharing for troops", title_ko="주한미군 방위비 분담금")
    IssueAlias.objects.create(issue=issue, name="burden sharing")
    actor = b.actor("Ministry of Costs", name_ko="비용부")
    edition = b.published(
        "Costs, a year on",
        authors=[b.author("Costanza Author")],
        series=b.series("Cost series"),
        blocks=[b.assessment(issue), b.advice("Do it.", of=issue, to=actor)],
    )
    indexing.catch_up()
    return edition


def test_names_are_found_by_the_beginning_of_a_word(world):
    assert words("cost") == [
        "Cost-sharing for troops",
        "Ministry of Costs",
        "Costanza Author",
        "Cost series",
        "Costs, a year on",
    ]
    assert words("COSTS") == ["Ministry of Costs", "Costs, a year on"]
    assert words("sharing for") == ["Cost-sharing for troops"]
    assert words("burden") == ["Cost-sharing for troops"]
    assert words("osts") == []


def test_each_says_what_it_is_and_where(world, reader):
    for row in suggestions("cost"):
        assert reader.get(row.page).status_code == 200
    assert [row.kind for row in suggestions("cost")] == [
        *("Issue", "Actor", "Author", "Series", "Piece")
    ]


@pytest.mark.parametrize(
    "typed", ["방위비", "방위", "방윕", "방위비 분다", "주한미군 방위빕ㅂ", "분담금", "방위ㅂ"]
)
def test_korean_is_found_while_its_syllables_are_composed(world, typed):
    assert words(typed) == ["Cost-sharing for troops"]


@pytest.mark.parametrize(
    ("typed", "beginnings"),
    [
        ("", []),
        ("a", []),
        ("ab", ["ab"]),
        ("ㅂ", []),
        ("방ㅂ", ["방", "바"]),
        ("방위", ["방위"]),
        ("방윕", ["방윕", "방위"]),
        ("  Two   Words ", ["two words"]),
    ],
)
def test_what_a_name_may_begin_with(typed, beginnings):
    assert beginnings_of(typed) == beginnings


def test_nothing_hidden_is_suggested(world):
    b.draft("Zq draft", authors=[b.author("Zq author")], series=b.series("Zq series"))
    b.issue("Zq issue")
    b.actor("Zq actor")
    gone = b.published("Zq gone", blocks=[b.passage()])
    indexing.catch_up()
    assert words("zq") == ["Zq gone"]
    workflow.withdraw(gone, by=b.publisher(), reason="Wrong.")
    # The index is behind now.
    assert words("zq") == []


def test_what_was_merged_is_not_suggested(world):
    other = b.issue("Costs of the other kind")
    b.published("Other", blocks=[b.assessment(other)])
    assert "Costs of the other kind" in words("cost")
    into = world.assessments.get().issue
    merging.merge(other, into=into, occurred_on=world.published_on, text="One.", by=b.publisher())
    assert "Costs of the other kind" not in words("cost")


def test_there_are_not_too_many():
    for n in range(10):
        issue, actor = b.issue(f"Word issue {n}"), b.actor(f"Word actor {n}")
        b.published(
            f"Word piece {n}",
            authors=[b.author(f"Word author {n}")],
            blocks=[b.assessment(issue), b.advice(f"Do {n}.", to=actor)],
        )
    indexing.catch_up()
    found = suggestions("word")
    assert len(found) == MOST
    assert [row.kind for row in found] == ["Issue"] * MOST_OF_KIND + ["Actor"] * MOST_OF_KIND


@pytest.mark.parametrize("count", [1, 3])
def test_they_cost_the_same_with_one_name_and_with_three(count, django_assert_num_queries):
    for n in range(count):
        issue = b.issue(f"Word issue {n}")
        b.published(
            f"Word piece {n}", authors=[b.author(f"Word author {n}")], blocks=[b.assessment(issue)]
        )
    indexing.catch_up()
    with django_assert_num_queries(7):
        assert len(suggestions("word")) == min(3 * count, MOST)
    with django_assert_num_queries(0):
        suggestions("")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=200))
def test_whatever_is_typed_is_answered(world, typed):
    assert len(suggestions(typed)) <= MOST


def test_the_address_answers_as_pages_do(world, reader):
    answer = reader.get("/search/suggest/?q=cost")
    assert answer.json()["suggestions"][0] == {
        "kind": "Issue",
        "words": "Cost-sharing for troops",
        "page": "/issues/cost-sharing-for-troops/",
        "language": "",
    }
    korean = reader.get("/ko/search/suggest/?q=cost").json()["suggestions"][0]
    assert (korean["words"], korean["page"]) == (
        "주한미군 방위비 분담금",
        "/ko/issues/cost-sharing-for-troops/",
    )
    tag = answer.headers["ETag"]
    again = reader.get("/search/suggest/?q=cost", **{"If-None-Match": tag})
    assert again.status_code == 304
    assert reader.get("/search/suggest/").json() == {"suggestions": []}
    assert reader.get("/search/suggest/?q=a&q=b").status_code == 400
    assert reader.get(f"/search/suggest/?q={'a' * 1000}").status_code == 400
