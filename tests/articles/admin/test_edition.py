"""An edition's screen: who sees it, and what is saved through it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles import drafting, workflow
from articles.contents import contents_of_one
from articles.models import (
    Assessment,
    Byline,
    Edition,
    Passage,
    Snapshot,
)
from tests import builders as b

from .screen import errors_of, fields_of, url_of

pytestmark = pytest.mark.django_db


class TestSeeing:
    def test_editors_open_every_edition_and_authors_their_own(self, client):
        person, other = b.author_user(), b.author_user()
        edition = b.draft("Mine", by=person)
        for user, status in ((b.editor(), 200), (person, 200), (other, 404)):
            client.force_login(user)
            assert client.get(url_of(edition)).status_code == status

    def test_an_invited_author_opens_and_saves_it(self, open_screen):
        invited = b.author_user()
        edition = b.draft("Shared", by=b.author_user())
        edition.invited.add(invited)
        assert open_screen(invited, edition).save(title="Ours").title == "Ours"

    def test_what_one_may_not_see_answers_like_what_does_not_exist(self, client):
        edition = b.draft("Secret words", by=b.author_user())
        client.force_login(b.author_user())
        missing = reverse("admin:articles_edition_change", args=[edition.pk + 999])
        for address in (url_of(edition), missing):
            for response in (client.get(address), client.post(address, {"version": "1"})):
                assert response.status_code == 404
                assert "Secret words" not in response.content.decode()

    @pytest.mark.parametrize("blocks", [3, 15])
    def test_takes_as_many_queries_for_three_blocks_as_for_fifteen(
        self, client, blocks, django_assert_num_queries
    ):
        made = [
            block
            for n in range(blocks // 3)
            for block in (
                b.trait_block(),
                b.assessment(outlook="steady"),
                b.advice(of=b.issue(), to=b.actor()),
            )
        ]
        edition = b.draft(blocks=made, series=b.series(), authors=[b.author() for _ in made])
        client.force_login(b.editor())
        client.get(url_of(edition))
        with django_assert_num_queries(26):
            client.get(url_of(edition))

    @pytest.mark.parametrize("blocks", [3, 15])
    def test_a_published_one_takes_as_many_queries_too(
        self, client, blocks, django_assert_num_queries
    ):
        made = [b.assessment(outlook="steady") for _ in range(blocks)]
        edition = b.published(blocks=made, authors=[b.author() for _ in made])
        client.force_login(b.editor())
        client.get(url_of(edition))
        with django_assert_num_queries(18):
            client.get(url_of(edition))


class TestPolicy:
    @pytest.mark.parametrize("state", ["draft", "published"])
    def test_scripts_need_a_nonce_and_only_this_screen_allows_style_elements(self, client, state):
        edition = getattr(b, state)(blocks=[b.passage()])
        client.force_login(b.editor())
        policies = [
            dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
            for response in (
                client.get(url_of(edition)),
                client.get(reverse("admin:articles_article_changelist")),
            )
        ]
        assert [policy["style-src"] for policy in policies] == [
            "'self' 'unsafe-inline'",
            "'self'",
        ]
        assert all("unsafe" not in policy["script-src"] for policy in policies)

    def test_an_edition_is_never_kept_by_a_cache(self, client):
        client.force_login(b.editor())
        assert "no-store" in client.get(url_of(b.draft()))["Cache-Control"]


class TestReadOnly:
    @pytest.mark.parametrize("state", ["approved", "published", "withdrawn"])
    def test_a_finished_edition_shows_its_blocks_and_no_fields(self, client, state):
        edition = getattr(b, state)(
            "Finished", blocks=[b.passage("Words that <strong>stand</strong>."), b.assessment()]
        )
        client.force_login(b.publisher())
        page = client.get(url_of(edition)).content.decode()
        assert "Words that <strong>stand</strong>." in page
        assert "What next?" in page
        assert "_continue" not in page
        assert 'name="title"' not in page

    def test_its_text_cannot_be_posted(self, client):
        edition = b.published("Published words", blocks=[b.passage()])
        client.force_login(b.publisher())
        response = client.post(
            url_of(edition), {"version": edition.version, "title": "Rewritten", "_continue": "1"}
        )
        assert response.status_code == 200
        edition.refresh_from_db()
        assert edition.title == "Published words"

    def test_what_was_typed_while_it_was_approved_is_shown_again(self, open_screen):
        edition = b.draft("Before", blocks=[b.passage("Old words.")])
        workflow.submit(edition, by=b.editor())
        screen = open_screen(b.editor(), edition)
        edition.refresh_from_db()
        workflow.approve(edition, by=b.editor())
        response = screen.send(**{"title": "Typed", "passages-0-html": "<p>Typed words.</p>"})
        page = response.content.decode()
        assert "its text is not changed any more" in page
        assert 'value="Typed"' in page
        assert "Typed words." in page
        assert Passage.objects.get().html == "<p>Old words.</p>"


class TestSaving:
    def test_an_invitation_outlives_a_save_that_was_refused(self, open_screen):
        guest = b.author_user()
        screen = open_screen(b.editor(), b.draft("A piece"))
        screen.data = fields_of(screen.send(title="", invited=[guest.pk]))
        assert [*screen.save(title="A piece").invited.all()] == [guest]

    def test_writes_text_moves_the_version_on_and_says_who(self, open_screen):
        person = b.editor()
        edition = b.draft("Before", blocks=[b.passage("Old words.")])
        version = edition.version
        open_screen(person, edition).save(
            **{"title": "After", "passages-0-html": "<p>New words.</p>"}
        )
        assert (edition.title, edition.version, edition.saved_by) == ("After", version + 1, person)
        assert Passage.objects.get().html == "<p>New words.</p>"
        assert edition.snapshots.get(version=edition.version).content["title"] == "After"

    def test_a_save_that_changes_nothing_leaves_no_trace(self, open_screen):
        edition = b.draft(
            "Same",
            blocks=[b.passage(), b.trait_block(), b.assessment(), b.advice()],
            abstract="One line.\n\nAnother line.",
        )
        version, saves = edition.version, Snapshot.objects.count()
        screen = open_screen(b.editor(), edition)
        screen.save(abstract="One line.\r\n\r\nAnother line.")
        assert (edition.version, edition.saved_by) == (version, None)
        assert Snapshot.objects.count() == saves

    def test_adds_every_kind_of_block_a_byline_and_a_note(self, open_screen):
        trait, issue, author = b.trait(), b.issue(), b.author("Ada Mun")
        edition = b.draft(authors=[])
        screen = open_screen(b.editor(), edition)
        screen.add("passage", heading="Where things stand")
        screen.add("trait", trait=trait.pk, stance="asserts")
        screen.add("assessment", issue=issue.pk, question="Will it rain?")
        screen.add("recommendation", wording="Take an umbrella.", stance="makes")
        screen.add("figure", image=b.png(), alt="A teal field")
        screen.add("byline", author=author.pk)
        screen.add("note", html="<p>A note.</p>")
        screen.save()
        contents = contents_of_one(edition)
        assert [(block.kind, str(block)) for block in contents.blocks] == [
            ("passage", "Where things stand"),
            ("trait", trait.name),
            ("assessment", "Will it rain?"),
            ("recommendation", "Take an umbrella."),
            ("figure", "A teal field"),
        ]
        assert [byline.name for byline in contents.bylines] == ["Ada Mun"]
        assert [note.html for note in contents.notes] == ["<p>A note.</p>"]

    def test_reorders_and_removes_blocks_which_keep_their_identity(self, open_screen):
        edition = b.draft(blocks=[b.passage("One"), b.assessment(), b.passage("Two")])
        one, two = Passage.objects.order_by("ordering")
        screen = open_screen(b.editor(), edition)
        screen.save(
            **{"passages-0-ordering": 50, "passages-1-ordering": 5, "assessments-0-DELETE": "on"}
        )
        assert [block.uid for block in contents_of_one(edition).blocks] == [two.uid, one.uid]

    def test_a_new_byline_comes_last(self, open_screen):
        first, second = b.author("First"), b.author("Second")
        edition = b.draft(authors=[first])
        screen = open_screen(b.editor(), edition)
        screen.add("byline", author=second.pk, ordering="")
        screen.save()
        assert [byline.name for byline in edition.bylines.all()] == ["First", "Second"]

    def test_html_is_cleaned(self, open_screen):
        edition = b.draft(blocks=[b.passage()])
        open_screen(b.editor(), edition).save(
            **{"passages-0-html": '<p onclick="x()">Words<script>alert(1)</script></p>'}
        )
        assert Passage.objects.get().html == "<p>Words</p>"

    def test_an_invalid_form_changes_nothing_and_keeps_what_was_typed(self, open_screen):
        edition = b.draft("Before", blocks=[b.passage("Old words."), b.assessment()])
        screen = open_screen(b.editor(), edition)
        response = screen.send(
            **{"title": "Typed", "passages-0-html": "<p>Typed.</p>", "assessments-0-question": ""}
        )
        assert errors_of(response) == ["This field is required."]
        assert "Typed." in response.content.decode()
        edition.refresh_from_db()
        assert (edition.title, edition.version) == ("Before", int(screen.data["version"]))
        assert Passage.objects.get().html == "<p>Old words.</p>"

    def test_an_upload_that_is_no_image_is_refused(self, open_screen):
        edition = b.draft()
        screen = open_screen(b.editor(), edition)
        screen.add("figure", image=SimpleUploadedFile("x.svg", b"<svg/>", "image/svg+xml"))
        assert len(errors_of(screen.send())) == 1

    def test_needs_the_token_against_forged_requests(self, django_user_model):
        from django.test import Client

        edition = b.draft("Before")
        client = Client(enforce_csrf_checks=True)
        client.force_login(b.editor())
        assert client.post(url_of(edition), {"title": "Forged"}).status_code == 403


class TestSavingAtLength:
    @pytest.mark.parametrize("blocks", [3, 15])
    def test_takes_as_many_queries_for_three_blocks_as_for_fifteen(
        self, open_screen, blocks, django_assert_num_queries
    ):
        made = [
            block
            for _ in range(blocks // 3)
            for block in (
                b.trait_block(),
                b.assessment(outlook="steady"),
                b.advice(of=b.issue(), to=b.actor()),
            )
        ]
        screen = open_screen(b.editor(), b.draft(blocks=made))
        with django_assert_num_queries(30):
            screen.save(**{"assessments-0-question": "Asked anew?"})


class TestStaleWrite:
    def test_is_refused_with_everything_typed_and_the_name_of_who_saved(self, open_screen):
        edition = b.draft("Before", blocks=[b.passage("Old words.")])
        screen = open_screen(b.editor(), edition)
        screen.add("passage", heading="A heading typed", html="<p>A block typed.</p>")
        b.write(edition, by=b.editor(name="Rival"), title="Theirs")
        response = screen.send(**{"title": "Mine", "passages-0-html": "<p>My words.</p>"})
        page = response.content.decode()
        assert response.status_code == 200
        assert "Rival has changed this edition since you opened it" in page
        for typed in ('value="Mine"', "My words.", "A heading typed", "A block typed."):
            assert typed in page
        edition.refresh_from_db()
        assert edition.title == "Theirs"
        assert [block.html for block in Passage.objects.all()] == ["<p>Old words.</p>"]

    def test_stays_refused_until_the_person_has_chosen(self, open_screen):
        edition = b.draft("Before")
        screen = open_screen(b.editor(), edition)
        b.write(edition, title="Theirs")
        screen.data = screen.send(title="Mine").context_data["meeting"].data.dict()
        assert screen.data["title"] == "Mine"
        assert screen.send().status_code == 200
        edition.refresh_from_db()
        assert edition.title == "Theirs"

    def test_shows_what_was_typed_into_a_block_that_is_gone_by_now(self, open_screen):
        edition = b.draft(
            blocks=[b.passage("First"), b.passage("Second"), b.assessment(question="Third?")]
        )
        screen = open_screen(b.editor(), edition)
        with drafting.saving(edition, version=edition.version, by=None):
            Passage.objects.filter(parent=edition, html="<p>First</p>").delete()
            Assessment.objects.filter(parent=edition).delete()
            Passage.objects.create(parent=edition, heading="Somebody else's", ordering=5)
        page = screen.send(
            **{
                "passages-0-html": "<p>Typed into the first.</p>",
                "passages-1-html": "<p>Typed into the second.</p>",
                "assessments-0-answer": "Typed into the third.",
            }
        ).content.decode()
        for number in ("first", "second", "third"):
            assert f"Typed into the {number}." in page
        assert Passage.objects.filter(html__contains="Typed").count() == 0

    @pytest.mark.parametrize("version", ["", "0", "-1", "1e9", "99999999999999999999", "x"])
    def test_a_version_that_nobody_read_is_refused(self, open_screen, version):
        edition = b.draft("Before")
        response = open_screen(b.editor(), edition).send(title="Forged", version=version)
        assert response.status_code == 200
        edition.refresh_from_db()
        assert edition.title == "Before"

    @pytest.mark.parametrize("total", ["", "x", "-5", "100000"])
    def test_a_forged_count_of_rows_is_survived(self, open_screen, total):
        edition = b.draft("Before", blocks=[b.passage()])
        screen = open_screen(b.editor(), edition)
        b.write(edition, title="Theirs")
        response = screen.send(**{"title": "Mine", "passages-TOTAL_FORMS": total})
        assert response.status_code == 200
        assert "changed this edition since you opened it" in response.content.decode()


class TestArticleFields:
    def test_are_changed_while_readers_do_not_know_the_piece(self, open_screen):
        series, original = b.series(), b.published(language="ko", blocks=[b.passage()]).article
        edition = b.draft()
        open_screen(b.editor(), edition).save(
            series=series.pk, number="7", slug="a-better-slug", original=original.pk
        )
        article = Edition.objects.get(pk=edition.pk).article
        assert (article.series, article.number, article.slug) == (series, "7", "a-better-slug")
        assert article.original == original

    @pytest.mark.parametrize(
        ("slug", "error"),
        [
            ("taken", "Article with this Slug already exists."),
            ("feed", "“feed” is a word that addresses use; choose another."),
            ("No Slug", "Use small letters, digits and hyphens only."),
        ],
    )
    def test_a_slug_that_cannot_be_is_refused(self, open_screen, slug, error):
        b.draft("Taken")
        edition = b.draft("Mine")
        assert error in errors_of(open_screen(b.editor(), edition).send(slug=slug))

    def test_a_translation_is_in_another_language(self, open_screen):
        original = b.published(language="en", blocks=[b.passage()]).article
        response = open_screen(b.editor(), b.draft()).send(original=original.pk)
        assert errors_of(response) == ["A translation is in another language."]

    def test_the_address_of_a_known_piece_is_fixed_and_the_rest_a_publishers(self, open_screen):
        live = b.published("Known", series=b.series("First series"), blocks=[b.passage()])
        edition = drafting.new_edition(
            live, by=b.editor(), change_kind="correction", change_note="Put right."
        )
        sent = {"slug": "moved", "language": "ko", "number": "9", "title": "Corrected"}
        open_screen(b.editor(), edition).save(**sent)
        article = Edition.objects.get(pk=edition.pk).article
        assert (article.slug, article.language, article.number) == ("known", "en", "")
        open_screen(b.publisher(), edition).save(**sent | {"title": "Corrected again"})
        article.refresh_from_db()
        assert (article.slug, article.language, article.number) == ("known", "en", "9")
        assert article.series.name == "First series"

    def test_a_later_edition_says_what_it_changes(self, open_screen):
        live = b.published(blocks=[b.passage()])
        edition = drafting.new_edition(
            live, by=b.editor(), change_kind="correction", change_note="Put right."
        )
        screen = open_screen(b.editor(), edition)
        assert errors_of(screen.send(change_note="")) == ["This field is required."]
        assert len(errors_of(screen.send(change_kind="first"))) == 1
        screen.save(change_kind="minor", change_note="A comma.")
        assert (edition.change_kind, edition.change_note) == ("minor", "A comma.")


def test_bylines_credit_an_author_once(open_screen):
    author = b.author()
    edition = b.draft(authors=[author])
    screen = open_screen(b.editor(), edition)
    screen.add("byline", author=author.pk)
    assert screen.send().status_code == 200
    assert Byline.objects.count() == 1
