"""Who may open and send what: every address of the running site, every kind of person."""

import re

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections

from .asking import quiet, undone
from .expected import ANSWERS, table
from .routes import routes
from .world import ACTORS, World

__all__ = ["quiet"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]


@pytest.fixture(autouse=True)
def typesetter(monkeypatch):
    """Quick, and on machines without one too: here it matters who gets a PDF."""
    monkeypatch.setattr("sejong_cms.typeset.typeset", lambda html: b"%PDF-")


#: What a GET may note: that somebody was there, or has seen a text.
NOTES = {"articles_visit", "articles_look"}


def ask(world, letter, method, url, data=None):
    """(the letter of the answer, the tables written to); what was done is undone."""
    with undone() as tables:
        response = world.send(letter, method, url, data)
        close(response)
    return _letter(response), tables


def close(response):
    """A streamed one as the test client closes what is not streamed: the database is needed on."""
    if not response.streaming:
        return
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)


def _letter(response):
    if response.status_code in (301, 302):
        return "L" if response.url.startswith("/admin/login/") else ">"
    return ANSWERS[response.status_code]


def filled(route, named):
    return re.sub(r"<(\w+)>", lambda name: str(named[name[1]]), route)


def cells(world, only):
    """{(route, thing): (what GET answers each actor, what POST does)}, and what was written wrongly."""
    found, wrong = {}, []
    for route in sorted(set(routes())):
        if not only(route):
            continue
        values = world.values(route)
        if values is None:
            wrong.append(f"{route}: the world has nothing that it could name")
            continue
        for what, named in values:
            if lacking := set(re.findall(r"<(\w+)>", route)) - named.keys():
                wrong.append(f"{route}: the world has no {lacking}")
                continue
            url = filled(route, named)
            row = []
            for method in ("get", "post"):
                answers = ""
                for letter in ACTORS:
                    data = world.data(route, what) if method == "post" else None
                    answer, tables = ask(world, letter, method, url, data)
                    answers += answer
                    if method == "get" and tables - NOTES:
                        wrong.append(f"GET {url} by {letter} writes {sorted(tables)}")
                    if method == "post" and answer in "L-0x!" and tables:
                        wrong.append(f"refused POST {url} by {letter} writes {sorted(tables)}")
                row.append(answers)
            found[route, what] = tuple(row)
    return found, wrong


#: What readers get is the same for everybody; that it comes from either database, tests of pages say.
@pytest.mark.parametrize(
    "part", ["admin", "issues", pytest.param("rest", marks=pytest.mark.sqlite)]
)
def test_every_address_answers_everybody_as_the_table_says(part):
    """One that is not in the table fails, and so does one that is there and nowhere else."""

    def only(route):
        if not route.startswith("/admin/"):
            return part == "rest"
        return part == ("issues" if re.match("/admin/(issues|auth)/", route) else "admin")

    found, wrong = cells(World(), only)
    expected = {key: row for key, row in table().items() if only(key[0])}
    assert lines(found.items() - expected.items()) == [], "as it is, and not in the table"
    assert lines(expected.items() - found.items()) == [], "in the table, and not as it is"
    assert wrong == []


def lines(rows):
    """Rows as the table writes them."""
    return [
        f"{route:60} {what or '.':10} {get} {post}" for (route, what), (get, post) in sorted(rows)
    ]


#: Methods that no address needs. Views of the admin take them for a GET.
OTHER_METHODS = ("put", "patch", "delete", "options")


@pytest.mark.sqlite
def test_no_other_method_writes_anything():
    """By a superuser, who may most; nor does a header that asks for another method."""
    world, wrong = World(), []
    world.clients["r"].defaults["HTTP_X_HTTP_METHOD_OVERRIDE"] = "DELETE"
    for route in sorted(set(routes())):
        for _what, named in (world.values(route) or ())[:1]:
            url = filled(route, named)
            for method in OTHER_METHODS:
                answer, tables = ask(world, "r", method, url)
                if tables - NOTES or answer == "E":
                    wrong.append(f"{method} {url}: {answer} writes {sorted(tables)}")
    assert wrong == []
