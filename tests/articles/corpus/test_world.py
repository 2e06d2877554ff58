"""What the plain data says, before any database."""

import datetime as dt
from collections import Counter

import pytest

from articles.corpus.happenings import Entered, Published, Recorded, Revised, Withdrawn
from articles.corpus.world import BEGIN, END, World
from articles.html import clean
from issues.clock import day_of


@pytest.fixture(scope="module")
def told():
    return list(World(300, 3).happenings())


def of(told, kind):
    return [happening for happening in told if isinstance(happening, kind)]


def test_the_same_seed_tells_the_same_again():
    assert list(World(12, 3).happenings()) == list(World(12, 3).happenings())
    assert list(World(12, 3).happenings()) != list(World(12, 4).happenings())


def test_told_in_the_order_in_which_it_was_written_down(told):
    moments = [happening.at for happening in told]

    assert moments == sorted(moments)
    assert day_of(moments[0]) >= BEGIN
    assert day_of(moments[-1]) <= END


def test_nothing_names_what_is_not_there_yet(told):
    known = set()
    for happening in told:
        if isinstance(happening, Entered):
            known.add(happening.uid)
        elif isinstance(happening, Recorded):
            assert happening.subject in known
            assert happening.corrects is None or happening.corrects in known
            known.add(happening.uid)
        elif isinstance(happening, Published | Revised):
            for block in happening.piece.blocks:
                for name in ("issue", "trait", "recommendation"):
                    assert name not in block or block[name] in known


def test_shares_are_kept(told):
    published = of(told, Published)
    revised = {happening.article for happening in of(told, Revised)}

    assert len(published) == 300
    assert 0.07 < len(revised) / 300 < 0.16
    assert 0.08 < sum(p.language == "ko" for p in published) / 300 < 0.18
    assert of(told, Withdrawn)


def test_pieces_have_about_fifteen_blocks(told):
    sizes = [len(happening.piece.blocks) for happening in of(told, Published)]

    assert 14 < sum(sizes) / len(sizes) < 17


def test_what_is_corrected_is_of_the_same_entry(told):
    events = {event.uid: event for event in of(told, Recorded)}
    corrections = [event for event in events.values() if event.corrects]

    assert corrections
    for event in corrections:
        wrong = events[event.corrects]
        assert (wrong.model, wrong.subject) == (event.model, event.subject)
        assert wrong.at < event.at


def test_some_things_are_written_down_long_after(told):
    late = [e for e in of(told, Recorded) if day_of(e.at) - e.on > dt.timedelta(days=90)]
    archived = [p for p in of(told, Published) if p.archived]

    assert late
    assert archived
    assert all(p.piece.published_on < day_of(p.at) for p in archived)


def test_text_is_clean_and_of_common_and_rare_words(told):
    texts = [
        b["html"] for p in of(told, Published) for b in p.piece.blocks if b["kind"] == "passage"
    ]
    words = Counter(word for text in texts for word in text.split())

    assert all(clean(text) == text for text in texts[:50])
    assert words.most_common(1)[0][1] > 3000
    assert sum(count == 1 for count in words.values()) > 300


def test_issues_are_renamed_and_merged(told):
    events = of(told, Recorded)
    merges = [event for event in events if "merged_into" in event.fields]

    assert any(event.model == "Rename" for event in events)
    assert any(event.on < day_of(event.at) for event in merges)
    assert any(event.fields.get("prompts_assessment") for event in events)
    assert any(event.fields.get("quote") for event in events)


def test_no_issue_is_merged_into_one_that_was_merged_before(told):
    merged = set()
    for event in of(told, Recorded):
        if into := event.fields.get("merged_into"):
            assert into not in merged
            merged.add(event.subject)

    assert merged
