import pytest

from articles.wording import quotes


@pytest.mark.parametrize(
    "text",
    [
        "Norland’s ‘cold harbour’ is America’s too.",
        "The allies’ boats and the 1990s’ lamps.",
        "‘The keepers’ own boat’ is old.",
        "It’s the ‘90s again, 'tis said.",
        "“He said ‘no’ twice,” she wrote.",
        "'A straight quote', and the keeper's boat isn't new.",
        'A "straight" one, and a 5" pipe.',
        "『포커스』와 「부록」",
    ],
)
def test_pairs_and_apostrophes_are_fine(text):
    assert quotes.unbalanced(text) is None


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("It is ‘the keeper’s boat and the mayor’s.", "It is ‘the keeper’s boat and the mayor’s."),
        ("She said “no and left.", "She said “no and left."),
        ("She said no” and left.", "he said no” and left."),
        ("It is 'the keeper's boat.", "It is 'the keeper's boat."),
        ('One " alone.', 'One " alone.'),
        ("『포커스에서", "『포커스에서"),
    ],
)
def test_mark_without_partner_is_shown_in_its_place(text, excerpt):
    assert quotes.unbalanced(text) == excerpt


def test_quotation_that_runs_over_paragraphs_opens_each_anew():
    assert quotes.unbalanced("“One.", "“Two.”") is None
    assert quotes.unbalanced("“One.", "Two.") is not None
