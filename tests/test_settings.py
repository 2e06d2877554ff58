"""The settings as processes meet them: each case is a start of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOUND = {
    "SECRET_KEY": "a long enough key, with more than fifty characters in it, for one test",
    "ALLOWED_HOSTS": "focus.example.org",
    "SITE_URL": "https://focus.example.org",
    "SECURE_SSL": "1",
}


def manage(*arguments, **variables):
    clean = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=clean | variables,
        capture_output=True,
        text=True,
        timeout=60,
    )


def check(**variables):
    return manage("check", "--deploy", "--fail-level", "WARNING", **(SOUND | variables))


def test_nothing_starts_without_a_secret_key():
    result = manage("migrate", "--plan")

    assert result.returncode == 1
    assert result.stderr == (
        "This setting is missing or wrong: SECRET_KEY is not set. "
        "Give a long random one, or DEBUG=1 for development.\n"
    )


def test_sound_settings_pass_the_deployment_checks(tmp_path):
    result = check()

    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"SITE_URL": "http://focus.example.org"}, "SITE_URL"),
        ({"PROXIES": "0"}, "PROXIES"),
        ({"MEDIA_ROOT": "/srv/static/media", "STATIC_ROOT": "/srv/static"}, "MEDIA_ROOT"),
        ({"DATABASE_URL": "sqlite://:memory:"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:////srv/db.sqlite3?timeout=1"}, "DATABASE_URL"),
        ({"DATABASE_URL": "mysql://127.0.0.1/focus"}, "DATABASE_URL"),
        ({"EMAIL_URL": "console://"}, "EMAIL_URL"),
        ({"EMAIL_URL": "mail.example.org"}, "EMAIL_URL"),
        ({"API_RATE_ANON": "plenty"}, "API_RATE_ANON"),
    ],
)
def test_an_unsafe_setting_is_refused_by_name(variables, named):
    result = check(**variables)

    assert result.returncode == 1
    assert named in result.stderr
    assert "Traceback" not in result.stderr


def test_tls_turns_on_what_belongs_to_it():
    names = (
        "SECURE_SSL_REDIRECT SECURE_HSTS_INCLUDE_SUBDOMAINS SESSION_COOKIE_SECURE "
        "CSRF_COOKIE_SECURE PROXIES SECURE_PROXY_SSL_HEADER SESSION_COOKIE_NAME"
    ).split()
    show = f"from django.conf import settings as s; print([getattr(s, n) for n in {names}])"

    on = manage("shell", "--no-imports", "-c", show, **SOUND)
    off = manage("shell", "--no-imports", "-c", show, **(SOUND | {"SECURE_SSL": "0"}))

    forwarded = "('HTTP_X_FORWARDED_PROTO', 'https')"
    assert on.stdout == f"[True, True, True, True, 1, {forwarded}, '__Host-sessionid']\n"
    assert off.stdout == "[False, False, False, False, 0, None, 'sessionid']\n"


def test_sqlite_connections_are_careful(db):
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("SQLite's own pragmas")
    with connection.cursor() as cursor:
        pragmas = {}
        for name in ("journal_mode", "recursive_triggers", "foreign_keys", "busy_timeout"):
            cursor.execute(f"PRAGMA {name}")
            pragmas[name] = cursor.fetchone()[0]

    assert pragmas == {
        "journal_mode": "wal",
        "recursive_triggers": 1,
        "foreign_keys": 1,
        "busy_timeout": 20000,
    }
