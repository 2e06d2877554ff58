"""A save that came too late: both texts are shown, and nothing of either is lost."""

from urllib.parse import urlencode
from uuid import UUID

import pytest

from articles import drafting
from articles.contents import contents_of_one
from articles.models import Edition, WorkingCopy
from articles.restoring import restore
from tests import builders as b

from .screen import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return b.draft(
        "A piece",
        by=b.author_user(),
        abstract="As it was.",
        blocks=[b.passage("One.", heading="First"), b.passage("Two.", heading="Second")],
        authors=[b.author("Kim Example")],
    )


@pytest.fixture
def late(open_screen, client, edition):
    """late(change): a Screen that was read before `change(edition)` was saved by a colleague."""

    def late(change, **typed):
        screen = open_screen(b.editor(), edition)
        screen.data.update(typed)
        b.write(edition, by=edition.created_by)  # a save that changes nothing but the version
        change()
        edition.refresh_from_db()
        return screen

    return late


def changed(edition, **text):
    return lambda: b.write(edition, by=edition.created_by, **text)


def block_changed(block, **values):
    """Save a block otherwise than it was, as a colleague does."""

    def change():

        edition = Edition.objects.get(pk=block.parent_id)
        with drafting.saving(edition, version=edition.version, by=edition.created_by):
            type(block).objects.filter(pk=block.pk).update(**values)

    return change


def meeting_of(response):
    assert response.status_code == 200
    return response.context_data["meeting"]


def shown(response, name):
    """What the form shows in a field."""
    return meeting_of(response).data[name]


def blocks_of(edition):
    return contents_of_one(edition).blocks


class TestWhatOnlyOneSideChanged:
    def test_is_in_the_form_from_both_sides_and_saved_at_the_next_try(self, late, edition):
        first = blocks_of(edition)[0]
        screen = late(
            block_changed(first, html="<p>One, theirs.</p>"),
            **{"passages-1-html": "<p>Two, mine.</p>", "subtitle": "Mine"},
        )
        response = screen.send()
        assert meeting_of(response).choices == []
        assert Edition.objects.get().version == edition.version
        assert shown(response, "passages-0-html") == "<p>One, theirs.</p>"

        screen.data = meeting_of(response).data.dict()
        saved = screen.save()
        assert [block.html for block in blocks_of(saved)] == [
            "<p>One, theirs.</p>",
            "<p>Two, mine.</p>",
        ]
        assert saved.subtitle == "Mine"

    def test_a_block_that_was_added_stands_where_it_was_put(self, late, edition):
        screen = late(
            changed(edition, blocks=[b.passage("Three.", heading="Third")]), title="My title"
        )
        response = screen.send()
        screen.data = meeting_of(response).data.dict()
        saved = screen.save()
        assert [block.heading for block in blocks_of(saved)] == ["First", "Second", "Third"]
        assert saved.title == "My title"

    def test_a_block_that_was_removed_goes_if_it_was_not_touched(self, late, edition):
        first = blocks_of(edition)[0]
        screen = late(lambda: _removed(first), title="My title")
        response = screen.send()
        assert meeting_of(response).choices == []
        screen.data = meeting_of(response).data.dict()
        assert [block.heading for block in blocks_of(screen.save())] == ["Second"]

    def test_a_block_that_was_typed_stays(self, late, open_screen, edition):
        screen = late(changed(edition, abstract="Theirs."))
        screen.add("passage", heading="Mine", html="<p>New.</p>")
        response = screen.send()
        screen.data = meeting_of(response).data.dict()
        saved = screen.save()
        assert [block.heading for block in blocks_of(saved)] == ["First", "Second", "Mine"]
        assert saved.abstract == "Theirs."

    def test_a_block_that_was_stored_anew_is_the_same_block(self, late, edition):
        def bring_back():
            edition.refresh_from_db()
            first = edition.snapshots.get(version=edition.version)
            b.write(edition, by=edition.created_by, title="Between", abstract="Theirs.")
            restore(edition, first, version=edition.version, by=edition.created_by)
            b.write(edition, by=edition.created_by, abstract="Theirs.")

        screen = late(
            bring_back, **{"passages-0-html": "<p>Mine.</p>", "bylines-0-position": "Fellow"}
        )
        response = screen.send()
        assert meeting_of(response).choices == []
        screen.data = meeting_of(response).data.dict()
        saved = screen.save()
        assert [block.html for block in blocks_of(saved)] == ["<p>Mine.</p>", "<p>Two.</p>"]
        assert [row.position for row in saved.bylines.all()] == ["Fellow"]
        assert saved.abstract == "Theirs."

    @pytest.mark.parametrize("mine", [True, False])
    def test_order_is_that_of_the_side_that_changed_it(self, late, edition, mine):
        first = blocks_of(edition)[0]
        if mine:
            screen = late(
                changed(edition, abstract="Theirs."),
                **{"passages-0-ordering": "20", "passages-1-ordering": "10"},
            )
        else:
            screen = late(block_changed(first, ordering=90), title="Mine")
        response = screen.send()
        screen.data = meeting_of(response).data.dict()
        assert [block.heading for block in blocks_of(screen.save())] == ["Second", "First"]

    def test_bylines_stand_in_the_order_in_which_the_others_put_them(self, late, edition):
        other = b.author("Lee Example")
        screen = late(changed(edition, authors=[other]), title="Mine")
        response = screen.send()
        screen.data = meeting_of(response).data.dict()
        saved = screen.save()
        assert [row.author.name for row in saved.bylines.all()] == ["Lee Example", "Kim Example"]


class TestWhatBothChanged:
    @pytest.fixture
    def response(self, late, edition):
        self.screen = late(
            block_changed(blocks_of(edition)[0], html="<p>One, <strong>theirs</strong>.</p>"),
            **{"passages-0-html": "<p>One, mine.</p>"},
        )
        return self.screen.send()

    def test_is_shown_side_by_side_and_saved_in_neither_form(self, response, edition):
        (choice,) = meeting_of(response).choices
        assert "mine" in choice.mine
        assert "theirs" in choice.theirs
        assert "mine" in response.rendered_content
        assert Edition.objects.get().version == edition.version

    def test_is_not_saved_before_a_choice(self, response, edition):
        self.screen.data = meeting_of(response).data.dict()
        again = self.screen.send()
        assert again.context_data["refused"]
        assert len(meeting_of(again).choices) == 1
        assert Edition.objects.get().version == edition.version

    @pytest.mark.parametrize(
        ("choice", "html"),
        [("mine", "<p>One, mine.</p>"), ("theirs", "<p>One, <strong>theirs</strong>.</p>")],
    )
    def test_is_saved_as_chosen(self, response, choice, html):
        (asked,) = meeting_of(response).choices
        self.screen.data = meeting_of(response).data.dict()
        saved = self.screen.save(**{f"choice-{asked.key}": choice})
        assert blocks_of(saved)[0].html == html

    def test_a_third_save_meanwhile_is_met_again(self, response, edition):
        (asked,) = meeting_of(response).choices
        self.screen.data = meeting_of(response).data.dict()
        b.write(edition, by=edition.created_by, title="A third title")
        again = self.screen.send(**{f"choice-{asked.key}": "mine"})
        (choice,) = meeting_of(again).choices
        assert choice.chosen == "mine"
        assert shown(again, "title") == "A third title"

    def test_columns_of_the_edition_are_chosen_too(self, late, edition):
        screen = late(changed(edition, abstract="Theirs."), abstract="Mine.")
        response = screen.send()
        (choice,) = meeting_of(response).choices
        assert choice.key == "abstract"
        screen.data = meeting_of(response).data.dict()
        assert screen.save(**{"choice-abstract": "theirs"}).abstract == "Theirs."

    def test_what_is_the_articles_is_met_too(self, open_screen, edition):
        screen = open_screen(b.editor(), edition)
        screen.data |= {"number": "7", "initial-number": ""}
        edition.article.number = "8"
        edition.article.save()
        b.write(edition, by=edition.created_by)
        (choice,) = meeting_of(screen.send()).choices
        assert choice.key == "number"

    @pytest.mark.parametrize(
        ("choice", "left"), [("mine", ["First", "Second"]), ("theirs", ["Second"])]
    )
    def test_a_block_that_one_changed_and_the_other_removed(self, late, edition, choice, left):
        first = blocks_of(edition)[0]
        screen = late(lambda: _removed(first), **{"passages-0-html": "<p>One, mine.</p>"})
        response = screen.send()
        (asked,) = meeting_of(response).choices
        screen.data = meeting_of(response).data.dict()
        saved = screen.save(**{f"choice-{asked.key}": choice})
        assert [block.heading for block in blocks_of(saved)] == left

    @pytest.mark.parametrize(
        ("choice", "left"), [("mine", ["Second"]), ("theirs", ["First", "Second"])]
    )
    def test_a_block_that_one_removed_and_the_other_changed(self, late, edition, choice, left):
        first = blocks_of(edition)[0]
        screen = late(block_changed(first, html="<p>Theirs.</p>"), **{"passages-0-DELETE": "on"})
        response = screen.send()
        (asked,) = meeting_of(response).choices
        screen.data = meeting_of(response).data.dict()
        saved = screen.save(**{f"choice-{asked.key}": choice})
        assert [block.heading for block in blocks_of(saved)] == left

    def test_a_block_that_was_removed_is_asked_for_until_there_is_an_answer(self, late, edition):
        first = blocks_of(edition)[0]
        screen = late(lambda: _removed(first), **{"passages-0-html": "<p>One, mine.</p>"})
        keys = []
        for _try in range(3):
            response = screen.send()
            keys += [choice.key for choice in meeting_of(response).choices]
            screen.data = meeting_of(response).data.dict()
        assert keys == [f"passages:{first.uid}"] * 3
        saved = screen.save(**{f"choice-{keys[0]}": "theirs"})
        assert [block.heading for block in blocks_of(saved)] == ["Second"]

    @pytest.mark.parametrize(
        ("choice", "left"), [("mine", [("Kim Example", "Fellow")]), ("theirs", [])]
    )
    def test_a_byline_that_one_changed_and_the_other_removed(self, late, edition, choice, left):
        screen = late(lambda: _uncredited(edition), **{"bylines-0-position": "Fellow"})
        response = screen.send()
        (asked,) = meeting_of(response).choices
        screen.data = meeting_of(response).data.dict()
        (again,) = meeting_of(screen.send()).choices
        assert again.key == asked.key
        saved = screen.save(**{f"choice-{asked.key}": choice})
        assert [(row.name, row.position) for row in saved.bylines.all()] == left

    def test_all_blocks_that_the_others_removed_can_be_left_out(self, late, edition):
        first, second = blocks_of(edition)
        screen = late(
            lambda: (_removed(first), _removed(second)),
            **{"passages-0-html": "<p>One, mine.</p>", "passages-1-html": "<p>Two, mine.</p>"},
        )
        response = screen.send()
        asked = meeting_of(response).choices
        screen.data = meeting_of(response).data.dict() | {"asked": [choice.key for choice in asked]}
        saved = screen.save(**{f"choice-{choice.key}": "theirs" for choice in asked})
        assert blocks_of(saved) == []

    def test_a_request_learns_nothing_of_entries_that_the_person_may_not_choose(
        self, open_screen, client
    ):
        hidden, shown = b.issue("Canary of the editors"), b.issue("Known")
        writer = b.author_user()
        edition = b.draft(by=writer, blocks=[b.assessment(of=shown)])
        screen = open_screen(writer, edition)
        block = blocks_of(edition)[0]
        block_changed(block, issue=b.issue("Another"))()
        for forged in (str(hidden.pk), "²", "9" * 30):
            response = screen.send(**{"assessments-0-issue": forged})
            assert "Canary" not in response.rendered_content


@pytest.mark.parametrize("place", ["²", "9" * 30, "9" * 5000])
def test_a_field_of_a_row_that_cannot_be_is_passed_over(late, edition, place):
    screen = late(changed(edition, abstract="Theirs."))
    sent = urlencode(screen.data | {f"passages-{place}-html": "<p>Mine.</p>"}, doseq=True)
    response = screen.client.post(screen.url, sent, "application/x-www-form-urlencoded")
    assert meeting_of(response).choices == []


class TestWhoIsInvited:
    """The one list of the form: where nobody is in it, a browser sends nothing at all."""

    @pytest.fixture
    def guests(self):
        return [b.author_user(), b.author_user()]

    def test_by_others_stays_where_the_list_was_not_touched(self, late, edition, guests):
        screen = late(lambda: edition.invited.set(guests), title="Mine")
        response = screen.send()
        assert meeting_of(response).choices == []
        screen.data = fields_of(response)
        assert {*screen.save().invited.all()} == {*guests}

    def test_by_others_stays_where_one_emptied_the_list(self, late, edition, guests):
        edition.invited.set(guests[:1])
        screen = late(lambda: edition.invited.set(guests), invited=[])
        response = screen.send()
        (asked,) = meeting_of(response).choices
        assert asked.key == "invited"
        screen.data = fields_of(response)
        saved = screen.save(asked="invited", **{"choice-invited": "theirs"})
        assert {*saved.invited.all()} == {*guests}

    def test_is_no_question_where_the_others_invited_nobody(self, late, edition, guests):
        screen = late(changed(edition, abstract="Theirs."), invited=[guests[0].pk])
        response = screen.send()
        assert meeting_of(response).choices == []
        screen.data = fields_of(response)
        assert [*screen.save().invited.all()] == guests[:1]


class TestAWorkingCopy:
    @pytest.fixture
    def copy(self, open_screen, edition):
        self.screen = screen = open_screen(edition.created_by, edition)
        screen.data |= {"subtitle": "Typed"}
        sent = {n: v if isinstance(v, list) else [v] for n, v in screen.data.items()}
        content = {
            name: [str(value) for value in values] for name, values in sent.items() if values
        }
        return WorkingCopy.objects.create(
            edition=edition,
            person=edition.created_by,
            tab=UUID(int=5),
            sequence=3,
            version=edition.version,
            content=content,
            kept_at=edition.saved_at,
        )

    def test_is_opened_as_it_was_typed_and_saves_nothing(self, copy, client, edition):
        response = client.get(self.screen.url, {"copy": copy.tab})
        assert 'value="Typed"' in response.rendered_content
        assert Edition.objects.get().subtitle == ""

    def test_is_gone_once_it_is_saved(self, copy):
        saved = self.screen.save(tab=str(copy.tab))
        assert saved.subtitle == "Typed"
        assert not WorkingCopy.objects.exists()

    def test_keeps_whom_it_invites(self, copy, client):
        guest = b.author_user()
        WorkingCopy.objects.update(content=copy.content | {"invited": [str(guest.pk)]})
        self.screen.data = fields_of(client.get(self.screen.url, {"copy": copy.tab}))
        assert [*self.screen.save().invited.all()] == [guest]

    def test_stays_where_the_save_was_refused(self, copy, edition):
        b.write(edition, by=edition.created_by, subtitle="Theirs")
        response = self.screen.send(tab=str(copy.tab))
        assert response.status_code == 200
        assert WorkingCopy.objects.count() == 1
        # The tab goes on where it was: a lower number would be taken for another tab's.
        assert 'data-sequence="3"' in response.rendered_content

    def test_of_both_texts_asks_again_what_was_not_chosen(self, copy, client, edition):
        b.write(edition, by=edition.created_by, subtitle="Theirs")
        met = meeting_of(self.screen.send())
        content = {name: values for name, values in met.data.lists() if values}
        WorkingCopy.objects.update(content=content, version=met.data["version"])
        response = client.get(self.screen.url, {"copy": copy.tab})
        assert [choice.key for choice in meeting_of(response).choices] == ["subtitle"]

    def test_that_is_behind_meets_what_stands_now(self, copy, client, edition):
        b.write(edition, by=edition.created_by, subtitle="Theirs")
        response = client.get(self.screen.url, {"copy": copy.tab})
        (choice,) = meeting_of(response).choices
        assert choice.key == "subtitle"

    def test_is_nobody_elses(self, copy, client, edition):
        client.force_login(b.editor())
        response = client.get(self.screen.url, {"copy": copy.tab})
        assert "Typed" not in response.rendered_content
        assert response.context_data["copies"].count() == 0

    def test_is_offered_when_the_edition_is_opened(self, copy, client):
        response = client.get(self.screen.url)
        assert f"?copy={copy.tab}" in response.rendered_content

    def test_of_an_edition_that_was_approved_is_shown_and_cannot_be_saved(
        self, copy, client, edition
    ):
        b.approve(edition)
        response = client.get(self.screen.url, {"copy": copy.tab})
        assert 'value="Typed"' in response.rendered_content
        assert 'name="_continue"' not in response.rendered_content


def test_what_another_person_typed_in_this_browser_is_not_saved(open_screen, edition):
    screen = open_screen(b.editor(), edition)
    response = screen.send(title="Typed before", person=str(edition.created_by_id))
    assert response.status_code == 200
    assert response.context_data["refused"]
    assert "Typed before" in response.rendered_content
    assert Edition.objects.get().title == "A piece"


def _removed(block):

    edition = Edition.objects.get(pk=block.parent_id)
    with drafting.saving(edition, version=edition.version, by=edition.created_by):
        type(block).objects.filter(pk=block.pk).delete()


def _uncredited(edition):
    edition = Edition.objects.get(pk=edition.pk)
    with drafting.saving(edition, version=edition.version, by=edition.created_by):
        edition.bylines.all().delete()
