import datetime as dt
import re
import unicodedata
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import TestCase

from articles import workflow
from articles.board import board
from articles.calibration import calibration
from articles.checks import problems_of
from articles.contents import contents_of
from articles.demonstration.load import load, pieces, register
from articles.enums import ChangeKind, EditionState, Likelihood, Outcome, Verb
from articles.models import (
    Article,
    Assessment,
    Author,
    Edition,
    Figure,
    Note,
    RecommendationBlock,
    Resolution,
    Series,
    Snapshot,
    TraitBlock,
    Transition,
)
from articles.outcomes import due, resolved
from issues.clock import start_of
from issues.enums import IssueStatus, RecommendationStatus
from issues.models import (
    Actor,
    Development,
    Issue,
    Recommendation,
    Rename,
    StatusChange,
    Step,
    Trait,
)
from tests import builders

PIECE = Path(__file__).resolve().parents[3] / "shared" / "pieces" / "trump-2-0.txt"
SUMMARY = "2024-11-trump-2-0"
#: What is cited from the piece as a fact, and what is not prose.
CITED = {"title", "subtitle", "question", "answer", "heading", "name", "aliases", "disclaimer"}


class TestLoaded(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.loaded = load()

    def test_says_how_many_articles_it_made(self):
        assert self.loaded == Article.objects.count() == len(pieces())

    def test_readers_have_more_than_a_page_of_pieces_over_two_years(self):
        editions = Edition.objects.numbered()
        days = sorted(editions.values_list("published_on", flat=True))

        assert editions.values("article").distinct().count() >= 9
        assert (days[-1] - days[0]).days > 700

    def test_desk_has_something_in_every_open_state_but_approved(self):
        states = set(Edition.objects.open().values_list("state", flat=True))

        assert states == {EditionState.DRAFT, EditionState.IN_REVIEW, EditionState.SCHEDULED}

    def test_every_issue_is_assessed_again_and_differently(self):
        assert Issue.objects.count() == 8
        for issue in Issue.objects.exclude(status=IssueStatus.MERGED):
            rows = Assessment.objects.published().filter(issue=issue)
            outlooks = set(rows.values_list("outlook", flat=True)) - {None}

            assert rows.count() >= 3, issue
            assert len(outlooks) >= 2, issue

    def test_every_entry_of_the_register_is_cited_and_so_public(self):
        for model in (Series, Author, Actor, Trait, Issue, Recommendation):
            assert not model.objects.filter(public_since=None).exists(), model

    def test_every_entry_has_a_name_in_korean(self):
        for model in (Series, Author, Actor, Trait):
            assert not model.objects.filter(name_ko="").exists(), model
        assert not Issue.objects.filter(title_ko="").exists()
        assert not Issue.objects.filter(theme=None).exists()
        assert not Issue.objects.filter(summary_ko="").exists()

    def test_one_piece_is_withdrawn_with_its_reason(self):
        edition = Edition.objects.withdrawn().get()

        assert edition.reason
        assert not edition.article.editions.published().exists()

    def test_later_editions_are_a_correction_a_clarification_and_a_new_version(self):
        later = Edition.objects.published().filter(number=2)

        assert set(later.values_list("change_kind", flat=True)) == {
            ChangeKind.CORRECTION,
            ChangeKind.CLARIFICATION,
            ChangeKind.NEW_VERSION,
        }

    def test_a_korean_piece_translates_an_english_one(self):
        article = Article.objects.get(language="ko", original__isnull=False)

        assert article.original.language == "en"
        assert article.slug == "세-개의-대화-하나의-협상장"
        assert article.editions.get().disclaimer.startswith("이 글의 사건")

    def test_another_is_korean_alone_and_judges_nothing(self):
        """What it judged, an English reader would meet in Korean."""
        article = Article.objects.get(language="ko", original=None)

        assert article.slug == "가능성이라는-말을-읽는-법"
        assert not Assessment.objects.published().filter(parent__article=article).exists()
        assert not RecommendationBlock.objects.published().filter(parent__article=article).exists()

    def test_no_translation_stands_on_the_board(self):
        """An English reader meets English answers, on the days of the past too."""
        days = Edition.objects.numbered().values_list("live_from", flat=True)
        for moment in days:
            for issue in Issue.objects.all():
                rows = Assessment.objects.published(moment).filter(issue=issue).newest_first()
                newest = rows.first()
                assert newest is None or newest.parent.article.language == "en"

    def test_an_issue_sleeps_and_wakes(self):
        changes = StatusChange.objects.filter(issue__slug="inter-korean-dialogue").as_of()

        assert list(changes.values_list("status", flat=True)) == [
            IssueStatus.DORMANT,
            IssueStatus.ACTIVE,
        ]
        assert Issue.objects.get(slug="inter-korean-dialogue").status == IssueStatus.ACTIVE

    def test_an_issue_goes_on_in_another_and_counts_for_it(self):
        merged = Issue.objects.get(status=IssueStatus.MERGED)
        change = merged.status_changes.get()
        rows = {row.slug: row for row in board(Issue.objects.all(), on=change.occurred_on)}

        assert change.recorded_at > start_of(change.occurred_on) + dt.timedelta(days=1)
        assert rows[merged.slug].assessment_count == 0
        live = Assessment.objects.published().filter(issue=merged.merged_into).count()
        assert rows[merged.merged_into.slug].assessment_count == live + 1

    def test_likelihoods_are_resolved_and_some_are_due_but_of_no_translation(self):
        found = calibration()
        assert found.count == len(resolved()) == 12
        assert {step.likelihood: (step.happened, step.count) for step in found.steps} == {
            Likelihood.ALMOST_NO_CHANCE: (0, 0),
            Likelihood.VERY_UNLIKELY: (0, 4),
            Likelihood.UNLIKELY: (0, 3),
            Likelihood.ROUGHLY_EVEN: (0, 1),
            Likelihood.LIKELY: (2, 3),
            Likelihood.VERY_LIKELY: (1, 1),
            Likelihood.ALMOST_CERTAIN: (0, 0),
        }
        assert {row.outcome for row in resolved()} == {Outcome.HAPPENED, Outcome.DID_NOT_HAPPEN}
        assert Resolution.objects.get(corrects__isnull=False).corrects.outcome == Outcome.VOID
        assert [row.language for row in due(start_of(dt.date(2026, 7, 2)))] == ["en", "en", "en"]

    def test_an_issue_is_renamed_and_still_found_by_its_old_name(self):
        rename = Rename.objects.get()

        assert rename.issue.title == rename.title != rename.title_before
        assert rename.title_before in {alias.name for alias in rename.issue.aliases.all()}

    def test_recommendations_meet_different_ends(self):
        statuses = set(Recommendation.objects.values_list("status", flat=True))

        assert statuses == {
            RecommendationStatus.PROPOSED,
            RecommendationStatus.UNDER_CONSIDERATION,
            RecommendationStatus.PARTLY_ADOPTED,
            RecommendationStatus.ADOPTED,
            RecommendationStatus.REJECTED,
            RecommendationStatus.WITHDRAWN,
        }

    def test_recommendations_are_made_repeated_narrowed_widened_and_reversed(self):
        stances = set(RecommendationBlock.objects.published().values_list("stance", flat=True))

        assert stances == {"makes", "repeats", "narrows", "widens", "reverses"}

    def test_a_step_and_a_development_are_corrected_by_later_ones(self):
        for model in (Step, Development):
            row = model.objects.get(corrects__isnull=False)

            assert row.recorded_at > row.corrects.recorded_at
            assert row.corrects not in model.objects.as_of()

    def test_nothing_happens_after_the_steps_on_advice_of_the_summarised_piece(self):
        advised = RecommendationBlock.objects.filter(parent__article__series__slug="sejong-focus")

        assert advised.exists()
        assert not Step.objects.filter(recommendation__blocks__in=advised).exists()

    def test_only_the_summary_is_credited_to_a_real_person(self):
        credited = Edition.objects.filter(bylines__author__slug="beom-cheol-shin").get()
        others = Author.objects.exclude(slug="beom-cheol-shin")

        assert credited.article.series.slug == "sejong-focus"
        assert credited.title.startswith("Summary of ")
        assert all(author.name.startswith("Demonstration ") for author in others)
        assert not Author.objects.exclude(email="").exists()

    def test_invented_events_say_so_and_lead_nowhere_real(self):
        assert all(
            row.title.startswith("Demonstration event: ") for row in Development.objects.all()
        )
        for model in (Step, StatusChange, Resolution):
            assert all(row.text.startswith("Demonstration ") for row in model.objects.all())
        for model in (Development, Step, StatusChange, Resolution):
            sources = model.objects.exclude(source_url="").values_list("source_url", flat=True)
            assert all(url.startswith("https://example.org/demonstration/") for url in sources)

    def test_there_is_a_figure_a_note_a_list_and_a_table(self):
        figure = Figure.objects.published().get()
        note = Note.objects.published().get()
        html = "".join(Assessment.objects.published().values_list("html", flat=True))
        passages = "".join(note.parent.passages.values_list("html", flat=True))

        assert (figure.width, figure.height) == (1600, 718)
        assert figure.alt
        assert figure.caption
        assert figure.credit
        assert '<a href="#note-1">1</a>' in passages
        assert "<ul>" in passages
        assert "<table>" in html

    def test_five_traits_are_ascribed_and_some_qualified_later(self):
        rows = TraitBlock.objects.published().values_list("trait", "stance")

        assert len({trait for trait, _stance in rows}) == 5
        assert {stance for _trait, stance in rows} == {"asserts", "qualifies"}

    def test_every_estimate_is_ready_to_be_judged(self):
        """Only what the summarised piece does not say, or a draft does not yet, is left open."""
        editions = list(Edition.objects.exclude(state=EditionState.DRAFT))
        contents = contents_of(editions)

        for edition in editions:
            codes = {problem.code for problem in problems_of(edition, contents[edition.pk])}
            summary = edition.article.series.slug == "sejong-focus"
            judged = codes & {"no_outlook", "change_reason", "issue_twice"}
            assert judged == ({"no_outlook"} if summary else set()), edition
        estimates = Assessment.objects.exclude(likelihood=None)
        assert not estimates.filter(horizon=None).exists()

    def test_log_names_nobody_and_tells_the_way_of_each_edition(self):
        assert not Transition.objects.exclude(moved_by=None).exists()
        correction = Edition.objects.get(change_kind=ChangeKind.CORRECTION)
        moves = list(correction.transitions.values_list("verb", "moved_at"))

        assert [verb for verb, _at in moves] == [
            Verb.NEW_EDITION,
            Verb.SUBMIT,
            Verb.APPROVE,
            Verb.SCHEDULE,
            Verb.PUBLISH,
        ]
        assert moves[-1][1] == correction.published_at == correction.live_from

    def test_checksums_hold(self):
        call_command("verify_editions")

    def test_second_call_changes_nothing(self):
        before = [model.objects.count() for model in (Article, Edition, Snapshot, Issue, Step)]

        assert load() == 0
        after = [model.objects.count() for model in (Article, Edition, Snapshot, Issue, Step)]
        assert after == before


@pytest.mark.django_db
def test_command_loads_into_an_empty_site_and_says_so(capsys):
    call_command("load_demonstration")
    call_command("load_demonstration")

    first, second = capsys.readouterr().out.splitlines()
    assert first == f"Loaded the demonstration content: {len(pieces())} articles."
    assert second == "There are articles already: nothing was loaded."


@pytest.mark.django_db
def test_load_leaves_a_site_with_articles_alone():
    builders.draft()

    assert load() == 0
    assert Article.objects.count() == 1
    assert not Series.objects.filter(slug="demonstration").exists()


@pytest.mark.django_db
def test_load_that_fails_leaves_nothing(monkeypatch):
    def fail(*args, **options):
        raise RuntimeError

    monkeypatch.setattr(workflow, "withdraw", fail)

    with pytest.raises(RuntimeError):
        load()
    assert not Article.objects.exists()
    assert not Issue.objects.exists()


def test_content_holds_no_address_of_a_person():
    assert "@" not in " ".join(_texts({"register": register(), "pieces": pieces()}))


def test_content_repeats_no_eight_words_of_the_summarised_piece():
    if not PIECE.exists():
        pytest.skip("the text of the piece is not kept with this repository")
    theirs = _runs(PIECE.read_text("utf-8"))
    ours = {
        run
        for text in _texts({"register": register(), "pieces": pieces()}, leaving_out=CITED)
        for run in _runs(text)
    }

    assert theirs
    assert ours & theirs == set()


def test_summary_says_that_it_is_one():
    piece = pieces()[SUMMARY]

    assert "summary" in piece["subtitle"]
    assert piece["blocks"][0]["text"].strip().startswith("This is a summary")
    assert "summary" in piece["abstract"]
    assert "summary" in piece["disclaimer"]


def _texts(value, leaving_out=frozenset()):
    """Every string in the files, but those under keys to leave out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in leaving_out:
                yield from _texts(inner, leaving_out)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, leaving_out)


def _runs(text, length=8):
    """Every run of `length` words of `text`, however written."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    words = re.findall(r"[\w']+", re.sub(r"<[^>]+>", " ", folded))
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}
