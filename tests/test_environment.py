"""What the environment may say, and which sentence refuses the rest."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from sejong_cms import environment


def test_secret_key_without_one_is_refused_outside_development(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY")

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set"):
        environment.secret_key(False, tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_secret_key_in_development_is_made_once_and_kept_to_its_owner(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY")

    first = environment.secret_key(True, tmp_path / "var")

    assert environment.secret_key(True, tmp_path / "var") == first
    assert len(first) > 50
    assert [file.name for file in (tmp_path / "var").iterdir()] == ["secret_key"]
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_secret_key_given_is_taken(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "given")

    assert environment.secret_key(True, tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1", True), ("true", True), ("0", False), ("off", False), ("", False), (" ", False)],
)
def test_flag(monkeypatch, value, expected):
    monkeypatch.setenv("SECURE_SSL", value)

    assert environment.flag("SECURE_SSL") is expected


@pytest.mark.parametrize(
    ("read", "name", "value"),
    [
        (lambda: environment.flag("X"), "X", "maybe"),
        (lambda: environment.number("X", 1), "X", "many"),
        (lambda: environment.number("X", 1), "X", "-1"),
        (lambda: environment.rate("X", "1/min"), "X", "fast"),
        (lambda: environment.rate("X", "1/min"), "X", "0/min"),
        (lambda: environment.origin("X", ""), "X", "focus.example.org"),
        (lambda: environment.origin("X", ""), "X", "https://focus.example.org/path"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_by_name(monkeypatch, read, name, value):
    monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match=name):
        read()


def test_words_are_parted_by_commas_and_spaces(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, b.example  c.example,")

    assert environment.words("ALLOWED_HOSTS") == ["a.example", "b.example", "c.example"]


def test_database_is_a_careful_sqlite_file_by_default(tmp_path):
    database = environment.database("", tmp_path / "var 100%" / "db.sqlite3")

    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert Path(database["NAME"]) == tmp_path / "var 100%" / "db.sqlite3"
    assert database["OPTIONS"] == environment.SQLITE
    assert (tmp_path / "var 100%").is_dir()


def test_database_bounds_statements_only_where_it_is_told_to(monkeypatch):
    url = "postgres://someone@127.0.0.1/focus"
    assert "statement_timeout" not in environment.database(url, Path())["OPTIONS"]["options"]

    monkeypatch.setenv("STATEMENT_TIMEOUT", "15000")

    assert "statement_timeout=15000" in environment.database(url, Path())["OPTIONS"]["options"]


@pytest.mark.parametrize("url", ["mysql://host/name", "no address", "postgres://[", "focus.db"])
def test_database_of_another_kind_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.database(url, Path())


def test_cache():
    assert environment.cache("")["BACKEND"].endswith("LocMemCache")
    assert environment.cache("redis://127.0.0.1:6379/1")["LOCATION"] == "redis://127.0.0.1:6379/1"
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL"):
        environment.cache("memcached://127.0.0.1")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://localhost", ("localhost", 25, False, False)),
        ("smtp://mail.example:2525", ("mail.example", 2525, False, False)),
        ("smtp://mail.example/?tls=1", ("mail.example", 587, True, False)),
        ("smtps://mail.example", ("mail.example", 465, False, True)),
    ],
)
def test_mailer_for_smtp(url, expected):
    options = environment.mailer(url)["OPTIONS"]

    assert (options["host"], options["port"], options["use_tls"], options["use_ssl"]) == expected


def test_mailer_reads_escaped_names_and_passwords():
    options = environment.mailer("smtps://desk%40focus.example:p%2Fw@mail.example")["OPTIONS"]

    assert (options["username"], options["password"]) == ("desk@focus.example", "p/w")


@pytest.mark.parametrize("url", ["", "mail.example", "smtp://", "http://mail.example", "file:"])
def test_mailer_that_cannot_be_read_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        environment.mailer(url)
