"""What texts of the register are made of, whatever brought them."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError

from issues.models import Actor, Development, Issue, IssueAlias
from issues.plain import plain, says_nothing
from tests import builders as b

COMPOSED = "서울 café"
DECOMPOSED = unicodedata.normalize("NFD", COMPOSED)


def test_letters_are_put_together_and_lines_end_alike():
    assert plain(f"{DECOMPOSED}\r\n{DECOMPOSED}\r") == f"{COMPOSED}\n{COMPOSED}\n"


@pytest.mark.parametrize("character", "\0\x02\x1f\u202e\u2066\ufffe\ud800")
def test_what_no_reader_should_meet_is_taken_out(character):
    assert plain(f"a{character}b") == "ab"


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "\u00ad\ufeff", "\u202e", "\u3000"])
def test_a_text_may_be_long_and_say_nothing(text):
    assert says_nothing(text)
    assert not says_nothing(f"{text}a")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (Actor(slug="a"), "name"),
        (Issue(slug="a"), "title"),
        (IssueAlias(), "name"),
        (Development(), "text"),
    ],
)
def test_an_entry_is_checked_as_it_will_be_stored(row, column):
    setattr(row, column, f"{DECOMPOSED}\u202e")
    others = {field.name for field in row._meta.fields} - {column}
    row.clean_fields(exclude=others)
    assert getattr(row, column) == COMPOSED

    setattr(row, column, "\u202e")
    with pytest.raises(ValidationError, match="blank"):
        row.clean_fields(exclude=others)


@pytest.mark.django_db
def test_so_it_is_at_the_desk(client):
    client.force_login(b.publisher(is_superuser=True))
    page = "/admin/issues/actor/add/"
    names = {"name": f"{DECOMPOSED}\u202e", "name_ko": "", "slug": "seoul", "kind": "government"}
    management = {
        f"aliases-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")
    }
    client.post(page, names | management | {"summary": "\u2066"})
    actor = Actor.objects.get()
    assert (actor.name, actor.summary) == (COMPOSED, "")
