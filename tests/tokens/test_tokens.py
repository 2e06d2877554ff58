"""Tokens by which programs act as a person: made, used, revoked."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from sejong_cms import tokens
from sejong_cms.models import AccessToken, AuditEntry
from tests import builders as b

pytestmark = pytest.mark.django_db


def made(person, **options):
    options = {"name": "script", "scopes": ["read"], "by": person} | options
    return tokens.make(person, **options)


class TestMaking:
    def test_only_a_hash_is_kept(self):
        token, secret = made(b.editor())
        values = AccessToken.objects.values_list().get()
        assert secret not in str(values)
        assert tokens.opened(secret) == token

    def test_no_two_are_alike(self):
        person = b.editor()
        assert made(person)[1] != made(person)[1]

    @pytest.mark.parametrize(
        ("options", "field"),
        [
            ({"name": " "}, "name"),
            ({"scopes": []}, "scopes"),
            ({"scopes": ["read", "everything"]}, "scopes"),
            ({"days": 0}, "days"),
            ({"days": 367}, "days"),
        ],
    )
    def test_what_cannot_be_is_refused(self, options, field):
        with pytest.raises(tokens.Refused) as refusal:
            made(b.editor(), **options)
        assert refusal.value.field == field
        assert not AccessToken.objects.exists()

    def test_a_token_is_its_persons_own_to_make_and_to_revoke(self):
        person = b.editor()
        token, secret = made(person)
        for other in (b.publisher(), b.user(is_staff=True)):
            with pytest.raises(tokens.Refused):
                made(person, by=other)
            with pytest.raises(tokens.Refused):
                tokens.revoke(token, by=other)
        assert tokens.opened(secret)
        root = b.user(is_staff=True, is_superuser=True)
        tokens.revoke(made(person, by=root)[0], by=root)

    def test_who_may_not_log_in_to_the_desk_gets_none(self):
        for person in (b.user(), b.editor(is_active=False)):
            with pytest.raises(tokens.Refused):
                made(person, by=None)

    def test_is_in_the_audit_without_the_token(self):
        person = b.editor()
        token, secret = made(person, scopes=["write", "read"])
        tokens.revoke(token, by=person)
        tokens.revoke(token, by=person)
        entries = AuditEntry.objects.filter(kind="accesstoken").order_by("id")
        assert [(e.action, e.person, e.subject) for e in entries] == [
            ("make_token", person, "script"),
            ("revoke_token", person, "script"),
        ]
        assert entries[0].detail["scopes"] == ["read", "write"]
        assert secret not in str(AuditEntry.objects.values_list())


class TestOpening:
    def test_ends_on_its_day(self):
        person = b.editor()
        now = timezone.now()
        token, secret = made(person, days=2, at=now)
        almost = now + dt.timedelta(days=2, seconds=-1)
        assert tokens.opened(secret, at=almost) == token
        assert tokens.opened(secret, at=almost + dt.timedelta(seconds=1)) is None

    def test_a_revoked_one_opens_nothing_at_once(self):
        token, secret = made(b.editor())
        tokens.revoke(token, by=token.person)
        assert tokens.opened(secret) is None

    @pytest.mark.parametrize("name", ["is_active", "is_staff"])
    def test_nor_does_one_of_a_person_who_may_not_log_in_any_more(self, name):
        person = b.editor()
        _token, secret = made(person)
        setattr(person, name, False)
        person.save()
        assert tokens.opened(secret) is None

    @pytest.mark.parametrize(
        "change", [lambda s: "", lambda s: s[:-1], lambda s: s + "a", str.upper]
    )
    def test_nothing_else_opens(self, change):
        _token, secret = made(b.editor())
        assert tokens.opened(change(secret)) is None

    def test_its_last_use_is_noted_once_a_minute(self, django_assert_num_queries):
        now = timezone.now()
        token, secret = made(b.editor(), at=now)
        with django_assert_num_queries(2):
            tokens.opened(secret, at=now)
        with django_assert_num_queries(1):
            tokens.opened(secret, at=now + dt.timedelta(seconds=59))
        token.refresh_from_db()
        assert token.last_used_at == now
        tokens.opened(secret, at=now + dt.timedelta(seconds=61))
        token.refresh_from_db()
        assert token.last_used_at == now + dt.timedelta(seconds=61)


class TestCommand:
    def test_prints_a_token_that_works_as_the_last_word(self):
        person = b.editor()
        out = io.StringIO()
        call_command("make_token", person.username, scope=["all"], days=3, stdout=out)
        secret = out.getvalue().split()[-1]
        token = tokens.opened(secret)
        assert (token.person, sorted(token.scopes)) == (person, sorted(tokens.Scope.values))
        assert token.expires_at - token.created_at == dt.timedelta(days=3)
        assert token.created_by is None

    @pytest.mark.parametrize("options", [{"scope": ["read"], "days": 0}, {"scope": ["read"]}])
    def test_says_what_is_wrong(self, options):
        name = b.editor().username if "days" in options else "nobody"
        with pytest.raises(CommandError):
            call_command("make_token", name, **options)
        assert not AccessToken.objects.exists()


class TestDesk:
    def test_a_token_is_made_shown_once_and_revoked(self, client):
        person = b.editor()
        client.force_login(person)
        form = {"name": "Nightly copy", "scopes": ["read", "write"], "days": "30"}
        response = client.post("/admin/tokens/", form)
        token = AccessToken.objects.get()
        secret = response.context["secret"]
        assert tokens.opened(secret) == token
        assert secret in response.content.decode()
        assert "no-store" in response["Cache-Control"]
        page = client.get("/admin/tokens/").content.decode()
        assert "Nightly copy" in page
        assert secret not in page
        client.post("/admin/tokens/", {"do": "revoke", "token": token.pk})
        assert tokens.opened(secret) is None

    def test_shows_and_revokes_nobody_elses(self, client):
        token, secret = made(b.publisher(), name="Of another")
        client.force_login(b.editor())
        assert "Of another" not in client.get("/admin/tokens/").content.decode()
        response = client.post("/admin/tokens/", {"do": "revoke", "token": token.pk})
        assert response.status_code == 404
        assert tokens.opened(secret)

    @pytest.mark.parametrize("key", ["", "²", "9" * 30, "9" * 5000])
    def test_what_is_no_key_revokes_nothing(self, client, key):
        client.force_login(b.editor())
        response = client.post("/admin/tokens/", {"do": "revoke", "token": key})
        assert response.status_code == 404

    @pytest.mark.parametrize("wrong", [{"scopes": ["root"]}, {"days": "1000"}, {"name": ""}])
    def test_a_wrong_form_says_so_and_makes_none(self, client, wrong):
        client.force_login(b.editor())
        form = {"name": "A", "scopes": ["read"], "days": "30"} | wrong
        response = client.post("/admin/tokens/", form)
        assert response.status_code == 200
        assert response.context["form"].errors
        assert not AccessToken.objects.exists()
