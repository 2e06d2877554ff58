"""Image files: public with the edition that shows them, and never as a folder."""

import pytest

from articles import workflow
from tests import builders as build

from .conftest import Reader


@pytest.fixture
def picture(db):
    """A published figure with its edition."""
    edition = build.published(blocks=[build.passage(), build.figure(build.png(), alt="A chart")])
    return edition.figures.get()


def test_a_released_figure_is_served_for_good(reader, picture):
    response = reader.get(picture.image.url)

    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert {"public", "immutable", "max-age=31536000"} <= set(response["Cache-Control"].split(", "))
    assert "Cookie" not in response.get("Vary", "")
    assert response.data.startswith(b"\x89PNG")
    again = reader.get(picture.image.url, if_none_match=response["ETag"])
    assert again.status_code == 304


def test_caches_on_the_way_ask_again_within_a_minute(reader, picture):
    assert "s-maxage=60" in reader.get(picture.image.url)["Cache-Control"]


def test_a_figure_of_a_superseded_edition_stays(reader, picture):
    build.next_edition(picture.parent, change=lambda draft: draft.figures.all().delete())

    assert reader.get(picture.image.url).status_code == 200


def test_a_figure_of_a_withdrawn_edition_is_gone(reader, picture):
    workflow.withdraw(picture.parent, by=build.publisher(), reason="No licence.")

    assert reader.get(picture.image.url).status_code == 404


@pytest.mark.parametrize("role", [None, "Author", "Editor"])
def test_a_drafts_figure_is_shown_to_those_who_may_see_the_draft(client, db, role):
    writer = build.author_user()
    draft = build.draft(by=writer, blocks=[build.figure(build.png(colour="red"), alt="A chart")])
    if role:
        client.force_login(build.user(role))

    response = Reader(client).get(draft.figures.get().image.url)

    assert response.status_code == (200 if role == "Editor" else 404)
    if role == "Editor":
        assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}
        assert response.data.startswith(b"\x89PNG")


def test_the_author_of_a_draft_sees_its_figure(client, db):
    writer = build.author_user()
    draft = build.draft(by=writer, blocks=[build.figure(build.png(colour="red"), alt="A chart")])
    client.force_login(writer)

    assert Reader(client).get(draft.figures.get().image.url).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/media/",
        "/media/figures/",
        "/media/figures/../../manage.py",
        "/media/figures/%2e%2e/%2e%2e/manage.py",
        "/media/figures/chart.png",
        "/media/figures/" + "0" * 64 + ".svg",
        "/media/figures/" + "0" * 64 + ".png",
    ],
)
def test_there_is_no_listing_and_no_way_to_other_files(reader, path):
    assert reader.get(path).status_code == 404
