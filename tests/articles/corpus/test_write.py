import hashlib
import io

import pytest
from django.core.management import call_command
from django.db import transaction

from articles.corpus.batch import EVENTS, ORDER
from articles.corpus.world import Shares, World
from articles.corpus.write import Occupied, write
from articles.models import Article, Edition
from issues.models import Issue
from tests import builders as b

from .replay import Replay

pytestmark = pytest.mark.django_db

#: A small world in which everything happens.
EVENTFUL = Shares(
    korean=0.3,
    archived=0.25,
    later=0.5,
    withdrawn=0.4,
    corrected=0.3,
    recorded_late=0.3,
    renamed=0.7,
    merged=0.7,
)


def everything():
    """{table: its rows by id, in plain values}; for an id its place in the table, since a block that a
    draft drops leaves a gap."""
    places = {
        model: {
            pk: place
            for place, pk in enumerate(model.objects.order_by("pk").values_list("pk", flat=True))
        }
        for model in ORDER
    }
    return {model._meta.db_table: list(_rows(model, places)) for model in ORDER}


def _rows(model, places):
    fields = [f for f in model._meta.concrete_fields if not (f.name == "uid" and model in EVENTS)]
    for row in model.objects.order_by("pk"):
        values = {field.attname: getattr(row, field.attname) for field in fields}
        for field in fields:
            among = model if field.primary_key else field.related_model
            if among in places:
                values[field.attname] = places[among].get(values[field.attname])
        yield values


class _Undo(Exception):
    pass


def made_by(make):
    """`everything` that `make` writes; nothing of it stays."""
    try:
        with transaction.atomic():
            make()
            found = everything()
            raise _Undo
    except _Undo:
        return found


def test_rows_are_those_that_the_verbs_write():
    world = World(8, 2, EVENTFUL)

    def through_the_verbs():
        replay = Replay()
        for happening in world.happenings():
            replay.apply(happening)

    quick, slow = made_by(lambda: write(world)), made_by(through_the_verbs)

    for table, rows in slow.items():
        assert quick[table] == rows, table
    assert slow["issues_rename"]
    assert any(row["merged_into_id"] is not None for row in slow["issues_statuschange"])
    states = {row["state"] for row in quick["articles_edition"]}
    assert states == {"published", "superseded", "withdrawn"}


def test_checksums_hold():
    write(World(30, 7))
    out = io.StringIO()
    call_command("verify_editions", stdout=out)

    assert out.getvalue().endswith(" editions verified, 0 mismatches\n")


def test_the_same_seed_gives_the_same_checksums_on_every_database():
    write(World(30, 7))
    rows = Edition.objects.numbered().order_by("article_id", "number")
    checksums = " ".join(rows.values_list("checksum", flat=True))

    assert hashlib.sha256(checksums.encode()).hexdigest()[:16] == "ea24acfaf5d7457e"


def test_something_stays_hidden():
    write(World(30, 7))

    assert Issue.objects.filter(public_since=None).count() >= 2


def test_batches_change_nothing(monkeypatch):
    whole = made_by(lambda: write(World(12, 7, EVENTFUL)))
    monkeypatch.setattr("articles.corpus.write.BATCH", 3)
    assert made_by(lambda: write(World(12, 7, EVENTFUL))) == whole


def test_only_where_there_is_no_article():
    b.draft()
    with pytest.raises(Occupied):
        write(World(3, 1))

    assert Article.objects.count() == 1


def test_all_or_nothing(monkeypatch):
    monkeypatch.setattr("articles.corpus.batch.Batch.restate", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write(World(12, 1))

    assert not Article.objects.exists()
    assert not Issue.objects.exists()
