"""The environment that tests read the one settings file in: nothing of the developer's own site.

`TEST_DATABASE_URL` chooses the database. Without it each test process has SQLite files in a folder of
its own, files and not memory so that tests can start further processes on them.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="sejong-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
(_folder / "static").mkdir()

for _name in ("CACHE_URL", "SECURE_SSL", "SITE_NAME", "INSTITUTION", "COUNTRY", "PROXIES", "PORT"):
    os.environ.pop(_name, None)
os.environ.update(
    DEBUG="0",
    SECRET_KEY="tests only, and long enough to be no reason for any warning",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    SITE_URL="http://testserver",
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{_folder}/unused.sqlite3",
    EMAIL_URL="memory://",
    MEDIA_ROOT=str(_folder / "media"),
    STATIC_ROOT=str(_folder / "static"),
    API_RATE_ANON="100000/min",
    API_RATE_TOKEN="100000/min",
)

from sejong_cms.settings import *  # noqa: E402, F403
from sejong_cms.settings import DATABASES  # noqa: E402

_database = DATABASES["default"]
if _database["ENGINE"].endswith(".sqlite3"):
    _database["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
    # Tests kill processes, never the power.
    _database["OPTIONS"]["init_command"] = _database["OPTIONS"]["init_command"].replace(
        "synchronous=FULL", "synchronous=OFF"
    )
else:
    _database["OPTIONS"]["options"] = " ".join(
        [_database["OPTIONS"].get("options", ""), "-c synchronous_commit=off"]
    ).strip()
    # Runs beside each other, from this folder or another, must not share a database.
    _database["TEST"] = {"NAME": f"test_sejong_{os.getpid()}"}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
