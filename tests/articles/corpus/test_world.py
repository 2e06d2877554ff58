"""What the plain data says, before any database."""

import datetime as dt
from collections import Counter, defaultdict

import pytest

from articles.corpus.happenings import (
    Duplicate,
    Entered,
    Published,
    Readdressed,
    Recorded,
    Resolved,
    Revised,
    Split,
    Withdrawn,
)
from articles.corpus.world import BEGIN, END, Shares, World
from articles.html import clean
from issues.clock import day_of


@pytest.fixture(scope="module")
def told():
    return list(World(300, 3).happenings())


@pytest.fixture(scope="module")
def dense():
    """A small world in which everything that changes entries happens often."""
    shares = Shares(
        **dict.fromkeys(("corrected", "split", "duplicated", "readdressed"), 0.4),
        later=0.5,
        withdrawn=0.3,
        merged=0.8,
        resolved=0.9,
    )
    return list(World(60, 2, shares).happenings())


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


def test_merges_are_undone_and_made_again_and_some_form_chains(dense):
    merged, again, undone, chains = {}, 0, 0, 0
    for event in of(dense, Recorded):
        if into := event.fields.get("merged_into"):
            assert into not in merged
            chains += event.subject in merged.values()
            again += event.subject in merged and event.corrects is None
            merged[event.subject] = into
        elif event.model == "StatusChange" and event.subject in merged:
            undone += 1

    assert again
    assert undone
    assert chains


def test_pieces_go_on_citing_what_was_merged(dense):
    merged, cited = {}, 0
    for happening in dense:
        if isinstance(happening, Recorded) and "merged_into" in happening.fields:
            merged[happening.subject] = happening.fields["merged_into"]
        elif isinstance(happening, Published):
            cited += any(block.get("issue") in merged for block in happening.piece.blocks)

    assert cited


def test_what_was_split_goes_on_in_parts_that_pieces_treat(dense):
    splits = of(dense, Split)
    entered = {e.uid: e for e in of(dense, Entered)}
    treated = {b.get("issue") for p in of(dense, Published) for b in p.piece.blocks}

    assert splits
    for split in splits:
        parts = [entered[uid] for uid in split.parts]
        assert len(parts) > 1
        assert {part.fields["split_from"] for part in parts} == {split.subject}
        assert {part.at for part in parts} == {split.at}
    assert treated & {uid for split in splits for uid in split.parts}


def test_likelihoods_are_resolved_once_their_horizon_has_passed(dense):
    horizons, known = defaultdict(set), {}
    for happening in dense:
        if isinstance(happening, Published | Revised):
            for block in happening.piece.blocks:
                if block.get("horizon"):
                    horizons[happening.article, block["uid"]].add(block["horizon"])
        elif isinstance(happening, Resolved):
            key = happening.article, happening.assessment
            assert min(horizons[key]) < day_of(happening.at)
            assert known.get(key) == happening.corrects
            known[key] = happening.uid

    outcomes = {happening.outcome for happening in of(dense, Resolved)}
    assert outcomes == {"happened", "did_not_happen", "void"}
    assert any(happening.corrects for happening in of(dense, Resolved))


def test_duplicates_are_cited_before_somebody_sees_it(dense):
    duplicates = of(dense, Duplicate)
    bylines = {author for p in of(dense, Published) for author, *_ in p.piece.bylines}

    assert {d.model for d in duplicates} == {"Actor", "Author", "Trait"}
    assert any(d.into is None for d in duplicates)
    assert bylines & {d.entry for d in duplicates}


def test_an_address_is_never_given_to_something_else(dense):
    had = {}
    for happening in dense:
        if isinstance(happening, Entered) and "slug" in happening.fields:
            key, entry = (happening.model, happening.fields["slug"]), happening.uid
        elif isinstance(happening, Readdressed):
            key, entry = (happening.model, happening.slug), happening.entry
        else:
            continue
        assert had.setdefault(key, entry) == entry

    models = {happening.model for happening in of(dense, Readdressed)}
    assert models == {"Actor", "Article", "Author", "Issue", "Series", "Trait"}
