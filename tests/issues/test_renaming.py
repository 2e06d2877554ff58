"""Entries get another name or address; what was published keeps the old one."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from issues import merging, renaming
from issues.models import FormerSlug, Issue, IssueAlias
from issues.recording import NotAllowed
from issues.renames import titles_then
from issues.slugs import free_slug
from tests import builders as b

pytestmark = pytest.mark.django_db

FIRST = dt.date(2024, 1, 1)
JANUARY, MARCH, MAY = (dt.date(2025, month, 10) for month in (1, 3, 5))


@pytest.fixture
def by():
    return b.editor()


@pytest.fixture
def issue():
    found = b.issue("Old name", title_ko="옛 이름")
    b.published(on=FIRST, blocks=[b.assessment(found)])
    found.refresh_from_db()
    return found


def rename(issue, title, by, on=MARCH, **fields):
    change = renaming.rename(issue, title=title, occurred_on=on, text="So.", by=by, **fields)
    issue.refresh_from_db()
    return change


def title_on(issue, day, **limits):
    return titles_then([issue], day=day, **limits).get(issue.pk, (issue.title,))[0]


class TestRename:
    def test_holds_from_its_day_on_and_keeps_the_old_names_as_aliases(self, issue, by):
        rename(issue, "New name", by, title_ko="새 이름")
        assert (issue.title, issue.title_ko) == ("New name", "새 이름")
        assert {alias.name for alias in issue.aliases.all()} == {"Old name", "옛 이름"}
        assert title_on(issue, JANUARY) == "Old name"
        assert title_on(issue, MARCH) == "New name"

    def test_is_known_from_when_it_was_written_down(self, issue, by):
        rename(issue, "New name", by, at=b.noon(MAY))
        assert title_on(issue, MARCH, recorded_by=MARCH) == "Old name"
        assert title_on(issue, MARCH, recorded_by=MAY) == "New name"

    def test_of_an_earlier_day_does_not_undo_a_later_one(self, issue, by):
        rename(issue, "Newest", by, on=MAY)
        rename(issue, "Between", by, on=JANUARY)
        assert issue.title == "Newest"
        assert title_on(issue, MARCH) == "Between"
        assert title_on(issue, FIRST) == "Old name"

    def test_is_corrected_by_one_that_names_it(self, issue, by):
        wrong = rename(issue, "Wrnog", by)
        rename(issue, "Right", by, corrects=wrong)
        assert issue.title == "Right"
        assert title_on(issue, MARCH) == "Right"
        assert title_on(issue, JANUARY) == "Old name"

    def test_takes_no_name_that_another_issue_is_known_by(self, issue, by):
        other = b.issue("Other")
        IssueAlias.objects.create(issue=other, name="old NAME")
        rename(issue, "New name", by)
        assert "Old name" not in {alias.name for alias in issue.aliases.all()}

    def test_takes_no_title_of_another_issue_and_gives_up_its_own_title_as_an_alias(
        self, issue, by
    ):
        rename(issue, "New name", by)
        b.issue("New  Name!")
        rename(issue, "Old name", by, on=MAY)
        assert {alias.name for alias in issue.aliases.all()} == {"옛 이름"}

    @pytest.mark.parametrize(
        ("titles", "field"),
        [
            ({"title": "Other  NAME"}, "title"),
            ({"title": "New name", "title_ko": "다른 이름"}, "title_ko"),
        ],
    )
    def test_by_which_another_issue_goes_is_refused(self, issue, by, titles, field):
        b.issue("Other name", title_ko="다른 이름")
        with pytest.raises(ValidationError) as refused:
            rename(issue, by=by, **titles)
        assert list(refused.value.message_dict) == [field]
        assert not issue.renames.exists()

    def test_may_take_the_title_of_an_issue_that_went_into_it(self, issue, by):
        other = b.issue("Other name")
        b.published(on=FIRST, blocks=[b.assessment(other)])
        merging.merge(other, into=issue, occurred_on=JANUARY, text="So.", by=b.publisher())
        rename(issue, "Other name", by)
        assert issue.title == "Other name"

    def test_that_never_was_is_taken_back_by_one_with_the_title_before(self, issue, by):
        wrong = rename(issue, "Wrong", by, at=b.noon(MARCH))
        rename(issue, "Old name", by, title_ko="옛 이름", corrects=wrong, at=b.noon(MAY))
        assert issue.title == "Old name"
        assert title_on(issue, MAY) == "Old name"
        assert title_on(issue, MAY, recorded_by=MARCH) == "Wrong"

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"title": "Old name", "title_ko": "옛 이름"}, "title"),
            ({"title": ""}, "title"),
            ({"on": dt.date(2023, 12, 31), "title": "X"}, "occurred_on"),
            ({"on": dt.date(2999, 1, 1), "title": "X"}, "occurred_on"),
        ],
    )
    def test_that_cannot_be_is_refused_and_changes_nothing(self, issue, by, fields, field):
        before = Issue.objects.values().get(pk=issue.pk)
        with pytest.raises(ValidationError) as caught:
            rename(issue, by=by, **fields)
        assert field in caught.value.message_dict
        assert Issue.objects.values().get(pk=issue.pk) == before
        assert not issue.renames.exists()
        assert not issue.aliases.exists()

    def test_is_an_editors(self, issue):
        with pytest.raises(NotAllowed):
            rename(issue, "New", b.author_user())

    def test_of_what_readers_do_not_know_is_refused(self, by):
        hidden = b.issue("Hidden")
        with pytest.raises(ValidationError):
            rename(hidden, "New", by)
        assert hidden.title == "Hidden"


names = st.sampled_from(["First", "Second", "Third"])
renames = st.lists(st.tuples(names, st.integers(0, 6), st.integers(-4, 3)), max_size=8)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(renames=renames)
def test_titles_on_every_day_by_both_clocks_are_those_of_a_replay(renames, by):
    """Against a plain list of what was written down."""
    issue = b.issue("First", public_since=b.noon(FIRST))
    told = []
    for n, (title, days, fix) in enumerate(renames):
        wrong = told[fix] if 0 <= fix < len(told) and told[fix]["corrected"] is None else None
        on, at = JANUARY + dt.timedelta(days=days), MARCH + dt.timedelta(days=n)
        try:
            row = rename(issue, title, by, on=on, at=b.noon(at), corrects=wrong and wrong["row"])
        except ValidationError:
            continue
        if wrong:
            wrong["corrected"] = at
        told.append({"row": row, "on": on, "at": at, "title": title, "corrected": None})

    def replayed(day, recorded_by):
        counting = [
            one
            for one in told
            if one["on"] <= day
            and one["at"] <= recorded_by
            and not (one["corrected"] and one["corrected"] <= recorded_by)
        ]
        return (
            max(counting, key=lambda one: (one["on"], one["at"]))["title"] if counting else "First"
        )

    for days in range(-1, 8):
        day = JANUARY + dt.timedelta(days=days)
        assert title_on(issue, day) == replayed(day, MAY)
        for n in range(-1, len(renames)):
            known = MARCH + dt.timedelta(days=n)
            assert title_on(issue, day, recorded_by=known) == replayed(day, known)
    assert issue.title == replayed(MAY, MAY)


def test_an_actor_keeps_its_old_names_as_aliases(by):
    actor = b.actor("ROK", name_ko="한국")
    renaming.rename_entry(actor, name="South Korea", name_ko="한국", by=by)
    assert [alias.name for alias in actor.aliases.all()] == ["ROK"]


class TestChangeSlug:
    def test_keeps_the_old_one_for_what_readers_know(self, issue, by):
        old = issue.slug
        renaming.change_slug(issue, slug="new-address", by=by)
        assert Issue.objects.get(slug="new-address") == issue
        assert FormerSlug.objects.get(kind="issue", slug=old).entry_id == issue.pk

    def test_keeps_nothing_of_what_readers_do_not_know(self, by):
        renaming.change_slug(b.issue("Hidden"), slug="new-address", by=by)
        assert not FormerSlug.objects.exists()

    def test_back_again_is_no_redirect_any_more(self, issue, by):
        old = issue.slug
        renaming.change_slug(issue, slug="new-address", by=by)
        renaming.change_slug(issue, slug=old, by=by)
        assert [row.slug for row in FormerSlug.objects.all()] == ["new-address"]

    @pytest.mark.parametrize("slug", ["taken", "once", "Board", "compare", "a b", "", "123"])
    def test_that_is_or_was_anothers_or_cannot_be_is_refused(self, issue, by, slug):
        taken, once = b.issue("Taken"), b.issue("Once")
        b.published(blocks=[b.assessment(once)])
        once.refresh_from_db()
        renaming.change_slug(once, slug="now", by=by)
        assert (taken.slug, free_slug(Issue, "Once")) == ("taken", "once-2")
        with pytest.raises(ValidationError) as caught:
            renaming.change_slug(issue, slug=slug, by=by)
        assert "slug" in caught.value.message_dict

    def test_of_an_article_moves_its_address(self, by):
        edition = b.published("A piece", blocks=[b.passage()])
        renaming.change_slug(edition.article, slug="another-piece", by=by)
        assert FormerSlug.objects.get(kind="article").slug == "a-piece"
