"""What waits for a person of the desk: their drafts, their reviews, what goes out when, what is unsent."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from issues.clock import day_of

from . import rules
from .enums import EditionState as S
from .enums import Verb
from .models import Edition, Notice, WorkingCopy

#: How many of each kind are named on the first page.
NAMED = 8
#: How many published pieces.
PUBLISHED = 5
#: Weeks of the calendar, the present one first.
WEEKS = 4


@dataclass
class Day:
    """A day of the calendar with the editions that go out on it, the earliest first."""

    day: dt.date
    editions: list = field(default_factory=list)
    is_today: bool = False
    is_past: bool = False


@dataclass
class Front:
    """All lists are of Editions, but `notices` and `copies`; `weeks` of seven Days each.

    `later` are scheduled after the calendar's end. Each has all that there are; a page names the first.
    """

    mine: list
    reviews: list
    sent: list
    approved: list
    weeks: list
    later: list
    unsent: list
    published: list
    notices: list
    copies: list


def front(user, at):
    """What `user` finds on the desk at the moment `at`. Four queries, however many rows."""
    may_open = Edition.objects.visible_to(user)
    visible = may_open.select_related(
        "article__series", "created_by", "saved_by", "submitted_by", "approved_by", "published_by"
    )
    own = Edition.invited.through.objects.filter(edition=OuterRef("pk"), user=user)
    live = Edition.objects.published().filter(article=OuterRef("article"))
    rows = visible.open().annotate(invites_me=Exists(own), over_live=Exists(live))
    rows = list(rows.defer("abstract", "disclaimer").order_by("-saved_at", "-id"))
    mine = [row for row in rows if row.created_by_id == user.pk or row.invites_me]
    in_review = [row for row in rows if row.state == S.IN_REVIEW]
    scheduled = sorted((row for row in rows if row.state == S.SCHEDULED), key=_due)
    weeks, later = _calendar(scheduled, day_of(at))
    published = visible.filter(state=S.PUBLISHED).order_by("-published_at", "-id")
    # What was told or typed once may be of a piece that the person may not open any more.
    notices = Notice.objects.filter(person=user, seen_at=None, edition__in=may_open).select_related(
        "edition__article",
        "transition__moved_by",
        "comment__written_by",
    )
    copies = WorkingCopy.objects.filter(person=user, edition__in=may_open).defer("content")
    return Front(
        mine=[row for row in mine if row.state == S.DRAFT],
        reviews=[row for row in in_review if _may_approve(user, row)],
        sent=[row for row in mine if row.state == S.IN_REVIEW and not _may_approve(user, row)],
        approved=[row for row in rows if row.state == S.APPROVED],
        weeks=weeks,
        later=later,
        unsent=[row for row in rows if row.over_live],
        published=list(published.defer("abstract", "disclaimer")[:PUBLISHED]),
        notices=list(notices),
        copies=list(copies.select_related("edition")),
    )


def _due(edition):
    return edition.due_at


def _may_approve(user, edition):
    return rules.may_see_all(user) and not rules.breaks_four_eyes(user, Verb.APPROVE, edition)


def _calendar(scheduled, today):
    """(weeks of Days from this week's Monday on, editions after them); what is late stands on today."""
    monday = today - dt.timedelta(days=today.weekday())
    days = {}
    for place in range(7 * WEEKS):
        day = monday + dt.timedelta(days=place)
        days[day] = Day(day, is_today=day == today, is_past=day < today)
    later = []
    for edition in scheduled:
        day = max(day_of(edition.due_at), today)
        if day in days:
            days[day].editions.append(edition)
        else:
            later.append(edition)
    rows = list(days.values())
    return [rows[place : place + 7] for place in range(0, len(rows), 7)], later
