"""Rich text is clean in the database, and words come out as they went in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.html import clean, from_paragraphs, plain, to_text

HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="jav&#x09;ascript:alert(1)">x</a>',
    '<a href="data:text/html,x">x</a>',
    '<a href="vbscript:x">x</a>',
    '<p style="position:fixed" class="button" id="csrfmiddlewaretoken" name="body">x</p>',
    "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<math><annotation-xml encoding='text/html'><script>x</script></annotation-xml></math>",
    '<iframe srcdoc="<script>x</script>"></iframe>',
    "<style>p{}</style><form><input></form><object></object><embed>",
    '<table background="javascript:x"><tr><td onclick="x">x</td></tr></table>',
]
FORBIDDEN = (
    "script",
    "onerror",
    "onclick",
    "javascript",
    "style",
    "class=",
    "<svg",
    "<iframe",
    "<form",
)


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_html_is_cleaned(html):
    cleaned = clean(html).lower()
    assert not [word for word in FORBIDDEN if word in cleaned]
    assert " id=" not in cleaned
    assert "vbscript" not in cleaned
    assert "data:" not in cleaned


def test_what_the_editor_offers_stays():
    html = (
        '<h3>Head</h3><p><strong>a</strong> <em>b</em> <a href="https://example.org/">c</a><br>d</p>'
        "<ul><li><p>e</p></li></ul><ol><li><p>f</p></li></ol><blockquote><p>g</p></blockquote>"
        "<table><tbody><tr><th><p>h</p></th><td><p>i</p></td></tr></tbody></table><p>H<sub>2</sub></p>"
    )
    assert clean(html) == html


def test_a_link_to_a_note_stays():
    assert clean('<p><a href="#note-1">1</a></p>') == '<p><a href="#note-1">1</a></p>'


@given(st.text(alphabet="<>/=\"' abscriptonloadhrefjv:&#x;0\u202e\u00a0가", max_size=80))
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


@given(st.lists(st.text(max_size=40), max_size=5))
def test_words_of_plain_paragraphs_come_back(paragraphs):
    words = clean("".join(f"<p>{w}</p>" for w in ["one", "two"]))
    assert to_text(words) == "one\n\ntwo"
    kept = " ".join(" ".join(paragraphs).split())
    html = from_paragraphs(paragraphs)
    if kept.isascii() and kept.isprintable():
        assert " ".join(to_text(clean(html)).split()) == kept


def test_text_keeps_paragraphs_items_and_rows_apart():
    html = "<p>a<br>b</p><ul><li><p>c</p></li><li><p>d</p></li></ul><p>&lt;e&gt; &amp; f</p>"
    assert to_text(html) == "a\nb\n\nc\n\nd\n\n<e> & f"


def test_forbidden_characters_are_dropped():
    assert clean("<p>a\x00b\u202ec\u2066d</p>") == "<p>abcd</p>"


def test_lines_end_alike_whatever_wrote_them():
    assert plain("a\r\nb\rc\nd") == "a\nb\nc\nd"
