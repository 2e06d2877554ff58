"""Two answers for whoever watches the site. Neither tells more than whether."""

import logging

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def alive(request):
    """The process answers; nothing else is asked, so that a database's trouble restarts no server."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def ready(request):
    """200 if database, cache and migrations are such that pages can be served, else 503."""
    checks = {
        name: _outcome(name, check)
        for name, check in (
            ("database", _database),
            ("cache", _cache),
            ("migrations", _migrations),
        )
    }
    well = all(outcome == "ok" for outcome in checks.values())
    return JsonResponse(
        {"status": "ready" if well else "not ready", "checks": checks}, status=200 if well else 503
    )


def _outcome(name, check):
    try:
        check()
    except Exception:
        # Whatever it is, the answer is the same; the reason is the log's.
        logger.exception("not ready: %s", name)
        return "failed"
    return "ok"


def _database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def _cache():
    cache.set("health", "ok", timeout=10)
    if cache.get("health") != "ok":
        raise RuntimeError("the cache does not keep what it is given")


def _migrations():
    executor = MigrationExecutor(connection)
    if pending := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RuntimeError(f"{len(pending)} migrations are not applied")
