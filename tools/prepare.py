"""What has to be so before the site starts; one process, because each start of Django costs a second."""

import io
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sejong_cms.settings")

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError

from sejong_cms import environment


def development():
    call_command("check", stdout=io.StringIO())
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_demonstration")
    call_command("create_demonstration_users")
    from django.conf import settings

    print(f"The site is on {settings.SITE_URL}/ (Ctrl-C ends it).")


def production():
    # First the settings alone: nothing is written where one of them is unsafe.
    if environment.number("WORKERS", 1) == 0:
        raise ImproperlyConfigured("WORKERS must be at least 1, or nobody answers.")
    call_command("check", deploy=True, fail_level="WARNING", stdout=io.StringIO())
    migrate_a_new_database()
    # What no page of ours refers to: the API has neither ReDoc nor the framework's HTML pages.
    unused = ["redoc", "rest_framework"]
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=unused)


def migrate_a_new_database():
    """A database without tables is filled. An older one is the operator's to migrate, after a backup,
    and the site does not start on it."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    if not connection.introspection.table_names():
        call_command("migrate", interactive=False, verbosity=0)
        return
    executor = MigrationExecutor(connection)
    if pending := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _ in pending)
        raise CommandError(
            f"The database is older than the code ({names}). Back it up, run "
            "`.venv/bin/python manage.py migrate` with the same settings, and start again."
        )


if __name__ == "__main__":
    try:
        django.setup()
        {"development": development, "production": production}[sys.argv[1]]()
    except ImproperlyConfigured as error:
        sys.exit(f"This setting is missing or wrong: {error}")
    except SystemCheckError as error:
        sys.exit(f"The site does not start with these settings.\n{error}")
    except CommandError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
