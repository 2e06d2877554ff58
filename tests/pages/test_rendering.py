"""From blocks to HTML."""

import uuid
from types import SimpleNamespace

import pytest

from articles import rendering, system_checks
from articles.contents import Contents
from articles.models import BLOCKS, Assessment, Note, Passage, RecommendationBlock, TraitBlock
from issues.models import Actor, Trait


def test_every_kind_of_block_has_a_template():
    assert list(rendering.TEMPLATES) == [model.kind for model in BLOCKS]
    assert list(system_checks.every_kind_of_block_has_a_template(None)) == []


def test_a_kind_without_a_template_is_found_by_the_system_check(monkeypatch):
    monkeypatch.delitem(rendering.TEMPLATES, "figure")
    monkeypatch.setitem(rendering.TEMPLATES, "trait", "blocks/absent.html")

    found = {error.id: error for error in system_checks.every_kind_of_block_has_a_template(None)}

    assert "figure" in found["articles.E001"].msg
    assert "TEMPLATES" in found["articles.E001"].hint
    assert "blocks/absent.html" in found["articles.E002"].msg


def test_an_unknown_kind_fails():
    with pytest.raises(rendering.UnknownKind):
        rendering.render_block(SimpleNamespace(kind="poem"))


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>a &amp; b</p>", "<p>a &amp; b</p>"),
        ("<p onclick='x()'>a</p><script>x()</script>", "<p>a</p>"),
        ('<p><a href="javascript:x()">a</a></p>', None),
        ('<img src="x" onerror="x()">', ""),
        ('<p style="position:fixed" id="main" class="status">a</p>', "<p>a</p>"),
    ],
)
def test_rich_text_lets_nothing_through_that_is_not_allowed(html, shown):
    found = rendering.rich(html)

    assert "javascript:" not in found
    if shown is not None:
        assert found == shown


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("almost_no_chance", "almost no chance (1–5\u00a0%)"),
        ("roughly_even", "roughly even chance (45–55\u00a0%)"),
        ("almost_certain", "almost certain (95–99\u00a0%)"),
    ],
)
def test_a_likelihood_says_what_its_step_means(value, words):
    assert rendering.likelihood_words(value) == words


def trait(actor):
    return TraitBlock(trait=Trait(actor=actor), uid=uuid.uuid4())


def test_an_outline_gathers_traits_of_one_actor_and_advice_under_what_it_follows():
    first, second = Actor(pk=1, name="One"), Actor(pk=2, name="Two")
    heading, question, advice = Passage(heading="Traits"), Assessment(), RecommendationBlock()
    blocks = [heading, trait(first), trait(first), trait(second), question, advice]

    outline = rendering.outline(Contents(blocks=blocks))

    assert [(section.kind, len(section.parts)) for section in outline] == [
        ("passage", 1),
        ("trait", 2),
        ("trait", 1),
        ("assessment", 1),
    ]
    assert [section.titled for section in outline] == [False, True, False, False]
    assert outline[-1].parts == [(question, [advice])]


def test_notes_name_the_block_that_first_refers_to_them():
    first = Passage(html='<p>x<a href="#note-2">2</a></p>')
    second = Assessment(html='<p>x<a href="#note-2">2</a></p>')
    notes = [Note(html="<p>a</p>"), Note(html="<p>b</p>")]

    found = rendering.numbered_notes(Contents(blocks=[first, second], notes=notes))

    assert [(number, anchor) for number, _note, anchor in found] == [(1, ""), (2, first.anchor)]
