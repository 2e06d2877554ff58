"""What is wrong with an edition's text before it goes on: errors stop it, warnings are shown."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _

from issues.clock import end_of

from .enums import RecommendationStance as Stance
from .models import Assessment, RecommendationBlock


@dataclass(frozen=True)
class Problem:
    """One finding. `uid` names the block it is about, None the edition as a whole."""

    code: str
    message: str
    uid: object = None

    #: The codes that stop a submission.
    BLOCKING: ClassVar = frozenset({"no_block", "change_reason"})

    @property
    def blocks(self):
        return self.code in self.BLOCKING


def problems_of(edition, contents):
    """Every Problem of `edition`, errors first."""
    found = list(_problems(edition, contents))
    return sorted(found, key=lambda problem: not problem.blocks)


def _problems(edition, contents):
    if not contents.blocks:
        yield Problem("no_block", _("The edition has no text yet."))
    if not contents.bylines:
        yield Problem("no_byline", _("Nobody is credited with the edition."))
    if not edition.abstract:
        yield Problem("no_abstract", _("There is no abstract."))
    if not edition.disclaimer:
        yield Problem("no_disclaimer", _("There is no disclaimer."))
    assessments = contents.of_kind("assessment")
    before = _outlooks_before(edition, assessments)
    for block in assessments:
        earlier = before.get(block.issue_id)
        if not block.outlook:
            yield Problem("no_outlook", _("“%s” has no outlook.") % block.question, uid=block.uid)
        elif earlier and earlier != block.outlook and not block.change_reason:
            yield Problem(
                "change_reason",
                _("“%s” has another outlook than the assessment before; say why.") % block.question,
                uid=block.uid,
            )
    yield from _stances(edition, contents.of_kind("recommendation"))
    for block in contents.of_kind("figure"):
        if not block.alt:
            yield Problem("no_alt", _("A figure has no alternative text."), uid=block.uid)


def _stances(edition, advice):
    """What cannot be so: advice made a second time, or repeated before anybody made it."""
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
            yield Problem("made_before", words % block, uid=block.uid)
        elif block.stance != Stance.MAKES and known is None and block.recommendation_id not in own:
            words = _("“%s” was advised by no other piece yet; this one makes it.")
            yield Problem("never_made", words % block, uid=block.uid)


def _outlooks_before(edition, assessments):
    """{issue's id: outlook of the newest live assessment before this edition, in other pieces}."""
    day = edition.published_on or timezone.localdate()
    rows = (
        Assessment.objects.published()
        .filter(
            issue__in=[block.issue_id for block in assessments],
            outlook__isnull=False,
            parent__published_on__lte=day,
        )
        .exclude(parent__article=edition.article_id)
        .newest_first()
        .values_list("issue_id", "outlook")
    )
    before = {}
    for issue, outlook in rows:
        before.setdefault(issue, outlook)
    return before
