import re

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command

from tests import builders as b

pytestmark = pytest.mark.django_db


@pytest.fixture
def development(settings):
    settings.DEBUG = True


def create(capsys):
    call_command("create_demonstration_users")
    return capsys.readouterr().out


def test_each_role_gets_an_account_that_can_log_in(development, capsys):
    lines = create(capsys).splitlines()

    accounts = [
        re.fullmatch(
            r"Log in at http://testserver/admin/ as (\S+) with password (\S+)", line
        ).groups()
        for line in lines
    ]
    assert [name for name, _ in accounts] == ["author", "editor", "publisher"]
    for name, password in accounts:
        person = authenticate(username=name, password=password)
        assert person.is_staff
        assert not person.is_superuser
        assert [group.name for group in person.groups.all()] == [name.capitalize()]


def test_the_author_may_write_in_drafts_that_nobody_started(development, capsys):
    writer = b.author_user()
    orphan, own = b.draft("Nobody's"), b.draft("Somebody's", by=writer)
    writer.set_unusable_password()
    writer.save()
    create(capsys)

    author = get_user_model().objects.get(username="author")
    assert list(orphan.invited.all()) == [author]
    assert list(own.invited.all()) == []


def test_only_where_nobody_can_log_in(development, capsys):
    create(capsys)

    assert create(capsys) == ""
    assert get_user_model().objects.count() == 3


def test_people_who_cannot_log_in_do_not_count(development, capsys):
    get_user_model().objects.create_user("author")

    assert len(create(capsys).splitlines()) == 3
    assert get_user_model().objects.filter(username__startswith="author").count() == 2


def test_never_outside_development(capsys):
    with pytest.raises(CommandError, match="DEBUG=1"):
        call_command("create_demonstration_users")

    assert not get_user_model().objects.exists()
