"""What is looked up of a text: stems, and pairs of syllables."""

import pytest

from articles.search.query import parse
from articles.search.text import normal, terms, without_particle


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Negotiations", "negoti"),
        ("The ferry’s lines", "the ferri s line"),
        ("방위비를", "방위 위비 비를"),
        ("핵", "핵"),
        ("F-35를", "f 35 를"),
        ("韓美同盟", "韓美 美同 同盟"),
        ("Café CAFÉ cafe\u0301", "cafe cafe cafe"),
        ("ＮＡＴＯ", "nato"),
        ("U.S.", "u s"),
        ("…!?", ""),
    ],
)
def test_terms(text, found):
    assert terms(text) == found


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("방위비를", "방위비"),
        ("북한에서는", "북한"),
        ("동맹으로", "동맹"),
        ("국회의", "국회"),
        ("제주도", "제주"),
        ("나의", "나의"),
        ("비핵화", "비핵화"),
        ("talks", "talks"),
    ],
)
def test_particles(word, stem):
    assert without_particle(word) == stem


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ferry lines", ["ferry", "lines"]),
        ('"cost sharing" talks', ["cost sharing", "talks"]),
        ("“방위비 분담금” 협상을", ["방위비 분담금", "협상"]),
        ('an "unfinished', ["an", "unfinished"]),
        ('""', []),
        ("talks TALKS", ["talks"]),
        (" ".join(f"w{n}" for n in range(30)), [f"w{n}" for n in range(10)]),
        ("' OR 1=1 --", ["or", "1"]),
        ("NEAR( a* : ^b", ["near", "a", "b"]),
    ],
)
def test_queries(text, words):
    assert parse(text).words == words


def test_a_single_syllable_is_the_beginning_of_a_pair():
    [part] = parse("핵").parts
    assert (part.terms, part.begins) == (("핵",), True)


def test_decomposed_hangul_is_the_same():
    import unicodedata

    assert terms(unicodedata.normalize("NFD", "방위비")) == terms("방위비")
    assert normal("Ⅳ") == "iv"
