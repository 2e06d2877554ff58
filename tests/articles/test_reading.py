"""How long a text is: words and characters as readers see them, minutes by the language."""

import pytest

from articles.contents import contents_of_one
from articles.reading import WORDS_A_MINUTE, reading_of
from tests import builders as b

pytestmark = pytest.mark.django_db


def reading(title="Two words", **fields):
    edition = b.draft(title, **fields)
    return reading_of(edition, contents_of_one(edition))


def test_counts_what_readers_read_and_no_markup():
    found = reading(blocks=[b.passage("One <strong>two</strong> three-four.", heading="A head")])
    assert (found.words, found.characters) == (2 + 2 + 3, 8 + 5 + 17)


def test_korean_words_are_those_between_spaces():
    found = reading("방위비 분담금 협상", language="ko")
    assert (found.words, found.characters) == (3, 8)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_minutes_go_by_the_languages_rate_and_are_rounded_up(language):
    rate = WORDS_A_MINUTE[language]
    text = "word " * (2 * rate - 1)
    assert reading("One", language=language, abstract=text).minutes == 2
    assert reading("One", language=language, abstract=f"{text} more").minutes == 3


def test_a_figure_is_read_by_its_caption_and_a_recommendation_by_its_wording():
    blocks = [
        b.advice("Take an umbrella."),
        b.figure(b.png(), alt="unread", caption="Rain by month"),
    ]
    assert reading("Title", blocks=blocks).words == 1 + 3 + 3
