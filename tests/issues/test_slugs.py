"""Slugs are readable, unique, and never a word that an address uses."""

import pytest
from django.core.exceptions import ValidationError

from issues.slugs import RESERVED, slug_from, validate_slug


def free(slug):
    return False


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Cost-sharing for US Troops?", "cost-sharing-for-us-troops"),
        ("방위비 분담금", "방위비-분담금"),
        ("방위비", "방위비"),
        ("Compare", "piece-compare"),
        ("2025", "piece-2025"),
        ("!!!", "piece"),
    ],
)
def test_a_slug_is_made_from_text(text, slug):
    assert slug_from(text, default="piece", taken=free) == slug
    validate_slug(slug)


def test_a_taken_slug_gets_a_number():
    taken = {"same", "same-2"}
    assert slug_from("Same", default="piece", taken=taken.__contains__) == "same-3"


def test_a_long_text_is_cut_between_words():
    slug = slug_from("word " * 60, default="piece", taken=free)
    assert len(slug) <= 112
    assert slug.endswith("-word")


@pytest.mark.parametrize(
    "slug", [*sorted(RESERVED), "12", "a b", "A", "a/b", "", "a\u202e", "a\n", "\u1100\u1161"]
)
def test_what_cannot_be_a_slug_is_refused(slug):
    with pytest.raises(ValidationError):
        validate_slug(slug)
