"""Who sees which editions; which editions are live at a moment."""

import datetime as dt

import pytest

from articles import workflow
from articles.enums import EditionState as S
from articles.models import Article, Assessment, Edition
from articles.querysets import as_of
from tests import builders as b
from tests.articles.test_workflow import edition_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", S)
def test_published_and_released_are_exactly_their_states(state):
    edition = edition_in(state)
    same = Edition.objects.filter(pk=edition.pk)
    assert same.published().exists() == (state == S.PUBLISHED)
    assert same.released().exists() == (state in (S.PUBLISHED, S.SUPERSEDED))
    assert same.withdrawn().exists() == (state == S.WITHDRAWN)
    live = Article.objects.published().filter(pk=edition.article_id).exists()
    assert live == (state in (S.PUBLISHED, S.SUPERSEDED))


@pytest.mark.parametrize("state", S)
def test_visible_to_shows_authors_their_own_and_editors_all(state):
    edition = edition_in(state)
    writer, guest = b.author_user(), b.author_user()
    edition.invited.add(guest)
    sees = {
        "editor": b.editor(),
        "publisher": b.publisher(),
        "invited": guest,
        "other author": writer,
        "no role": b.user(),
        "deactivated": b.editor(is_active=False),
    }
    found = {
        who
        for who, person in sees.items()
        if Edition.objects.visible_to(person).filter(pk=edition.pk).exists()
    }
    assert found == {"editor", "publisher", "invited"}


def test_published_at_a_moment_is_what_was_live_then():
    first = b.published(on=dt.date(2024, 1, 10), blocks=[b.passage()])
    second = b.next_edition(first, at=b.noon(dt.date(2026, 1, 10)))

    def live(day):
        return list(as_of(Edition.objects.filter(article=first.article), day))

    assert live(dt.date(2024, 1, 9)) == []
    assert live(dt.date(2024, 1, 10)) == [first]
    assert live(dt.date(2026, 1, 9)) == [first]
    assert live(dt.date(2026, 1, 10)) == [second]


def test_recorded_by_leaves_out_what_was_not_known_then():
    b.published(on=dt.date(2024, 1, 10), blocks=[b.assessment()])
    day = dt.date(2024, 6, 1)
    assert as_of(Assessment.objects, day).count() == 1
    assert as_of(Assessment.objects, day, recorded_by=day).count() == 0


def test_what_was_withdrawn_was_live_on_no_past_day():
    edition = b.published(on=dt.date(2024, 1, 10), blocks=[b.assessment()])
    workflow.withdraw(edition, by=b.publisher(), reason="Wrong.")
    assert as_of(Assessment.objects, dt.date(2024, 6, 1)).count() == 0


def test_sets_by_subject():
    issue, actor, author = b.issue(), b.actor(), b.author()
    treats = b.published(blocks=[b.assessment(issue)])
    advises = b.published(blocks=[b.advice(of=issue, to=actor)])
    describes = b.published(blocks=[b.trait_block(b.trait(of=actor))], authors=[author])
    editions = Edition.objects.published()
    assert set(editions.treating(issue)) == {treats, advises}
    assert set(editions.describing(actor)) == {advises, describes}
    assert set(editions.by_author(author)) == {describes}
