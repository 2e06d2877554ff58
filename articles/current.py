"""What lists show of the assessment that counts: plain tuples, as a board shows hundreds of them."""

import datetime as dt
import uuid
from typing import NamedTuple

from issues.models.base import entry_url

from .enums import Outlook
from .models import Assessment, Byline


class Credit(NamedTuple):
    """An author as printed; `slug` is the author's, '' where readers know of no page."""

    name: str
    slug: str

    @property
    def page(self):
        return entry_url("author", self.slug) if self.slug else ""


class Current(NamedTuple):
    """An assessment without its long texts, and its edition: `title`, `number`, `published_on`, and
    the piece's `slug` and `language`; `credits` in their order.
    """

    pk: int
    uid: uuid.UUID
    question: str
    answer: str
    outlook: str | None
    likelihood: str | None
    horizon: dt.date | None
    edition_id: int
    number: int
    title: str
    published_on: dt.date
    slug: str
    language: str
    credits: list

    @property
    def page(self):
        """The edition's own address, down to the block."""
        return f"{entry_url('edition', self.slug, self.number)}#b-{self.uid}"

    @property
    def article_page(self):
        return entry_url("article", self.slug)

    def get_outlook_display(self):
        return Outlook(self.outlook).label if self.outlook else None


#: In the order of the fields.
_COLUMNS = (
    *("pk", "uid", "question", "answer", "outlook", "likelihood", "horizon", "parent_id"),
    *(f"parent__{name}" for name in ("number", "title", "published_on")),
    *("parent__article__slug", "parent__article__language"),
)


def in_short(ids):
    """{id: Current} of those of these assessments that readers can reach. Two queries."""
    rows = Assessment.objects.released().filter(pk__in=ids).order_by()
    found, credits = {}, {}
    for row in rows.values_list(*_COLUMNS):
        current = Current(*row, credits=[])
        found[current.pk] = current
        # An edition can hold the assessments of several issues.
        credits.setdefault(current.edition_id, []).append(current.credits)
    if not found:
        return found
    named = Byline.objects.filter(edition__in=credits).order_by("ordering", "pk")
    for edition, *credit, since in named.values_list(
        "edition", "name", "author__slug", "author__public_since"
    ):
        credit = Credit(credit[0], credit[1] if since is not None else "")
        for shown in credits[edition]:
            shown.append(credit)
    return found
