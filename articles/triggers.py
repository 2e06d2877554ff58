"""What must never be false is refused by the database itself, whatever statement is tried.

Two kinds of tables are guarded, on PostgreSQL and SQLite alike:

- editions and their parts: an edition that is neither draft nor in review, its blocks, notes and
  bylines cannot be inserted into, changed or deleted; only a move of `articles.moves` may change
  its state, and with it only the move's own columns;
- history (snapshots, moves, imported files, dated events): rows are only ever added.

`LiftTriggers` and `SetTriggers` bracket every migration of these tables, because SQLite rebuilds a
table to alter it; `lifted` is the operator's one door, for restore and for the tests' flush. The SQL is
made from the columns that the tables have at that moment, so that an old migration stays right.
"""

from contextlib import contextmanager

from django.db import connections, transaction
from django.db.migrations.operations.base import Operation

from .enums import EditionState
from .moves import COLUMNS, ENDING, PAIRS, SET_ONCE

EDITIONS = "articles_edition"
#: Tables of parts → the column that names the edition.
PARTS = {
    "articles_byline": "edition_id",
    "articles_passage": "parent_id",
    "articles_traitblock": "parent_id",
    "articles_assessment": "parent_id",
    "articles_recommendationblock": "parent_id",
    "articles_figure": "parent_id",
    "articles_note": "parent_id",
}
#: Tables whose rows are only ever added.
HISTORY = (
    "articles_snapshot",
    "articles_transition",
    "articles_importsource",
    "articles_resolution",
    "issues_statuschange",
    "issues_rename",
    "issues_development",
    "issues_step",
    "sejong_cms_auditentry",
    "sejong_cms_pagetext",
)

_EDITABLE = ", ".join(f"'{state}'" for state in EditionState.editable())
_NUMBERED = ", ".join(f"'{state}'" for state in EditionState.numbered())
_OPEN = ", ".join(f"'{state}'" for state in EditionState.open())
_PAIRS = " OR ".join(
    f"(OLD.state = '{source}' AND NEW.state = '{target}')" for source, target in sorted(PAIRS)
)
_FROZEN = "a published or approved edition is never changed"
_ILLEGAL = "this is no move of an edition"
_ADDED = "history rows are only ever added"


def _columns(connection, table):
    with connection.cursor() as cursor:
        return [
            column.name for column in connection.introspection.get_table_description(cursor, table)
        ]


def _tables(connection):
    present = set(connection.introspection.table_names())
    return [t for t in (EDITIONS, *PARTS, *HISTORY) if t in present]


def _sqlite(connection):
    """(name, table, SQL) of every trigger for SQLite."""
    refuse = "SELECT RAISE(ABORT, '{}');".format
    for table in _tables(connection):

        def trigger(event, condition, message, table=table, suffix=""):
            name = f"keep_{table}_{event.split()[0].lower()}{suffix}"
            when = f"WHEN {condition} " if condition else ""
            return (
                name,
                f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW '
                f"{when}BEGIN {refuse(message)} END",
            )

        if table == EDITIONS:
            fixed = [c for c in _columns(connection, table) if c not in (*COLUMNS, *SET_ONCE)]
            moved = " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in fixed)
            begun = " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in COLUMNS if c not in ENDING)
            once = " OR ".join(
                f'(OLD."{c}" IS NOT NEW."{c}" AND NOT (NEW.state = \'published\''
                f" AND OLD.state IN ({_OPEN}) AND coalesce(OLD.\"{c}\", '') = ''))"
                for c in SET_ONCE
            )
            frozen = f"OLD.state NOT IN ({_EDITABLE})"
            # A conflict that REPLACE resolves deletes the row in its way without a delete trigger.
            in_the_way = (
                f"EXISTS (SELECT 1 FROM {EDITIONS} e WHERE e.id IS NEW.id"
                f" OR (e.article_id = NEW.article_id AND e.state IN ({_OPEN})))"
            )
            yield trigger("INSERT", f"NEW.state <> 'draft' OR {in_the_way}", _ILLEGAL)
            yield trigger("DELETE", frozen, _FROZEN)
            yield trigger(
                "UPDATE",
                "OLD.id IS NOT NEW.id OR OLD.article_id IS NOT NEW.article_id"
                " OR (NEW.state = 'published' AND EXISTS (SELECT 1 FROM articles_edition e"
                " WHERE e.article_id = NEW.article_id AND e.state = 'published' AND e.id <> NEW.id))"
                f" OR (NEW.state IN ({_OPEN}) AND EXISTS (SELECT 1 FROM articles_edition e"
                f" WHERE e.article_id = NEW.article_id AND e.state IN ({_OPEN}) AND e.id <> NEW.id))"
                " OR (NEW.number IS NOT NULL AND EXISTS (SELECT 1 FROM articles_edition e"
                " WHERE e.article_id = NEW.article_id AND e.number = NEW.number AND e.id <> NEW.id))"
                f" OR (OLD.state <> NEW.state AND NOT ({_PAIRS}))",
                _ILLEGAL,
                suffix="_moves",
            )
            unmoved = " OR ".join(
                f'OLD."{c}" IS NOT NEW."{c}"'
                for c in _columns(connection, table)
                if c not in ("id", "state")
            )
            yield trigger(
                "UPDATE",
                f"{frozen} AND ({moved} OR {once} OR (OLD.state = NEW.state AND ({unmoved}))"
                f" OR (OLD.state IN ({_NUMBERED}) AND ({begun})))",
                _FROZEN,
                suffix="_frozen",
            )
        elif table in PARTS:
            column = PARTS[table]
            closed = (
                "EXISTS (SELECT 1 FROM articles_edition e WHERE e.id = {}.{}"
                f" AND e.state NOT IN ({_EDITABLE}))"
            ).format
            existing = (
                f'EXISTS (SELECT 1 FROM "{table}" b JOIN articles_edition e ON e.id = b.{column}'
                f" WHERE b.id IS NEW.id AND e.state NOT IN ({_EDITABLE}))"
            )
            new, old = closed("NEW", column), closed("OLD", column)
            yield trigger("INSERT", f"{new} OR {existing}", _FROZEN)
            yield trigger("UPDATE", f"OLD.id IS NOT NEW.id OR {old} OR {new}", _FROZEN)
            yield trigger("DELETE", old, _FROZEN)
        else:
            yield trigger(
                "INSERT", f'EXISTS (SELECT 1 FROM "{table}" b WHERE b.id IS NEW.id)', _ADDED
            )
            yield trigger("UPDATE", "", _ADDED)
            yield trigger("DELETE", "", _ADDED)


_REFUSE = "RAISE EXCEPTION '{}' USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;".format

_POSTGRESQL_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION keep_edition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY[{", ".join(f"'{c}'" for c in COLUMNS)}];
    ending text[] := ARRAY[{", ".join(f"'{c}'" for c in ENDING)}];
    once text;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        {_REFUSE(_FROZEN)}
    ELSIF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN {_REFUSE(_ILLEGAL)} END IF;
        RETURN NEW;
    ELSIF TG_OP = 'DELETE' THEN
        IF OLD.state NOT IN ({_EDITABLE}) THEN {_REFUSE(_FROZEN)} END IF;
        RETURN OLD;
    END IF;
    IF OLD.id <> NEW.id OR OLD.article_id <> NEW.article_id
        OR (OLD.state <> NEW.state AND NOT ({_PAIRS})) THEN
        {_REFUSE(_ILLEGAL)}
    END IF;
    IF OLD.state NOT IN ({_EDITABLE}) THEN
        IF OLD.state = NEW.state AND to_jsonb(OLD) <> to_jsonb(NEW) THEN {_REFUSE(_FROZEN)} END IF;
        IF NEW.state = 'published' AND OLD.state IN ({_OPEN}) THEN
            FOREACH once IN ARRAY ARRAY[{", ".join(f"'{c}'" for c in SET_ONCE)}] LOOP
                IF coalesce(to_jsonb(OLD) ->> once, '') = '' THEN free := free || once; END IF;
            END LOOP;
        END IF;
        IF OLD.state IN ({_NUMBERED}) THEN free := ending; END IF;
        IF to_jsonb(OLD) - free <> to_jsonb(NEW) - free THEN {_REFUSE(_FROZEN)} END IF;
    END IF;
    RETURN NEW;
END $$;

-- The edition's row is locked, so that it cannot be approved while its part is being written.
CREATE OR REPLACE FUNCTION keep_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    at_state text;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN {_REFUSE(_FROZEN)} END IF;
    IF TG_OP <> 'INSERT' THEN
        SELECT state INTO at_state FROM articles_edition
            WHERE id = (to_jsonb(OLD) ->> TG_ARGV[0])::bigint FOR SHARE;
        IF at_state NOT IN ({_EDITABLE}) THEN {_REFUSE(_FROZEN)} END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    SELECT state INTO at_state FROM articles_edition
        WHERE id = (to_jsonb(NEW) ->> TG_ARGV[0])::bigint FOR SHARE;
    IF at_state NOT IN ({_EDITABLE}) THEN {_REFUSE(_FROZEN)} END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {_REFUSE(_ADDED)}
END $$;
"""


def _postgresql(connection):
    """(name, SQL) of every trigger for PostgreSQL."""
    for table in _tables(connection):
        name = f"keep_{table}"
        if table == EDITIONS:
            function, events = "keep_edition()", "INSERT OR UPDATE OR DELETE"
        elif table in PARTS:
            function, events = f"keep_part('{PARTS[table]}')", "INSERT OR UPDATE OR DELETE"
        else:
            function, events = "keep_history()", "UPDATE OR DELETE"
        yield (
            name,
            f'CREATE TRIGGER "{name}" BEFORE {events} ON "{table}"'
            f" FOR EACH ROW EXECUTE FUNCTION {function}",
        )
        yield (
            f"{name}_whole",
            f'CREATE TRIGGER "{name}_whole" BEFORE TRUNCATE ON "{table}"'
            f" FOR EACH STATEMENT EXECUTE FUNCTION {function}",
        )


def set_triggers(connection):
    """Make every trigger anew for the tables as they stand."""
    lift_triggers(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTIONS)
        made = _postgresql if connection.vendor == "postgresql" else _sqlite
        for _name, sql in list(made(connection)):
            cursor.execute(sql)


def lift_triggers(connection):
    """Drop every trigger of ours."""
    with connection.cursor() as cursor:
        for name, table in names(connection):
            on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')


def names(connection):
    """(name, table) of the triggers of ours that the database has now."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " WHERE NOT t.tgisinternal AND t.tgname LIKE 'keep\\_%%'"
                " AND pg_table_is_visible(c.oid) ORDER BY 1"
            )
        else:
            cursor.execute(
                "SELECT name, tbl_name FROM sqlite_master"
                " WHERE type = 'trigger' AND name LIKE 'keep\\_%' ESCAPE '\\' ORDER BY 1"
            )
        return cursor.fetchall()


@contextmanager
def lifted(using="default"):
    """The operator's door: within it every table can be written. One transaction; others wait."""
    connection = connections[using]
    with transaction.atomic(using=using):
        lift_triggers(connection)
        yield
        set_triggers(connection)


class _TriggerOperation(Operation):
    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label, state):
        pass


class LiftTriggers(_TriggerOperation):
    """First operation of a migration that alters a guarded table; backwards it sets them."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        lift_triggers(schema_editor.connection)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        set_triggers(schema_editor.connection)

    def describe(self):
        return "Lift the triggers that guard published editions and history"


class SetTriggers(_TriggerOperation):
    """Last operation of a migration that alters a guarded table; backwards it lifts them."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        set_triggers(schema_editor.connection)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        lift_triggers(schema_editor.connection)

    def describe(self):
        return "Set the triggers that guard published editions and history"
