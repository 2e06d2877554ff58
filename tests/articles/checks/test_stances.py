"""A stance fits what was advised before."""

import pytest

from articles import drafting
from tests import builders as b

from .sound import codes, places, problems, sound

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("stance", "made", "code"),
    [
        ("makes", False, None),
        ("makes", True, "made_before"),
        ("repeats", True, None),
        ("repeats", False, "never_made"),
        ("narrows", False, "never_made"),
        ("reverses", True, None),
    ],
)
def test_a_stance_fits_what_was_advised_before(stance, made, code):
    row = b.recommendation("Wait.")
    if made:
        b.published(blocks=[b.advice(recommended=row)])
    block = b.advice(recommended=row, stance=stance)

    assert places(code, block) == ([(0, "stance")] if code else [])


def test_a_piece_may_go_on_making_what_its_own_earlier_edition_made():
    row = b.recommendation("Wait.")
    first = sound(b.advice(recommended=row))
    first = b.workflow.publish(b.approve(first), by=b.publisher())
    draft = drafting.new_edition(first, by=b.editor(), change_kind="minor", change_note="A word.")

    assert codes(draft) == []
    draft.recommendationblocks.update(stance="narrows")
    assert problems(draft) == []
