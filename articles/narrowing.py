"""The filters of the list of pieces: from a query to fewer editions."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from issues.models import Actor, Issue
from sejong_cms import params

from .enums import Language
from .models import Author, Series

#: Parameter → the model whose public entries it names by slug.
ENTRIES = {"series": Series, "author": Author, "issue": Issue, "actor": Actor}


@dataclass
class Narrowing:
    """What a query asks for: public entries by parameter, a year, a language."""

    entries: dict = field(default_factory=dict)
    year: int | None = None
    language: str | None = None

    def __bool__(self):
        return bool(self.entries or self.year or self.language)

    @property
    def query(self):
        """{parameter: value} that ask for the same, in a lasting order."""
        found = {name: row.slug for name, row in self.entries.items()}
        found |= {"year": self.year, "language": self.language}
        return {name: value for name, value in found.items() if value}

    def of(self, editions):
        """Those of `editions` that fit."""
        if series := self.entries.get("series"):
            editions = editions.filter(article__series=series)
        if author := self.entries.get("author"):
            editions = editions.by_author(author)
        if issue := self.entries.get("issue"):
            editions = editions.treating(issue)
        if actor := self.entries.get("actor"):
            editions = editions.describing(actor)
        if self.year:
            editions = editions.filter(published_on__year=self.year)
        if self.language:
            editions = editions.filter(article__language=self.language)
        return editions


def narrowing_from(query):
    """The Narrowing that a QueryDict asks for; empty values, as forms send them, ask for nothing.

    Raises BadParameter. An entry that is not public is refused like one that does not exist.
    """
    found = Narrowing()
    for name, model in ENTRIES.items():
        if slug := params.single(query, name, blank=True):
            found.entries[name] = entry(model.objects, slug, name)
    if year := params.single(query, "year", blank=True):
        found.year = params.year(year, "year")
    if language := params.single(query, "language", blank=True):
        found.language = params.choice(language, "language", Language)
    return found


def entry(entries, slug, name):
    """The public one of `entries` that has or had this slug. Raises BadParameter naming `name`."""
    row = entries.public().with_slug(params.words(slug, name)).first()
    if row is None:
        raise params.BadParameter(name, _("There is nothing of this name."))
    return row
