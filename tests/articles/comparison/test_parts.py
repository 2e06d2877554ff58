"""Two editions block by block: what came, went, moved, and which of its fields say otherwise."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from articles.comparison import blocks
from articles.models import Passage


def passage(name, text="words"):
    """A block with the identity `name`, one letter."""
    return Passage(uid=uuid.UUID(int=ord(name)), heading=f"Heading {name}", html=f"<p>{text}</p>")


def side(names, **texts):
    return [passage(name, texts.get(name, "words")) for name in names]


def told(before, after):
    return [
        (chr(part.block.uid.int), part.fate, part.moved, part.fields)
        for part in blocks(before, after)
    ]


def fates(before, after):
    return " ".join(f"{name}:{fate}" for name, fate, *_ in told(side(before), side(after)))


def test_blocks_are_matched_by_uid():
    found = told(side("ab"), side("ab", b="other words"))

    assert found == [("a", "same", False, ()), ("b", "changed", False, ("html",))]


def test_what_was_removed_stands_where_it_stood():
    assert fates("abcd", "axd") == "a:same b:removed c:removed x:added d:same"


def test_as_few_blocks_as_can_be_count_as_moved():
    assert fates("abcd", "dabc") == "d:moved a:same b:same c:same"


def test_a_block_may_move_and_change():
    found = told(side("abc"), side("cab", c="other words"))

    assert found[0] == ("c", "changed", True, ("html",))


def test_nothing_and_everything():
    assert fates("", "") == ""
    assert fates("", "a") == "a:added"
    assert fates("a", "") == "a:removed"


NAMES = st.lists(st.sampled_from("abcdefg"), unique=True)


@given(NAMES, NAMES)
def test_every_block_of_both_is_told_once_and_in_order(before, after):
    found = blocks(side(before), side(after))

    names = [chr(part.block.uid.int) for part in found]
    assert sorted(names) == sorted({*before, *after})
    assert [chr(p.after.uid.int) for p in found if p.after] == after
    stayed = [p for p in found if p.before and not p.moved]
    assert [chr(p.before.uid.int) for p in stayed] == [
        n for n in before if n in {chr(p.before.uid.int) for p in stayed}
    ]
