"""A planned piece becomes one draft edition, in one transaction; again changes nothing."""

import datetime as dt
from pathlib import Path

import pytest

from articles import errors, workflow
from articles.enums import EditionState as S
from articles.importing import apply, plan, text
from articles.models import Article, Assessment, Author, Edition, ImportSource
from issues.models import Actor, Issue, IssueAlias, Recommendation, Trait
from tests import builders as b

pytestmark = pytest.mark.django_db

PIECE = """\
Harbour 1.0: Two Questions on the Ferry Line | |
March 3, 2025
|
-
Mina ExampleSenior Research Fellow, Demonstration Institute | mina@demonstration.example
- This piece looks at the ferry line and asks 2 questions about it.
-
The harbour master is known for patience. Key characteristics of the harbour master include: Waiting for the tide. The master waits.
Second, short answers. The master says little. -
The ferry line loses money. Japan should raise the fare in steps.
It has done so before. -
The old pier is weak. The city council must repair the pier.
Nothing has been done. -
| Characteristics of the Harbour Master
| 1. A Higher Fare? Yes, in Steps
| 2. The Old Pier? Repair It Now
※ The contents published on 'Demo Focus' are personal opinions of the author.
"""


def take_in(source=PIECE, **options):
    data = source.encode()
    piece = apply.prepare(plan.plan(text.read(data, "piece.txt")), options.get("series"))
    return apply.apply(piece, apply.Source("piece.txt", data, "text"), **options)


def count_everything():
    models = (
        Article,
        Edition,
        Assessment,
        Author,
        Issue,
        Actor,
        Trait,
        Recommendation,
        ImportSource,
    )
    return {model.__name__: model.objects.count() for model in models}


class TestFirstTime:
    def test_makes_one_draft_with_everything_in_order(self):
        result = take_in()
        edition = result.edition
        assert (result.status, result.number, edition.state) == ("imported", 1, S.DRAFT)
        assert edition.title == "Harbour 1.0: Two Questions on the Ferry Line"
        assert edition.published_on.isoformat() == "2025-03-03"
        assert edition.article.series.name == "Demo Focus"
        byline = edition.bylines.get()
        assert (byline.name, byline.position, byline.affiliation) == (
            "Mina Example",
            "Senior Research Fellow",
            "Demonstration Institute",
        )
        assert [a.question for a in edition.assessments.all()] == [
            "A Higher Fare?",
            "The Old Pier?",
        ]
        assert [t.name for t in edition.traitblocks.all()] == [
            "Waiting for the tide",
            "short answers",
        ]
        first, second = edition.assessments.all()
        advice = edition.recommendationblocks.get(recommendation__issue=first.issue)
        assert first.ordering < advice.ordering < second.ordering
        assert advice.recommendation.addressee.name == "Japan"

    def test_keeps_the_authors_email_private(self):
        take_in()
        author = Author.objects.get()
        assert (author.email, author.email_public) == ("mina@demonstration.example", False)

    def test_two_people_of_one_name_stay_two(self):
        first = "Mina ExampleSenior Research Fellow, Demonstration Institute | mina@demonstration.example"
        other = "Mina ExampleProfessor, Harbour University | other@demonstration.example"
        edition = take_in(PIECE.replace(first, f"{first}\n{other}")).edition
        assert [byline.affiliation for byline in edition.bylines.all()] == [
            "Demonstration Institute",
            "Harbour University",
        ]

    def test_a_person_printed_twice_keeps_both_positions(self):
        first = "Mina ExampleSenior Research Fellow, Demonstration Institute | mina@demonstration.example"
        again = "Mina ExampleProfessor, Harbour University | mina@demonstration.example"
        edition = take_in(PIECE.replace(first, f"{first}\n{again}")).edition
        assert edition.bylines.get().position == "Senior Research Fellow; Professor"

    def test_keeps_the_file_with_the_edition(self):
        edition = take_in().edition
        assert bytes(edition.sources.get().content) == PIECE.encode()

    def test_shows_nothing_to_readers(self):
        take_in()
        assert not Issue.objects.public().exists()
        assert not Edition.objects.published().exists()

    def test_finds_an_issue_by_title_or_alias(self):
        by_title = b.issue("A higher fare")
        by_alias = b.issue("State of the pier")
        IssueAlias.objects.create(issue=by_alias, name="The Old Pier")
        edition = take_in().edition
        assert [a.issue for a in edition.assessments.all()] == [by_title, by_alias]

    def test_finds_author_actor_and_trait_by_name(self):
        author, master = b.author("Mina Example"), b.actor("harbour master")
        trait = b.trait("Short answers", of=master)
        edition = take_in().edition
        assert edition.bylines.get().author == author
        assert edition.traitblocks.all()[1].trait == trait

    def test_published_is_live_as_of_its_own_date(self):
        edition = take_in(publish=True).edition
        assert edition.state == S.PUBLISHED
        assert edition.live_from == dt.datetime(2025, 3, 2, 15, tzinfo=dt.UTC)

    def test_with_a_date_to_come_is_not_published_and_leaves_nothing(self):
        before = count_everything()
        with pytest.raises(errors.Missing):
            take_in(PIECE.replace("2025", "2999"), publish=True)
        assert count_everything() == before

    def test_a_series_can_be_chosen(self):
        series = b.series("Chosen Series")
        assert take_in(series=series).edition.article.series == series

    def test_another_disclaimer_than_the_series_is_a_warning(self):
        b.series("Demo Focus", disclaimer="Something else.")
        warnings = [w["code"] for w in take_in().edition.sources.get().warnings]
        assert "disclaimer_differs" in warnings


class TestAgain:
    def test_the_same_file_changes_nothing(self):
        first = take_in()
        before = count_everything()
        again = take_in()
        assert (again.status, again.edition.pk) == ("unchanged", first.edition.pk)
        assert count_everything() == before

    def test_the_same_file_after_publication_changes_nothing(self):
        take_in(publish=True)
        before = count_everything()
        assert take_in(publish=True).status == "unchanged"
        assert count_everything() == before

    def test_a_changed_file_replaces_an_untouched_draft_and_keeps_uids(self):
        first = take_in().edition
        uids = list(first.assessments.values_list("uid", flat=True))
        again = take_in(PIECE.replace("loses money", "makes money"))
        assert (again.status, again.edition.pk) == ("imported", first.pk)
        assert list(again.edition.assessments.values_list("uid", flat=True)) == uids
        assert "makes money" in again.edition.assessments.first().html
        assert Recommendation.objects.count() == again.edition.recommendationblocks.count()

    def test_a_changed_file_does_not_touch_a_draft_that_somebody_edited(self):
        edition = take_in().edition
        b.write(edition, by=b.editor(), title=edition.title, subtitle="An editor's words")
        before = count_everything()
        for source in (PIECE, PIECE.replace("loses money", "makes money")):
            with pytest.raises(apply.Failed) as failed:
                take_in(source)
            assert failed.value.code == "open_edition"
        assert count_everything() == before
        edition.refresh_from_db()
        assert edition.subtitle == "An editor's words"

    def test_a_changed_file_of_a_published_article_becomes_its_next_edition(self):
        first = take_in(publish=True).edition
        again = take_in(PIECE.replace("loses money", "makes money"), publish=True)
        assert (again.number, again.edition.state) == (2, S.DRAFT)
        first.refresh_from_db()
        assert first.state == S.PUBLISHED
        assert "loses money" in first.assessments.first().html

    def test_a_file_whose_draft_was_discarded_starts_afresh_in_its_article(self):
        first = take_in().edition
        workflow.discard(first, by=b.editor())
        again = take_in()
        assert (again.status, again.edition.article_id) == ("imported", first.article_id)
        assert again.edition.pk != first.pk

    def test_a_second_piece_on_the_same_questions_finds_the_same_issues(self):
        first = take_in().edition
        second = take_in(PIECE.replace("Harbour 1.0", "Harbour 2.0")).edition
        assert second.article_id != first.article_id
        issues = [list(e.assessments.values_list("issue", flat=True)) for e in (first, second)]
        assert issues[0] == issues[1]


def test_a_plan_alone_writes_nothing():
    before = count_everything()
    data = PIECE.encode()
    piece = apply.prepare(plan.plan(text.read(data, "piece.txt")))
    result = apply.plan_only(piece, apply.Source("piece.txt", data, "text"))
    assert result.status == "planned"
    slugs = [s.issue.slug for s in result.piece.sections if hasattr(s, "issue")]
    assert slugs == ["a-higher-fare", "the-old-pier"]
    assert count_everything() == before


REAL = Path(__file__).parents[4] / "shared" / "pieces" / "trump-2-0.txt"


@pytest.mark.skipif(not REAL.exists(), reason="the real piece is not on this machine")
def test_the_real_piece_becomes_a_draft_that_can_be_published():
    data = REAL.read_bytes()
    piece = apply.prepare(plan.plan(text.read(data, REAL.name)))
    result = apply.apply(piece, apply.Source(REAL.name, data, "text"), publish=True)
    edition = result.edition
    assert edition.assessments.count() == 7
    assert edition.traitblocks.count() == 5
    assert Issue.objects.public().count() == 7
    assert edition.state == S.PUBLISHED
