"""One request from many processes at one moment: one of them has the effect, and none is told otherwise."""

import json
from collections import Counter

import pytest

from articles.models import Article, Edition, Passage, Transition
from issues.models import Issue
from sejong_cms.models import AuditEntry, KeptAnswer
from tests import builders as b
from tests.agreeing import disagreements

from .programs import ask
from .test_all_writers import program_of

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 6


def at_once(forge, orders):
    """[(status, body, ETag, Location)] of requests that begin at one moment."""
    said = forge.together(*(("send", order) for order in orders))
    return [tuple(word) for [word] in said]


def opened(secret, edition):
    """(the path of a draft, its entity tag)."""
    path = f"drafts/{edition.pk}/"
    return path, ask(secret, "get", path).headers["ETag"]


def test_of_changes_to_one_version_one_is_made(forge):
    """By people of their own, each with their own words."""
    secrets = [program_of(b.editor()) for _ in range(MANY)]
    for _round in range(5):
        edition = b.draft("Ferry lines", blocks=[b.passage("Begun.")])
        uid = str(Passage.objects.get(parent=edition).uid)
        path, tag = opened(secrets[0], edition)
        common = {"method": "patch", "path": path, "headers": {"If-Match": tag}}

        answers = at_once(
            forge,
            [
                common
                | {"secret": secret, "data": {"blocks": [{"uid": uid, "html": f"<p>{n}</p>"}]}}
                for n, secret in enumerate(secrets)
            ],
        )

        assert Counter(status for status, *_ in answers) == {200: 1, 412: MANY - 1}
        [winner] = [place for place, answer in enumerate(answers) if answer[0] == 200]
        assert Passage.objects.get(parent=edition).html == f"<p>{winner}</p>"
        [body] = [json.loads(body) for status, body, *_ in answers if status == 200]
        assert body["blocks"][0]["html"] == f"<p>{winner}</p>"
        assert {json.loads(a[1])["errors"][0]["code"] for a in answers if a[0] == 412} == {"stale"}
        edition.refresh_from_db()
        assert edition.version == 3
        assert disagreements(edition.article) == []


class TestOneKey:
    """The same POST with the same Idempotency-Key: one effect, equal answers."""

    ROUNDS = 5

    def answer(self, forge, secret, status, key, **order):
        """The one answer that all got."""
        order |= {"secret": secret, "method": "post"}
        order["headers"] = {"Idempotency-Key": key} | order.get("headers", {})
        [answer] = set(at_once(forge, [order] * MANY))
        assert answer[0] == status, answer[1]
        return answer

    def test_starts_one_piece(self, forge):
        secret = program_of(b.editor())
        data = {"title": "Ferry lines", "blocks": [{"kind": "passage", "html": "<p>Begun.</p>"}]}
        for count in range(1, self.ROUNDS + 1):
            *_, tag, location = self.answer(
                forge, secret, 201, f"key {count}", path="drafts/", data=data
            )
            edition = Edition.objects.latest("pk")
            assert location.endswith(f"/drafts/{edition.pk}/")
            assert tag.startswith(f'"{edition.pk}.{edition.version}-')
            assert Article.objects.count() == Edition.objects.count() == count
            assert disagreements(edition.article) == []

    def test_makes_one_move(self, forge):
        secret = program_of(b.editor())
        for count in range(1, self.ROUNDS + 1):
            edition = b.draft(f"Piece {count}", blocks=[b.passage()])
            path, tag = opened(secret, edition)
            answer = self.answer(
                forge,
                secret,
                200,
                f"key {count}",
                path=f"{path}submit/",
                data={},
                headers={"If-Match": tag},
            )
            assert json.loads(answer[1])["state"] == "in_review"
            assert Transition.objects.filter(verb="submit").count() == count
            assert disagreements(edition.article) == []

    def test_enters_one_issue(self, forge):
        secret = program_of(b.editor())
        for count in range(1, self.ROUNDS + 1):
            data = {"title": f"Issue {count}", "aliases": [f"Alias {count}"]}
            answer = self.answer(forge, secret, 201, f"key {count}", path="issues/", data=data)
            assert answer[3].endswith(f"/issues/issue-{count}/")
            assert Issue.objects.count() == count
            assert AuditEntry.objects.filter(action="added", kind="issue").count() == count

    def test_that_is_refused_is_refused_to_each(self, forge):
        """And leaves the key free for a request that can be."""
        secret = program_of(b.editor())
        order = {"path": "issues/", "data": {"title": ""}}
        self.answer(forge, secret, 400, "key", **order)
        assert not KeptAnswer.objects.exists()
        self.answer(forge, secret, 201, "key", path="issues/", data={"title": "One"})
        assert Issue.objects.count() == 1
