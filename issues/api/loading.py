"""What the shapes of the register read besides columns, for any number of rows at once."""

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from articles.appearances import appearances
from articles.board import attach_current, board
from articles.models import RecommendationBlock, TraitBlock
from articles.standing import attach_made_on

from ..duplicates import answering
from ..models import Issue, Step, Trait


def standing(issues):
    """`issues` (rows of `articles.board`) with what an answer names besides. Four queries."""
    prefetch_related_objects(issues, "aliases", "parent", "merged_into")
    for issue in attach_current(issues, whole=True):
        issue.alias_names = [alias.name for alias in issue.aliases.all()]
    return issues


def with_whole_issues(view, rows):
    """`rows` that cite an issue, each with it as it stands, or stood: `whole_issue`. Seven queries."""
    cited = Issue.objects.filter(pk__in={row.issue_id for row in rows} - {None})
    day = view.limits.day or timezone.localdate()
    found = {row.pk: row for row in standing(board(cited, on=day, marks=1, **view.limits.kwargs))}
    for row in rows:
        row.whole_issue = found.get(row.issue_id)


def followed(recommendations, *, limits):
    """`recommendations` with steps and wordings, as they stood: not to be saved. Six queries."""
    steps = Step.objects.as_of(**limits.kwargs).select_related("corrects")
    prefetch_related_objects(recommendations, Prefetch("steps", steps))
    attach_made_on(recommendations, **limits.kwargs)
    blocks = RecommendationBlock.objects.numbered().filter(recommendation__in=recommendations)
    wordings = _said(blocks, "recommendation_id", **limits.kwargs)
    for row in recommendations:
        row.wordings = wordings.get(row.pk, [])
        row.status = row.shown_status
        # As the newest edition words it: what the register calls it may be withdrawn, or not said yet.
        newest = max(row.wordings, key=_newest, default=None)
        row.shown_wording = newest.block.wording if newest else ""
    return recommendations


def mentioned(traits, *, limits):
    """`traits` with what pieces said of them, or of duplicates of them, by then. Six queries."""
    shown = {trait.pk for trait in traits}
    answered = {pk: by for pk, by in answering(Trait).items() if by in shown and pk not in shown}
    blocks = TraitBlock.objects.numbered().filter(trait__in=shown | answered.keys())
    mentions = {}
    for appearance in appearances(blocks, short=True, **limits.kwargs):
        if appearance.block is not None:
            pk = appearance.block.trait_id
            mentions.setdefault(answered.get(pk, pk), []).append(appearance)
    for trait in traits:
        trait.mentions = mentions.get(trait.pk, [])
    return traits


def _said(blocks, column, **limits):
    """{id in `column`: appearances of `blocks` whose text readers can reach, oldest first}."""
    found = {}
    for appearance in appearances(blocks, short=True, **limits):
        if appearance.block is not None:
            found.setdefault(getattr(appearance.block, column), []).append(appearance)
    return found


def _newest(appearance):
    """Where the newest edition that says the same stands: see `articles.advice.shown`."""
    block = appearance.stands
    return block.parent.live_from, block.parent_id, block.ordering, block.pk
