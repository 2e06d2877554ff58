"""Stances that cannot be so: advice made a second time, or repeated before anybody made it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from issues.clock import end_of

from ..enums import RecommendationStance as Stance
from ..models import RecommendationBlock
from .problem import Problem


def problems(edition, contents):
    advice = contents.of_kind("recommendation")
    if not advice:
        return
    made = RecommendationBlock.objects.released().filter(
        recommendation__in=[block.recommendation_id for block in advice]
    )
    others, own = {}, {}
    rows = made.values_list("recommendation", "parent__article", "parent__live_from")
    for recommendation, article, live_from in rows.order_by("parent__live_from"):
        first = own if article == edition.article_id else others
        first.setdefault(recommendation, live_from)
    # An edition of a piece that advised it first stays the first, whoever repeated it since.
    day = edition.published_on or timezone.localdate()
    for block in advice:
        known = others.get(block.recommendation_id)
        before = known is not None and known < own.get(block.recommendation_id, end_of(day))
        if block.stance == Stance.MAKES and before:
            words = _("“%s” was advised before by another piece; this one repeats or changes it.")
            yield Problem("made_before", words % block, block.uid, "stance")
        elif block.stance != Stance.MAKES and known is None and block.recommendation_id not in own:
            words = _("“%s” was advised by no other piece yet; this one makes it.")
            yield Problem("never_made", words % block, block.uid, "stance")
