"""The desk's screens of what became of likelihoods."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Resolution
from tests import builders as b

pytestmark = pytest.mark.django_db

SAID, HORIZON = dt.date(2025, 1, 10), dt.date(2025, 5, 10)
DUE = "/admin/articles/resolution/due/"


@pytest.fixture
def desk(client):
    client.force_login(b.editor())
    return client


def piece(question="Will it rain?", **fields):
    fields = {"likelihood": "likely", "horizon": HORIZON} | fields
    edition = b.published(on=SAID, blocks=[b.assessment(question=question, **fields)])
    return edition, edition.assessments.get()


def words(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def links(html):
    found = re.findall(r'href="(/admin/articles/resolution/add/\?[^"]*)"', html)
    return [address.replace("&amp;", "&") for address in found]


def post(client, address, **typed):
    response = client.get(address)
    form = response.context_data["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {"outcome": "happened", "occurred_on": "2025-05-01", "text": "It rained."} | typed
    return client.post(address, data)


class TestResolving:
    def test_from_the_list_of_those_due_by_its_form_into_a_resolution(self, desk):
        piece("Will it snow?", horizon=None)
        edition, block = piece()
        page = words(desk, DUE)
        assert "Will it rain?" in page
        assert "Will it snow?" not in page
        (address,) = links(page)
        form = words(desk, address)
        assert "Will it rain?" in form
        assert "We said: likely, by 2025-05-10." in form
        response = post(desk, address, source_url="https://example.org/rain")
        assert (response.status_code, response["Location"]) == (302, DUE)
        row = Resolution.objects.get()
        assert (row.article, row.assessment_uid, row.outcome, row.text, row.source_url) == (
            edition.article,
            block.uid,
            "happened",
            "It rained.",
            "https://example.org/rain",
        )
        assert row.entered_by.groups.get().name == "Editor"
        assert links(words(desk, DUE)) == []

    def test_what_is_refused_is_said_and_adds_nothing(self, desk):
        piece()
        (address,) = links(words(desk, DUE))
        response = post(desk, address, occurred_on="2025-06-01")
        assert "This is after the horizon" in response.content.decode()
        post(desk, address)
        response = post(desk, address)
        assert "This has been resolved" in response.content.decode()
        assert Resolution.objects.count() == 1

    def test_a_correction_names_what_it_replaces(self, desk):
        piece()
        (address,) = links(words(desk, DUE))
        post(desk, address)
        first = Resolution.objects.get()
        shown = reverse("admin:articles_resolution_change", args=[first.pk])
        (correct,) = links(words(desk, shown))
        assert "This replaces the entry of 2025-05-01: happened." in words(desk, correct)
        post(desk, correct, outcome="void")
        assert Resolution.objects.get(outcome="void").corrects == first
        assert links(words(desk, shown)) == []

    def test_without_an_assessment_the_form_leads_to_the_list(self, desk):
        for query in ("", "?article=x&assessment_uid=y", "?article=1&assessment_uid=1"):
            response = desk.get(f"/admin/articles/resolution/add/{query}")
            assert (response.status_code, response["Location"]) == (302, DUE)
        for wrong in ({"article": "x"}, {"corrects": "x"}, {"corrects": "9" * 5000}):
            response = desk.post("/admin/articles/resolution/add/", wrong)
            assert response.status_code == 200
        assert not Resolution.objects.exists()

    def test_resolutions_are_listed_read_and_never_changed(self, desk):
        piece()
        (address,) = links(words(desk, DUE))
        post(desk, address)
        assert "Will it rain?" in words(desk, reverse("admin:articles_resolution_changelist"))
        row = Resolution.objects.get()
        change = reverse("admin:articles_resolution_change", args=[row.pk])
        assert 'name="_save"' not in words(desk, change)
        assert desk.post(change, {"text": "Other"}).status_code == 403
        delete = reverse("admin:articles_resolution_delete", args=[row.pk])
        assert desk.post(delete, {"post": "yes"}).status_code == 403

    def test_authors_see_none_of_it(self, client):
        piece()
        client.force_login(b.author_user())
        assert client.get(DUE).status_code == 403
        assert client.get("/admin/articles/resolution/add/").status_code in (302, 403)
        assert client.get("/admin/articles/resolution/").status_code == 403
        assert "What is due" not in words(client, "/admin/")

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_costs_the_same_for_one_and_for_three(self, desk, count):
        for _ in range(count):
            piece()
        with CaptureQueriesContext(connection) as found:
            words(desk, DUE)
        assert len(found) == LIST_QUERIES


#: Session, person, permissions of two kinds; the likelihoods and their resolutions.
LIST_QUERIES = 7
