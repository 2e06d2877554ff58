"""How likelihoods turned out: which can be scored, which wait for it, and how well they fit.

Scored is the likelihood that was live at the end of its horizon's day: of a piece's editions, the
one whose own version of the assessment met its horizon while readers got it. Of several, the first
horizon counts, so that a later edition cannot put off what has been settled. What was withdrawn, or
was written down only after the horizon by a date of its own, is never scored; nor is a translation,
whose likelihoods are its original's, and are scored there.
"""

import datetime as dt
import uuid
from typing import NamedTuple

from django.db.models import F
from django.utils.translation import gettext as _

from issues.clock import day_of, end_of
from issues.models.base import entry_url

from .enums import Likelihood, Outcome
from .models import Assessment, Resolution


class Scored(NamedTuple):
    """A likelihood whose horizon passed while it was live, in its edition's own words.

    `resolution_id` names a resolution that no longer counts for it, to be corrected by the next.
    """

    pk: int
    article_id: int
    uid: uuid.UUID
    issue_id: int
    question: str
    likelihood: str
    horizon: dt.date
    slug: str
    language: str
    number: int
    title: str
    published_on: dt.date
    resolution_id: int | None = None

    @property
    def page(self):
        """The address of the block in the edition that is scored."""
        return f"{entry_url('edition', self.slug, self.number)}#b-{self.uid}"

    @property
    def likelihood_label(self):
        return Likelihood(self.likelihood).label


class Resolved(NamedTuple):
    """A scored likelihood and what came of it; `text` and `source_url` are the evidence."""

    scored: Scored
    outcome: Outcome
    occurred_on: dt.date
    text: str
    source_url: str


#: What a Scored is made from, in the order of its fields, and what decides whether it is one.
_COLUMNS = (
    *("pk", "parent__article_id", "uid", "issue_id", "question", "likelihood", "horizon"),
    *("parent__article__slug", "parent__article__language", "parent__number", "parent__title"),
    "parent__published_on",
)
_LIVE = ("parent__live_from", "parent__live_until")
_EVIDENCE = ("outcome", "occurred_on", "text", "source_url", "recorded_at")


def refusal(*, outcome, occurred_on, source_url, horizon):
    """Why this cannot have become of a likelihood with this horizon: {field: words}, {} if it can.

    What happened did so by the horizon. That something did not happen is known from the horizon
    on; on an earlier day only from an event that made it impossible, which needs its source. Void
    may come on any day.
    """
    if outcome == Outcome.HAPPENED and occurred_on > horizon:
        return {"occurred_on": _("This is after the horizon: by then it had not happened.")}
    if outcome == Outcome.DID_NOT_HAPPEN and occurred_on < horizon and not source_url:
        words = _(
            "Before the horizon only an event that made it impossible counts; name its source, "
            "or give the horizon’s day or a later one."
        )
        return {"source_url": words}
    return {}


def scored(blocks, *, until, recorded_by=None):
    """{(article's id, uid): Scored} of `blocks` (Assessments) with a horizon up to the day `until`.

    `blocks` must contain every edition's version of an assessment. `recorded_by` (a day) leaves out
    editions written down here later. One query.
    """
    rows = _passed(blocks, until, recorded_by).values_list(*_COLUMNS, *_LIVE)
    found = {}
    for *columns, begun, ended in rows:
        row = Scored(*columns)
        if _was_live(row.horizon, begun, ended):
            found.setdefault((row.article_id, row.uid), row)
    return found


def due(at):
    """Scored likelihoods whose horizon had passed at the moment `at` and that no resolution counts
    for, the longest waiting first. Two queries, however many.
    """
    waiting = scored(Assessment.objects.released(), until=day_of(at) - dt.timedelta(days=1))
    rows = Resolution.objects.as_of().filter(recorded_at__lte=at)
    columns = ("article_id", "assessment_uid", "pk", *_EVIDENCE)
    for article, uid, pk, *evidence in rows.values_list(*columns):
        row = waiting.get((article, uid))
        if row is None:
            continue
        if _counts(row, *evidence):
            del waiting[article, uid]
        else:
            waiting[article, uid] = row._replace(resolution_id=pk)
    return sorted(waiting.values(), key=lambda row: (row.horizon, row.pk))


def outcomes_of(issue_ids, *, day=None, recorded_by=None):
    """The Resolved ones that were scored on one of these issues, the last horizon first.

    One query, however many.
    """
    treated = Assessment.objects.released().filter(issue__in=issue_ids)
    blocks = Assessment.objects.released().filter(uid__in=treated.values("uid"))
    found = resolved(blocks, day=day, recorded_by=recorded_by)
    return [row for row in found if row.scored.issue_id in set(issue_ids)]


def resolved(blocks=None, *, day=None, recorded_by=None):
    """The Resolved ones among `blocks` (Assessments; None for all), the last horizon first.

    `day` limits by when the horizon passed and what came of it held, `recorded_by` by when editions
    and resolutions were written down. One query, however many.
    """
    blocks = Assessment.objects.released() if blocks is None else blocks
    counting = Resolution.objects.as_of(day, recorded_by=recorded_by)
    path = "parent__article__resolutions"
    rows = (
        _passed(blocks, day or dt.date.max, recorded_by)
        .filter(**{f"{path}__in": counting, f"{path}__assessment_uid": F("uid")})
        .values_list(*_COLUMNS, *_LIVE, *(f"{path}__{name}" for name in _EVIDENCE))
    )
    found, width = {}, len(_COLUMNS)
    for columns in rows:
        row, (begun, ended, *evidence) = Scored(*columns[:width]), columns[width:]
        if _was_live(row.horizon, begun, ended):
            found.setdefault((row.article_id, row.uid), (row, evidence))
    kept = [
        Resolved(row, Outcome(outcome), occurred_on, text, source_url)
        for row, (outcome, occurred_on, text, source_url, recorded_at) in found.values()
        if _counts(row, outcome, occurred_on, text, source_url, recorded_at)
    ]
    return sorted(kept, key=lambda row: (row.scored.horizon, row.scored.pk), reverse=True)


def _passed(blocks, until, recorded_by):
    """Versions of assessments that readers can reach, the first horizon first."""
    rows = blocks.released().filter(
        likelihood__in=Likelihood.values,
        horizon__lte=until,
        issue__public_since__isnull=False,
        parent__article__original=None,
    )
    if recorded_by is not None:
        rows = rows.filter(parent__published_at__lte=end_of(recorded_by))
    return rows.order_by("horizon", "parent__number", "pk")


def _was_live(horizon, begun, ended):
    """What `querysets.live_at` says of a released edition, at the end of the horizon's day."""
    moment = end_of(horizon)
    return begun <= moment and (ended is None or ended > moment)


def _counts(row, outcome, occurred_on, _text, source_url, recorded_at):
    # The edition that a resolution was written for may have been withdrawn since: then another's
    # horizon is scored, which it need not fit.
    return recorded_at > end_of(row.horizon) and not refusal(
        outcome=outcome, occurred_on=occurred_on, source_url=source_url, horizon=row.horizon
    )
