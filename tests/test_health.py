import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import RequestFactory

from sejong_cms import health


def answer(view, method="get"):
    response = view(getattr(RequestFactory(), method)("/health/"))
    return response.status_code, response.content.decode()


def test_alive_asks_nothing_of_the_database():
    # Without the database fixture a query would raise.
    assert answer(health.alive) == (200, "ok\n")


@pytest.mark.parametrize("view", [health.alive, health.ready])
def test_health_is_for_reading_and_never_kept(view, db):
    assert answer(view, "post")[0] == 405
    assert "no-store" in view(RequestFactory().get("/")).headers["Cache-Control"]


def test_ready(db):
    assert answer(health.ready) == (
        200,
        '{"status": "ready", "checks": {"database": "ok", "cache": "ok", "migrations": "ok"}}',
    )


def test_ready_with_a_pending_migration(db):
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")

    assert answer(health.ready) == (
        503,
        '{"status": "not ready", '
        '"checks": {"database": "ok", "cache": "ok", "migrations": "failed"}}',
    )


def test_ready_without_a_database_gives_no_reason_away(db, monkeypatch, caplog):
    def cursor():
        raise OperationalError("no route to the secret host")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", cursor)
        status, body = answer(health.ready)

    assert status == 503
    assert '"database": "failed"' in body
    assert "secret host" not in body
    assert "secret host" in caplog.text


def test_ready_with_a_cache_that_forgets(db, monkeypatch):
    monkeypatch.setattr(cache, "get", lambda key: None)

    assert '"cache": "failed"' in answer(health.ready)[1]
