"""Each edition's PDF is made once, whoever asks, and stays as it is."""

import datetime as dt
import hashlib
import threading

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from articles import papers, workflow
from articles.models import Paper
from articles.papers import making
from sejong_cms.typeset import Busy, at_once
from sejong_cms.typesetting import CannotTypeset
from tests import builders as b

pytestmark = pytest.mark.django_db


def piece(title="Piece"):
    return b.published(title, blocks=[b.passage()])


@pytest.fixture
def typesetter(monkeypatch):
    """A typesetter that is quick and counts: what is asked of it is tested elsewhere."""

    class Typesetter:
        made, fails = [], None

        def typeset(self, html):
            if self.fails:
                raise self.fails
            self.made.append(html)
            return b"%PDF-" + str(len(self.made)).encode() + html.encode()

    found = Typesetter()
    found.made = []
    monkeypatch.setattr(making.typesetting, "typeset", found.typeset)
    monkeypatch.setattr(making.typesetting, "missing", lambda: [])
    return found


def test_it_is_made_once_and_stays(typesetter):
    edition = piece("Piece")
    first = making.paper_of(edition)
    again = making.paper_of(edition)
    assert len(typesetter.made) == 1
    assert making.read(again) == making.read(first)
    assert first.name.startswith("papers/")
    assert default_storage.exists(first.name)


def test_the_worker_makes_all_that_are_missing_the_last_published_first(typesetter):
    for title in ("One", "Two", "Three"):
        piece(title)
    b.draft("Zq draft")
    gone = piece("Zq withdrawn")
    workflow.withdraw(gone, by=b.publisher(), reason="Wrong.")

    making.make_due()

    titles = [html.partition("<h1>")[2].partition("</h1>")[0] for html in typesetter.made]
    assert titles == ["Three", "Two", "One"]
    making.make_due()
    assert len(typesetter.made) == 3


def test_every_released_edition_has_one_of_its_own(typesetter):
    first = piece("Piece")
    second = b.next_edition(first, note="Put right.")
    making.make_due()
    assert Paper.objects.count() == 2
    assert making.paper_of(first).sha256 != making.paper_of(second).sha256


def test_a_worker_that_is_told_to_stop_stops(typesetter):
    for title in ("One", "Two", "Three"):
        piece(title)
    making.make_due(stop=lambda: bool(typesetter.made))
    assert len(typesetter.made) == 1


def test_what_fails_waits_longer_each_time_and_holds_nothing_up(typesetter):
    edition = piece("Piece")
    typesetter.fails = CannotTypeset("no font")
    waits = []
    for _ in range(3):
        making.make_due()
        row = Paper.objects.get()
        waits.append(row.due_at - timezone.now())
        Paper.objects.update(due_at=timezone.now())
    assert row.failure == "no font"
    assert row.attempts == 3
    assert waits == sorted(waits)
    assert waits[0] > dt.timedelta(minutes=4)

    other = piece("Another")
    typesetter.fails = None
    Paper.objects.update(due_at=timezone.now() + dt.timedelta(hours=1))
    making.make_due()
    assert making.paper_of(other).name
    assert Paper.objects.get(edition=edition).name == ""
    Paper.objects.filter(edition=edition).update(due_at=timezone.now())
    making.make_due()
    assert Paper.objects.get(edition=edition).failure == ""


def test_who_asks_for_one_that_failed_is_told_so_until_it_is_tried_again(typesetter):
    edition = piece("Piece")
    typesetter.fails = CannotTypeset("no font")
    for _ in range(3):
        with pytest.raises(CannotTypeset, match="no font"):
            making.paper_of(edition)
    assert Paper.objects.get().attempts == 1
    typesetter.fails = None
    Paper.objects.update(due_at=timezone.now())
    assert making.paper_of(edition).name


def test_any_error_is_a_failure_of_this_one_alone(typesetter, monkeypatch):
    piece("Breaks")
    whole = piece("Whole")
    document = making.document
    monkeypatch.setattr(making, "document", lambda e: document(e) if e.pk == whole.pk else 1 / 0)
    making.make_due()
    assert [row.name != "" for row in Paper.objects.order_by("edition_id")] == [False, True]
    assert Paper.objects.get(name="").failure.startswith("ZeroDivisionError")


def test_one_that_somebody_has_in_hand_is_left_to_them(typesetter):
    edition = piece("Piece")
    Paper.objects.create(edition=edition, due_at=timezone.now() + making.LEASE)
    making.make_due()
    with pytest.raises(Busy):
        making.paper_of(edition)
    assert typesetter.made == []

    # Whoever had it died: their claim ends.
    Paper.objects.update(due_at=timezone.now() - dt.timedelta(seconds=1))
    making.make_due()
    assert len(typesetter.made) == 1


def test_of_two_that_were_made_the_first_is_kept(typesetter):
    edition = piece("Piece")
    row = making._claim(edition)
    kept = making._keep(row, b"%PDF-first")
    late = making._keep(row, b"%PDF-second")
    assert making.read(late) == making.read(kept) == b"%PDF-first"
    other = f"papers/{edition.pk}-{hashlib.sha256(b'%PDF-second').hexdigest()}.pdf"
    assert not default_storage.exists(other)


def test_readers_are_served_one_at_a_time(typesetter):
    edition = piece("Piece")
    with at_once(), pytest.raises(Busy):
        making.paper_of(edition)
    assert Paper.objects.count() == 0
    assert making.paper_of(edition).name


def test_without_the_libraries_nothing_is_tried(monkeypatch):
    piece("Piece")
    monkeypatch.setattr(making.typesetting, "missing", lambda: ["pango-1.0"])
    assert not papers.offered()
    making.make_due()
    for _ in range(2):
        with pytest.raises(CannotTypeset):
            making.paper_of(b.published("Another", blocks=[b.passage()]))
    assert Paper.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_each_one_once(typesetter):
    for n in range(6):
        piece(f"Piece {n}")
    errors = []

    def work():
        try:
            making.make_due()
        except Exception as problem:
            errors.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(typesetter.made) == 6
    assert Paper.objects.exclude(name="").count() == 6
