import hashlib
import io

import pytest
from django.core.management import call_command
from django.db import transaction

from articles.corpus.batch import EVENTS, ORDER, Related
from articles.corpus.world import Shares, World
from articles.corpus.write import Occupied, write
from articles.models import Article, Author, Edition, Resolution
from articles.outcomes import resolved
from issues.enums import IssueStatus
from issues.models import (
    Actor,
    ActorAlias,
    FormerSlug,
    Issue,
    Rename,
    StatusChange,
    Trait,
    TraitAlias,
)
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
    split=0.3,
    related=0.5,
    duplicated=0.3,
    readdressed=0.4,
    resolved=0.9,
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


#: The verbs give dated events an identity by chance.
WITHOUT_UID = (*EVENTS, Resolution)
#: Tables whose order of ids means nothing, and the columns to order them by.
UNORDERED = {Related: ("from_issue", "to_issue")}


def _rows(model, places):
    fields = [
        field
        for field in model._meta.concrete_fields
        if not (field.name == "uid" and model in WITHOUT_UID)
        and not (field.primary_key and model in UNORDERED)
    ]
    kinds = {among._meta.model_name: among for among in places}
    for row in model.objects.order_by(*UNORDERED.get(model, ("pk",))):
        values = {field.attname: getattr(row, field.attname) for field in fields}
        for field in fields:
            among = model if field.primary_key else field.related_model
            if among in places:
                values[field.attname] = places[among].get(values[field.attname])
        if model is FormerSlug:
            values["entry_id"] = places[kinds[row.kind]][row.entry_id]
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


@pytest.mark.parametrize("seed", [1, 3])
def test_rows_are_those_that_the_verbs_write(seed):
    world = World(12, seed, EVENTFUL)

    def through_the_verbs():
        replay = Replay()
        for happening in world.happenings():
            replay.apply(happening)

    quick, slow = made_by(lambda: write(world)), made_by(through_the_verbs)

    for table, rows in slow.items():
        assert quick[table] == rows, table
    states = {row["state"] for row in quick["articles_edition"]}
    assert states == {"published", "superseded", "withdrawn"}


def test_everything_happens():
    """What the verbs are compared on: each kind of row is there."""
    write(World(12, 3, EVENTFUL))

    assert Rename.objects.exclude(corrects=None).exists()
    assert StatusChange.objects.filter(status=IssueStatus.MERGED).exists()
    assert Resolution.objects.exclude(corrects=None).exists()
    assert Issue.objects.exclude(split_from=None).exclude(public_since=None).exists()
    assert Issue.objects.exclude(related=None).exists()
    for model in (Actor, Trait, Author):
        assert model.objects.exclude(merged_into=None).exists()
    for model in (ActorAlias, TraitAlias):
        assert model.objects.exists()
    kinds = set(FormerSlug.objects.values_list("kind", flat=True))
    assert {"actor", "article", "author", "issue", "trait"} <= kinds


def test_what_is_told_to_have_become_of_likelihoods_counts():
    """Apart from what a later withdrawal took away."""
    write(World(40, 7, EVENTFUL))
    last = Resolution.objects.as_of().count()

    assert 0.5 * last < len(resolved()) <= last


def test_checksums_hold():
    write(World(30, 7))
    out = io.StringIO()
    call_command("verify_editions", stdout=out)

    assert out.getvalue().endswith(" editions verified, 0 mismatches\n")


def test_the_same_seed_gives_the_same_checksums_on_every_database():
    write(World(30, 7))
    rows = Edition.objects.numbered().order_by("article_id", "number")
    checksums = " ".join(rows.values_list("checksum", flat=True))

    assert hashlib.sha256(checksums.encode()).hexdigest()[:16] == "14dc04bcebea90f7"


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
