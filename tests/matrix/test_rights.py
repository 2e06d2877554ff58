"""Rights that end, rights that nobody gives themselves, and ways round the guards."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from articles import drafting, workflow
from articles.enums import EditionState as S
from articles.models import Edition, Snapshot
from tests import builders as b
from tests.articles.admin.screen import Screen, fields_of, url_of, verb_url

from .asking import quiet, undone

__all__ = ["quiet"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]


class TestRightsThatEnd:
    """In a session that goes on: the next request is refused already."""

    @pytest.fixture
    def edition(self):
        return b.approved("Ferry lines", blocks=[b.passage()])

    @pytest.fixture
    def person(self, client):
        person = b.publisher()
        client.force_login(person)
        return person

    def publish(self, client, edition):
        client.post(verb_url(edition, "publish"), {"version": edition.version})
        edition.refresh_from_db()
        return edition.state

    def test_a_role(self, client, edition, person):
        assert client.get(url_of(edition)).status_code == 200
        person.groups.set([Group.objects.get(name="Author")])
        assert self.publish(client, edition) == S.APPROVED
        assert client.get(url_of(edition)).status_code == 404

    def test_an_account(self, client, edition, person):
        person.is_active = False
        person.save()
        assert self.publish(client, edition) == S.APPROVED
        assert client.get(url_of(edition)).status_code == 302

    def test_the_desk(self, client, edition, person):
        person.is_staff = False
        person.save()
        assert self.publish(client, edition) == S.APPROVED
        assert client.get(url_of(edition)).status_code == 302

    def test_a_permission_of_the_role(self, client, edition, person):
        release = Permission.objects.get(codename="release_edition")
        Group.objects.get(name="Publisher").permissions.remove(release)
        assert self.publish(client, edition) == S.APPROVED

    def test_an_invitation(self, client):
        author, edition = b.author_user(), b.draft(blocks=[b.passage()])
        edition.invited.add(author)
        screen = Screen(client, author, edition)
        edition.invited.remove(author)
        assert screen.send(title="Still mine").status_code == 404
        edition.refresh_from_db()
        assert edition.title != "Still mine"

    def test_another_password_ends_the_sessions_that_were_open(self, client, edition, person):
        person.set_password("another long password")
        person.save()
        assert self.publish(client, edition) == S.APPROVED


class TestNobodyRaisesThemselves:
    @pytest.mark.parametrize("role", ["Author", "Editor", "Publisher"])
    def test_by_the_screens_of_accounts_and_groups(self, client, role):
        person = b.user(role)
        client.force_login(person)
        raised = {"is_superuser": "on", "groups": [g.pk for g in Group.objects.all()]}
        group = Group.objects.get(name=role)
        for url, data in (
            (reverse("admin:auth_user_change", args=[person.pk]), raised),
            (reverse("admin:auth_user_add"), raised | {"username": "root2"}),
            (reverse("admin:auth_user_password_change", args=[b.publisher().pk]), {}),
            (reverse("admin:auth_group_change", args=[group.pk]), {"name": role}),
        ):
            with undone() as tables:
                assert client.post(url, data).status_code == 403
            assert tables == set()

    def test_who_may_change_accounts_but_is_no_superuser_changes_none(self, client):
        person = b.editor()
        person.user_permissions.add(
            *Permission.objects.filter(content_type__app_label="auth", content_type__model="user")
        )
        client.force_login(person)
        data = {"username": person.username, "is_active": "on", "is_staff": "on"}
        data |= {"is_superuser": "on", "date_joined_0": "2026-01-01", "date_joined_1": "00:00:00"}
        url = reverse("admin:auth_user_change", args=[person.pk])
        assert client.get(url).status_code == 200
        with undone() as tables:
            assert client.post(url, data).status_code == 403
        assert tables == set()

    @pytest.mark.parametrize("may", ["view", "change", "everything"])
    def test_no_page_shows_anything_of_a_password(self, client, may):
        person, reader = b.editor(), b.user("Publisher", is_superuser=may == "everything")
        if may != "everything":
            reader.user_permissions.add(Permission.objects.get(codename=f"{may}_user"))
        client.force_login(reader)
        method, _salt, digest = person.password.split("$")
        for url in (
            reverse("admin:auth_user_change", args=[person.pk]),
            reverse("admin:auth_user_changelist"),
            reverse("admin:auth_user_history", args=[person.pk]),
        ):
            answer = client.get(url)
            assert answer.status_code == 200
            text = answer.content.decode()
            assert not re.search(rf"{method}|pbkdf2|argon2|bcrypt|scrypt|{digest[:6]}", text)


def twisted(url):
    """The same address, as somebody writes it who looks for a way past the guard."""
    digits = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    head, tail = url.rstrip("/").rsplit("/", 1)
    return [
        url.replace("/admin/", "//admin/"),
        url.replace("/admin/", "/admin//"),
        url.replace("/admin/", "/admin/./"),
        url.replace("/admin/", "/x/%2e%2e/admin/"),
        url.replace("/admin/", "/%61dmin/"),
        url.replace("/admin/", "/ADMIN/"),
        f"{head}%2F{tail}/",
        f"{head}/{tail}",
        f"{url}/",
        f"{url}.json",
        f"{url.rstrip('/')}.json",
        f"{url.rstrip('/')};x=1/",
        f"{url.rstrip('/')}%20/",
        f"{url.rstrip('/')}./",
        url.translate(digits),
        url.upper(),
    ]


@pytest.mark.parametrize("role", [None, "Author"])
def test_no_spelling_of_an_address_goes_past_the_guard(client, role):
    edition = b.draft("Zq title", blocks=[b.passage("Zq words.")])
    issue = b.issue("Zq issue")
    if role:
        client.force_login(b.user(role))
    urls = [
        url_of(edition),
        reverse("admin:articles_edition_history", args=[edition.pk]),
        verb_url(edition, "submit"),
        reverse("admin:issues_issue_change", args=[issue.pk]),
        edition.article.get_absolute_url(),
        issue.get_absolute_url(),
    ]
    for url in urls:
        for spelling in (url, *twisted(url)):
            for method in ("get", "post"):
                with undone() as tables:
                    answer = getattr(client, method)(spelling, follow=False)
                assert answer.status_code in (301, 302, 400, 403, 404, 405), spelling
                assert tables == set(), spelling
                if answer.status_code in (301, 302):
                    # To the log-in, to the same address spelled rightly, or to the front page.
                    assert "zq" not in answer.url.replace(url.rstrip("/"), "").lower(), spelling
                assert b"Zq" not in answer.content, spelling


def lookups(model, depth=2, path=()):
    """Every text or key that a filter could reach from `model` through one or two relations."""
    for field in model._meta.get_fields():
        if field.is_relation:
            other = field.related_model
            if depth and other and other is not model and not field.name.endswith("+"):
                yield from lookups(other, depth - 1, (*path, field.name))
        elif path and field.get_internal_type() in ("CharField", "TextField", "EmailField"):
            yield "__".join((*path, field.name))


def test_no_list_can_be_filtered_by_what_it_does_not_show(client):
    """What a filter by a hidden row's text would find, it tells: letter by letter."""
    author = b.author_user()
    client.force_login(author)
    b.draft("Mine", by=author, blocks=[b.passage()])
    b.draft("Zq title", by=b.editor(), blocks=[b.passage()])
    open_to_all = {"merged_into__name", "theme__name"}
    tried, answered = 0, []
    for model, screen in admin.site._registry.items():
        url = reverse(f"admin:{screen.opts.app_label}_{screen.opts.model_name}_changelist")
        if client.get(url).status_code != 200:
            continue
        for path in sorted(set(lookups(model)) - open_to_all):
            tried += 1
            if client.get(url, {f"{path}__startswith": "Z"}).status_code == 200:
                answered.append(f"{url}?{path}")
        # Nor ordered by it.
        for order in ("99", "-99", "editions__title", "x"):
            assert client.get(url, {"o": order}).status_code in (200, 302)
    assert tried > 100
    assert answered == []


def test_what_a_save_brings_beside_its_fields_is_never_stored(client):
    """Every column of the edition, of its article and of a person that the form does not have."""
    author = b.author_user()
    edition = b.draft("Mine", by=author, blocks=[b.passage()])
    other = b.draft("Zq title", by=b.editor(), blocks=[b.passage()])
    screen = Screen(client, author, edition)
    named = {field.name for field in Edition._meta.concrete_fields}
    named |= {field.attname for field in Edition._meta.concrete_fields}
    named |= {"pk", "owner", "is_staff", "is_superuser", "groups", "created", "uid", "_clone"}
    forged = {
        name: "published" if name == "state" else str(other.pk)
        for name in named - {name.partition("-")[0] for name in screen.data}
    }
    before = Edition.objects.filter(pk=edition.pk).values().get()
    screen.save(title="Mine again", **forged)
    after = Edition.objects.filter(pk=edition.pk).values().get()
    moved = {name for name in after if after[name] != before[name]}
    assert moved == {"title", "version", "saved_at"}
    author.refresh_from_db()
    assert (author.is_staff, author.is_superuser) == (True, False)


def test_nothing_is_made_from_a_piece_that_one_may_not_open(client):
    author, live = b.author_user(), b.published("Zq title", blocks=[b.passage()])
    client.force_login(author)
    count = Edition.objects.count()
    form = {"change_kind": "minor", "change_note": "Layout."}
    assert client.post(verb_url(live, "new_edition"), form).status_code == 404
    draft = b.draft("Zq other", blocks=[b.passage()])
    mine = b.draft("Mine", by=author, blocks=[b.passage()])
    screen = Screen(client, author, mine)
    refused = screen.send(original=draft.article_id)
    assert refused.status_code == 200
    assert b"Zq other" not in refused.content
    mine.article.refresh_from_db()
    assert (mine.article.original, Edition.objects.count()) == (None, count + 2)


def test_an_anonymous_form_of_the_screen_is_worth_nothing():
    """Fields that an editor was shown, sent by somebody who is not logged in."""
    editor, edition = b.editor(), b.draft("Ferry lines", blocks=[b.passage()])
    browser = Client()
    browser.force_login(editor)
    data = fields_of(browser.get(url_of(edition)))
    answer = Client().post(url_of(edition), data | {"title": "Forged"})
    assert answer.status_code == 302
    edition.refresh_from_db()
    assert edition.title == "Ferry lines"


def test_no_save_keeps_a_secret():
    author = b.author_user()
    edition = b.draft("Mine", by=author, blocks=[b.passage()])
    workflow.submit(edition, by=author)
    with drafting.saving(edition, version=edition.version + 1, by=author) as save:
        save.edition.title = "Mine again"
    rows = "\n".join(str(row) for row in Snapshot.objects.values_list())
    assert "Mine again" in rows
    for secret in (author.password, author.email, "sessionid", "csrf"):
        assert secret not in rows
