"""The interface of search: what a reader asks for in, hits in their context out, with what narrows them."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from issues.models import Issue, Recommendation
from sejong_cms import params

from .. import advice
from ..models import Assessment, Author, Edition, SearchEntry, Series
from . import engine, entries, guessing, indexing, marking
from .entries import Kind
from .query import Query, parse

#: What narrows hits: parameter → how rows of SearchEntry are limited by it.
NARROWS = ("kind", "year", "author", "issue", "series")
#: How many values of each are offered.
OFFERED = 12
#: What is added to a rank between 0 and 1: for the words in the title, for a title that is nothing else, and at most
#: for being new.
IN_HEAD, IS_HEAD, NEW = 0.6, 1.0, 0.15
#: An issue is where a reader finds the rest.
OF_KIND = {Kind.ISSUE: 0.25, Kind.PIECE: 0.1, Kind.RECOMMENDATION: 0.0, Kind.ASSESSMENT: 0.05}


@dataclass(frozen=True)
class Wanted:
    """What is asked for: the text as typed, and what it is narrowed to."""

    text: str = ""
    kind: str | None = None
    year: int | None = None
    author: Author | None = None
    issue: Issue | None = None
    series: Series | None = None

    def rows(self):
        """The rows that may be found at all."""
        rows = SearchEntry.objects.all()
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.year:
            rows = rows.filter(on__year=self.year)
        if self.issue:
            rows = rows.filter(issue=self.issue) | rows.filter(
                kind=Kind.PIECE, edition__in=Edition.objects.published().treating(self.issue)
            )
        if self.author:
            rows = rows.filter(edition__in=Edition.objects.published().by_author(self.author))
        if self.series:
            rows = rows.filter(edition__article__series=self.series)
        return rows


@dataclass
class Hit:
    """One thing found. `head` and `context` are Runs; `thing` is the Edition, Assessment, Advice or Issue."""

    kind: str
    entry: engine.Row
    thing: object
    head: list
    context: list
    page: str


@dataclass
class Found:
    """Everything that was found, the best first; `is_bounded` where there is more than was ranked.

    `instead` is the word that was looked for in place of one that occurs nowhere: {typed: taken}.
    """

    query: Query
    rows: list = field(default_factory=list)
    is_bounded: bool = False
    instead: dict = field(default_factory=dict)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, places):
        return self.rows[places]


def wanted_from(query):
    """The Wanted that a QueryDict asks for. Raises BadParameter."""
    text = params.words(params.single(query, "q", blank=True) or "", "q")
    found = {"text": text}
    if kind := params.single(query, "kind", blank=True):
        found["kind"] = params.choice(kind, "kind", Kind)
    if year := params.single(query, "year", blank=True):
        found["year"] = params.year(year, "year")
    for name, model in (("author", Author), ("issue", Issue), ("series", Series)):
        if slug := params.single(query, name, blank=True):
            row = model.objects.public().with_slug(slug).first()
            if row is None:
                raise params.BadParameter(name, _("There is nothing of this name."))
            found[name] = row
    return Wanted(**found)


def find(wanted):
    """The Found of a Wanted. A fixed number of queries, and a few more where a word occurs nowhere."""
    indexing.catch_up(most=1)
    query = parse(wanted.text)
    if not query:
        return Found(query)
    rows = engine.ranked(wanted.rows(), query)
    instead = {}
    if not rows:
        query, instead = guessing.guessed(query)
        rows = engine.ranked(wanted.rows(), query) if instead else []
    is_bounded = len(rows) >= engine.MOST
    return Found(query, _in_order(rows, query), is_bounded, instead)


def _in_order(rows, query):
    most = max((row.rank for row in rows), default=0) or 1
    newest = max((row.on.toordinal() for row in rows), default=0)
    sought = " ".join(term for part in query.parts for term in part.terms)

    def worth(row):
        found = row.rank / most + OF_KIND[row.kind]
        head = f" {row.head_terms} "
        if all(_stands(part, head) for part in query.parts):
            found += IN_HEAD + (IS_HEAD if row.head_terms.startswith(sought) else 0)
        age = (newest - row.on.toordinal()) / 365
        return found + NEW / (1 + age), row.on, row.pk

    return sorted(rows, key=worth, reverse=True)


def _stands(part, head):
    terms = " ".join(part.terms)
    return f" {terms}" in head if part.begins else f" {terms} " in head


def hits(rows, query):
    """Hits of `rows`, a page of a Found, with all that is shown of them. What readers cannot read any more is left
    out, should the rows be behind.
    """
    texts = dict(
        SearchEntry.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "text")
    )
    things = _things(rows)
    for row in rows:
        thing = things.get((row.kind, row.key))
        if thing is not None:
            text = texts.get(row.pk, "")
            yield Hit(
                row.kind,
                row,
                thing,
                marking.marked(row.head, query),
                marking.in_context(text, query) if text else [],
                _page(row.kind, thing),
            )


def _things(rows):
    """{(kind, key): what a hit shows}, in a query or a few for each kind."""
    keys = {kind: [row.key for row in rows if row.kind == kind] for kind in Kind}
    found = {}
    pieces = entries.credited(Edition.objects.published().filter(pk__in=keys[Kind.PIECE]))
    found |= {(Kind.PIECE, row.pk): row for row in pieces}
    said = Assessment.objects.published().filter(pk__in=keys[Kind.ASSESSMENT])
    said = said.select_related("issue").with_edition()
    found |= {(Kind.ASSESSMENT, row.pk): row for row in said}
    issues = Issue.objects.public().filter(pk__in=keys[Kind.ISSUE])
    found |= {(Kind.ISSUE, row.pk): row for row in issues}
    advised = Recommendation.objects.public().filter(pk__in=keys[Kind.RECOMMENDATION])
    for row in advice.shown(list(advised.values_list("pk", flat=True))):
        if row.wording:
            found[Kind.RECOMMENDATION, row.recommendation.pk] = row
    return found


def _page(kind, thing):
    match kind:
        case Kind.PIECE:
            return thing.article.get_absolute_url()
        case Kind.ASSESSMENT:
            return f"{thing.parent.article.get_absolute_url()}#{thing.anchor}"
        case Kind.RECOMMENDATION:
            return thing.recommendation.get_absolute_url()
    return thing.get_absolute_url()


def facets(found):
    """{parameter: [(value, label, how many)]} of what was ranked, the most frequent first. Three queries."""
    rows = found.rows
    editions = Counter(row.edition_id for row in rows if row.edition_id)
    credited = Author.objects.public().filter(bylines__edition__in=editions).distinct()
    credited = credited.values_list("bylines__edition", "slug", "name").order_by("slug")
    series = Series.objects.public().filter(articles__editions__in=editions)
    series = series.values_list("articles__editions", "slug", "name").order_by("slug")
    cited = Counter(row.issue_id for row in rows if row.issue_id)
    issues = Issue.objects.public().filter(pk__in=cited).values_list("pk", "slug", "title")
    kinds = Counter(row.kind for row in rows)
    years = Counter(row.on.year for row in rows)
    return {
        "kind": [(kind.value, kind.label, kinds[kind]) for kind in Kind if kinds[kind]],
        "year": [(year, year, count) for year, count in sorted(years.items(), reverse=True)],
        "author": _counted(credited, editions),
        "issue": _most((slug, title, cited[pk]) for pk, slug, title in issues),
        "series": _counted(series, editions),
    }


def _counted(named, editions):
    """[(slug, name, how many hits)] of (edition, slug, name) rows."""
    counts, names = Counter(), {}
    for edition, slug, name in named:
        if edition in editions:
            counts[slug] += editions[edition]
            names[slug] = name
    return _most((slug, names[slug], count) for slug, count in counts.items())


def _most(rows):
    return sorted(rows, key=lambda row: (-row[2], row[1]))[:OFFERED]
