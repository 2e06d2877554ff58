"""Everything on one issue, as of a day: where it stands, what was said, what happened, what was advised.

One pass in a fixed number of queries, from which page, chart and files are made.
"""

import datetime as dt
from dataclasses import dataclass, field

from issues.clock import end_of
from issues.enums import RecommendationStatus
from issues.merges import members, roots, statuses
from issues.models import Issue, Recommendation
from issues.renames import titles_then
from issues.timeline import Kind, merged, register_entries

from .appearances import issue_entries
from .board import MARKS, Mark, Totals, restate, stand
from .querysets import was_live
from .standing import public_issues

#: Days before the current assessment within which others' count as said at the same time.
SAME_TIME = dt.timedelta(days=30)


@dataclass(slots=True)
class Recommended:
    """A recommendation on the issue, as it stood. `wording` is the newest that readers can reach, ''
    where everything that contained it was withdrawn; `first_made_on` is None then.
    """

    recommendation: Recommendation
    status: RecommendationStatus = RecommendationStatus.PROPOSED
    since: dt.date | None = None
    wording: str = ""
    language: str = ""
    first_made_on: dt.date | None = None


@dataclass(slots=True)
class Dossier:
    """`entries` are the timeline, oldest first; `standing` the assessments (Appearances) that were
    live then, the current one last; `beside` those of other authors at the same time as the current
    one; `advice` the Recommended ones, newest first.
    """

    issue: Issue
    family: list
    entries: list
    standing: list = field(default_factory=list)
    advice: list = field(default_factory=list)

    @property
    def current(self):
        return self.standing[-1] if self.standing else None

    @property
    def near(self):
        """The Appearances that stood within `SAME_TIME` of the current one, and that one, last."""
        if not self.standing:
            return []
        last = self.current.stands.parent.published_on
        # So, and not by a bound: before the first days that there are is no day.
        return [a for a in self.standing if last - a.stands.parent.published_on <= SAME_TIME]

    @property
    def beside(self):
        """Of each set of authors but that of the current one, the last of `near`, newest first.

        Reads bylines: attach those of the editions of `near` first.
        """
        found = {}
        for appearance in reversed(self.near):
            found.setdefault(_authors(appearance), appearance)
        return list(found.values())[1:]


def dossier(slug, *, on, day=None, recorded_by=None):
    """The Dossier of the issue that readers knew by this slug then; None where there is none.

    `on` is the day from which staleness is counted. Texts of blocks and bylines are not loaded (see
    `appearances.attach_bylines`). Seven queries, one more with a day.
    """
    limits = {"day": day, "recorded_by": recorded_by}
    then = statuses(**limits)
    merged_then = roots(then)
    rows = public_issues(Issue.objects.filter(slug=slug), **limits)
    issue = rows.select_related("theme", "parent", "split_from").first()
    if issue is None:
        return None
    counted = members(issue.pk, merged_then)
    family = counted or [issue.pk]
    told = register_entries(issue, issues=family, **limits)
    said = issue_entries(issue, issues=family, texts=False, bylines=False, **limits)
    found = Dossier(issue, family, merged(told, said))
    if counted:
        found.standing = _standing(said, limits)
    restate(issue, then, titles_then([issue], **limits))
    stand(issue, _totals(found.standing), _prompted_on(told), on=on)
    found.advice = _advice(said, told)
    return found


def _standing(said, limits):
    at, by = (None if value is None else end_of(value) for value in limits.values())
    live = [
        entry.subject
        for entry in said
        if entry.kind in (Kind.ASSESSMENT, Kind.CORRECTION)
        and entry.subject.block is not None
        and was_live(entry.subject.stands.parent, at, by)
    ]
    return sorted(live, key=lambda appearance: _rank(appearance.stands))


def _rank(block):
    """What makes an assessment current: see `BlockQuerySet.newest_first`."""
    edition = block.parent
    return edition.published_on, edition.live_from, block.ordering, block.pk


def _totals(standing):
    marks = [
        Mark(block.pk, block.parent.published_on, block.outlook, block.likelihood)
        for block in (appearance.stands for appearance in standing)
    ]
    return Totals(len(marks), marks[0].on if marks else None, marks[-MARKS:])


def _prompted_on(told):
    days = [entry.on for entry in told if entry.kind == Kind.DEVELOPMENT and entry.subject.prompts]
    return max(days, default=None)


def _advice(said, told):
    """The Recommended ones, newest first; worded as in the newest edition that contains them.

    One query.
    """
    blocks = [entry for entry in said if entry.kind == Kind.RECOMMENDATION]
    rows = Recommendation.objects.select_related("addressee").in_bulk(
        {entry.subject.block.recommendation_id for entry in blocks}
    )
    found, newest = {}, {}
    for entry in blocks:
        appearance = entry.subject
        block = appearance.block
        row = rows[block.recommendation_id]
        advice = found.setdefault(row.uid, Recommended(row, first_made_on=entry.on))
        rank = _place(appearance.stands)
        if rank > newest.get(row.uid, ()):
            newest[row.uid] = rank
            advice.wording, advice.language = block.wording, appearance.edition.article.language
    steps = sorted(
        (entry.subject for entry in told if entry.kind == Kind.STEP),
        key=lambda step: (step.occurred_on, step.recorded_at, step.pk),
    )
    for step in steps:
        if step.recommendation in found:
            advice = found[step.recommendation]
            advice.status, advice.since = RecommendationStatus(step.value), step.occurred_on
    return sorted(found.values(), key=lambda advice: advice.first_made_on, reverse=True)


def _place(block):
    """Where a block stands among all that were ever live: see `articles.advice.shown`."""
    return block.parent.live_from, block.parent_id, block.ordering, block.pk


def _authors(appearance):
    return frozenset(byline.author_id for byline in appearance.stands.parent.bylines.all())
