"""What assessments say, against what was said of their issues before and beside them."""

from collections import Counter

from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Assessment
from .problem import Problem


def problems(edition, contents):
    assessments = contents.of_kind("assessment")
    before = _outlooks_before(edition, assessments) if assessments else {}
    advised = _advised(contents)
    times = Counter(block.issue_id for block in assessments)
    for block in assessments:
        earlier = before.get(block.issue_id)
        if not block.outlook:
            words = _("“%s” has no outlook.") % block.question
            yield Problem("no_outlook", words, block.uid, "outlook")
        elif earlier and earlier != block.outlook and not block.change_reason:
            words = _("“%s” has another outlook than the assessment before; say why.")
            yield Problem("change_reason", words % block.question, block.uid, "change_reason")
        if block.uid not in advised:
            words = _("“%s” has no recommendation under it; add one, or leave it so on purpose.")
            yield Problem("no_advice", words % block.question, block.uid)
        if times[block.issue_id] > 1:
            words = _(
                "“%(question)s” treats the issue “%(issue)s”, as another assessment of this piece does; "
                "choose another issue, or make them one."
            )
            yield Problem(
                "issue_twice",
                words % {"question": block.question, "issue": block.issue},
                block.uid,
                "issue",
            )


def _advised(contents):
    """The uids of assessments that recommendations follow before the next one."""
    found, last = set(), None
    for block in contents.blocks:
        if block.kind == "assessment":
            last = block.uid
        elif block.kind == "recommendation":
            found.add(last)
    return found


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
