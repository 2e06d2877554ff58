"""Many writers of one text: every save that was called done is there, once; no other's was lost with it."""

import time
import uuid
from collections import Counter

import pytest

from articles import drafting
from articles.models import Passage, Snapshot, WorkingCopy
from tests import builders as b
from tests.agreeing import disagreements
from tests.articles.admin.screen import url_of

pytestmark = pytest.mark.django_db(transaction=True)


def tokens_of(writer, count):
    return [f"w{writer}t{place}" for place in range(count)]


def found_in(html, tokens):
    """How often each of `tokens` stands there as a paragraph."""
    paragraphs = Counter(html.replace("</p>", "").split("<p>"))
    return {token: paragraphs[token] for token in tokens}


def test_eight_writers_lose_nothing_of_320_saves(forge):
    people = [b.editor() for _ in range(8)]
    edition = b.draft("Ferry lines", blocks=[b.passage("Begun.")])
    written = {person: tokens_of(place, 40) for place, person in enumerate(people)}

    said = forge.together(
        *(
            ("append", {"edition": edition.pk, "by": person.pk, "tokens": tokens})
            for person, tokens in written.items()
        )
    )

    done = [token for words in said for token, _refused in words]
    refused = sum(count for words in said for _token, count in words)
    assert sorted(done) == sorted(token for tokens in written.values() for token in tokens)
    assert refused > 0, "the writers never met"
    html = Passage.objects.get(parent=edition).html
    assert set(found_in(html, done).values()) == {1}
    assert Snapshot.objects.filter(edition=edition).count() == 320 + 2
    edition.refresh_from_db()
    assert edition.version == 320 + 2
    assert disagreements(edition.article) == []


def test_three_people_at_their_screens_lose_nothing(forge, log_in):
    people = [b.editor() for _ in range(3)]
    edition = b.draft("Ferry lines", blocks=[b.passage("Begun.")])
    sessions = [log_in(person) for person in people]
    forge.warm("get", session=sessions[0], urls=[url_of(edition)])

    said = forge.together(
        *(
            ("save", {"session": session, "edition": edition.pk, "tokens": tokens_of(place, 4)})
            for place, session in enumerate(sessions)
        )
    )

    done = [token for words in said for token, _sent, _refused in words]
    assert len(done) == 12
    assert set(found_in(Passage.objects.get(parent=edition).html, done).values()) == {1}
    assert disagreements(edition.article) == []


def test_of_two_saves_of_one_version_at_one_moment_one_is_refused(forge, log_in):
    """Two people, and two tabs of one."""
    person, other = b.editor(), b.editor()
    for pair in ([person, other], [person, person]):
        edition = b.draft("Ferry lines", blocks=[b.passage("Begun.")])
        sessions = [log_in(one) for one in pair]
        said = forge.together(
            *(
                ("save_once", {"session": session, "edition": edition.pk, "token": f"from-{place}"})
                for place, session in enumerate(sessions)
            )
        )
        answers = sorted(status for [[status, _shown]] in said)
        assert answers == [200, 302]
        [refused] = [place for place, [[status, _shown]] in enumerate(said) if status == 200]
        [[_status, shown]] = said[refused]
        # Nothing of what the refused one typed is gone: it is on the page they got.
        assert f"from-{refused}" in shown
        html = Passage.objects.get(parent=edition).html
        assert f"from-{1 - refused}" in html
        assert f"from-{refused}" not in html
        assert disagreements(edition.article) == []


def test_what_is_typed_in_every_tab_is_kept_while_others_save(forge, log_in):
    """Two people with two tabs each: no autosave is lost, and none moves the edition."""
    people, writer = [b.editor(), b.editor()], b.editor()
    edition = b.draft("Ferry lines", blocks=[b.passage("Begun.")])
    tabs = {str(uuid.uuid4()): person for person in people for _tab in range(2)}

    *said, saves = forge.together(
        *(
            (
                "keep",
                {
                    "session": log_in(person),
                    "edition": edition.pk,
                    "person": person.pk,
                    "tab": tab,
                    "count": 8,
                },
            )
            for tab, person in tabs.items()
        ),
        ("append", {"edition": edition.pk, "by": writer.pk, "tokens": tokens_of(0, 10)}),
    )

    assert len(saves) == 10
    assert {status for words in said for _sequence, status in words} <= {200, 409}
    kept = {str(copy.tab): copy for copy in WorkingCopy.objects.filter(edition=edition)}
    assert {tab: copy.person for tab, copy in kept.items()} == tabs
    assert all(copy.content == {"title": [f"{tab} 8"]} for tab, copy in kept.items())
    edition.refresh_from_db()
    assert (edition.title, edition.version) == ("Ferry lines", 2 + 10)
    assert disagreements(edition.article) == []


def test_a_save_that_waits_for_another_is_told_that_it_is_behind(forge):
    """It read the version before it waited for the lock."""
    one, two = b.editor(), b.editor()
    edition = b.draft("Ferry lines", blocks=[b.passage("Begun.")])
    job = None
    with drafting.saving(edition, version=edition.version, by=one) as save:
        job = forge.start("append", edition=edition.pk, by=two.pk, tokens=["second"])
        save.edition.title = "Ferry lines again"
        time.sleep(0.3)
    [[token, refused]] = job.said()
    assert (token, refused) == ("second", 1)
    edition.refresh_from_db()
    assert edition.title == "Ferry lines again"
    assert "<p>second</p>" in Passage.objects.get(parent=edition).html
