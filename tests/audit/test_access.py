"""Accounts in the audit: logging in and out, passwords, rights; whichever way they change."""

import io

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from sejong_cms.models import AuditEntry
from tests import builders as b

from .told import Told

pytestmark = pytest.mark.django_db

LOGIN = reverse("admin:login")
PASSWORD = "a long password"


def permission(name):
    app, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


class TestLoggingIn:
    def test_in_and_out(self, client):
        person = b.editor()
        told = Told()
        client.post(LOGIN, {"username": person.username, "password": PASSWORD})
        client.post(reverse("admin:logout"))
        thing = (person.username, "user", str(person.pk))
        assert [(e.name, e.kind, e.key) for e in told.entries()] == [thing, thing]
        assert told.actions() == ["logged_in", "logged_out"]
        assert {e.address for e in told.entries()} == {"127.0.0.1"}

    def test_a_wrong_password_is_recorded_with_the_name_that_was_typed(self, client):
        told = Told()
        client.post(LOGIN, {"username": "nobody here", "password": "zq-secret-typed"})
        [entry] = told.entries()
        assert (entry.action, entry.name, entry.person) == ("login_failed", "nobody here", None)

    @pytest.mark.parametrize("who", [{"is_active": False}, {"is_staff": False}])
    def test_so_is_the_right_one_of_a_person_who_may_not_log_in_here(self, client, who):
        person = b.editor(**who)
        told = Told()
        client.post(LOGIN, {"username": person.username, "password": PASSWORD})
        assert [(e.action, e.name) for e in told.entries()] == [("login_failed", person.username)]

    def test_a_log_out_of_nobody_is_none(self, client):
        told = Told()
        client.post(reverse("admin:logout"))
        assert told.acts() == []


class TestPasswords:
    def test_ones_own_in_the_admin(self, client):
        person = b.editor()
        client.force_login(person)
        told = Told()
        new = {"new_password1": "river ferry lamp 7", "new_password2": "river ferry lamp 7"}
        answer = client.post(reverse("admin:password_change"), {"old_password": PASSWORD, **new})
        assert answer.status_code == 302
        assert [(e.action, e.person) for e in told.entries()] == [("password_changed", person)]

    def test_anothers_by_a_superuser(self, client):
        person, root = b.editor(), b.user("Publisher", is_superuser=True)
        client.force_login(root)
        told = Told()
        client.post(
            reverse("admin:auth_user_password_change", args=[person.pk]),
            {"password1": "river ferry lamp 7", "password2": "river ferry lamp 7"},
        )
        assert told.acts() == [(root.username, "password_changed", "user", str(person.pk), "", "")]

    def test_by_the_link_of_a_mail_it_is_the_persons_own(self, client):
        person = b.editor()
        client.post(reverse("admin_password_reset"), {"email": person.email})
        link = next(word for word in mail.outbox[0].body.split() if "/admin/reset/" in word)
        form = client.get(link, follow=True)
        told = Told()
        client.post(
            form.redirect_chain[-1][0],
            {"new_password1": "river ferry lamp 7", "new_password2": "river ferry lamp 7"},
        )
        assert [(e.action, e.person) for e in told.entries()] == [("password_changed", person)]

    def test_from_a_shell_it_is_the_systems(self):
        person = b.editor()
        told = Told()
        person.set_password("river ferry lamp 7")
        person.save()
        person.save()
        assert told.acts() == [("the system", "password_changed", "user", str(person.pk), "", "")]

    def test_one_that_is_only_hashed_anew_is_no_change(self, client, settings):
        person = b.editor()
        settings.PASSWORD_HASHERS = [
            "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",
            *settings.PASSWORD_HASHERS,
        ]
        told = Told()
        client.post(LOGIN, {"username": person.username, "password": PASSWORD})
        person.refresh_from_db()
        assert person.password.startswith("pbkdf2_sha1$")
        assert told.actions() == ["logged_in"]


class TestRights:
    def test_an_account_is_made(self):
        told = Told()
        call_command(
            "createsuperuser",
            "--noinput",
            username="root",
            email="r@desk.example",
            stdout=io.StringIO(),
        )
        person = get_user_model().objects.get(username="root")
        assert told.acts() == [
            ("the system", "account_made", "user", str(person.pk), "", "active, staff, superuser")
        ]

    @pytest.mark.parametrize(
        ("field", "before", "after"),
        [
            ("is_superuser", "active, staff", "active, staff, superuser"),
            ("is_active", "active, staff", "staff"),
            ("is_staff", "active, staff", "active"),
        ],
    )
    def test_a_flag(self, field, before, after):
        person = b.editor()
        told = Told()
        setattr(person, field, not getattr(person, field))
        person.save(update_fields=[field])
        person.save()
        assert told.acts() == [
            ("the system", "rights_changed", "user", str(person.pk), before, after)
        ]

    def test_groups_from_either_side(self):
        person, told = b.author_user(), Told()
        editors = Group.objects.get(name="Editor")
        person.groups.add(editors)
        person.groups.add(editors)
        editors.user_set.remove(person)
        person.groups.set([editors])
        person.groups.clear()
        person.groups.clear()
        assert [(e.before, e.after) for e in told.entries()] == [
            ("Author", "Author, Editor"),
            ("Author, Editor", "Author"),
            ("Author", ""),
            ("", "Editor"),
            ("Editor", ""),
        ]
        assert {(e.action, e.kind, e.key) for e in told.entries()} == {
            ("rights_changed", "user", str(person.pk))
        }

    def test_all_people_of_a_group_that_is_emptied(self):
        people, told = [b.author_user(), b.author_user()], Told()
        Group.objects.get(name="Author").user_set.clear()
        assert {(e.key, e.before, e.after) for e in told.entries()} == {
            (str(person.pk), "Author", "") for person in people
        }

    def test_permissions_of_a_person_and_of_a_group(self):
        person, group = b.author_user(), Group.objects.create(name="Guests")
        release = permission("articles.release_edition")
        told = Told()
        person.user_permissions.add(release)
        group.permissions.add(release)
        release.group_set.remove(group)
        assert [(e.kind, e.key, e.before, e.after) for e in told.entries()] == [
            ("user", str(person.pk), "", "articles.release_edition"),
            ("group", str(group.pk), "", "articles.release_edition"),
            ("group", str(group.pk), "articles.release_edition", ""),
        ]

    def test_a_group_that_is_deleted_names_whom_it_takes_rights_from(self):
        person = b.author_user()
        told = Told()
        Group.objects.get(name="Author").delete()
        [entry] = told.entries()
        assert (entry.action, entry.kind, entry.subject) == ("deleted", "group", "Author")
        assert entry.detail == {"people": [person.username]}
        assert "articles.write_edition" in entry.before

    def test_another_mail_address_is_recorded_without_it(self):
        """Whoever has the mailbox can set the password."""
        person = b.editor()
        told = Told()
        person.email = "other@desk.example"
        person.save()
        [entry] = told.entries()
        assert (entry.action, entry.detail) == ("account_changed", {"changed": ["email"]})

    def test_what_says_nothing_of_rights_is_not_recorded(self):
        person = b.editor()
        told = Told()
        person.first_name = "Ana"
        person.save()
        assert told.acts() == []

    def test_in_the_admin_it_is_known_who_gave_them(self, client):
        person, root = b.author_user(), b.user("Publisher", is_superuser=True)
        client.force_login(root)
        told = Told()
        joined = person.date_joined
        answer = client.post(
            reverse("admin:auth_user_change", args=[person.pk]),
            {
                "username": person.username,
                "email": person.email,
                "is_active": "on",
                "is_staff": "on",
                "groups": [Group.objects.get(name="Publisher").pk],
                "date_joined_0": joined.strftime("%Y-%m-%d"),
                "date_joined_1": joined.strftime("%H:%M:%S"),
            },
        )
        assert answer.status_code == 302
        assert [(e.name, e.before, e.after) for e in told.entries()] == [
            (root.username, "Author", ""),
            (root.username, "", "Publisher"),
        ]

    def test_what_migrating_gives_a_group_is_recorded(self):
        Group.objects.get(name="Publisher").permissions.remove(permission("issues.merge_register"))
        told = Told()
        call_command("migrate", verbosity=0)
        [entry] = told.entries()
        assert (entry.kind, entry.subject, entry.name) == ("group", "Publisher", "the system")
        assert set(entry.after.split(", ")) - set(entry.before.split(", ")) == {
            "issues.merge_register"
        }


def test_no_secret_is_in_any_entry(client):
    person = b.editor()
    client.post(LOGIN, {"username": person.username, "password": "zq-wrong-7"})
    client.post(LOGIN, {"username": person.username, "password": PASSWORD})
    key = client.session.session_key
    new = {"new_password1": "zq river ferry 7", "new_password2": "zq river ferry 7"}
    client.post(reverse("admin:password_change"), {"old_password": PASSWORD, **new})
    person.refresh_from_db()
    rows = "\n".join(str(row) for row in AuditEntry.objects.values_list())
    assert "password_changed" in rows
    for secret in ("zq-wrong-7", PASSWORD, "zq river ferry 7", key, person.password):
        assert secret not in rows
