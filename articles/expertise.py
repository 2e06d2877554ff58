"""Which issues somebody assesses most."""

from collections import Counter

from issues.merges import families
from issues.models import Issue

from .models import Assessment

MOST = 8


def assessed_most(editions):
    """The issues that most pieces among `editions`, a set of live ones, assess; each with `pieces`, how many.

    At most `MOST`, and of as many the one that was assessed last. An issue that was merged counts for the
    one that it went into; translations are one piece. Three queries, one where nothing is assessed.
    """
    rows = Assessment.objects.published().filter(parent__in=editions.order_by())
    said = rows.values_list(
        "issue", "parent__article", "parent__article__original", "parent__published_on"
    ).order_by("parent__published_on", "pk")
    merged = None
    pieces, last = {}, {}
    for issue, article, original, day in said:
        merged = families() if merged is None else merged
        issue = merged.get(issue, issue)
        pieces.setdefault(issue, set()).add(original or article)
        last[issue] = day
    counts = Counter({issue: len(found) for issue, found in pieces.items()})
    ranked = sorted(counts, key=lambda issue: (counts[issue], last[issue], issue), reverse=True)
    shown = Issue.objects.public().in_bulk(ranked[:MOST])
    found = [shown[issue] for issue in ranked[:MOST] if issue in shown]
    for issue in found:
        issue.pieces = counts[issue.pk]
    return found
