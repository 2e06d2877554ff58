import pytest

from articles.wording import sentences


@pytest.mark.parametrize(
    "expected",
    [
        ["One boat.", "Two boats!", "Three?", "Four."],
        ["The U.S. fleet left.", "Dr. Doe stayed."],
        ["It was built in the U.S.", "The next one was not."],
        ["See No. 9 for details.", "It is short."],
        ["They answered No.", "It was late."],
        ["It sank in 2024.", "Nobody drowned."],
        ["Many (e.g. the millers) agreed.", "Ropes, nets, etc. were sold.", "He left."],
        ["“It is late.”", "She left."],
        ["J. Doe grew by 2.5 hands."],
        ["No stop at the end"],
        ["배가 떠났다.", "“늦었다.”", "2026. 3. 4일 다시 왔다."],
    ],
)
def test_sentences_are_told_apart(expected):
    assert sentences.split(" ".join(expected)) == expected


def test_nothing_is_no_sentence():
    assert sentences.split("  ") == []
