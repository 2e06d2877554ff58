"""Actors, traits and authors that were entered twice: one answers for both, both keep their page."""

import pytest

from issues import merging
from tests import builders as b


@pytest.fixture
def pieces(db):
    """Two pieces by, and on, what turns out to be the same; and one on something else."""
    made = {}
    for name in ("Kept", "Double", "Other"):
        author, actor = b.author(f"{name} author"), b.actor(f"{name} actor")
        trait = b.trait(f"{name} trait", of=actor)
        blocks = [
            b.assessment(),
            b.trait_block(trait),
            b.advice(f"{name} advice.", to=actor),
        ]
        b.published(f"{name} piece", authors=[author], blocks=blocks)
        made[name] = {"author": author, "actor": actor, "trait": trait}
    for kind in ("actor", "trait", "author"):
        row, other = made["Double"][kind], made["Kept"][kind]
        row.refresh_from_db()
        other.refresh_from_db()
        merging.merge_duplicates(row, into=other, by=b.publisher())
    return made


def test_the_pages_of_both_answer_and_one_names_the_other(reader, pieces):
    page = reader.words("/authors/double-author/")
    assert '<a href="/authors/kept-author/">Kept author</a>' in page
    assert "Double piece" in page
    assert "Kept piece" not in page

    page = reader.words("/authors/kept-author/")
    assert "entered twice" not in page
    assert "Double piece" in page
    assert "Kept piece" in page
    assert "Other piece" not in page


@pytest.mark.parametrize("kind", ["author", "actor"])
def test_the_list_names_the_one_that_answers(reader, pieces, kind):
    page = reader.words(f"/{kind}s/")
    assert f"Kept {kind}" in page
    assert f"Other {kind}" in page
    assert f"Double {kind}" not in page


@pytest.mark.parametrize("kind", ["author", "actor"])
def test_filters_by_either_find_what_it_stands_for(reader, pieces, kind):
    for name, found in (
        ("kept", {"Kept piece", "Double piece"}),
        ("double", {"Double piece"}),
        ("other", {"Other piece"}),
    ):
        page = reader.words(f"/articles/?{kind}={name}-{kind}")
        assert {
            f"{title} piece" for title in ("Kept", "Double", "Other") if f"{title} piece" in page
        } == found
        rows = reader.get(f"/api/v1/articles/?{kind}={name}-{kind}").json()["results"]
        assert {row["title"] for row in rows} == found


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("articles/?trait={}-trait", (2, 1, 1)),
        ("assessments/?author={}-author", (2, 1, 1)),
        ("recommendations/?addressee={}-actor", (2, 1, 1)),
    ],
)
def test_filters_of_the_api_too(reader, pieces, path, counts):
    found = tuple(
        reader.get("/api/v1/" + path.format(name)).json()["count"]
        for name in ("kept", "double", "other")
    )
    assert found == counts


@pytest.mark.parametrize("kind", ["author", "actor", "trait"])
def test_lists_of_the_api_leave_out_what_another_answers_for(reader, pieces, kind):
    rows = reader.get(f"/api/v1/{kind}s/").json()["results"]
    assert [row["slug"] for row in rows] == [f"kept-{kind}", f"other-{kind}"]
    assert reader.get(f"/api/v1/{kind}s/double-{kind}/").json()["name"] == f"Double {kind}"


def test_a_traits_mentions_are_those_of_its_duplicates_too(reader, pieces):
    def articles(slug):
        mentions = reader.get(f"/api/v1/traits/{slug}/").json()["mentions"]
        return [mention["article"] for mention in mentions]

    assert articles("kept-trait") == ["kept-piece", "double-piece"]
    assert articles("double-trait") == ["double-piece"]


def test_the_sitemap_names_the_one_that_answers(reader, pieces):
    names = ("authors", "actors", "traits")
    words = "".join(reader.words(f"/sitemap-{name}.xml") for name in names)
    for kind in ("authors/kept-author", "actors/kept-actor", "traits/kept-trait"):
        assert kind in words
    for kind in ("authors/double-author", "actors/double-actor", "traits/double-trait"):
        assert kind not in words
