"""Which earlier advice a new recommendation is proposed to repeat."""

import datetime as dt

import pytest

from articles import repeating, workflow
from articles.contents import contents_of_one
from articles.errors import Missing, NotAllowed, Stale, WrongState
from articles.matching import ALIKE_ON_BOTH, ALIKE_ON_ONE, likeness, proposals
from articles.models import KeptApart
from issues.models import Recommendation
from tests import builders as b

DAY = dt.date

#: The same advice in other words.
REWORDED = [
    ("Keep an offer ready.", "Keep one costed offer ready."),
    (
        "Ratify the memorandum before the winter session.",
        "The National Assembly should ratify the memorandum before winter.",
    ),
    (
        "Publish the cost-sharing formula every year.",
        "Publish each year the formula by which costs are shared.",
    ),
    (
        "Create a joint working group on cable repair.",
        "Set up a joint working group for the repair of cables.",
    ),
    ("Keep a reserve of 90 days of grain.", "Keep a grain reserve of at least 120 days."),
    ("Do not raise tariffs on ferries.", "Tariffs on ferries should not be raised."),
    ("방위비 분담금 협상안을 미리 준비한다.", "정부는 방위비 분담금 협상안을 미리 마련해야 한다."),
    (
        "국회는 양해각서를 연내에 비준해야 한다.",
        "양해각서를 올해 안에 국회가 비준할 것을 권고한다.",
    ),
    (
        "해저케이블 수리를 위한 공동 작업반을 설치한다.",
        "해저케이블 공동 수리 작업반의 설치가 필요하다.",
    ),
]
#: Other advice on one issue, or to one actor.
OTHER = [
    ("Keep an offer ready.", "Ratify the memorandum before the winter session."),
    (
        "Publish the cost-sharing formula every year.",
        "Publish the names of the delegation every year.",
    ),
    (
        "The National Assembly should ratify the memorandum.",
        "The National Assembly should hold a hearing on cable repair.",
    ),
    ("Keep the ferry line open in winter.", "Keep a grain reserve of at least 120 days."),
    ("방위비 분담금 협상안을 미리 준비한다.", "해저케이블 수리를 위한 공동 작업반을 설치한다."),
    ("국회는 양해각서를 연내에 비준해야 한다.", "국회는 예산안을 연내에 처리해야 한다."),
    ("정부는 곡물 비축량을 늘려야 한다.", "정부는 방위비 분담금 협상안을 마련해야 한다."),
]


@pytest.mark.parametrize(("one", "other"), REWORDED)
def test_the_same_advice_in_other_words_is_alike(one, other):
    assert likeness(one, other) >= ALIKE_ON_BOTH


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_other_advice_is_not(one, other):
    assert likeness(one, other) < ALIKE_ON_BOTH


@pytest.mark.parametrize("one", ["", "…", "of the"])
def test_what_has_no_words_is_like_nothing(one):
    assert likeness(one, "Keep an offer ready.") == likeness(one, one) == 0


def test_likeness_is_the_same_both_ways_and_whole_for_the_same_words():
    assert likeness("Keep the offer READY", "keep the offer ready!") == 1
    assert likeness(*REWORDED[0]) == likeness(*reversed(REWORDED[0]))


@pytest.fixture
def issue(db):
    return b.issue("Costs")


@pytest.fixture
def office(db):
    return b.actor("Office")


@pytest.fixture
def earlier(issue, office):
    """What a published piece advised."""
    block = b.advice("Keep an offer ready.", of=issue, to=office)
    edition = b.published("Earlier", on=DAY(2025, 3, 2), blocks=[block])
    return edition.recommendationblocks.get().recommendation


def found(edition):
    return [
        (proposal.block.wording, proposal.advice.wording)
        for proposal in proposals(contents_of_one(edition))
    ]


def test_a_new_wording_on_the_same_issue_to_the_same_actor_is_proposed(earlier, issue, office):
    edition = b.draft(blocks=[b.advice("Keep one costed offer ready.", of=issue, to=office)])

    [proposal] = proposals(contents_of_one(edition))
    assert proposal.advice.recommendation == earlier
    assert (proposal.advice.wording, str(proposal.advice.status)) == (
        "Keep an offer ready.",
        "proposed",
    )
    assert proposal.advice.first_made_on == DAY(2025, 3, 2)


def test_what_shares_only_issue_or_actor_has_to_be_more_alike(earlier, issue, office):
    wording = "Keep at least one costed offer always ready."
    assert ALIKE_ON_BOTH <= likeness(wording, earlier.wording) < ALIKE_ON_ONE

    assert len(found(b.draft(blocks=[b.advice(wording, of=issue, to=office)]))) == 1
    assert found(b.draft(blocks=[b.advice(wording, of=issue)])) == []
    assert found(b.draft(blocks=[b.advice(wording, to=office)])) == []
    assert len(found(b.draft(blocks=[b.advice("Keep an offer ready!", of=issue)]))) == 1


def test_what_shares_neither_is_not_proposed(earlier):
    assert (
        found(b.draft(blocks=[b.advice("Keep an offer ready.", of=b.issue(), to=b.actor())])) == []
    )


def test_any_wording_that_readers_can_reach_counts(earlier, issue, office):
    b.published(blocks=[b.advice("Table a costed draft.", recommended=earlier, stance="narrows")])
    for wording in ("Keep an offer ready!", "Table a costed draft!"):
        assert len(found(b.draft(blocks=[b.advice(wording, of=issue, to=office)]))) == 1


def test_nothing_that_is_hidden_is_proposed(issue, office):
    b.draft(blocks=[b.advice("Keep an offer ready.", of=issue, to=office)])
    gone = b.published(blocks=[b.advice("Keep an offer ready.", of=issue, to=office)])
    workflow.withdraw(gone, by=b.publisher(), reason="False.")

    assert found(b.draft(blocks=[b.advice("Keep an offer ready.", of=issue, to=office)])) == []


def test_what_is_linked_already_is_not_proposed(earlier):
    assert found(b.draft(blocks=[b.advice(recommended=earlier, stance="repeats")])) == []


@pytest.mark.parametrize("count", [1, 3])
def test_proposals_cost_the_same_for_one_and_for_many(
    earlier, issue, office, count, django_assert_num_queries
):
    edition = b.draft(
        blocks=[b.advice("Keep an offer ready!", of=issue, to=office) for _ in range(count)]
    )
    contents = contents_of_one(edition)
    with django_assert_num_queries(9):
        assert len(proposals(contents)) == count


class TestLink:
    @pytest.fixture
    def edition(self, earlier, issue, office):
        return b.draft(
            blocks=[b.advice("Keep one costed offer ready.", of=issue, to=office), b.passage()]
        )

    def link(self, edition, earlier, **fields):
        block = edition.recommendationblocks.get()
        fields = {"version": edition.version, "by": b.editor()} | fields
        repeating.link(edition, block.uid, earlier, **fields)
        return edition.recommendationblocks.get()

    def test_the_block_repeats_the_earlier_one_in_its_own_words(self, edition, earlier):
        new = edition.recommendationblocks.get().recommendation

        block = self.link(edition, earlier)

        assert (block.recommendation, block.stance, block.wording) == (
            earlier,
            "repeats",
            "Keep one costed offer ready.",
        )
        assert not Recommendation.objects.filter(pk=new.pk).exists()
        assert edition.passages.count() == 1

    def test_it_is_a_save_like_any_other(self, edition, earlier):
        version, by = edition.version, b.editor()
        self.link(edition, earlier, by=by)

        edition.refresh_from_db()
        assert (edition.version, edition.saved_by) == (version + 1, by)
        assert edition.snapshots.count() == version + 1

    def test_a_recommendation_that_another_draft_cites_stays(self, edition, earlier):
        new = edition.recommendationblocks.get().recommendation
        b.draft(blocks=[b.advice(recommended=new)])

        self.link(edition, earlier)
        assert Recommendation.objects.filter(pk=new.pk).exists()

    @pytest.mark.parametrize(
        ("fields", "refusal"), [({"version": 0}, Stale), ({"by": "author"}, NotAllowed)]
    )
    def test_what_is_stale_or_not_allowed_changes_nothing(self, edition, earlier, fields, refusal):
        if fields.get("by"):
            fields = {"by": b.author_user()}
        with pytest.raises(refusal):
            self.link(edition, earlier, **fields)
        assert edition.recommendationblocks.get().stance == "makes"

    def test_only_what_readers_know_can_be_repeated(self, edition):
        with pytest.raises(Missing):
            self.link(edition, b.recommendation())
        assert edition.recommendationblocks.get().stance == "makes"

    def test_a_published_edition_is_not_changed(self, edition, earlier):
        b.approve(edition)
        edition.refresh_from_db()
        with pytest.raises(WrongState):
            self.link(edition, earlier)

    def test_what_is_kept_apart_is_not_proposed_again(self, edition, earlier):
        block, by = edition.recommendationblocks.get(), b.editor()
        for _ in range(2):
            repeating.keep_apart(edition, block.uid, earlier, by=by)

        assert found(edition) == []
        assert [(row.other, row.decided_by) for row in KeptApart.objects.all()] == [(earlier, by)]

    def test_strangers_keep_nothing_apart(self, edition, earlier):
        with pytest.raises(NotAllowed):
            repeating.keep_apart(
                edition, edition.recommendationblocks.get().uid, earlier, by=b.author_user()
            )
        assert not KeptApart.objects.exists()
