"""The address by which a list wants to be known: its own, with what of the query means something."""

import re

import pytest

from issues import renaming
from sejong_cms import pages
from tests import builders as b

pytestmark = pytest.mark.django_db

_CANONICAL = re.compile(r'<link rel="canonical" href="http://testserver([^"]*)">')
_NOINDEX = '<meta name="robots" content="noindex">'


@pytest.fixture
def kim(monkeypatch):
    paginated = pages.paginated

    def short(request, rows, per_page=1):
        return paginated(request, rows, 1)

    for module in ("articles.views", "issues.actors"):
        monkeypatch.setattr(f"{module}.paginated", short)
    author, other = b.author("Kim"), b.author("Lee")
    for number in range(2):
        first = b.published(
            f"Piece {number}",
            series=b.series("Papers") if number == 0 else None,
            authors=[author, other],
            blocks=[b.trait_block(b.trait(of=b.actor(f"Actor {number}")))],
        )
        b.next_edition(first)
    return author


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/", "/"),
        ("/?utm_source=mail", "/"),
        ("/articles/", "/articles/"),
        ("/articles/?utm_source=mail&page=1", "/articles/"),
        ("/articles/?page=2&utm_source=mail", "/articles/?page=2"),
        ("/articles/?series=&year=&language=", "/articles/"),
        (
            "/articles/?page=2&language=en&year=&author=kim&x=1",
            "/articles/?author=kim&amp;language=en&amp;page=2",
        ),
        ("/authors/", "/authors/"),
        ("/authors/?page=2", "/authors/?page=2"),
        ("/authors/kim/?x=1", "/authors/kim/"),
        ("/authors/kim/?page=2", "/authors/kim/?page=2"),
        ("/series/papers/?x=1", "/series/papers/"),
        ("/corrections/?page=2", "/corrections/?page=2"),
        ("/actors/?page=2", "/actors/?page=2"),
        ("/articles/piece-0/editions/?x=1", "/articles/piece-0/editions/"),
        ("/follow/?author=kim", "/follow/"),
    ],
)
def test_a_list_names_its_own_address(reader, kim, asked, found):
    assert _CANONICAL.findall(reader.words(asked)) == [found]


def test_a_former_slug_in_a_query_leads_to_the_present_one(reader, kim):
    renaming.change_slug(kim, slug="kim-minjung", by=None)
    [found] = _CANONICAL.findall(reader.words("/articles/?author=kim"))
    assert found == "/articles/?author=kim-minjung"


@pytest.mark.parametrize(
    ("path", "listed"),
    [
        ("/articles/", True),
        ("/articles/?page=2", True),
        ("/articles/?series=&year=", True),
        ("/articles/?author=kim", False),
        ("/articles/?language=en&page=2", False),
        ("/search/", False),
        ("/search/?q=piece", False),
        ("/actors/?as_of=2026-01-01", False),
        ("/issues/?sort=title", False),
    ],
)
def test_narrowed_lists_and_searches_are_no_places_of_their_own(reader, kim, path, listed):
    assert (_NOINDEX not in reader.words(path)) == listed
