"""Issues, developments and steps that come by program: the desk's own verbs, for those who may."""

import pytest

from issues.models import Development, Issue, Step
from sejong_cms.models import AuditEntry
from tests import builders as b

from . import worlds
from .writing import Program

pytestmark = pytest.mark.django_db

ON = "2025-04-02"
MEETING = {"on": ON, "title": "A meeting", "text": "They met."}
HEARING = {"on": ON, "status": "under_consideration", "text": "A hearing."}


@pytest.fixture
def world():
    return worlds.everything()


@pytest.fixture
def program():
    return Program(b.editor(), "register")


def uid_of(edition):
    return edition.recommendationblocks.get().recommendation.uid


class TestIssues:
    def test_one_is_entered_and_not_yet_public(self, program, api):
        made = program.post(
            "issues/",
            {"title": "Ferry lines", "title_ko": "여객선", "aliases": ["Ferries"], "parent": None},
            201,
        )
        assert (made["slug"], made["names"]["ko"]) == ("ferry-lines", "여객선")
        assert made["aliases"] == ["Ferries"]
        assert made["current"] is None
        assert Issue.objects.get().review_interval_days == 180
        assert AuditEntry.objects.filter(action="added", kind="issue").count() == 1
        assert api.get("issues/")["count"] == 0
        assert api.response("issues/ferry-lines/", status=404)

    def test_it_is_cited_by_a_draft_at_once(self, program):
        program.post("issues/", {"title": "Ferry lines"}, 201)
        writer = Program(b.editor())
        block = {"kind": "assessment", "issue": "ferry-lines", "question": "What next?"}
        draft = writer.post("drafts/", {"title": "One", "blocks": [block]}, 201)
        assert draft["blocks"][0]["issue"]["slug"] == "ferry-lines"

    def test_below_another(self, program, world):
        made = program.post("issues/", {"title": "Ferries", "parent": "word-issue"}, 201)
        assert made["parent"] == {"slug": "word-issue", "title": "Word issue"}

    @pytest.mark.parametrize(
        ("sent", "wrong"),
        [
            ({}, {"title": "required"}),
            ({"title": ""}, {"title": "blank"}),
            ({"title": "T" * 201}, {"title": "max_length"}),
            ({"title": "Word issue"}, {"title": "invalid"}),
            ({"title": "New", "slug": "word-issue"}, {"slug": "invalid"}),
            ({"title": "New", "slug": "Not A Slug"}, {"slug": "invalid"}),
            ({"title": "New", "aliases": ["word  ALIAS"]}, {"aliases": "invalid"}),
            ({"title": "New", "aliases": ["A", "a"]}, {"aliases": "invalid"}),
            ({"title": "New", "parent": "nothing"}, {"parent": "absent"}),
            ({"title": "New", "review_interval_days": 0}, {"review_interval_days": "min_value"}),
            (
                {"title": "New", "status": "closed", "public_since": ON, "id": 1},
                {"status": "unknown", "public_since": "unknown", "id": "unknown"},
            ),
            ({"title": "", "parent": "nothing"}, {"title": "blank", "parent": "absent"}),
        ],
    )
    def test_all_that_is_wrong_is_told_and_nothing_is_left_behind(
        self, program, world, sent, wrong
    ):
        count = Issue.objects.count()
        assert program.errors("post", "issues/", sent) == wrong
        assert Issue.objects.count() == count

    def test_a_title_that_looks_alike_gets_another_address(self, program):
        slugs = [program.post("issues/", {"title": title}, 201)["slug"] for title in ("A!", "A?!b")]
        assert len(set(slugs)) == 2


class TestDevelopments:
    def test_one_stands_in_the_timeline(self, program, world, api):
        made = program.post(
            "issues/word-issue/developments/",
            MEETING | {"source_url": "https://example.org/", "source_kind": "official"},
            201,
        )
        assert (made["on"], made["title"], made["corrects"]) == (ON, "A meeting", None)
        events = api.get("issues/word-issue/timeline/")["events"]
        [event] = [event for event in events if event["kind"] == "development"]
        assert (event["title"], event["source_url"]) == ("A meeting", "https://example.org/")

    def test_a_correction_takes_its_place(self, program, world, api):
        path = "issues/word-issue/developments/"
        wrong = program.post(path, MEETING, 201)
        program.post(path, MEETING | {"title": "Two meetings", "corrects": wrong["uid"]}, 201)
        events = api.get("issues/word-issue/timeline/")["events"]
        assert [e["title"] for e in events if e["kind"] == "development"] == ["Two meetings"]

    @pytest.mark.parametrize(
        ("sent", "wrong"),
        [
            ({}, {"on": "required", "title": "required", "text": "required"}),
            (MEETING | {"on": "2999-01-01"}, {"on": "invalid"}),
            (MEETING | {"on": "0001-01-01T00:00:00"}, {"on": "invalid"}),
            (MEETING | {"source_url": "javascript:alert(1)"}, {"source_url": "invalid"}),
            (MEETING | {"source_kind": "rumour"}, {"source_kind": "invalid_choice"}),
            (MEETING | {"corrects": "no"}, {"corrects": "invalid"}),
            (
                MEETING | {"corrects": "00000000-0000-0000-0000-000000000000"},
                {"corrects": "absent"},
            ),
            (MEETING | {"occurred_on": ON}, {"occurred_on": "unknown"}),
        ],
    )
    def test_what_is_wrong(self, program, world, sent, wrong):
        assert program.errors("post", "issues/word-issue/developments/", sent) == wrong
        assert not Development.objects.exists()

    def test_of_nothing(self, program):
        assert program.errors("post", "issues/nothing/developments/", MEETING, 404)


class TestSteps:
    def test_one_moves_the_recommendation(self, program, world, api):
        path = f"recommendations/{uid_of(world)}/"
        made = program.post(f"{path}steps/", HEARING, 201)
        found = api.get(path)
        assert found["status"] == "under_consideration"
        assert [step["uid"] for step in found["steps"]] == [made["uid"]]

    @pytest.mark.parametrize(
        ("sent", "wrong"),
        [
            ({}, {"on": "required", "status": "required", "text": "required"}),
            (HEARING | {"status": "done"}, {"status": "invalid_choice"}),
            (HEARING | {"on": "2025-02-28"}, {"on": "invalid"}),
        ],
    )
    def test_what_is_wrong(self, program, world, sent, wrong):
        assert program.errors("post", f"recommendations/{uid_of(world)}/steps/", sent) == wrong
        assert not Step.objects.exists()

    def test_readers_do_not_know_it_yet(self, program):
        draft = b.draft("Zq", blocks=[b.advice("Zq advice.")])
        found = program.errors("post", f"recommendations/{uid_of(draft)}/steps/", HEARING)
        assert found == {"on": "invalid"}


class TestWhoMay:
    @pytest.fixture
    def calls(self, world):
        return [
            ("issues/", {"title": "New"}),
            ("issues/word-issue/developments/", MEETING),
            (f"recommendations/{uid_of(world)}/steps/", HEARING),
        ]

    def check(self, program, calls, status, code):
        for path, data in calls:
            assert program.errors("post", path, data, status) == {None: code}
        assert not Development.objects.exists()
        assert not Step.objects.exists()

    def test_no_author(self, calls):
        self.check(Program(b.author_user()), calls, 403, "not_allowed")

    @pytest.mark.parametrize("scopes", [["read"], ["write"], ["workflow"]])
    def test_no_token_without_the_scope(self, calls, scopes):
        self.check(Program(b.editor(), *scopes), calls, 403, "scope")

    def test_nobody_without_a_token(self, calls, client):
        client.force_login(b.editor())
        for path, data in calls:
            answer = client.post(f"/api/v1/{path}", data, content_type="application/json")
            assert answer.status_code == 401

    def test_hidden_entries_are_as_none_to_who_may_not_see_them(self):
        hidden = b.issue("Zq issue")
        draft = b.draft("Zq", blocks=[b.advice("Zq advice.", of=hidden)])
        other = Program(b.author_user())
        for path, data in (
            ("issues/zq-issue/developments/", MEETING),
            (f"recommendations/{uid_of(draft)}/steps/", HEARING),
        ):
            assert other.errors("post", path, data, 404) == {None: "not_found"}
