"""How long a text is and how long it takes to read, in English and in Korean."""

import math
import re
from typing import NamedTuple

from .enums import Language
from .html import to_text

#: Words a minute of silent reading. English: M. Brysbaert, 'How many words do we read per minute?',
#: Journal of Memory and Language 109 (2019), non-fiction. Korean: S. Rhiu and others, 'Korean version
#: self-testing application for reading speed', Korean Journal of Ophthalmology 31 (2017), 10 point.
WORDS_A_MINUTE = {Language.ENGLISH: 238, Language.KOREAN: 202}

#: A word: letters and digits with what holds them together, such as hyphens, apostrophes and points.
_WORD = re.compile(r"\w+(?:[-'’.,:/&]\w+)*")
#: Fields of blocks that readers read, in any kind of block.
_FIELDS = ("heading", "name", "question", "answer", "wording", "caption", "change_reason")


class Reading(NamedTuple):
    """`minutes` is at least 1 where there is a word. `characters` are counted without spaces.

    `rate` is how many words a minute were taken.
    """

    words: int
    characters: int
    minutes: int
    rate: int


def reading_of(edition, contents):
    """The Reading of an edition's title, abstract and blocks; footnotes and disclaimer not counted."""
    texts = [edition.title, edition.subtitle, edition.abstract]
    for block in contents.blocks:
        texts += [getattr(block, name, "") for name in _FIELDS]
        texts.append(to_text(getattr(block, "html", "")))
    text = "\n".join(filter(None, texts))
    words = len(_WORD.findall(text))
    characters = sum(not character.isspace() for character in text)
    rate = WORDS_A_MINUTE[edition.article.language]
    return Reading(words, characters, math.ceil(words / rate), rate)
