"""The verbs by program: the same table, the same roles, the same checks."""

import datetime as dt

import pytest
from django.utils import timezone

from articles.models import Edition
from tests import builders as b

from .writing import Program

pytestmark = pytest.mark.django_db


def test_the_whole_way_to_readers_and_back():
    writer, editor, publisher = (Program(p) for p in (b.author_user(), b.editor(), b.publisher()))
    draft = writer.post(
        "drafts/",
        {"title": "Ferry lines", "blocks": [{"kind": "passage", "html": "<p>A.</p>"}]},
        201,
    )
    path = f"drafts/{draft['id']}/"
    assert writer.post(f"{path}submit/", {"comment": "Please."})["state"] == "in_review"
    editor.get(path)
    assert editor.post(f"{path}approve/")["state"] == "approved"
    publisher.get(path)
    at = (timezone.now() + dt.timedelta(hours=1)).isoformat()
    scheduled = publisher.post(f"{path}schedule/", {"at": at})
    assert scheduled["state"] == "scheduled"
    assert dt.datetime.fromisoformat(scheduled["due_at"]) == dt.datetime.fromisoformat(at)
    assert publisher.post(f"{path}unschedule/")["state"] == "approved"
    assert publisher.post(f"{path}publish/")["page"]
    assert publisher.get("articles/ferry-lines/")["title"] == "Ferry lines"
    publisher.get(path)
    withdrawn = publisher.post(f"{path}withdraw/", {"reason": "Wrong figures."})
    assert withdrawn["state"] == "withdrawn"


@pytest.fixture
def edition():
    return b.draft("Ferry lines", by=b.author_user(), blocks=[b.passage()])


def moved(program, edition, verb, data=None, status=200):
    path = program.open(edition)
    if status == 200:
        return program.post(f"{path}{verb}/", data)
    return program.errors("post", f"{path}{verb}/", data or {}, status)


class TestRefused:
    def test_a_move_that_is_not_in_the_table_is_409(self, edition):
        assert moved(Program(b.publisher()), edition, "publish", status=409) == {
            None: "wrong_state"
        }

    def test_one_that_the_person_may_not_make_is_403(self, edition):
        approved = b.approve(edition)
        assert moved(Program(b.editor()), approved, "publish", status=403) == {None: "not_allowed"}

    def test_nobody_approves_what_they_submitted(self, edition):
        editor = Program(b.editor())
        moved(editor, edition, "submit")
        assert moved(editor, edition, "approve", status=403) == {None: "not_allowed"}

    @pytest.mark.parametrize(
        ("verb", "data", "errors"),
        [
            ("return_to_draft", {}, {"comment": "required"}),
            ("return_to_draft", {"comment": " "}, {"comment": "required"}),
            ("approve", {"why": "x"}, {"why": "unknown"}),
            ("approve", {"acknowledge": "x"}, {"acknowledge": "not_a_list"}),
        ],
    )
    def test_what_is_missing_is_named(self, edition, verb, data, errors):
        moved(Program(b.editor()), edition, "submit")
        assert moved(Program(b.editor()), edition, verb, data, 400) == errors
        edition.refresh_from_db()
        assert edition.state == "in_review"

    @pytest.mark.parametrize(
        "at",
        [
            None,
            "",
            "tomorrow",
            "2030-01-01T09:00:00",
            "2020-01-01T09:00:00Z",
            5,
            "9999-12-31T23:59:59-14:00",
        ],
    )
    def test_a_moment_to_publish_at_has_its_offset_and_is_to_come(self, edition, at):
        b.approve(edition)
        data = {} if at is None else {"at": at}
        [attr] = moved(Program(b.publisher()), edition, "schedule", data, 400)
        assert attr == "at"

    def test_a_text_that_is_not_ready_says_everything(self):
        editor = Program(b.editor())
        edition = b.draft("Empty")
        path = editor.open(edition)
        body = editor.post(f"{path}submit/", {}, 409)
        assert [error["code"] for error in body["errors"]] == ["not_ready"]
        assert "no text yet" in body["errors"][0]["detail"]

    def test_a_warning_that_was_not_seen_stops_it_where_some_were_named(self, edition):
        editor = Program(b.editor())
        path = editor.open(edition)
        codes = [problem["code"] for problem in editor.get(path)["problems"]]
        some = {"acknowledge": codes[:1]}
        assert editor.errors("post", f"{path}submit/", some, 409) == {None: "unacknowledged"}
        edition.refresh_from_db()
        assert (edition.state, edition.version) == ("draft", 2)
        assert editor.post(f"{path}submit/", {"acknowledge": codes})["state"] == "in_review"


class TestScopes:
    CALLS = (
        ("get", "drafts/", None, {"read", "write", "workflow"}),
        ("get", "drafts/{pk}/", None, {"read", "write", "workflow"}),
        ("post", "drafts/", {"title": "A"}, {"write"}),
        ("patch", "drafts/{pk}/", {"title": "A"}, {"write"}),
        ("delete", "drafts/{pk}/", None, {"write"}),
        ("post", "drafts/{pk}/submit/", {}, {"workflow"}),
        (
            "post",
            "articles/live/new_edition/",
            {"change_kind": "minor", "change_note": "N."},
            {"write"},
        ),
    )

    @pytest.mark.parametrize("scope", ["read", "write", "workflow", "register"])
    def test_a_token_is_for_what_it_was_made_for(self, scope):
        b.published("Live", blocks=[b.passage()])
        person = b.editor()
        program = Program(person, scope)
        for method, path, data, scopes in self.CALLS:
            edition = b.draft(blocks=[b.passage()])
            path = path.format(pk=edition.pk)
            tag = Program(person).ask("get", f"drafts/{edition.pk}/")["ETag"]
            before = Edition.objects.count()
            answer = program.ask(method, path, data, tag=tag)
            if scope in scopes:
                assert answer.status_code < 300, (method, path)
            else:
                assert answer.status_code == 403, (method, path)
                assert [error["code"] for error in answer.json()["errors"]] == ["scope"]
                edition.refresh_from_db()
                assert (edition.state, edition.version) == ("draft", 2)
                assert Edition.objects.count() == before

    def test_without_a_token_all_is_401(self):
        edition = b.draft()
        program = Program(b.editor())
        program.secret = ""
        for method, path, data, _scopes in self.CALLS:
            assert program.ask(method, path.format(pk=edition.pk), data).status_code == 401

    def test_it_is_never_more_than_its_person(self):
        writer = b.author_user()
        program = Program(writer)
        edition = b.draft(by=writer, blocks=[b.passage()])
        path = program.open(edition)
        writer.groups.clear()
        assert program.errors("patch", path, {"title": "A"}, 404) == {None: "not_found"}
        assert program.errors("post", "drafts/", {"title": "A"}, 403) == {None: "not_allowed"}
        writer.is_active = False
        writer.save()
        assert program.ask("get", "drafts/").status_code == 401


class TestBodies:
    @pytest.mark.parametrize(
        ("body", "status"),
        [
            ("", 400),
            ("{", 400),
            ("[]", 400),
            ("null", 400),
            ('{"title": "a", "title": "b"}', 400),
            ('{"title": NaN}', 400),
            ("[" * 100_000, 400),
            ('{"a":' * 40 + "1" + "}" * 40, 400),
            (b"\xff\xfe", 400),
            ('{"title": "\\ud800"}', 400),
            ('{"number": 1e400}', 400),
            ('{"title": "x", "number": 1e400}', 400),
            ('{"published_on": "0001-01-01", "title": "x", "blocks": 5}', 400),
        ],
    )
    def test_what_is_no_sound_object_is_400(self, body, status):
        editor = Program(b.editor())
        answer = editor.ask("post", "drafts/", body)
        assert answer.status_code == status
        assert answer.json()["errors"]
        assert not Edition.objects.exists()

    @pytest.mark.parametrize(
        "kind",
        [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/json; charset=utf-7",
            "application/json; charset=zlib_codec",
        ],
    )
    def test_another_kind_of_body_is_415(self, kind):
        editor = Program(b.editor())
        headers = {"Authorization": f"Bearer {editor.secret}"}
        ask = editor.client.generic
        answer = ask("POST", "/api/v1/drafts/", b"{}", content_type=kind, headers=headers)
        assert answer.status_code == 415
        assert not Edition.objects.exists()

    def test_an_unknown_parameter_is_400(self):
        editor = Program(b.editor())
        assert editor.errors("post", "drafts/?draft=1", {"title": "A"}) == {"draft": "unknown"}
        assert not Edition.objects.exists()
