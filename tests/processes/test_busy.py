"""A database that cannot give what is asked for now: told so, nothing changed, and it can be tried again."""

import pytest
from django.db import connection

from articles.enums import EditionState as S
from tests import builders as b
from tests.agreeing import disagreements
from tests.articles.admin.screen import verb_url

from .forge import Forge

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def impatient(database_environment):
    """A Forge whose processes wait no longer than web processes at their shortest."""
    environment = database_environment | {"LOG_LEVEL": "CRITICAL"}
    if connection.vendor == "sqlite":
        environment["DATABASE_URL"] += "?timeout=1"
    else:
        environment["STATEMENT_TIMEOUT"] = "700"
    forge = Forge(environment)
    yield forge
    forge.close()


def test_a_lock_that_is_not_let_go_of_is_503_and_changes_nothing(impatient, log_in):
    edition = b.approved("Ferry lines", blocks=[b.passage()])
    form = {"version": edition.version, "comment": ""}
    order = {"session": log_in(b.publisher()), "url": verb_url(edition, "publish"), "data": form}
    impatient.warm("get", session=order["session"], urls=[order["url"]])

    held, [answer] = impatient.together(
        ("hold", {"edition": edition.pk, "seconds": 3}), ("post_plain", order | {"pause": 0.3})
    )

    assert held == ["holds"]
    assert answer == [503, "2"]
    edition.refresh_from_db()
    assert edition.state == S.APPROVED
    assert disagreements(edition.article) == []
    assert impatient.start("post_plain", **order).said() == [[302, None]]
    edition.refresh_from_db()
    assert edition.state == S.PUBLISHED


@pytest.mark.postgresql
def test_a_deadlock_with_a_statement_past_the_verbs_is_503_and_changes_nothing(forge, log_in):
    """It holds an edition and then wants the article; verbs lock the article first."""
    edition = b.approved("Ferry lines", blocks=[b.passage()])
    form = {"version": edition.version, "comment": ""}
    order = {"session": log_in(b.publisher()), "url": verb_url(edition, "publish"), "data": form}
    forge.warm("get", session=order["session"], urls=[order["url"]])

    held, [answer] = forge.together(
        ("hold", {"edition": edition.pk, "seconds": 0, "then": 1.0}),
        ("post_plain", order | {"pause": 0.1}),
    )

    assert answer == [503, "2"]
    assert held == ["holds", "holds"]
    edition.refresh_from_db()
    assert edition.state == S.APPROVED
    assert disagreements(edition.article) == []
