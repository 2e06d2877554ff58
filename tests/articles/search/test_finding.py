"""What readers find: pieces, assessments, recommendations, issues, in both languages and on both databases."""

import datetime as dt

import pytest
from django.http import QueryDict

from articles import workflow
from articles.models import SearchEntry, SearchPlace
from articles.search import finding
from issues import merging, renaming
from issues.models import IssueAlias
from sejong_cms.params import BadParameter
from tests import builders as b
from tests.api import worlds

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 3, 1)


def find(text, **more):
    query = QueryDict(mutable=True)
    query.update({"q": text, **more})
    return finding.find(finding.wanted_from(query))


def heads(text, **more):
    return [row.head for row in find(text, **more)[:20]]


@pytest.fixture
def world():
    issue = b.issue("Cost sharing for forces in Korea", title_ko="방위비 분담금")
    IssueAlias.objects.create(issue=issue, name="SMA talks")
    assembly = b.actor("National Assembly")
    english = b.published(
        "A year to prepare",
        on=DAY,
        authors=[b.author("Kim Minjung")],
        series=b.series("Papers"),
        blocks=[
            b.passage("Negotiators met in Honolulu.", heading="Beginnings"),
            b.assessment(issue, question="Will the agreement hold?", answer="It will not."),
            b.advice("Ratify the agreement early.", of=issue, to=assembly),
        ],
    )
    korean = b.published(
        "분담금 협상의 다음 수순",
        on=dt.date(2025, 5, 1),
        language="ko",
        authors=[b.author("Lee Hana")],
        series=b.series("Papers in Korean"),
        blocks=[b.passage("정부는 방위비를 올리지 않겠다고 밝혔다. 핵잠수함도 논의했다.")],
    )
    b.draft("Zq draft", blocks=[b.passage("Zq negotiators"), b.advice("Zq advice.")])
    b.withdrawn("Zq withdrawn", blocks=[b.passage("Zq negotiators")])
    return english, korean, issue


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("negotiating", "A year to prepare"),
        ("honolulu negotiator", "A year to prepare"),
        ('"met in honolulu"', "A year to prepare"),
        ("agreement hold", "Will the agreement hold?"),
        ("ratify", "Ratify the agreement early."),
        ("cost sharing", "Cost sharing for forces in Korea"),
        ("sma", "Cost sharing for forces in Korea"),
        ("방위비 분담금", "Cost sharing for forces in Korea"),
        ("방위비를", "Cost sharing for forces in Korea"),
        ("협상을", "분담금 협상의 다음 수순"),
        ("잠수함", "분담금 협상의 다음 수순"),
        ("핵", "분담금 협상의 다음 수순"),
        ("Minjung", "A year to prepare"),
    ],
)
def test_the_first_hit(world, text, first):
    assert heads(text)[0] == first


@pytest.mark.parametrize(
    "text", ["zq", "honolulu hawaii", '"honolulu in met"', "위를", "", "  ", "…", "%", "*"]
)
def test_nothing(world, text):
    assert heads(text) == []


@pytest.mark.parametrize(
    ("typed", "taken"), [("Minjeong", "minjung"), ("assemlby", "assembly"), ("방우비", "방위비")]
)
def test_a_misspelt_name_is_forgiven(world, typed, taken):
    found = find(typed)
    assert found.instead == {typed.lower(): taken}
    if typed != "assemlby":
        assert len(found) > 0


class TestNarrowing:
    def test_by_each(self, world):
        assert heads("agreement", kind="recommendation") == ["Ratify the agreement early."]
        assert heads("분담금", year="2025", kind="piece") == ["분담금 협상의 다음 수순"]
        assert heads("agreement", year="2024") == []
        assert "A year to prepare" in heads("agreement", author="kim-minjung")
        assert heads("agreement", author="lee-hana") == []
        assert heads("분담금", series="papers-in-korean") == ["분담금 협상의 다음 수순"]
        assert len(heads("agreement", issue="cost-sharing-for-forces-in-korea")) == 3

    def test_what_narrows_is_counted(self, world):
        found = find("agreement")
        facets = finding.facets(found)
        assert {(value, count) for value, _label, count in facets["kind"]} == {
            ("piece", 1),
            ("assessment", 1),
            ("recommendation", 1),
        }
        assert facets["year"] == [(2025, 2025, 3)]
        assert facets["author"] == [("kim-minjung", "Kim Minjung", 2)]
        assert [row[0] for row in facets["issue"]] == ["cost-sharing-for-forces-in-korea"]

    @pytest.mark.parametrize(
        "wrong",
        [{"kind": "draft"}, {"year": "1"}, {"author": "nobody"}, {"issue": "zq"}, {"q": "w" * 201}],
    )
    def test_what_cannot_be(self, world, wrong):
        with pytest.raises(BadParameter):
            find("agreement", **wrong) if "q" not in wrong else find(wrong["q"])


class TestKeepingUp:
    def test_a_correction_replaces_what_was_said(self, world):
        english, _korean, _issue = world
        b.next_edition(english, change=lambda new: new.passages.update(html="<p>Oslo.</p>"))
        assert heads("honolulu") == []
        assert heads("oslo") == ["A year to prepare"]

    def test_a_withdrawal_takes_all_of_it_away(self, world):
        english, _korean, _issue = world
        assert len(heads("agreement")) == 3
        workflow.withdraw(english, by=b.releaser(), reason="Wrong.")
        assert heads("agreement") == []

    def test_names_and_merges(self, world):
        _english, _korean, issue = world
        renaming.rename(issue, title="Burden sharing", occurred_on=DAY, text="So called.", by=None)
        assert heads("burden")[0] == "Burden sharing"
        other = b.issue("Alliance money")
        b.published("Three", on=DAY, blocks=[b.assessment(other)])
        other.refresh_from_db()
        issue.refresh_from_db()
        merging.merge(issue, into=other, occurred_on=dt.date(2025, 6, 1), text="One.", by=None)
        assert "Burden sharing" not in heads("burden", kind="issue")
        assert heads("burden", kind="issue") == ["Alliance money"]

    def test_a_row_that_is_behind_shows_nothing(self, world):
        """Should the rows ever be late: what is not live any more is not shown from them."""
        found = find("agreement")
        english, _korean, _issue = world
        workflow.withdraw(english, by=b.releaser(), reason="Wrong.")
        assert list(finding.hits(found[:20], found.query)) == []

    def test_it_is_all_in_the_log(self, world):
        find("agreement")
        before = SearchEntry.objects.count()
        SearchEntry.objects.all().delete()
        SearchPlace.objects.all().delete()
        find("agreement")
        assert SearchEntry.objects.count() == before


def test_hits_in_their_context(world):
    found = find("honolulu")
    [hit] = finding.hits(found[:20], found.query)
    assert [run.text for run in hit.context if run.is_hit] == ["Honolulu"]
    assert hit.page == "/articles/a-year-to-prepare/"
    found = find("방위비를", kind="piece")
    [hit] = finding.hits(found[:20], found.query)
    assert [run.text for run in hit.context if run.is_hit] == ["방위비"]


def test_queries_do_not_grow(django_assert_num_queries):
    for count in (1, 2):
        worlds.plain(count, first=dt.date(2024, count, 1))
        found = find("wait see")
        assert len(found) > 0
        with django_assert_num_queries(14):
            found = find("wait see")
            list(finding.hits(found[:20], found.query))
            finding.facets(found)
