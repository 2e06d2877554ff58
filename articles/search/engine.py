"""Asking the database which rows have all terms: PostgreSQL's text search, or SQLite's FTS5.

Both are told terms only, which `text` made; so both find the same. The index stands beside Django's table, as the
migration `search` made it: columns of PostgreSQL's, a table of SQLite's that triggers keep.

Of a common word not every hit is looked at: the newest, and the newest of those that have it in their title.
"""

import datetime as dt
from typing import NamedTuple

from django.db import connection
from django.db.models import BooleanField, FloatField
from django.db.models.expressions import RawSQL

from ..models import SearchEntry
from .query import Query

#: Hits that are ranked, of all, and of those with the words in their title.
MOST, MOST_HEADS = 400, 200


class Row(NamedTuple):
    """A SearchEntry without its long texts, and its rank: hundreds are ranked for the twenty that are shown."""

    pk: int
    kind: str
    key: int
    edition_id: int | None
    issue_id: int | None
    on: dt.date
    language: str
    head: str
    head_terms: str
    rank: float


def ranked(rows, query):
    """Rows of those of `rows` (of SearchEntry) that have all of `query`, the newest.

    `rank` is the engine's: more is better, comparable within one query only. At most MOST + MOST_HEADS.
    """
    return _ASK[connection.vendor](rows, query)


def _on_postgresql(rows, query):
    asked = " & ".join(map(_tsquery, query.parts))
    found = set()
    for column, most in (("head_vector", MOST_HEADS), ("vector", MOST)):
        condition = RawSQL(f"{column} @@ %s::tsquery", [asked], output_field=BooleanField())
        newest = rows.filter(condition).order_by("-on", "-id")
        found.update(newest.values_list("pk", flat=True)[:most])
    # Of those alone: a rank takes as long as its row is.
    rank = RawSQL("ts_rank(vector, %s::tsquery)", [asked], output_field=FloatField())
    found = SearchEntry.objects.filter(pk__in=found).order_by().annotate(rank=rank)
    return [Row._make(values) for values in found.values_list(*Row._fields)]


def _tsquery(part):
    """A part in PostgreSQL's language. Terms are letters and digits, so nothing has to be escaped."""
    return "(" + " <-> ".join(f"'{term}'{':*' * part.begins}" for term in part.terms) + ")"


def _on_sqlite(rows, query):
    parts = " AND ".join(_fts(part) for part in query.parts)
    found = {}
    for asked, most in ((f"head_terms : ({parts})", MOST_HEADS), (parts, MOST)):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rowid, bm25(articles_search, 8.0, 1.0) FROM articles_search"
                " WHERE articles_search MATCH %s ORDER BY rowid DESC LIMIT %s",
                [asked, most * 5],
            )
            ranks = {pk: -rank for pk, rank in cursor.fetchall()}
        matching = rows.filter(pk__in=ranks).order_by("-on", "-id")
        for values in matching.values_list(*Row._fields[:-1])[:most]:
            found[values[0]] = Row(*values, ranks[values[0]])
    return list(found.values())


def _fts(part):
    return '"' + " ".join(part.terms) + '"' + (" *" if part.begins else "")


_ASK = {"postgresql": _on_postgresql, "sqlite": _on_sqlite}


def occurs(part):
    """Whether anything has this part at all."""
    return bool(ranked(SearchEntry.objects.all(), Query((part,)))[:1])
