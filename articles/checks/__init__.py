"""What is wrong with an edition's text before it goes on: errors stop it, warnings are shown."""

from . import (
    abbreviations,
    announced,
    completeness,
    headings,
    judgements,
    links,
    quotations,
    stances,
)
from .problem import Problem
from .texts import texts_of

__all__ = ["Problem", "problems_of"]


def problems_of(edition, contents):
    """Every Problem of `edition`, errors first, then in the order of the text.

    A dozen queries at most, however long the text is: one for each kind of thing that is looked up.
    """
    texts = texts_of(edition, contents)
    found = [
        *completeness.problems(edition, contents),
        *judgements.problems(edition, contents),
        *stances.problems(edition, contents),
        *announced.problems(texts, contents),
        *headings.problems(contents),
        *links.problems(edition, contents),
        *quotations.problems(texts),
        *abbreviations.problems(texts),
    ]
    order = {block.uid: place for place, block in enumerate(contents.blocks)}
    return sorted(found, key=lambda problem: (not problem.blocks, order.get(problem.uid, -1)))
