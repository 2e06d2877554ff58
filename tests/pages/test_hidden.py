"""Nothing that is not public can be seen from outside: not on pages, in counts, tags or errors."""

import datetime as dt

import pytest
from django.utils import timezone

from articles import drafting, workflow
from articles.models import Edition
from tests import builders as build
from tests.api.worlds import everything, followed, picture

from .conftest import body

DAY = dt.date


def schedule(edition):
    due_at = timezone.now() + dt.timedelta(days=1)
    return workflow.schedule(build.approve(edition), by=build.publisher(), due_at=due_at)


HIDING = {
    "draft": lambda edition: edition,
    "in_review": lambda edition: workflow.submit(edition, by=build.editor()),
    "approved": build.approve,
    "scheduled": schedule,
    "discarded": lambda edition: workflow.discard(edition, by=build.editor()),
}


def snapshot(reader):
    """What the whole site answers: address → status, tag, body."""
    return {
        path: (response.status_code, response.headers.get("ETag"), body(response))
        for path, response in reader.crawl().items()
    }


@pytest.fixture
def public(db):
    edition = everything("Open")
    followed(edition)
    build.next_edition(edition)
    return edition


def test_pieces_that_are_not_public_change_no_answer(reader, public):
    before = snapshot(reader)
    assert len(before) > 20

    for state, hide in HIDING.items():
        # Later than everything public, so that it would come first in every list; it treats a public
        # issue and cites a public author too.
        edition = everything(f"Zq {state}", on=DAY(2026, 1, 1), to=lambda edition: edition)
        build.write(
            edition,
            blocks=[
                build.assessment(public.assessments.get().issue, "Zq on a public issue?"),
                build.trait_block(public.traitblocks.get().trait, "Zq on a public trait."),
                build.advice(
                    "Zq narrower.", recommended=public.recommendationblocks.get().recommendation
                ),
            ],
            authors=[public.bylines.get().author],
        )
        assert hide(edition).state == state

    assert snapshot(reader) == before


def test_a_new_edition_that_is_not_public_changes_no_answer(reader, public):
    before = snapshot(reader)

    live = public.article.editions.published().get()
    draft = drafting.new_edition(
        live, by=build.publisher(), change_kind="correction", change_note="Zq note"
    )
    draft.assessments.update(answer="Zq answer", outlook="worsening")
    build.write(
        draft,
        title="Zq title",
        blocks=[build.passage("Zq passage"), build.figure(picture(200), alt="Zq alt")],
        authors=[build.author("Zq author")],
    )
    schedule(draft)

    assert snapshot(reader) == before


@pytest.mark.parametrize("state", HIDING)
def test_what_is_not_public_answers_like_what_does_not_exist(reader, public, state):
    draft = everything("Zq", to=lambda edition: edition)
    figure = build.figure(picture(99), alt="Zq alt")  # no public edition has this image
    build.write(draft, blocks=[figure])
    edition = HIDING[state](draft)

    pairs = [
        ("/articles/zq-title/", "/articles/no-title/"),
        ("/articles/zq-title/editions/", "/articles/no-title/editions/"),
        ("/articles/zq-title/editions/1/", "/articles/no-title/editions/1/"),
        ("/articles/zq-title/cite.ris", "/articles/no-title/cite.ris"),
        ("/authors/zq-author/", "/authors/no-author/"),
        ("/series/zq-series/", "/series/no-series/"),
        ("/issues/zq-issue/", "/issues/no-issue/"),
        ("/issues/zq-issue/feed/", "/issues/no-issue/feed/"),
        ("/actors/zq-actor/", "/actors/no-actor/"),
        ("/actors/zq-actor/traits/zq-trait/", "/actors/no-actor/traits/no-trait/"),
        (
            edition.recommendationblocks.get().recommendation.get_absolute_url(),
            "/recommendations/00000000-0000-4000-8000-000000000000/",
        ),
        (figure.image.url, f"/media/figures/{'0' * 64}.png"),
    ]
    for hidden, absent in pairs:
        answers = [reader.get(path) for path in (hidden, absent)]
        assert [answer.status_code for answer in answers] == [404, 404], hidden
        assert answers[0].content == answers[1].content, hidden
        assert build.headers(answers[0]) == build.headers(answers[1]), hidden


def test_editions_have_no_address_by_what_only_the_desk_knows(reader, public):
    draft = everything("Zq", to=lambda edition: edition)

    for path in (f"/articles/{draft.pk}/", f"/articles/open-title/editions/{draft.pk + 90}/"):
        assert reader.get(path).status_code == 404
    assert Edition.objects.get(pk=draft.pk).number is None


def test_withdrawn_words_are_nowhere(reader, public):
    edition = everything("Zq")
    workflow.withdraw(edition, by=build.publisher(), reason="The source was forged.")

    said = (
        "Zq title",
        "Zq subtitle",
        "Zq abstract",
        "Zq passage",
        "Zq heading",
        "Zq description",
        "Zq question",
        "Zq answer",
        "Zq analysis",
        "Zq reason",
        "Zq advice",
        "Zq caption",
        "Zq note",
        "Zq disclaimer",
    )
    pages = reader.crawl()
    pages[edition.get_absolute_url()] = reader.get(edition.get_absolute_url())
    pages[edition.article.get_absolute_url()] = reader.get(edition.article.get_absolute_url())
    for path, response in pages.items():
        page = body(response)
        assert [words for words in said if words in page] == [], path
