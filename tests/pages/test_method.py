"""The page that explains every scale and tells how likelihoods turned out."""

import datetime as dt
from xml.etree import ElementTree

import pytest

from articles.enums import Likelihood
from articles.method import SCALES
from articles.resolving import resolve
from sejong_cms.vocabularies import introduction, terms
from tests import builders as b

SAID, HORIZON, AFTER = (dt.date(2025, month, 10) for month in (1, 5, 7))


def put(outcome="happened", issue=None, **fields):
    block = b.assessment(issue, **({"likelihood": "likely", "horizon": HORIZON} | fields))
    edition = b.published(on=SAID, blocks=[block])
    resolve(
        *(edition.article, edition.assessments.get().uid),
        outcome=outcome,
        occurred_on=HORIZON,
        text="It was seen.",
        source_url="https://example.org/seen",
        by=b.editor(),
        at=b.noon(AFTER),
    )
    return edition


@pytest.mark.parametrize("vocabulary", [vocabulary for _f, _h, vocabulary in SCALES])
def test_every_choice_of_a_public_vocabulary_is_defined_and_its_source_named(vocabulary):
    found = terms(vocabulary)
    assert [term.value for term in found] == vocabulary.values
    assert [term.value for term in found if not term.definition.endswith(".")] == []
    assert introduction(vocabulary).endswith(".")
    assert "(house rule" in introduction(vocabulary) or "Directive 203" in introduction(vocabulary)
    for term in found:
        assert not any(f"{other}: " in term.definition for other in vocabulary.values)


def test_the_bands_are_those_that_are_scored():
    for term, (low, high) in zip(terms(Likelihood), Likelihood.percent().values(), strict=True):
        assert term.definition == f"{low} to {high} %."


def test_it_explains_every_scale(reader):
    page = " ".join(reader.words("/method/").split())
    for fragment, heading, vocabulary in SCALES:
        assert f'id="{fragment}"' in page
        assert str(heading) in page
        for term in terms(vocabulary):
            assert f'id="{fragment}-{term.value}"' in page
    assert "5 to 20 %." in page
    assert "180 days" in page


def test_without_a_resolution_it_says_so_and_gives_no_number(reader):
    page = reader.words("/method/")
    assert "No likelihood has been resolved yet" in page
    assert "Brier" not in page
    assert "<svg" not in page


def test_only_void_ones_are_no_score(reader):
    put("void")
    page = reader.words("/method/")
    assert "1 was void" in page
    assert "Brier" not in page


def test_score_and_table_with_honest_words_for_few_cases(reader):
    put()
    put("did_not_happen")
    put("void")
    page = " ".join(reader.words("/method/").split())
    # ((1 - 0.675)² + 0.675²) / 2
    assert "Brier score <strong>0.281</strong> over 2 resolved likelihoods." in page
    assert "1 more was void and is left out." in page
    assert "These are few cases" in page
    row = '<th scope="row">likely</th><td>55–80 %</td><td class="number">2</td>'
    assert f'{row}<td class="number">1</td><td class="number">50 %</td><td>9–91 %</td>' in page


def test_the_drawing_is_named_described_and_without_links_scripts_and_styles(reader):
    put()
    page = reader.words("/method/")
    svg = ElementTree.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])
    assert svg.get("role") == "img"
    assert [part.tag for part in svg][:2] == ["title", "desc"]
    assert svg.get("aria-labelledby").split() == [svg[0].get("id"), svg[1].get("id")]
    assert {part.tag for part in svg.iter()} == {
        *("svg", "title", "desc", "path", "text", "rect", "circle")
    }
    assert not any("style" in part.attrib or "href" in part.attrib for part in svg.iter())


def test_as_of_a_day_the_score_is_that_of_the_day(reader):
    put()
    assert "Brier score" in reader.words("/method/?as_of=2025-05-10")
    assert "No likelihood had been resolved then" in reader.words("/method/?as_of=2025-05-09")
    assert "No likelihood had been resolved then" in reader.words("/method/?recorded_by=2025-08-01")
    assert reader.get("/method/?as_of=2999-01-01").status_code == 400
    assert reader.get("/method/?recorded_by=never").status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_one_query(reader, count, django_assert_num_queries):
    for _ in range(count):
        put()
    with django_assert_num_queries(1):
        reader.get("/method/")


def test_every_page_and_the_sitemap_lead_to_it(reader):
    assert '<a href="/method/">' in reader.words("/")
    assert "http://testserver/method/" in reader.words("/sitemap-pages.xml")


def test_an_issues_page_tells_how_its_likelihoods_turned_out(reader):
    issue = b.issue("Rain")
    edition = put(issue=issue, question="Will it rain?")
    put(question="Will it snow?")
    page = " ".join(reader.words("/issues/rain/").split())
    part = page[page.index('id="outcomes"') : page.index('id="timeline"')]
    address = f"{edition.get_absolute_url()}#{edition.assessments.get().anchor}"
    assert f'<a href="{address}">Will it rain?</a>' in part
    assert "We said: likely by" in part
    assert ">Happened</span>" in part
    assert "It was seen." in part
    assert 'href="https://example.org/seen"' in part
    assert "snow" not in part
    assert 'id="outcomes"' not in reader.words("/issues/rain/?as_of=2025-05-09")
    assert 'id="outcomes"' in reader.words("/issues/rain/?as_of=2025-05-10")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("query", ["", "?as_of=2026-01-01"])
def test_an_issues_page_takes_at_most_twelve_queries(
    reader, count, query, django_assert_max_num_queries
):
    issue = b.issue("Rain")
    for _ in range(count):
        put(issue=issue)
    with django_assert_max_num_queries(12):
        assert 'id="outcomes"' in reader.words(f"/issues/rain/{query}")
