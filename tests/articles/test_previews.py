"""Links for outsiders: what opens an edition, for whom and how long."""

import datetime as dt

import pytest
from django.db import connection

from articles import previews, workflow
from articles.errors import Missing, NotAllowed, WrongState
from articles.models import PreviewLink
from sejong_cms.models import AuditEntry
from tests import builders as b

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 5, 4, 3, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def edition():
    return b.draft(blocks=[b.passage()])


def link(edition, **options):
    fields = {"by": b.editor(), "recipient": "A reviewer", "expires_at": NOW + DAY, "at": NOW}
    return previews.make_link(edition, **(fields | options))


class TestMaking:
    def test_says_for_whom_by_whom_and_until_when(self, edition):
        editor = b.editor()
        made = link(edition, by=editor, recipient=" Prof. Seo ")
        assert (made.recipient, made.created_by, made.created_at) == ("Prof. Seo", editor, NOW)
        assert (made.expires_at, made.withdrawn_at) == (NOW + DAY, None)
        assert previews.links_of(edition) == [made]

    @pytest.mark.parametrize(
        "lasting",
        [dt.timedelta(minutes=59), dt.timedelta(days=30, seconds=1), -DAY, dt.timedelta()],
    )
    def test_is_for_an_hour_to_thirty_days(self, edition, lasting):
        with pytest.raises(Missing):
            link(edition, expires_at=NOW + lasting)
        assert not PreviewLink.objects.exists()

    @pytest.mark.parametrize("lasting", [dt.timedelta(hours=1), dt.timedelta(days=30)])
    def test_reaches_both_ends_of_that(self, edition, lasting):
        assert link(edition, expires_at=NOW + lasting).pk

    def test_asks_for_whom(self, edition):
        with pytest.raises(Missing):
            link(edition, recipient="  ")

    def test_is_for_who_may_open_the_edition(self, edition):
        with pytest.raises(NotAllowed):
            link(edition, by=b.author_user())
        writer = b.author_user()
        assert link(b.draft(by=writer), by=writer).created_by == writer

    def test_is_for_open_editions(self):
        editions = [
            b.published(blocks=[b.passage()]),
            b.withdrawn(blocks=[b.passage()]),
            workflow.discard(b.draft(), by=b.editor()),
        ]
        for edition in editions:
            with pytest.raises(WrongState):
                link(edition)
        assert link(b.approved(blocks=[b.passage()])).pk


class TestOpening:
    def test_gives_the_link_with_its_edition(self, edition):
        made = link(edition)
        found = previews.opened(previews.token_of(made), at=NOW)
        assert (found, found.edition) == (made, edition)

    def test_ends_with_the_second(self, edition):
        token = previews.token_of(link(edition))
        assert previews.opened(token, at=NOW + DAY - dt.timedelta(seconds=1))
        assert previews.opened(token, at=NOW + DAY) is None

    def test_ends_when_it_is_withdrawn(self, edition):
        made, editor = link(edition), b.editor()
        withdrawn = previews.withdraw_link(made, by=editor, at=NOW)
        assert (withdrawn.withdrawn_at, withdrawn.withdrawn_by) == (NOW, editor)
        assert previews.opened(previews.token_of(made), at=NOW) is None
        # Another time changes nothing.
        again = previews.withdraw_link(made, by=b.editor(), at=NOW + DAY)
        assert (again.withdrawn_at, again.withdrawn_by) == (NOW, editor)

    def test_is_not_ended_by_who_may_not_open_the_edition(self, edition):
        made = link(edition)
        with pytest.raises(NotAllowed):
            previews.withdraw_link(made, by=b.author_user())
        assert previews.opened(previews.token_of(made), at=NOW)

    def test_ends_when_the_edition_is_discarded(self, edition):
        token = previews.token_of(link(edition))
        edition = workflow.discard(edition, by=b.editor())
        assert previews.opened(token, at=NOW) is None

    def test_fails_with_any_other_character(self, edition):
        token = previews.token_of(link(edition))
        other = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        for place in range(len(token)):
            for character in other if place in (0, 20, 30, 42) else "A0":
                if character != token[place]:
                    wrong = token[:place] + character + token[place + 1 :]
                    assert previews.opened(wrong, at=NOW) is None, (place, character)
        for wrong in ("", "x", token[:-1], f"{token}A", "é" * 43, "=" * 43):
            assert previews.opened(wrong, at=NOW) is None

    def test_of_one_link_says_nothing_of_another(self, edition):
        first, second = (previews.token_of(link(edition)) for _ in range(2))
        assert first != second
        assert previews.opened(first[:22] + second[22:], at=NOW) is None

    def test_takes_the_sites_key(self, edition, settings):
        token = previews.token_of(link(edition))
        assert len(token) == 43
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another key of the site"
        assert previews.opened(token, at=NOW)
        settings.SECRET_KEY_FALLBACKS = []
        assert previews.opened(token, at=NOW) is None

    def test_is_possible_with_nothing_that_the_database_holds(self, edition):
        token = previews.token_of(link(edition))
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM articles_previewlink")
            (row,) = cursor.fetchall()
        assert not any(token in str(value) for value in row)


def test_a_link_is_audited_without_its_secret(edition):
    made = link(edition)
    previews.withdraw_link(made, by=b.editor(), at=NOW)
    rows = AuditEntry.objects.filter(action__contains="preview")
    assert [row.action for row in rows.order_by("id")] == [
        "make_preview_link",
        "withdraw_preview_link",
    ]
    for row in rows:
        text = f"{row.subject} {row.detail}"
        assert "A reviewer" in text
        assert previews.token_of(made) not in text
        assert str(made.uid) not in text
