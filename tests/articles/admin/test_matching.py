"""Matching recommendations on the desk."""

import datetime as dt

import pytest
from django.urls import reverse

from tests import builders as b

from .screen import url_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier():
    block = b.advice("Keep an offer ready.", of=b.issue("Costs"), to=b.actor("Office"))
    edition = b.published(on=dt.date(2025, 3, 2), blocks=[block])
    return edition.recommendationblocks.get().recommendation


@pytest.fixture
def edition(earlier):
    block = b.advice("Keep one costed offer ready.", of=earlier.issue, to=earlier.addressee)
    return b.draft("A piece", blocks=[block])


@pytest.fixture
def desk(client):
    client.force_login(b.editor())
    return client


def page_of(edition):
    return reverse("admin:articles_edition_matching", args=[edition.pk])


def sent(desk, edition, earlier, pressed, **fields):
    data = {
        "version": edition.version,
        "block": edition.recommendationblocks.get().uid,
        "recommendation": earlier.uid,
        "choice": pressed,
    }
    return desk.post(page_of(edition), data | fields, follow=True)


def test_the_screen_remarks_on_what_looks_like_earlier_advice(desk, edition):
    page = desk.get(url_of(edition)).text

    assert "1 recommendation looks like an earlier one" in page
    assert "“Keep an offer ready.” (2025-03-02, Office, proposed)" in page
    assert f'href="{page_of(edition)}"' in page


def test_the_screen_of_other_editions_remarks_nothing(desk, earlier):
    for edition in (
        b.draft(blocks=[b.advice("Dig a tunnel.", of=earlier.issue)]),
        b.published(blocks=[b.passage()]),
    ):
        assert "looks like an earlier one" not in desk.get(url_of(edition)).text


def test_linking_makes_the_block_repeat_the_earlier_one(desk, edition, earlier):
    assert "Keep one costed offer ready." in desk.get(page_of(edition)).text

    page = sent(desk, edition, earlier, "link").text

    block = edition.recommendationblocks.get()
    assert (block.recommendation, block.stance) == (earlier, "repeats")
    assert "Nothing in this edition looks like earlier advice." in page


def test_keeping_it_new_leaves_the_block_and_ends_the_remark(desk, edition, earlier):
    page = sent(desk, edition, earlier, "apart").text

    assert edition.recommendationblocks.get().stance == "makes"
    assert "Nothing in this edition looks like earlier advice." in page
    assert "looks like an earlier one" not in desk.get(url_of(edition)).text


def test_a_stale_page_changes_nothing_and_says_so(desk, edition, earlier):
    page = sent(desk, edition, earlier, "link", version=edition.version - 1).text

    assert "has changed this edition since you opened it" in page
    assert edition.recommendationblocks.get().stance == "makes"


@pytest.mark.parametrize(
    "fields",
    [{"version": "x"}, {"block": "x"}, {"recommendation": "x"}, {"choice": "other"}],
)
def test_what_no_button_sends_is_not_found(desk, edition, earlier, fields):
    assert sent(desk, edition, earlier, "link", **fields).status_code == 404
    assert edition.recommendationblocks.get().stance == "makes"


def test_looking_changes_nothing(desk, edition):
    version = edition.version
    desk.get(page_of(edition))
    edition.refresh_from_db()
    assert edition.version == version


def test_an_author_sees_the_page_of_own_editions_only(client, edition):
    client.force_login(b.author_user())
    assert client.get(page_of(edition)).status_code == 404
