"""Which tests need what. Markers are given here, so that nobody can forget one."""

import gc
import math
import os
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import TransactionTestCase

_DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_collection_finish():
    """What was loaded by now stays to the end: the collector need not look through it over and over."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_collection_modifyitems(items):
    browser = Path(__file__).parent / "browser"
    for item in items:
        if (
            item.get_closest_marker("django_db")
            or _DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ()))
            or issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
        ):
            item.add_marker("database")
        if browser in item.path.parents:
            item.add_marker("browser")
        for vendor in ("postgresql", "sqlite"):
            if item.get_closest_marker(vendor) and connection.vendor != vendor:
                item.add_marker(pytest.mark.skip(reason=f"means something on {vendor} only"))


@pytest.fixture(autouse=True)
def footer_is_known(monkeypatch):
    """As in a process that has lately read which further pages there are: here, none.

    What a page costs is counted without that read, which comes every few seconds.
    """
    from sejong_cms import institution

    monkeypatch.setattr(institution, "_footer", (math.inf, []))


@pytest.fixture
def database_environment(transactional_db):
    """The environment in which a further process works on this test's database.

    For `subprocess.run([sys.executable, "manage.py", …], env=database_environment)`.
    """
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{quote(str(database['NAME']))}"
    else:
        who = quote(database["USER"] or "")
        if database["PASSWORD"]:
            who += f":{quote(database['PASSWORD'], safe='')}"
        port = f":{database['PORT']}" if database["PORT"] else ""
        host = quote(database["HOST"] or "", safe="")
        # Two dozen processes that begin at one moment on a busy machine wait for each other here too.
        url = f"postgres://{who}@{host}{port}/{quote(database['NAME'])}?connect_timeout=60"
    return os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "sejong_cms.settings"}
