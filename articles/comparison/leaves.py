"""Rich text as a list of leaves: stretches of words within one paragraph, heading, item or cell."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

from ..html import clean
from .runs import Token, tokens_of

#: Of what `articles.html` allows, the elements that hold paragraphs or are one, and those within a
#: line. All else that it allows is <br>.
BLOCKS = frozenset("p h3 h4 ul ol li blockquote table thead tbody tr th td".split())
INLINE = frozenset("strong em sup sub a".split())
CELLS = ("td", "th")
BREAK = "\n"


class Box(NamedTuple):
    """A block element; `place` tells it from others with the same name within its text."""

    tag: str
    attrs: tuple
    place: int

    @property
    def kind(self):
        return self.tag, self.attrs


@dataclass
class Leaf:
    """The words directly within a block element; `boxes` are the elements around, outermost first."""

    boxes: tuple
    tokens: list = field(default_factory=list)

    @property
    def kinds(self):
        return tuple(box.kind for box in self.boxes)

    @property
    def row(self):
        """The table row that the leaf is in, or None."""
        return next((box.place for box in reversed(self.boxes) if box.tag == "tr"), None)


def leaves_of(html):
    """The Leaves of `html`, which is cleaned before. Empty ones are left out, but for cells."""
    parser = _Parser()
    parser.feed(clean(html))
    parser.close()
    parser.end_leaf()
    return parser.leaves


class _Parser(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.leaves, self.boxes, self.marks, self.leaf = [], [], [], None
        self.count = 0

    def handle_starttag(self, tag, attrs):
        attrs = tuple((name, value or "") for name, value in attrs)
        if tag in BLOCKS:
            self.end_leaf()
            self.count += 1
            self.boxes.append(Box(tag, attrs, self.count))
        elif tag in INLINE:
            self.marks.append((tag, attrs))
        elif tag == "br":
            self._put([Token(BREAK, tuple(self.marks))])

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.end_leaf()
            box = self.boxes.pop()
            if tag in CELLS and not (self.leaves and box in self.leaves[-1].boxes):
                self.leaves.append(Leaf((*self.boxes, box)))
        elif tag in INLINE:
            self.marks.pop()

    def handle_data(self, data):
        # To a browser, any stretch of white space is one space.
        lead, tail = data[:1].isspace(), data[-1:].isspace()
        text = " ".join(data.split())
        text = f"{' ' * lead}{text}{' ' * (tail and bool(text))}"
        self._put(tokens_of(text, tuple(self.marks)))

    def _put(self, tokens):
        if self.leaf is None:
            self.leaf = Leaf(tuple(self.boxes))
        self.leaf.tokens += tokens

    def end_leaf(self):
        if self.leaf is not None:
            tokens = self.leaf.tokens
            while tokens and tokens[-1].text == " ":
                tokens.pop()
            while tokens and tokens[0].text == " ":
                tokens.pop(0)
            if not all(token.is_space for token in tokens):
                self.leaves.append(self.leaf)
        self.leaf = None
