"""A new site has the three groups; each role holds what the one before it holds."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from articles.roles import AUTHOR, EDITOR, PUBLISHER
from tests import builders as b

pytestmark = pytest.mark.django_db


def held(name):
    return set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))


def test_groups_are_there_and_cumulative():
    assert held(AUTHOR) < held(EDITOR) < held(PUBLISHER)


def test_no_role_administers_people_or_deletes_editions():
    for codename in held(PUBLISHER):
        assert not codename.endswith(("_user", "_group", "_permission", "delete_article"))
    assert "delete_edition" not in held(PUBLISHER)


def test_migrating_again_gives_back_what_is_missing_and_takes_nothing_away():
    group = Group.objects.get(name=EDITOR)
    extra = Permission.objects.get(codename="view_user")
    group.permissions.set([extra])
    call_command("migrate", verbosity=0)
    assert "review_edition" in held(EDITOR)
    assert "view_user" in held(EDITOR)


def test_an_author_may_not_write_the_register():
    assert not b.author_user().has_perm("issues.edit_register")
    assert b.editor().has_perm("issues.edit_register")
