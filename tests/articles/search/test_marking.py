"""Hits in their context: what was looked for is marked where it stands, and the text stays the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.search.marking import LENGTH, in_context, marked
from articles.search.query import parse


def hits(text, typed):
    return [run.text for run in marked(text, parse(typed)) if run.is_hit]


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("Cost-sharing for troops", "cost share", ["Cost", "sharing"]),
        ("Policies of a policy", "policy", ["Policies", "policy"]),
        ("Negotiators negotiated.", "negotiation", ["Negotiators", "negotiated"]),
        ("정부는 방위비를 올린다", "방위비가", ["방위비"]),
        ("주한미군방위비분담금", "방위비 분담금", ["방위비", "분담금"]),
        ("An act, an actor, inaction", "act", ["act"]),
        ("Café talks", "cafe", ["Café"]),
        ("nothing here", "else", []),
    ],
)
def test_what_is_marked(text, typed, found):
    assert hits(text, typed) == found


def test_the_stretch_holds_most_of_what_was_looked_for():
    text = "ferry " + "word " * 200 + "the ferry and the harbour " + "word " * 200
    runs = in_context(text, parse("harbour ferry"))
    assert {"ferry", "harbour"} == {run.text for run in runs if run.is_hit}
    assert sum(len(run.text) for run in runs) < LENGTH + 10
    assert (runs[0].text, runs[-1].text[-1]) == ("… ", "…")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=600), st.text(max_size=40))
def test_no_character_of_the_text_is_lost(text, typed):
    assert "".join(run.text for run in marked(text, parse(typed))) == text
    shown = "".join(run.text for run in in_context(text, parse(typed)))
    assert shown.removeprefix("… ").removesuffix(" …").strip() in text
