"""What must never be false is refused by the database itself, to any statement."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles import triggers, workflow
from articles.enums import EditionState as S
from articles.models import Edition, Passage, Snapshot
from tests import builders as b

pytestmark = pytest.mark.django_db

TEXT = "articles_edition"


def execute(sql, *params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def refused(sql, *params):
    with pytest.raises(IntegrityError):
        execute(sql, *params)


@pytest.fixture
def world():
    """A live edition with a row in every guarded table of parts, and a draft beside it."""
    live = b.draft(
        blocks=[b.passage(), b.assessment(), b.advice(), b.trait_block(), b.figure(b.png())]
    )
    b.write(live, notes=["<p>A note.</p>"])
    live = workflow.publish(b.approve(live), by=b.publisher())
    other = b.draft(
        blocks=[b.passage(), b.assessment(), b.advice(), b.trait_block(), b.figure(b.png())]
    )
    b.write(other, notes=["<p>A note.</p>"])
    return live, other


def others(table, *columns):
    """The columns of `table` beside its id and `columns`, as SQL."""
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return ", ".join(column.name for column in described if column.name not in ("id", *columns))


def test_parts_of_a_frozen_edition_cannot_be_changed_deleted_moved_or_inserted(world, subtests):
    live, draft = world
    for table, column in triggers.PARTS.items():
        rest = others(table, column)
        with subtests.test(table):
            refused(f"UPDATE {table} SET ordering = 99 WHERE {column} = %s", live.pk)
            refused(f"DELETE FROM {table} WHERE {column} = %s", live.pk)
            refused(f"UPDATE {table} SET {column} = %s WHERE {column} = %s", live.pk, draft.pk)
            refused(f"UPDATE {table} SET {column} = %s WHERE {column} = %s", draft.pk, live.pk)
            refused(
                f"INSERT INTO {table} ({column}, {rest})"
                f" SELECT %s, {rest} FROM {table} WHERE {column} = %s",
                live.pk,
                draft.pk,
            )


def test_parts_of_a_draft_can_be_changed_and_deleted(world, subtests):
    _, draft = world
    for table, column in triggers.PARTS.items():
        with subtests.test(table):
            execute(f"UPDATE {table} SET ordering = 99 WHERE {column} = %s", draft.pk)
            execute(f"DELETE FROM {table} WHERE {column} = %s", draft.pk)


class TestEdition:
    def test_that_is_live_cannot_be_changed(self, world, subtests):
        live, _ = world
        for change in (
            "title = 'x'",
            "checksum = 'x'",
            "number = 7",
            "version = version + 1",
            "live_from = NULL",
            "state = 'draft'",
            "state = 'draft', number = NULL, checksum = '', live_from = NULL, published_at = NULL",
            "state = 'withdrawn', title = 'x'",
            "saved_at = NULL",
            # Moves, but with a beginning of another day.
            "state = 'superseded', live_until = live_from, live_from = '2001-01-01 00:00:00'",
            "state = 'superseded', live_until = live_from, published_at = '2001-01-01 00:00:00'",
            "state = 'superseded', live_until = live_from, approved_at = '2001-01-01 00:00:00'",
        ):
            with subtests.test(change):
                refused(f"UPDATE {TEXT} SET {change} WHERE id = %s", live.pk)

    def test_that_is_live_cannot_be_deleted(self, world):
        live, _ = world
        refused(f"DELETE FROM {TEXT} WHERE id = %s", live.pk)

    @pytest.mark.parametrize("state", [S.APPROVED, S.SCHEDULED, S.SUPERSEDED, S.WITHDRAWN])
    def test_that_is_not_editable_cannot_be_changed(self, state):
        edition = b.approved(blocks=[b.passage()])
        if state == S.SCHEDULED:
            due = timezone.now() + dt.timedelta(hours=1)
            workflow.schedule(edition, by=b.publisher(), due_at=due)
        elif state != S.APPROVED:
            edition = workflow.publish(edition, by=b.publisher())
            if state == S.SUPERSEDED:
                b.next_edition(edition)
            else:
                workflow.withdraw(edition, by=b.publisher(), reason="Wrong.")
        refused(f"UPDATE {TEXT} SET title = 'x' WHERE id = %s", edition.pk)
        refused("UPDATE articles_passage SET html = 'x' WHERE parent_id = %s", edition.pk)

    def test_cannot_be_changed_by_a_queryset(self, world):
        live, _ = world
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.filter(pk=live.pk).update(title="x")
        with pytest.raises(IntegrityError), transaction.atomic():
            Passage.objects.filter(parent=live).update(html="x")

    def test_cannot_be_inserted_as_published(self, world):
        live, _ = world
        live.pk, live.number, live._state.adding = None, 2, True
        with pytest.raises(IntegrityError), transaction.atomic():
            live.save(force_insert=True)

    def test_cannot_be_moved_to_another_article(self, world):
        live, draft = world
        refused(f"UPDATE {TEXT} SET article_id = %s WHERE id = %s", live.article_id, draft.pk)

    @pytest.mark.sqlite
    def test_cannot_be_replaced(self, world):
        live, draft = world
        rest = others(TEXT)
        copy = f"SELECT %s, {rest} FROM {TEXT} WHERE id = %s"
        refused(f"REPLACE INTO {TEXT} (id, {rest}) {copy}", live.pk, draft.pk)
        refused(f"UPDATE OR REPLACE {TEXT} SET id = %s WHERE id = %s", live.pk, draft.pk)

    @pytest.mark.sqlite
    def test_approved_cannot_be_pushed_out_by_replacing(self):
        edition = b.approved(blocks=[b.passage()])
        names = others(TEXT, "state", "approved_at")
        refused(
            f"REPLACE INTO {TEXT} (state, {names}) SELECT 'draft', {names} FROM {TEXT}"
            " WHERE id = %s",
            edition.pk,
        )

    @pytest.mark.postgresql
    def test_tables_cannot_be_truncated(self, world, subtests):
        execute("SET CONSTRAINTS ALL IMMEDIATE")  # or it is refused for checks that still wait
        for table in (TEXT, *triggers.PARTS, *triggers.HISTORY):
            with subtests.test(table):
                refused(f"TRUNCATE {table} CASCADE")


class TestHistory:
    @pytest.mark.parametrize("table", ["articles_snapshot", "articles_transition"])
    def test_is_only_ever_added_to(self, world, table):
        live, _ = world
        refused(f"UPDATE {table} SET version = 99 WHERE edition_id = %s", live.pk)
        refused(f"DELETE FROM {table} WHERE edition_id = %s", live.pk)

    @pytest.mark.sqlite
    def test_cannot_be_replaced(self, world):
        row = Snapshot.objects.first()
        refused(
            "REPLACE INTO articles_snapshot (id, edition_id, version, content, saved_at, why)"
            " VALUES (%s, %s, 1, '{}', '2025-01-01', '')",
            row.pk,
            row.edition_id,
        )

    def test_dated_events_are_only_ever_added_to(self):
        from issues import tracking

        advice = b.advice()
        edition = b.published(blocks=[advice])
        tracking.add_step(
            advice.recommendation,
            status="adopted",
            occurred_on=edition.published_on,
            text="Done.",
            by=b.editor(),
        )
        refused("UPDATE issues_step SET text = 'x'")
        refused("DELETE FROM issues_step")


def test_within_the_operators_door_everything_can_be_written(world):
    live, _ = world
    with triggers.lifted():
        Edition.objects.filter(pk=live.pk).update(title="Restored")
    assert Edition.objects.get(pk=live.pk).title == "Restored"
    refused(f"UPDATE {TEXT} SET title = 'x' WHERE id = %s", live.pk)


def test_every_guarded_table_has_its_triggers():
    guarded = {table for _, table in triggers.names(connection)}
    assert guarded == {TEXT, *triggers.PARTS, *triggers.HISTORY}


def test_every_kind_of_block_is_guarded():
    from articles.models import BLOCKS, Byline, Note

    tables = {model._meta.db_table for model in (*BLOCKS, Byline, Note)}
    assert tables == set(triggers.PARTS)
