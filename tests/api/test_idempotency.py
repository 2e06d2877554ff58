"""A POST that comes again has its effect once; and another request never gets its answer."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import Article, Transition
from sejong_cms import idempotency
from sejong_cms.models import KeptAnswer
from tests import builders as b

from .writing import Program

pytestmark = pytest.mark.django_db
KEY = {"Idempotency-Key": "2026-11-28/one"}


@pytest.fixture
def program():
    return Program(b.publisher())


def told(response):
    return (
        response.status_code,
        response.content,
        response.headers["ETag"],
        response.headers.get("Location"),
    )


def test_the_same_again_is_answered_alike_and_made_once(program):
    first = program.ask("post", "drafts/", {"title": "One"}, **KEY)
    again = program.ask("post", "drafts/", {"title": "One"}, **KEY)

    assert first.status_code == 201
    assert told(first) == told(again)
    assert Article.objects.count() == 1


def test_without_a_key_each_is_another(program):
    for _ in range(2):
        program.post("drafts/", {"title": "One"}, 201)
    assert Article.objects.count() == 2


@pytest.mark.parametrize(
    ("path", "data"), [("drafts/", {"title": "Two"}), ("issues/", {"title": "One"})]
)
def test_a_key_belongs_to_one_request(program, path, data):
    program.post("drafts/", {"title": "One"}, 201, **KEY)
    assert program.errors("post", path, data, 422, **KEY) == {None: "idempotency_key_reused"}
    assert Article.objects.count() == 1


def test_and_to_one_token(program):
    program.post("drafts/", {"title": "One"}, 201, **KEY)
    Program(program.person).post("drafts/", {"title": "One"}, 201, **KEY)
    assert Article.objects.count() == 2


def test_a_move_is_made_once_and_its_tag_serves_on(program):
    edition = b.draft("One", blocks=[b.passage()])
    path = program.open(edition)
    tag = program.tag
    first = program.ask("post", f"{path}submit/", {}, tag=tag, **KEY)
    again = program.ask("post", f"{path}submit/", {}, tag=tag, **KEY)
    assert told(first) == told(again)
    assert Transition.objects.filter(edition=edition, verb="submit").count() == 1
    program.post(f"{path}return_to_draft/", {"comment": "Mend it."}, tag=again.headers["ETag"])


def test_what_was_refused_may_be_sent_again_with_its_key(program):
    assert program.errors("post", "drafts/", {"title": ""}, **KEY)
    assert not KeptAnswer.objects.exists()
    program.post("drafts/", {"title": "One"}, 201, **KEY)


@pytest.mark.parametrize("key", ["", "a\tb", "ä", "k" * 256])
def test_keys_have_bounds(program, key):
    found = program.errors("post", "drafts/", {"title": "One"}, **{"Idempotency-Key": key})
    assert found == {"Idempotency-Key": "invalid"}
    assert not Article.objects.exists()


def test_answers_are_forgotten(program):
    program.post("drafts/", {"title": "One"}, 201, **KEY)
    idempotency.tidy(timezone.now())
    assert KeptAnswer.objects.exists()
    idempotency.tidy(timezone.now() + idempotency.KEEP + dt.timedelta(minutes=1))
    assert not KeptAnswer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_twice_at_one_moment_is_once(program):
    import threading

    answers = []

    def send():
        other = Program.__new__(Program)
        other.__dict__ |= {**program.__dict__, "tag": None}
        answers.append(told(other.ask("post", "drafts/", {"title": "One"}, **KEY)))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(answers)) == 1
    assert answers[0][0] == 201
    assert Article.objects.count() == 1
