"""`publish_due` from any clock, and the worker that calls it."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from articles import workflow
from articles.enums import EditionState as S
from articles.models import Edition
from tests import builders as b


def scheduled(title, due_at):
    """An edition scheduled for `due_at`, which may have passed since."""
    with time_machine.travel(due_at - dt.timedelta(hours=1), tick=False):
        edition = b.approved(title, blocks=[b.passage()])
        return workflow.schedule(edition, by=b.publisher(), due_at=due_at)


@pytest.mark.django_db
def test_publishes_what_is_due_and_only_that():
    now = timezone.now()
    scheduled("Past", now - dt.timedelta(minutes=1))
    scheduled("Future", now + dt.timedelta(minutes=1))
    out = StringIO()
    call_command("publish_due", stdout=out)
    assert out.getvalue() == "published past, edition 1\n"
    call_command("publish_due", stdout=out)
    assert out.getvalue() == "published past, edition 1\n"


@pytest.mark.django_db(transaction=True)
def test_a_worker_publishes_what_is_due_and_stops_when_told(database_environment):
    edition = scheduled("Past", timezone.now() - dt.timedelta(minutes=1))
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "worker", "--pause", "0.2"], env=database_environment
    )
    try:
        until = time.monotonic() + 60
        while edition.state != S.PUBLISHED and time.monotonic() < until:
            time.sleep(0.2)
            edition.refresh_from_db()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=30) == 0
    finally:
        worker.kill()
    assert edition.state == S.PUBLISHED


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_processes_at_once_publish_each_edition_once(database_environment):
    for n in range(5):
        scheduled(f"Piece {n}", timezone.now() - dt.timedelta(minutes=1))
    command = [sys.executable, "manage.py", "publish_due"]
    runs = [
        subprocess.Popen(command, env=database_environment, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = "".join(process.communicate(timeout=120)[0] for process in runs)
    assert [process.returncode for process in runs] == [0, 0, 0]
    assert sorted(said.splitlines()) == [f"published piece-{n}, edition 1" for n in range(5)]


PUBLISH = """
import sys, django
django.setup()
from django.contrib.auth import get_user_model
from articles import workflow
from articles.errors import WrongState
from articles.models import Edition
edition = Edition.objects.get(pk=sys.argv[1])
person = get_user_model().objects.get(pk=sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
try:
    workflow.publish(edition, by=person)
except WrongState as told:
    print("told", told)
else:
    print("published")
"""


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_processes_publishing_one_edition_publish_once_and_tell_the_other(
    database_environment,
):
    for _round in range(3):
        edition, person = b.approved(blocks=[b.passage()]), b.publisher()
        runs = [
            subprocess.Popen(
                [sys.executable, "-c", PUBLISH, str(edition.pk), str(person.pk)],
                env=database_environment | {"PYTHONPATH": os.getcwd()},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        for process in runs:
            assert process.stdout.readline() == "ready\n"
        for process in runs:
            process.stdin.write("go\n")
            process.stdin.flush()
        said = sorted(process.communicate(timeout=60)[0].split()[0] for process in runs)
        assert said == ["published", "told"]
        assert Edition.objects.filter(article=edition.article_id).get().number == 1
        assert edition.transitions.filter(verb="publish").count() == 1


@pytest.mark.django_db
def test_an_edition_that_cannot_be_published_is_named_and_the_exit_says_so(monkeypatch):
    sound = scheduled("Sound", timezone.now() - dt.timedelta(minutes=1))
    broken = scheduled("Broken", timezone.now() - dt.timedelta(minutes=2))
    publish = workflow.publish

    def fail_for_one(edition, **options):
        if edition.pk == broken.pk:
            raise RuntimeError("planted")
        return publish(edition, **options)

    monkeypatch.setattr(workflow, "publish", fail_for_one)
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit):
        call_command("publish_due", stdout=out, stderr=err)
    sound.refresh_from_db()
    assert sound.state == S.PUBLISHED
    assert "broken" in err.getvalue()
