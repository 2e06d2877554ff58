"""An edition's screen: blocks that are not its own, and entries of the register made from within."""

import uuid

import pytest

from articles.models import (
    Assessment,
    Passage,
    RecommendationBlock,
    TraitBlock,
)
from issues.models import Recommendation, Trait
from tests import builders as b

from .screen import errors_of, kinds_of

pytestmark = pytest.mark.django_db


class TestForeignBlocks:
    def test_a_block_of_another_edition_cannot_be_named(self, open_screen):
        other = b.draft("Other", blocks=[b.passage("Not yours.")], by=b.author_user())
        foreign = Passage.objects.get()
        person = b.author_user()
        edition = b.draft("Mine", by=person, blocks=[b.passage("Mine.")])
        screen = open_screen(person, edition)
        for fields in (
            {"passages-0-id": foreign.pk, "passages-0-html": "<p>Overwritten.</p>"},
            {"passages-0-id": foreign.pk, "passages-0-parent": other.pk},
        ):
            response = screen.send(**fields)
            assert response.status_code == 200
            assert errors_of(response)
            assert "Not yours." not in response.content.decode()
        screen.send(**{"passages-0-id": foreign.pk, "passages-0-DELETE": "on"})
        foreign.refresh_from_db()
        assert (foreign.html, foreign.parent) == ("<p>Not yours.</p>", other)
        assert other.snapshots.count() == 2

    def test_a_block_is_not_copied_by_name(self, open_screen):
        b.draft("Other", blocks=[b.passage("Not yours.")], by=b.author_user())
        foreign = Passage.objects.get()
        person = b.author_user()
        edition = b.draft("Mine", by=person)
        open_screen(person, edition).save(
            title="Mine still",
            _clone=f"articles.passage:{foreign.pk}",
            _clone_region="content",
            _clone_ordering="10",
        )
        assert kinds_of(edition) == []
        assert Passage.objects.get() == foreign

    def test_a_block_keeps_its_identity_and_region_whatever_is_sent(self, open_screen):
        edition = b.draft(blocks=[b.passage("Words")])
        uid = Passage.objects.get().uid
        open_screen(b.editor(), edition).save(
            **{"title": "T", "passages-0-uid": uuid.uuid4(), "passages-0-region": "nowhere"}
        )
        block = Passage.objects.get()
        assert (block.uid, block.region) == (uid, "content")

    @pytest.mark.parametrize("pk", ["0", "999999", "x", "9" * 30, "１"])
    def test_an_entry_that_does_not_exist_is_refused(self, open_screen, pk):
        edition = b.draft(blocks=[b.assessment()])
        response = open_screen(b.editor(), edition).send(**{"assessments-0-issue": pk})
        assert [e.startswith("Select a valid choice") for e in errors_of(response)] == [True]

    def test_an_author_cites_what_readers_know_and_keeps_what_an_editor_chose(self, open_screen):
        person = b.author_user()
        chosen, hidden = b.issue("Chosen by an editor"), b.issue("Hidden issue")
        edition = b.draft(by=person, blocks=[b.assessment(of=chosen)])
        screen = open_screen(person, edition)
        response = screen.send(**{"assessments-0-issue": hidden.pk})
        assert errors_of(response)
        assert "Hidden issue" not in response.content.decode()
        screen.save(**{"assessments-0-question": "Still?"})
        assert Assessment.objects.get().issue == chosen


class TestRegisterFromWithin:
    def test_a_recommendation_is_made_on_the_issue_of_the_assessment_above_it(self, open_screen):
        above, below, to = b.issue("Above"), b.issue("Below"), b.actor()
        edition = b.draft(blocks=[b.assessment(of=above), b.assessment(of=below)])
        screen = open_screen(b.editor(), edition)
        screen.add(
            "recommendation", wording="Act now.", stance="makes", addressee=to.pk, ordering=15
        )
        screen.save()
        made = Recommendation.objects.get()
        assert (made.wording, made.issue, made.addressee) == ("Act now.", above, to)
        assert kinds_of(edition) == ["assessment", "recommendation", "assessment"]
        assert RecommendationBlock.objects.get().recommendation == made

    def test_a_recommendation_before_any_assessment_has_no_issue(self, open_screen):
        edition = b.draft()
        screen = open_screen(b.editor(), edition)
        screen.add("recommendation", wording="Act now.", stance="makes")
        screen.save()
        assert Recommendation.objects.get().issue is None

    def test_a_recommendation_needs_a_wording_or_a_choice(self, open_screen):
        edition = b.draft()
        screen = open_screen(b.editor(), edition)
        screen.add("recommendation", wording="", stance="makes")
        assert errors_of(screen.send()) == ["Write the recommendation, or choose one."]
        assert not Recommendation.objects.exists()

    def test_a_chosen_recommendation_is_repeated_in_its_own_words(self, open_screen):
        row = b.recommendation("Do it.")
        edition = b.draft()
        screen = open_screen(b.editor(), edition)
        screen.add("recommendation", recommendation=row.pk, stance="repeats", wording="")
        screen.save()
        assert RecommendationBlock.objects.get().wording == "Do it."
        assert Recommendation.objects.get() == row

    def test_nothing_is_made_in_the_register_by_a_form_with_an_error(self, open_screen):
        edition = b.draft()
        screen = open_screen(b.editor(), edition)
        screen.add("recommendation", wording="Act now.", stance="makes")
        screen.add("assessment", question="No issue?")
        assert screen.send().status_code == 200
        assert not Recommendation.objects.exists()

    def test_an_editor_makes_a_trait_or_finds_the_one_of_that_name(self, open_screen):
        actor = b.actor()
        known = b.trait("patience", of=actor)
        edition = b.draft()
        screen = open_screen(b.editor(), edition)
        screen.add("trait", name="patience", actor=actor.pk, stance="asserts")
        screen.add("trait", name="haste", actor=actor.pk, stance="asserts")
        screen.save()
        found, made = (block.trait for block in TraitBlock.objects.order_by("ordering"))
        assert found == known
        assert (made.name, made.actor, made.slug) == ("haste", actor, "haste")

    def test_an_author_makes_no_trait(self, open_screen):
        person = b.author_user()
        actor = b.actor(public_since=b.noon(b.dt.date(2024, 1, 1)))
        edition = b.draft(by=person)
        screen = open_screen(person, edition)
        screen.add("trait", name="haste", actor=actor.pk, stance="asserts")
        assert errors_of(screen.send()) == [
            "Choose a trait; an editor adds those that are missing."
        ]
        assert not Trait.objects.exists()
