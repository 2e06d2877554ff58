"""What application servers load."""

import os
import subprocess
import sys

SHOW = """
import gc, os, sys
import sejong_cms.wsgi
print("articles.views" in sys.modules, gc.get_freeze_count() > 50_000)
sys.stdout.flush()
if (child := os.fork()) == 0:
    print(gc.get_freeze_count() > 50_000)
    sys.stdout.flush()
    os._exit(0)
os.waitpid(child, 0)
"""


def test_the_application_is_loaded_and_out_of_the_collectors_sight_before_and_after_a_fork():
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "sejong_cms.settings",
        "DEBUG": "1",
        "DATABASE_URL": "sqlite://:memory:",
    }

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SHOW],
        env=environment,
        capture_output=True,
        text=True,
    )

    assert done.stdout.split() == ["True", "True", "True"], done.stderr
