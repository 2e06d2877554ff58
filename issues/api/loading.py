"""What the shapes of the register read besides columns, for any number of rows at once."""

from django.db.models import Prefetch, prefetch_related_objects

from articles.appearances import appearances
from articles.models import RecommendationBlock, TraitBlock
from articles.standing import attach_current, attach_made_on

from ..enums import IssueStatus
from ..models import Step


def standing(issues, *, on, limits):
    """`issues` (of the view's queryset) as they stood: nothing here is to be saved. Five queries."""
    prefetch_related_objects(issues, "aliases")
    for issue in attach_current(issues):
        issue.alias_names = [alias.name for alias in issue.aliases.all()]
        issue.status = issue.shown_status
        if issue.status != IssueStatus.MERGED:
            issue.merged_into = None
        issue.stale = issue.is_stale(last_assessed_on=issue.last_assessed_on, on=on)
    return issues


def followed(recommendations, *, limits):
    """`recommendations` with steps and wordings, as they stood: not to be saved. Six queries."""
    steps = Step.objects.as_of(**limits.kwargs).select_related("corrects")
    prefetch_related_objects(recommendations, Prefetch("steps", steps))
    attach_made_on(recommendations, **limits.kwargs)
    blocks = (
        RecommendationBlock.get_queryset().numbered().filter(recommendation__in=recommendations)
    )
    wordings = _said(blocks, "recommendation_id", **limits.kwargs)
    for row in recommendations:
        row.wordings = wordings.get(row.pk, [])
        row.status = row.shown_status
        # The register words it as the piece did: withdrawn words are shown nowhere.
        row.shown_wording = row.wording if row.wordings else ""
    return recommendations


def mentioned(traits):
    """`traits` with what pieces said of them. Five queries."""
    mentions = _said(TraitBlock.get_queryset().numbered().filter(trait__in=traits), "trait_id")
    for trait in traits:
        trait.mentions = mentions.get(trait.pk, [])
    return traits


def _said(blocks, column, **limits):
    """{id in `column`: appearances of `blocks` whose text readers can reach, oldest first}."""
    found = {}
    for appearance in appearances(blocks, **limits):
        if appearance.block is not None:
            found.setdefault(getattr(appearance.block, column), []).append(appearance)
    return found
