"""Nothing that is not public is in any answer: not in bodies, counts, tags, filters or errors."""

import datetime as dt

import pytest
from django.utils import timezone

from articles import drafting, workflow
from articles.models import Edition
from tests import builders as build

from . import worlds

SECRET = "Zq"
LISTS = "articles authors series actors traits issues assessments recommendations".split()
FILTERS = [
    ("articles", "series", "zq-series"),
    ("articles", "author", "zq-author"),
    ("articles", "issue", "zq-issue"),
    ("articles", "actor", "zq-actor"),
    ("articles", "trait", "zq-trait"),
    ("assessments", "issue", "zq-issue"),
    ("assessments", "article", "zq-title"),
    ("assessments", "author", "zq-author"),
    ("recommendations", "issue", "zq-issue"),
    ("recommendations", "addressee", "zq-actor"),
    ("recommendations", "article", "zq-title"),
]


def schedule(edition):
    due_at = timezone.now() + dt.timedelta(days=1)
    return workflow.schedule(build.approve(edition), by=build.publisher(), due_at=due_at)


HIDING = {
    "draft": lambda edition: edition,
    "in_review": lambda edition: workflow.submit(edition, by=build.editor()),
    "approved": build.approve,
    "scheduled": schedule,
    "discarded": lambda edition: workflow.discard(edition, by=build.editor()),
}


def addresses(api):
    """Every address that the index, lists and rows lead to, and those of their parts."""
    yield ""
    yield "articles/?ordering=title"
    for name in LISTS:
        yield f"{name}/"
        for row in api.results(f"{name}/", page_size=100):
            if name == "assessments":
                continue
            key = row.get("slug") or row["uid"]
            yield f"{name}/{key}/"
            if name == "articles":
                yield f"{name}/{key}/editions/"
                for edition in api.results(f"{name}/{key}/editions/"):
                    yield f"{name}/{key}/editions/{edition['edition']['number']}/"
            if name == "issues":
                yield f"{name}/{key}/timeline/"


def sweep(api):
    """{address: (body, ETag)} of everything that may be read."""
    found = {}
    for address in addresses(api):
        response = api.response(address)
        found[address] = (response.content.decode(), response.headers["ETag"])
    return found


@pytest.fixture
def world(api):
    edition = worlds.everything()
    worlds.followed(edition)
    return edition


def test_pieces_that_were_never_published_change_no_answer(api, world):
    before = sweep(api)

    for state, hide in HIDING.items():
        assert worlds.everything(f"{SECRET} {state}", to=hide).state == state

    assert sweep(api) == before


@pytest.mark.parametrize("state", HIDING)
def test_an_open_edition_over_a_live_one_changes_no_answer(api, world, state):
    before = sweep(api)

    edition = drafting.new_edition(
        world, by=None, change_kind="correction", change_note=f"{SECRET} note"
    )
    rewrite(edition)
    hidden = HIDING[state](edition)

    assert hidden.state == state
    assert sweep(api) == before


def rewrite(edition):
    """Put the secret into every text of a draft, and cite entries that nothing public cites."""
    with drafting.saving(edition, version=edition.version, by=None) as save:
        for name in ("title", "subtitle", "abstract", "disclaimer"):
            setattr(save.edition, name, f"{SECRET} {name}")
        advice = edition.recommendationblocks.get()
        advice.wording = f"{SECRET} wording"
        advice.save()
        for block in (
            build.passage(SECRET, heading=SECRET),
            build.trait_block(build.trait(f"{SECRET} trait"), SECRET),
            build.assessment(build.issue(f"{SECRET} issue"), SECRET, SECRET),
            build.advice(f"{SECRET} advice", of=build.issue(f"{SECRET} other")),
        ):
            block.parent = edition
            block.ordering = 1000
            block.save()
    edition.refresh_from_db()


def test_the_register_of_the_editors_changes_no_answer(api, world):
    before = sweep(api)

    actor = build.actor(f"{SECRET} actor")
    build.trait(f"{SECRET} trait", of=actor)
    build.issue(f"{SECRET} issue", parent=world.assessments.get().issue)
    build.recommendation(f"{SECRET} advice", issue=world.assessments.get().issue)
    build.author(f"{SECRET} author")
    build.series(f"{SECRET} series")

    assert sweep(api) == before


@pytest.mark.parametrize("state", HIDING)
def test_what_is_hidden_answers_as_what_does_not_exist(api, world, state):
    worlds.everything(SECRET, to=HIDING[state])
    uid = Edition.objects.get(title=f"{SECRET} title").recommendationblocks.get().recommendation.uid

    for address, nothing in (
        ("articles/zq-title/", "articles/nothing/"),
        ("articles/zq-title/editions/", "articles/nothing/editions/"),
        ("articles/zq-title/editions/1/", "articles/nothing/editions/1/"),
        ("articles/word-title/editions/2/", "articles/nothing/editions/2/"),
        ("authors/zq-author/", "authors/nothing/"),
        ("series/zq-series/", "series/nothing/"),
        ("actors/zq-actor/", "actors/nothing/"),
        ("traits/zq-trait/", "traits/nothing/"),
        ("issues/zq-issue/", "issues/nothing/"),
        ("issues/zq-issue/timeline/", "issues/nothing/timeline/"),
        (f"recommendations/{uid}/", "recommendations/00000000-0000-4000-8000-000000000000/"),
    ):
        hidden, absent = (api.response(path, status=404) for path in (address, nothing))
        assert (hidden.content, build.headers(hidden)) == (absent.content, build.headers(absent))


@pytest.mark.parametrize(("name", "parameter", "slug"), FILTERS)
def test_a_filter_does_not_tell_what_is_hidden_from_what_does_not_exist(
    api, world, name, parameter, slug
):
    worlds.everything(SECRET, to=HIDING["approved"])

    hidden = api.get(f"{name}/", {parameter: slug}, status=400)

    assert hidden == api.get(f"{name}/", {parameter: "nothing"}, status=400)


@pytest.mark.parametrize("name", ["articles", "issues"])
def test_words_of_hidden_pieces_find_nothing(api, world, name):
    worlds.everything(SECRET, to=HIDING["approved"])

    assert api.get(f"{name}/", {"q": SECRET})["count"] == 0


def test_what_a_withdrawn_edition_said_is_nowhere(api, world):
    before = api.results("issues/")
    edition = worlds.everything(SECRET)
    workflow.withdraw(edition, by=build.publisher(), reason="It was wrong.")
    said = "title subtitle abstract disclaimer passage heading description question answer"
    said = f"{said} analysis reason advice alt caption credit note".split()

    for address, (body, _etag) in sweep(api).items():
        for word in said:
            assert f"{SECRET} {word}" not in body, address
    assert [row["slug"] for row in before] == ["word-issue"]
    assert api.slugs("issues/") == ["word-issue", "zq-issue"]  # it stays, emptied
    events = api.get("issues/zq-issue/timeline/")["events"]
    assert [(event["kind"], event["text"]) for event in events] == [("withdrawal", "It was wrong.")]


def test_a_withdrawn_piece_is_on_no_earlier_day(api, world):
    edition = worlds.everything(SECRET)
    shown = {"as_of": "2025-03-31"}
    assert api.get("assessments/", shown)["count"] == 2

    workflow.withdraw(edition, by=build.publisher(), reason="It was wrong.")

    assert api.get("assessments/", shown)["count"] == 1
    for name in ("issues/zq-issue/", "issues/", "recommendations/"):
        assert f"{SECRET} question" not in api.response(name, shown).content.decode()
        assert f"{SECRET} advice" not in api.response(name, shown).content.decode()


def test_nobodys_address_or_account_is_shown(api, world):
    for address, (body, _etag) in sweep(api).items():
        for word in ("@", "private.example", "desk.example", "username", "email"):
            assert word not in body, address
