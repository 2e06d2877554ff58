"""The command: files in, a report per file, exit 0 only if all went well."""

import json
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Article, Edition
from tests.articles.importing.test_apply import PIECE, count_everything

pytestmark = pytest.mark.django_db


def run(*files, **options):
    """(exit code, standard output, standard error)"""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_piece", *map(str, files), stdout=out, stderr=err, **options)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def piece(tmp_path):
    path = tmp_path / "piece.txt"
    path.write_text(PIECE)
    return path


def test_a_good_file_goes_in(piece):
    code, out, err = run(piece)
    assert (code, err) == (0, "")
    assert out.startswith(
        f"{piece}: imported harbour-10-two-questions-on-the-ferry-line, edition 1"
    )


def test_json_has_the_committed_keys(piece):
    code, out, _ = run(piece, json=True)
    (report,) = json.loads(out)
    assert code == 0
    assert list(report) == ["file", "status", "article", "edition", "error", "piece", "warnings"]
    assert list(report["piece"]) == [
        "series",
        "number",
        "title",
        "subtitle",
        "published_on",
        "language",
        "abstract",
        "disclaimer",
        "authors",
        "sections",
    ]
    assert (report["status"], report["edition"], report["error"]) == ("imported", 1, None)


def test_a_dry_run_changes_nothing(piece):
    before = count_everything()
    code, out, _ = run(piece, dry_run=True, json=True)
    assert code == 0
    assert json.loads(out)[0]["status"] == "planned"
    assert count_everything() == before


def test_publish_makes_it_live_as_of_its_date(piece):
    run(piece, publish=True)
    assert Edition.objects.published().get().published_on.isoformat() == "2025-03-03"


BAD = {
    "empty": b"",
    "binary": bytes(range(256)) * 20,
    "not UTF-8": "조선".encode("cp949") * 20,
    "10 MB": b"word " * 2_200_000,
    "NUL bytes": PIECE.encode().replace(b"harbour", b"har\0bour"),
    "no title": b"only one line\n",
    "only spaces": b" \n\t\n",
}
REASONS = {
    "empty": "is empty",
    "binary": "is not text",
    "not UTF-8": "is not UTF-8 text",
    "10 MB": "is larger than 10 MB",
    "NUL bytes": "is not text: there is a NUL byte",
    "no title": "has no title",
    "only spaces": "is empty",
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_gives_one_clear_line_and_the_others_still_go_in(kind, piece, tmp_path):
    bad = tmp_path / "bad.txt"
    bad.write_bytes(BAD[kind])
    code, out, err = run(bad, piece)
    assert code == 1
    assert err.count("\n") == 1
    assert err.startswith(f"{bad}: {REASONS[kind]}")
    assert f"{piece}: imported" in out
    assert Article.objects.count() == 1


def test_a_bad_file_alone_changes_nothing(tmp_path):
    bad = tmp_path / "bad.txt"
    before = count_everything()
    for content in BAD.values():
        bad.write_bytes(content)
        assert run(bad)[0] == 1
    assert count_everything() == before


def test_a_missing_file_and_a_folder_say_so(tmp_path):
    code, _, err = run(tmp_path / "nowhere.txt", tmp_path, "a\0b")
    assert code == 1
    assert [line.split(": ", 1)[1] for line in err.splitlines()][:2] == [
        "does not exist",
        "is a folder, not a file",
    ]
    assert len(err.splitlines()) == 3


def test_a_failure_is_reported_in_json_too(tmp_path):
    _, out, _ = run(tmp_path / "nowhere.txt", json=True)
    (report,) = json.loads(out)
    assert (report["status"], report["error"]["code"]) == ("failed", "no_file")


def test_a_database_that_is_not_set_up_is_named(piece, monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", list)
    with pytest.raises(CommandError, match=r"manage\.py migrate"):
        run(piece, dry_run=True)


def test_an_unknown_series_stops_before_anything(piece):
    with pytest.raises(CommandError):
        run(piece, series="nowhere")
    assert Article.objects.count() == 0


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_processes_taking_one_file_in_at_once_make_one_article(piece, database_environment):
    command = [sys.executable, "manage.py", "import_piece", "--json", str(piece)]
    runs = [
        subprocess.Popen(command, env=database_environment, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = [json.loads(process.communicate(timeout=120)[0])[0]["status"] for process in runs]
    assert sorted(said) == ["imported", "unchanged", "unchanged", "unchanged"]
    assert Article.objects.count() == 1
