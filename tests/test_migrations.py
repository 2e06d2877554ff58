"""Migrations are complete, and those of guarded tables keep rows and triggers."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import IntegrityError, connection, migrations, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from articles.models import Edition, Passage
from articles.triggers import (
    EDITIONS,
    HISTORY,
    PARTS,
    LiftTriggers,
    SetTriggers,
    lift_triggers,
    names,
    set_triggers,
)
from tests import builders as b

GUARDED = {EDITIONS, *PARTS, *HISTORY}


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_migrations_lead_back_and_forth():
    """Every migration of ours can be undone on an empty site."""
    loader = MigrationLoader(connection)
    for (app, _name), migration in loader.disk_migrations.items():
        if app in ("articles", "issues"):
            assert all(operation.reversible for operation in migration.operations)


@pytest.mark.django_db
def test_every_later_migration_of_a_guarded_table_lifts_and_sets_the_triggers():
    wrong = []
    for (app, name), migration in MigrationLoader(connection).disk_migrations.items():
        if name == "0001_initial" or app not in ("articles", "issues"):
            continue
        touched = {
            f"{app}_{getattr(operation, 'model_name', getattr(operation, 'name', '')).lower()}"
            for operation in migration.operations
        }
        bracketed = isinstance(migration.operations[0], LiftTriggers) and isinstance(
            migration.operations[-1], SetTriggers
        )
        if touched & GUARDED and not bracketed:
            wrong.append(f"{app}.{name}")
    assert wrong == []


def _run(operations, state):
    """Run operations as the executor runs a migration: in one transaction, with a schema editor."""
    from_state = state
    with connection.schema_editor(atomic=True) as editor:
        for operation in operations:
            to_state = from_state.clone()
            operation.state_forwards("articles", to_state)
            operation.database_forwards("articles", editor, from_state, to_state)
            from_state = to_state
    return from_state


@pytest.mark.django_db(transaction=True)
def test_altering_the_tables_of_a_filled_site_keeps_rows_and_triggers():
    first = b.published("Filled", blocks=[b.passage("Kept.")])
    b.next_edition(first)
    loader = MigrationLoader(connection)
    state = loader.project_state(
        ("articles", max(n for a, n in loader.disk_migrations if a == "articles"))
    )
    before = set(names(connection))
    rows = list(Edition.objects.order_by("pk").values())
    add: list[Operation] = [
        migrations.AddField("edition", "extra", models.CharField(max_length=10, default="x")),
        migrations.AddField("passage", "extra", models.CharField(max_length=10, default="x")),
        migrations.AddIndex("passage", models.Index(fields=["heading"], name="passage_heading")),
    ]
    undo = [
        migrations.RemoveIndex("passage", "passage_heading"),
        migrations.RemoveField("passage", "extra"),
        migrations.RemoveField("edition", "extra"),
    ]
    connection.disable_constraint_checking()
    try:
        after = _run([LiftTriggers(), *add, SetTriggers()], state)
        with connection.cursor() as cursor:
            cursor.execute("SELECT extra FROM articles_edition")
            assert {row[0] for row in cursor.fetchall()} == {"x"}
            with pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute("UPDATE articles_edition SET extra = 'y' WHERE state = 'published'")
        _run([LiftTriggers(), *undo, SetTriggers()], after)
    finally:
        connection.enable_constraint_checking()
    assert set(names(connection)) == before
    assert list(Edition.objects.order_by("pk").values()) == rows
    assert Passage.objects.filter(html="<p>Kept.</p>").count() == 2


@pytest.mark.django_db(transaction=True)
def test_flushing_empties_a_site_and_leaves_groups_and_triggers():
    b.published(blocks=[b.passage()])
    call_command("flush", interactive=False, verbosity=0)
    assert Edition.objects.count() == 0
    assert Group.objects.count() == 3
    assert {table for _, table in names(connection)} == GUARDED


@pytest.mark.django_db
def test_setting_triggers_twice_changes_nothing():
    before = names(connection)
    set_triggers(connection)
    assert names(connection) == before
    lift_triggers(connection)
    assert names(connection) == []
