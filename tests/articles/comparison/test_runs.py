"""Two texts word by word: nothing is lost, words stay whole, and the cost is known before."""

import random
import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.comparison import ADDED, REMOVED, SAME, runs, words

#: Letters that make words meet by chance, and characters that are easily torn apart.
TEXTS = st.text(
    alphabet="ab .,’-\n\t가나한\u1112\u1161\u11ab\u0301e👍🏽👨\u200d👩1\ufe0f\u20e3<&", max_size=60
)


def shape(before, after):
    return [(run.kind, run.text) for run in words(before, after)]


def text_of(found, kinds):
    return "".join(run.text for run in found if run.kind in kinds)


@given(TEXTS, TEXTS)
@example("", "")
@example("a", "")
@example("한국", "한국")
def test_both_texts_come_back_exactly(before, after):
    found = words(before, after)

    assert text_of(found, (SAME, REMOVED)) == unicodedata.normalize("NFC", before)
    assert text_of(found, (SAME, ADDED)) == unicodedata.normalize("NFC", after)


@given(TEXTS, TEXTS)
def test_both_texts_come_back_when_there_are_too_many_words_to_compare(before, after):
    limit, runs.MOST_PAIRS = runs.MOST_PAIRS, 6
    try:
        found = words(before, after)
    finally:
        runs.MOST_PAIRS = limit

    assert text_of(found, (SAME, REMOVED)) == unicodedata.normalize("NFC", before)
    assert text_of(found, (SAME, ADDED)) == unicodedata.normalize("NFC", after)


@given(TEXTS, TEXTS)
def test_neighbours_have_different_fates_and_none_is_empty(before, after):
    found = words(before, after)

    assert all(run.text for run in found)
    assert all(one.kind != other.kind for one, other in pairwise(found))


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert {run.kind for run in words(text, text)} <= {SAME}


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (
            "The troops stay.",
            "The troops leave.",
            [(SAME, "The troops "), (REMOVED, "stay"), (ADDED, "leave"), (SAME, ".")],
        ),
        (
            "정부는 협상을 시작해야 한다.",
            "정부는 협상을 끝내야 한다.",
            [(SAME, "정부는 협상을 "), (REMOVED, "시작해야"), (ADDED, "끝내야"), (SAME, " 한다.")],
        ),
        # An eojeol is not cut at its particle, nor at a sign within it.
        ("미국(트럼프)이 본다", "미국(바이든)이 본다",
         [(REMOVED, "미국(트럼프)이"), (ADDED, "미국(바이든)이"), (SAME, " 본다")]),
        ("They pay 2,000 won.", "They pay 2,500 won.",
         [(SAME, "They pay "), (REMOVED, "2,000"), (ADDED, "2,500"), (SAME, " won.")]),
        ("We don't pay", "We do pay", [(SAME, "We "), (REMOVED, "don't"), (ADDED, "do"), (SAME, " pay")]),
        # Emoji stay whole: a skin tone is part of the hand.
        ("well 👍🏽 done", "well 👍 done", [(SAME, "well "), (REMOVED, "👍🏽"), (ADDED, "👍"), (SAME, " done")]),
        ("one two", "one  two", [(SAME, "one"), (REMOVED, " "), (ADDED, "  "), (SAME, "two")]),
    ],
)  # fmt: skip
def test_words_stay_whole(before, after, found):
    assert shape(before, after) == found


def test_decomposed_hangul_is_the_same_text():
    assert shape(unicodedata.normalize("NFD", "한국은 본다"), "한국은 본다") == [
        (SAME, "한국은 본다")
    ]


def test_words_in_common_by_accident_do_not_break_up_a_new_sentence():
    found = shape(
        "Companies decide as if half of the notice were true, which is what we think.",
        "The exemptions cite jobs, plant by plant, and nobody supplied the figures they use.",
    )

    assert [kind for kind, _ in found] == [REMOVED, ADDED, SAME]


def test_lines_that_stay_are_found_where_words_are_too_many_to_compare(monkeypatch):
    monkeypatch.setattr(runs, "MOST_PAIRS", 30)
    before = "a b c d\nstays as it is\ne f g h"

    found = shape(before, "x y z q\nstays as it is\ne f G h")

    assert (SAME, "\nstays as it is\ne f ") in found or (SAME, "stays as it is\ne f ") in found


def made_up(count, vocabulary, seed):
    chance = random.Random(seed)
    return " ".join(f"w{chance.randrange(vocabulary)}" for _ in range(count))


@pytest.mark.parametrize("vocabulary", [2, 50, 3000, 10**9])
def test_ten_thousand_words_with_little_in_common_take_less_than_a_second(vocabulary):
    before, after = (made_up(10_000, vocabulary, seed) for seed in (1, 2))
    best = []
    for _ in range(3):
        start = time.process_time()
        words(before, after)
        best.append(time.process_time() - start)

    assert min(best) < 1
