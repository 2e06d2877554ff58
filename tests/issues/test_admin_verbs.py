"""The forms of the verbs on entries, each on a page of its own."""

import datetime as dt

import pytest
from django.urls import reverse

from issues import merging, renaming
from issues.models import FormerSlug, Issue, StatusChange
from tests import builders as b

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 3, 10)
PUBLIC = b.noon(dt.date(2024, 1, 1))


def url(entry, name):
    opts = entry._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{name}", args=[entry.pk])


def known(title, **fields):
    return b.issue(title, public_since=PUBLIC, **fields)


def screen(client, entry):
    return client.get(url(entry, "change")).content.decode()


@pytest.fixture
def desk(client):
    client.force_login(b.editor())
    return client


@pytest.fixture
def head(client):
    """A publisher at the desk."""
    client.force_login(b.publisher())
    return client


WHEN = {"occurred_on": "2025-03-10", "text": "So it is."}


class TestButtons:
    def test_an_issue_offers_what_can_be_done_with_it_now(self, head):
        issue, other = known("One"), known("Other")
        page = screen(head, issue)
        for name in ("rename", "merge", "split", "address"):
            assert url(issue, name) in page
        assert url(issue, "unmerge") not in page
        assert "Close, reopen or change the status" in page
        merging.merge(issue, into=other, occurred_on=DAY, text="So.", by=b.publisher())
        page = screen(head, issue)
        assert url(issue, "unmerge") in page
        assert "Close, reopen or change the status" not in page
        for name in ("merge", "split"):
            assert f'"{url(issue, name)}"' not in page

    def test_what_readers_do_not_know_is_simply_edited(self, head):
        hidden = b.issue("Hidden")
        page = screen(head, hidden)
        for name in ("rename", "split", "address"):
            assert url(hidden, name) not in page
            assert head.get(url(hidden, name)).status_code == 302

    def test_merges_and_splits_are_offered_to_publishers_only(self, desk):
        issue = known("One")
        page = screen(desk, issue)
        assert url(issue, "rename") in page
        for name in ("merge", "split", "unmerge"):
            assert url(issue, name) not in page
            assert desk.get(url(issue, name)).status_code == 403
            assert desk.post(url(issue, name), WHEN).status_code == 403
        for entry, name in ((b.actor(), "merge"), (b.author(), "merge"), (b.trait(), "part")):
            assert desk.post(url(entry, name), {}).status_code == 403

    def test_authors_are_offered_nothing(self, client):
        client.force_login(b.author_user())
        issue = known("One")
        assert url(issue, "rename") not in screen(client, issue)
        assert client.post(url(issue, "rename"), {"title": "X", **WHEN}).status_code == 403
        assert client.get(url(b.issue("Hidden"), "rename")).status_code == 404


class TestRename:
    def test_shows_the_titles_and_records_the_change(self, desk):
        issue = known("Old title", title_ko="옛 제목")
        page = desk.get(url(issue, "rename")).content.decode()
        assert 'value="Old title"' in page
        assert 'value="옛 제목"' in page
        response = desk.post(url(issue, "rename"), {"title": "New title", **WHEN})
        assert response.url == url(issue, "change")
        issue.refresh_from_db()
        assert (issue.title, issue.title_ko) == ("New title", "")
        assert issue.renames.get().entered_by.groups.get().name == "Editor"
        assert "Old title" in screen(desk, issue)

    @pytest.mark.parametrize(
        ("fields", "error"),
        [
            ({"title": "Old title"}, "The issue had this title already."),
            ({"title": ""}, "This field is required."),
            ({"occurred_on": "2999-01-01"}, "This day is yet to come."),
            ({"occurred_on": "2023-01-01"}, "Readers did not know the issue yet on this day."),
            ({"source_url": "javascript:alert(1)"}, "Enter a valid URL."),
        ],
    )
    def test_what_cannot_be_is_said_beside_the_field_and_nothing_typed_is_lost(
        self, desk, fields, error
    ):
        issue = known("Old title")
        data = {"title": "New title", **WHEN, "text": "A long reason.", **fields}
        page = desk.post(url(issue, "rename"), data).content.decode()
        assert error in page
        assert "A long reason." in page
        assert not issue.renames.exists()

    def test_corrects_only_the_issues_own_renames(self, desk):
        issue, other = known("One"), known("Other")
        by = b.editor()
        mine = renaming.rename(issue, title="Wrong", occurred_on=DAY, text="So.", by=by)
        foreign = renaming.rename(other, title="Else", occurred_on=DAY, text="So.", by=by)
        data = {"title": "Right", **WHEN}
        desk.post(url(issue, "rename"), {**data, "corrects": foreign.pk})
        assert issue.renames.count() == 1
        desk.post(url(issue, "rename"), {**data, "corrects": mine.pk})
        issue.refresh_from_db()
        assert issue.title == "Right"
        assert issue.renames.latest("pk").corrects == mine


class TestMerge:
    def test_and_undoing_it(self, head):
        issue, other = known("One"), known("Other")
        response = head.post(url(issue, "merge"), {"into": other.pk, **WHEN})
        assert response.url == url(issue, "change")
        issue.refresh_from_db()
        assert (issue.status, issue.merged_into) == ("merged", other)
        merge = issue.status_changes.get()
        head.post(
            url(issue, "unmerge"),
            {"status": "active", **WHEN, "corrects": merge.pk, "text": "A slip."},
        )
        issue.refresh_from_db()
        assert (issue.status, issue.merged_into) == ("active", None)

    def test_the_other_is_found_by_a_search(self, head):
        issue, other = known("One"), known("Other")
        page = head.get(url(issue, "merge")).content.decode()
        assert "data-ajax--url" in page
        found = head.get(
            reverse("admin:autocomplete"),
            {
                "app_label": "issues",
                "model_name": "issue",
                "field_name": "merged_into",
                "term": "oth",
            },
        )
        assert [row["text"] for row in found.json()["results"]] == [str(other)]

    def test_what_cannot_be_is_said_beside_the_field_and_changes_nothing(self, head):
        issue, hidden = known("One"), b.issue("Hidden")
        page = head.post(
            url(issue, "merge"), {"into": hidden.pk, **WHEN, "text": "A long reason."}
        ).content.decode()
        assert "Readers do not know that issue yet." in page
        assert "A long reason." in page
        assert f'<option value="{hidden.pk}" selected>' in page
        known_one = known("One of these")
        page = head.post(url(known_one, "merge"), {"into": known_one.pk, **WHEN}).content.decode()
        assert "An issue is not merged into itself." in page
        other = known("Other")
        merging.merge(other, into=issue, occurred_on=DAY, text="So.", by=b.publisher())
        page = head.post(url(issue, "merge"), {"into": other.pk, **WHEN}).content.decode()
        assert "was itself merged" in page
        page = head.post(
            url(issue, "merge"), {"into": other.pk, **WHEN, "occurred_on": "2025-01-01"}
        ).content.decode()
        assert "in a circle" in page
        assert head.post(url(issue, "merge"), {"into": issue.pk, **WHEN}).status_code == 200
        assert StatusChange.objects.count() == 1


class TestSplit:
    FIELDS = {
        "status": "dormant",
        **WHEN,
        "parts-TOTAL_FORMS": 4,
        "parts-INITIAL_FORMS": 0,
    }

    def test_makes_the_new_issues(self, head):
        issue = known("Whole")
        parts = {"parts-0-title": "Half", "parts-2-title": "Rest", "parts-2-title_ko": "나머지"}
        response = head.post(url(issue, "split"), {**self.FIELDS, **parts})
        assert response.status_code == 302
        issue.refresh_from_db()
        assert issue.status == "dormant"
        made = Issue.objects.filter(split_from=issue).order_by("pk")
        assert [(row.title, row.title_ko) for row in made] == [("Half", ""), ("Rest", "나머지")]
        assert "Split from" in screen(head, made[0])

    def test_says_what_is_missing_and_keeps_what_was_typed(self, head):
        issue = known("Whole")
        page = head.post(
            url(issue, "split"), {**self.FIELDS, "parts-0-title": "Half"}
        ).content.decode()
        assert "Name two new issues at least." in page
        assert 'value="Half"' in page
        page = head.post(
            url(issue, "split"), {**self.FIELDS, "text": "", "parts-0-summary": "No title."}
        ).content.decode()
        assert page.count("This field is required.") == 2
        assert Issue.objects.count() == 1


class TestAddress:
    @pytest.mark.parametrize("make", [b.issue, b.actor, b.author, b.series])
    def test_of_what_readers_know_redirects(self, desk, make):
        entry = make("Old place", public_since=PUBLIC)
        response = desk.post(url(entry, "address"), {"slug": "new-place"})
        assert response.url == url(entry, "change")
        entry.refresh_from_db()
        assert entry.slug == "new-place"
        assert FormerSlug.objects.get().slug == "old-place"

    def test_that_is_taken_is_said_beside_the_field(self, desk):
        entry, other = known("One"), known("Other")
        for slug, error in (
            (other.slug, "leads, or led, to another entry"),
            ("compare", "is a word that addresses use"),
        ):
            page = desk.post(url(entry, "address"), {"slug": slug}).content.decode()
            assert error in page
            assert f'value="{slug}"' in page
        assert not FormerSlug.objects.exists()

    def test_of_a_piece_is_changed_from_its_editions_screen(self, desk):
        edition = b.published("Old piece", blocks=[b.passage()])
        address = reverse("admin:articles_article_address", args=[edition.article_id])
        here = reverse("admin:articles_edition_change", args=[edition.pk])
        assert address in desk.get(here).content.decode()
        desk.post(address, {"slug": "new-piece"})
        edition.article.refresh_from_db()
        assert edition.article.slug == "new-piece"
        assert desk.get("/articles/old-piece/").headers["Location"] == "/articles/new-piece/"

    def test_of_a_draft_is_edited_with_it(self, desk):
        edition = b.draft("Draft", blocks=[b.passage()])
        address = reverse("admin:articles_article_address", args=[edition.article_id])
        here = reverse("admin:articles_edition_change", args=[edition.pk])
        assert address not in desk.get(here).content.decode()
        desk.post(address, {"slug": "new-piece"})
        edition.article.refresh_from_db()
        assert edition.article.slug == "draft"

    def test_of_a_piece_is_not_an_authors(self, client):
        person = b.author_user()
        edition = b.published("Piece", by=person, blocks=[b.passage()])
        client.force_login(person)
        address = reverse("admin:articles_article_address", args=[edition.article_id])
        assert client.post(address, {"slug": "new-piece"}).status_code == 403


class TestDuplicates:
    @pytest.mark.parametrize("make", [b.actor, b.author, b.trait])
    def test_are_merged_and_parted(self, head, make):
        of = {"of": b.actor()} if make is b.trait else {}
        entry, other = make("Twice", **of), make("Once", **of)
        assert url(entry, "merge") in screen(head, entry)
        head.post(url(entry, "merge"), {"into": other.pk})
        entry.refresh_from_db()
        assert entry.merged_into == other
        page = screen(head, entry)
        assert url(entry, "part") in page
        assert f'"{url(entry, "merge")}"' not in page
        assert head.get(url(entry, "part")).status_code == 200
        head.post(url(entry, "part"))
        entry.refresh_from_db()
        assert entry.merged_into is None

    def test_what_cannot_be_is_said_beside_the_field(self, head):
        trait, other = b.trait(), b.trait()
        page = head.post(url(trait, "merge"), {"into": other.pk}).content.decode()
        assert "That is a trait of another actor." in page


@pytest.mark.parametrize("count", [1, 3])
def test_a_form_takes_as_many_queries_for_one_event_as_for_three(
    head, count, django_assert_num_queries
):
    issue = known("One")
    for n in range(count):
        renaming.rename(issue, title=f"Title {n}", occurred_on=DAY, text="So.", by=b.editor())
    head.get(url(issue, "rename"))
    with django_assert_num_queries(7):
        head.get(url(issue, "rename"))
