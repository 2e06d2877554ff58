"""A finding, and which findings stop a text."""

from dataclasses import dataclass
from typing import NamedTuple


class Weight(NamedTuple):
    """Whether a finding stops a submission and an approval, and why it does or does not."""

    stops: bool
    why: str


#: Every code, with its weight. An error is what no reader must meet; all else an editor may know better.
WEIGHTS = {
    "no_block": Weight(True, "there is nothing to review"),
    "change_reason": Weight(True, "the board would turn, and no reader could learn why"),
    "no_byline": Weight(False, "a few pieces of the archive name nobody"),
    "no_position": Weight(False, "some authors have none"),
    "no_abstract": Weight(False, "short notes go without"),
    "no_disclaimer": Weight(False, "a series may have none"),
    "no_outlook": Weight(False, "a first or an imported assessment may lack one"),
    "no_advice": Weight(False, "a question may be answered without advising anybody"),
    "issue_twice": Weight(False, "two questions of one issue can be meant; the last one counts"),
    "made_before": Weight(False, "the stance is the author's word"),
    "never_made": Weight(False, "the stance is the author's word"),
    "count": Weight(False, "what counts as one item is a matter of taste"),
    "heading_order": Weight(False, "the text reads all the same"),
    "dead_link": Weight(False, "it may lead to what is published first"),
    "desk_link": Weight(False, "the text reads all the same"),
    "dead_note": Weight(False, "notes may come later"),
    "no_alt": Weight(False, "an image may repeat what the text says"),
    "abbreviation": Weight(False, "its readers may know it"),
    "unbalanced_quote": Weight(False, "an apostrophe can look like a quotation mark"),
}


@dataclass(frozen=True)
class Problem:
    """One finding. `uid` names the block it is about, None the edition as a whole.

    `field` is where in it: a column, or 'bylines', 'notes'; '' where it is about all of it.
    """

    code: str
    message: str
    uid: object = None
    field: str = ""

    @property
    def blocks(self):
        """Whether it stops a submission."""
        return WEIGHTS[self.code].stops
