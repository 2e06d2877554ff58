"""Changes between rich texts as HTML: well formed, safe, and either text can be read from it."""

import random
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.comparison import markup, rich, texts, wholes
from articles.comparison.leaves import BLOCKS, INLINE, leaves_of
from articles.html import clean
from tests.articles.test_html import FORBIDDEN, HOSTILE

WORDS = st.text(alphabet="ab ’가한\u1112\u1161👍🏽\u0301&<>\"'", min_size=1, max_size=12)
_ESCAPE = str.maketrans({"<": "&lt;", "&": "&amp;"})


def _inline(children):
    tags = ("strong", "em", "sup", 'a href="https://example.org/?a=1&amp;b"', 'a href="#note-1"')
    return st.builds(
        lambda tag, inner: f"<{tag}>{''.join(inner)}</{tag.split()[0]}>",
        st.sampled_from(tags),
        st.lists(children, max_size=3),
    )


INLINES = st.recursive(
    WORDS.map(lambda w: w.translate(_ESCAPE)) | st.just("<br>"), _inline, max_leaves=4
)
PARAGRAPHS = st.builds(
    lambda tag, inner: f"<{tag}>{''.join(inner)}</{tag}>",
    st.sampled_from(("p", "h3")),
    st.lists(INLINES, max_size=3),
)


def _boxes(children):
    def boxed(tag, items):
        if tag == "table":
            rows = "".join(f"<tr><td>{item}</td><td>{item}</td></tr>" for item in items)
            return f"<table><tbody>{rows}</tbody></table>"
        if tag == "blockquote":
            return f"<blockquote>{''.join(items)}</blockquote>"
        return f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>"

    tags = st.sampled_from(("ul", "ol", "blockquote", "table"))
    return st.builds(boxed, tags, st.lists(children, min_size=1, max_size=3))


RICH = st.lists(st.recursive(PARAGRAPHS | INLINES, _boxes, max_leaves=4), max_size=4).map("".join)
#: A text and a later one that shares parts with it.
PAIRS = st.one_of(
    st.tuples(RICH, RICH),
    st.builds(lambda a, b, c, d: (a + b + d, a + c + d), RICH, RICH, RICH, RICH),
)


class Reader(HTMLParser):
    """Reads what a comparison wrote; fails where elements cross. `text` of what no `left_out` holds."""

    def __init__(self, left_out=()):
        super().__init__(convert_charrefs=True)
        self.left_out, self.open, self.words, self.unwrapped = left_out, [], [], []

    def handle_starttag(self, tag, attrs):
        assert tag in BLOCKS | INLINE | {"br", "ins", "del"}
        assert not (tag in BLOCKS and {"ins", "del"} & set(self.open)), "a change crosses a border"
        if tag in ("ins", "del"):
            assert not {"ins", "del"} & set(self.open)
        else:
            self.unwrapped.append(self.get_starttag_text())
        if tag == "br":
            self.handle_data(" ")
        else:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        if tag not in ("ins", "del"):
            self.unwrapped.append(f"</{tag}>")

    def handle_data(self, data):
        if not set(self.left_out) & set(self.open):
            self.words.append(data)

    @classmethod
    def of(cls, html, left_out=()):
        reader = cls(left_out)
        reader.feed(html)
        reader.close()
        assert reader.open == []
        return reader


def said(html, left_out=()):
    """All characters but spaces, in order."""
    return "".join("".join(Reader.of(html, left_out).words).split())


def marks_of(html):
    return [(t.text, t.marks) for leaf in leaves_of(html) for t in leaf.tokens if not t.is_space]


@given(PAIRS)
def test_either_text_can_be_read_from_each_view(pair):
    before, after = pair
    compared = rich(before, after)

    assert said(compared.before) == said(clean(before))
    assert said(compared.after) == said(clean(after))
    assert said(compared.both, ["ins"]) == said(clean(before))
    assert said(compared.both, ["del"]) == said(clean(after))
    assert "<ins>" not in compared.before
    assert "<del>" not in compared.after


@given(PAIRS)
def test_without_its_marks_it_is_what_cleaning_lets_through(pair):
    compared = rich(*pair)

    for html in (compared.before, compared.after, compared.both):
        bare = (
            html.replace("<ins>", "")
            .replace("</ins>", "")
            .replace("<del>", "")
            .replace("</del>", "")
        )
        assert clean(bare) == bare.strip()


@given(RICH)
def test_a_text_does_not_differ_from_itself(html):
    compared = rich(html, html)

    assert not compared.changed
    assert "<ins>" not in compared.both
    assert "<del>" not in compared.both


@given(PAIRS)
def test_formatting_is_compared_too(pair):
    before, after = pair

    if marks_of(before) != marks_of(after):
        assert rich(before, after).changed


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_html_is_cleaned(hostile):
    for pair in ((hostile, ""), ("", hostile), (hostile, f"<p>x</p>{hostile}")):
        compared = rich(*pair)
        for html in (compared.before, compared.after, compared.both):
            Reader.of(html)
            assert not [word for word in FORBIDDEN if word in html.lower()]
            assert "vbscript" not in html.lower()
            assert "data:" not in html.lower()


@given(st.text(alphabet="<>/=\"' abscriptonloadhrefjv:&#x;0insdel", max_size=80), RICH)
def test_whatever_is_written_comes_out_well_formed(junk, html):
    for compared in (rich(junk, html), rich(html, junk), texts(junk, html), wholes(junk, html)):
        for shown in (compared.before, compared.after, compared.both):
            Reader.of(shown)


def test_plain_text_is_escaped_and_keeps_its_lines():
    assert texts("Wait\n& <b>see</b>.", "Wait\n& <b>go</b>.").both == (
        "Wait<br>&amp; &lt;b&gt;<del>see</del><ins>go</ins>&lt;/b&gt;."
    )


@pytest.mark.parametrize(
    ("before", "after", "both"),
    [
        # Formatting
        ("<p>they stay</p>", "<p>they <strong>stay</strong></p>",
         "<p>they <del>stay</del><strong><ins>stay</ins></strong></p>"),
        ('<p>see <a href="https://a.example/">this</a></p>', '<p>see <a href="https://b.example/">this</a></p>',
         '<p>see <a href="https://a.example/"><del>this</del></a><a href="https://b.example/"><ins>this</ins></a></p>'),
        ("<p>one</p>", "<ul><li>one</li></ul>", "<p><del>one</del></p><ul><li><ins>one</ins></li></ul>"),
        ("<h3>one</h3>", "<h4>one</h4>", "<h3><del>one</del></h3><h4><ins>one</ins></h4>"),
        # Paragraphs and items
        ("<p>a b c</p><p>d e f</p>", "<p>a b c</p><p>new here</p><p>d e g</p>",
         "<p>a b c</p><p><ins>new here</ins></p><p>d e <del>f</del><ins>g</ins></p>"),
        ("<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li><li>x</li><li>b</li></ul>",
         "<ul><li>a</li><li><ins>x</ins></li><li>b</li></ul>"),
        ("<ol><li>a</li><li>b</li></ol>", "<ol><li>a</li></ol>", "<ol><li>a</li><li><del>b</del></li></ol>"),
        # Tables keep their columns, whatever stands in a cell
        ("<table><tr><td>a</td><td>5</td></tr><tr><td>b</td><td></td></tr></table>",
         "<table><tr><td>a</td><td>7</td></tr><tr><td>b</td><td></td></tr></table>",
         "<table><tbody><tr><td>a</td><td><del>5</del><ins>7</ins></td></tr><tr><td>b</td><td></td></tr></tbody></table>"),
        ("<table><tr><td>a</td><td>1</td></tr></table>",
         "<table><tr><td>a</td><td>1</td></tr><tr><td>b</td><td></td></tr></table>",
         "<table><tbody><tr><td>a</td><td>1</td></tr><tr><td><ins>b</ins></td><td></td></tr></tbody></table>"),
        # A note's number stays; its link would lead nowhere
        ('<p>x<a href="#note-1">1</a></p>', '<p>x<a href="#note-2">2</a></p>',
         "<p>x<sup><del>1</del><ins>2</ins></sup></p>"),
        ("", "", ""),
        ("<p>a\n  b</p>", "<p>a b</p>", "<p>a b</p>"),
    ],
)  # fmt: skip
def test_changes_are_marked_within_their_element(before, after, both):
    assert rich(before, after).both == both


def test_paragraphs_beyond_the_limit_are_marked_as_wholes(monkeypatch):
    monkeypatch.setattr(markup, "MOST_LIKENESSES", 3)

    found = rich("<p>a b c</p><p>d e f</p>", "<p>a b x</p><p>d e x</p>").both

    assert found == (
        "<p><del>a b c</del></p><p><del>d e f</del></p><p><ins>a b x</ins></p><p><ins>d e x</ins></p>"
    )


def made_up(paragraphs, words, chance):
    return "".join(
        f"<p>{' '.join(f'w{chance.randrange(3000)}' for _ in range(words))}</p>"
        for _ in range(paragraphs)
    )


def seconds(*pairs):
    best = []
    for _ in range(3):
        start = time.process_time()
        for before, after in pairs:
            compared = rich(before, after)
            assert compared.before
            assert compared.after
        best.append(time.process_time() - start)
    return min(best)


def test_fifteen_blocks_of_five_hundred_words_take_less_than_a_second():
    chance = random.Random(1)
    pairs = []
    for _ in range(15):
        before = made_up(5, 100, chance)
        after = [chance.choice(("new", word)) if n % 9 == 0 else word
                 for n, word in enumerate(before.split(" "))]  # fmt: skip
        pairs.append((before, " ".join(after)))

    assert seconds(*pairs) < 1


@pytest.mark.parametrize(("paragraphs", "words"), [(1, 10_000), (100, 100)])
def test_ten_thousand_words_that_all_differ_take_less_than_a_second(paragraphs, words):
    chance = random.Random(2)

    assert seconds((made_up(paragraphs, words, chance), made_up(paragraphs, words, chance))) < 1
