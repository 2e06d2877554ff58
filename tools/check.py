"""Everything that has to hold before a change is handed in; what `make test` runs.

Each check runs even if one before it failed, and the end says which failed and which were left out.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
LOCAL_POSTGRESQL = "postgres://postgres@127.0.0.1:5432/postgres"
NOT_THE_PROJECTS = {".venv", "var", "node_modules"}


def templates():
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*.html"))
    return sorted(
        str(path)
        for path in found
        if "templates" in path.parts and not NOT_THE_PROJECTS.intersection(path.parts)
    )


def postgresql():
    """(address or None, why not). One that was named must answer; a local one is a find."""
    url = os.environ.get("TEST_DATABASE_URL") or LOCAL_POSTGRESQL
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        if os.environ.get("TEST_DATABASE_URL"):
            return None, f"TEST_DATABASE_URL does not answer: {reason}"
        return None, (
            "no PostgreSQL answers on 127.0.0.1:5432 as postgres, and TEST_DATABASE_URL is not set"
        )
    return url, None


def no_browser():
    from tests.browser.conftest import chromium

    return None if chromium() else "no Chromium is installed (Debian: apt-get install chromium)"


def no_pdfs():
    from sejong_cms import typesetting

    lacking = ", ".join(typesetting.missing())
    return lacking and f"no {lacking} (Debian: apt-get install {typesetting.PACKAGES})"


class Run:
    def __init__(self):
        self.failed, self.left_out, self.started = [], [], time.monotonic()

    def check(self, name, *command, **variables):
        print(f"\n=== {name}", flush=True)
        if subprocess.run(command, cwd=ROOT, env=os.environ | variables).returncode:
            self.failed.append(name)

    def leave_out(self, name, reason):
        self.left_out.append(f"{name}: {reason}")

    def report(self):
        """Print the outcome and return the exit code."""
        print(f"\n=== In {time.monotonic() - self.started:.0f} s", flush=True)
        for line in self.left_out:
            print(f"LEFT OUT  {line}")
        for name in self.failed:
            print(f"FAILED    {name}")
        if self.left_out and os.environ.get("CI", "").lower() in ("1", "true"):
            print("With CI=true nothing may be left out.")
            return 1
        if not self.failed:
            print("Everything else passed." if self.left_out else "Everything passed.")
        return 1 if self.failed else 0


def main():
    run = Run()
    python = sys.executable
    pytest = (python, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal")
    url, no_postgresql = postgresql()
    named = os.environ.pop("TEST_DATABASE_URL", None)  # one of the runs alone is on PostgreSQL

    tool = str(Path(python).parent)
    concise = ("--quiet", "--output-format", "concise")
    run.check("ruff check", f"{tool}/ruff", "check", *concise, ".")
    run.check("ruff format", f"{tool}/ruff", "format", "--check", *concise, ".")
    if files := templates():
        run.check("djade", f"{tool}/djade", "--check", "--target-version", "6.1", *files)
    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    manage = (python, "manage.py")
    run.check("manage.py check", *manage, "check", "--fail-level", "WARNING", **settings)
    run.check("migrations", *manage, "makemigrations", "--check", "--dry-run", **settings)

    if not shutil.which("xgettext"):
        run.leave_out(
            "the Korean catalogues against the source",
            "no gettext is installed (Debian: apt-get install gettext)",
        )
    if lacking := no_pdfs():
        run.leave_out("tests of PDFs", lacking)
    run.check("tests on SQLite", *pytest, "-m", "not browser")
    if reason := no_browser():
        run.leave_out("tests in a browser", reason)
    else:
        run.check("tests in a browser", *pytest, "-m", "browser", "tests/browser")
    if url:
        run.check(
            "tests on PostgreSQL",
            *(*pytest, "-m", "database and not browser"),
            TEST_DATABASE_URL=url,
        )
    elif named:
        run.failed.append(f"tests on PostgreSQL: {no_postgresql}")
    else:
        run.leave_out("tests on PostgreSQL", no_postgresql)
    return run.report()


if __name__ == "__main__":
    sys.exit(main())
