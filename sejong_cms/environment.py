"""Reading the environment: what a setting may be, and a refusal that names it when it is not.

Everything here is called once, while the settings are read, and knows nothing of them.
"""

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

SQLITE = {
    # Writers take their lock at BEGIN: a transaction that first reads and then writes cannot be
    # told 'database is locked' half-way, which no waiting would cure.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: what was called saved survives a power cut. recursive_triggers: without it a REPLACE
    # deletes a row behind the back of the triggers that guard it.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;"
    ),
}


def text(name, default=""):
    return os.environ.get(name, "").strip() or default


def flag(name, default=False):
    value = text(name).lower()
    if value in ("", "0", "false", "no", "off", "1", "true", "yes", "on"):
        return value in ("1", "true", "yes", "on") if value else default
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def number(name, default):
    value = text(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", value):
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def words(name, default=()):
    return [word for word in re.split(r"[,\s]+", text(name)) if word] or list(default)


def rate(name, default):
    """A throttle rate such as '600/min'."""
    value = text(name, default)
    if not re.fullmatch(r"[1-9][0-9]*/(s|sec|m|min|h|hour|d|day)", value):
        raise ImproperlyConfigured(f"{name} must be a rate such as 600/min, not {value!r}.")
    return value


def origin(name, default):
    """Scheme and host, without a path: what every absolute address starts with."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(
            f"{name} must be an origin such as https://focus.example.org, not {value!r}."
        )
    return value


def secret_key(debug, folder: Path):
    """`SECRET_KEY`; in development one that is made once and kept, outside it none but a given one."""
    if given := text("SECRET_KEY"):
        return given
    if not debug:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Give a long random one, or DEBUG=1 for development."
        )
    file = folder / "secret_key"
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"secret_key.{os.getpid()}"
    if not file.exists():
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64))
        with suppress(FileExistsError):
            os.link(fresh, file)  # of two processes at once, the first one's key holds for both
        fresh.unlink()
    return file.read_text().strip()


def database(url, default_file: Path):
    """A database from its address; PostgreSQL and SQLite are the two that are supported.

    `STATEMENT_TIMEOUT` (milliseconds) bounds each statement on PostgreSQL. Only web processes set
    it (see wsgi.py): a migration or an export may take its time.
    """
    if not url:
        default_file.parent.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{quote(str(default_file))}"
    try:
        config = dj_database_url.parse(url, conn_max_age=60)
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}") from None
    options = config.setdefault("OPTIONS", {})
    if config["ENGINE"].endswith(".sqlite3"):
        config["OPTIONS"] = SQLITE | options
    elif config["ENGINE"].endswith(".postgresql"):
        # One lasting connection per server thread, looked at before use.
        config["CONN_HEALTH_CHECKS"] = True
        options.setdefault("connect_timeout", 5)
        # Compiling a query costs more than any of ours takes.
        limits = "-c jit=off"
        if timeout := number("STATEMENT_TIMEOUT", 0):
            limits += (
                f" -c statement_timeout={timeout} -c idle_in_transaction_session_timeout=60000"
            )
        options["options"] = f"{options.get('options', '')} {limits}".strip()
    else:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or sqlite:///.")
    return config


def cache(url):
    scheme = urlsplit(url).scheme
    if not url or scheme == "locmem":
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if scheme in ("redis", "rediss", "unix"):
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    raise ImproperlyConfigured("CACHE_URL must begin with redis://, rediss:// or locmem://.")


def mailer(url):
    """A mail back end: smtp://user:password@host:port (`?tls=1` for STARTTLS), smtps://,
    file:///folder, console:// or memory://."""
    backend = "django.core.mail.backends.{}.EmailBackend".format
    parts = urlsplit(url)
    if parts.scheme in ("console", "memory"):
        return {"BACKEND": backend("console" if parts.scheme == "console" else "locmem")}
    if parts.scheme == "file" and parts.path:
        return {"BACKEND": backend("filebased"), "OPTIONS": {"file_path": unquote(parts.path)}}
    if parts.scheme in ("smtp", "smtps") and parts.hostname:
        secure = parts.scheme == "smtps"
        starttls = parse_qs(parts.query).get("tls") == ["1"]
        return {
            "BACKEND": backend("smtp"),
            "OPTIONS": {
                "host": parts.hostname,
                "port": parts.port or (465 if secure else 587 if starttls else 25),
                "username": unquote(parts.username or ""),
                "password": unquote(parts.password or ""),
                "use_ssl": secure,
                "use_tls": starttls and not secure,
                "timeout": 20,
            },
        }
    raise ImproperlyConfigured(
        "EMAIL_URL must begin with smtp://host, smtps://host, file:///folder, console:// or memory://."
    )
