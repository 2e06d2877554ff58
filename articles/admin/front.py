"""The desk's first page: each thing that waits, with its next action one click away."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .. import clock, noticing, rules
from ..enums import Verb
from ..front import NAMED, front
from ..models import Edition
from .verbs import due_in_words, moment, person, sentence


def front_context(user, at):
    """What the template shows; of a person without a role only that something is late."""
    late = clock.lateness(at)
    failed = _visible(user, late.failed)
    context = {
        "late": late,
        "since": moment(late.since),
        "failed": failed,
        "failed_elsewhere": len(late.failed) - len(failed),
        "may_write": rules.may_write(user),
    }
    if not context["may_write"]:
        return context
    found = front(user, at)
    return context | {
        "boxes": [box for box in _boxes(user, found) if box["rows"] or box["empty"]],
        "weeks": [
            [
                {
                    "day": day.day,
                    "is_today": day.is_today,
                    "is_past": day.is_past,
                    "editions": [_scheduled(edition) for edition in day.editions],
                }
                for day in week
            ]
            for week in found.weeks
        ],
        "any_scheduled": any(day.editions for week in found.weeks for day in week),
        "later": [_scheduled(edition) for edition in found.later],
    }


def _visible(user, failed):
    """Those Unpublished whose edition `user` may open. No query where there are none."""
    if not failed:
        return []
    named = [row.edition_id for row in failed]
    visible = set(
        Edition.objects.visible_to(user).filter(pk__in=named).values_list("pk", flat=True)
    )
    return [row for row in failed if row.edition_id in visible]


def _boxes(user, found):
    publishes = rules.may_publish(user)
    yield _box("notices", _("New notices"), found.notices, _notice, reverse("admin_notices"))
    yield _box("copies", _("Typed and never saved"), found.copies, _copy)
    yield _box(
        "mine",
        _("My drafts"),
        found.mine,
        lambda row: _row(row, sentence(row), _("Go on writing")),
        _listed("draft"),
        empty=_("You have no drafts. Start a piece, or wait to be invited to one."),
    )
    if rules.may_see_all(user):
        yield _box(
            "reviews",
            _("Waiting for my review"),
            found.reviews,
            lambda row: _row(row, sentence(row), _("Review"), _compare(row)),
            _listed("in_review"),
            empty=_("Nothing waits for your review."),
        )
    yield _box(
        "sent",
        _("With the editors"),
        found.sent,
        lambda row: _row(row, sentence(row)),
        _listed("in_review"),
    )
    yield _box(
        "approved",
        _("Approved, without a date"),
        found.approved,
        lambda row: _row(
            row, sentence(row), *([_("Schedule"), _verb(row, Verb.SCHEDULE)] if publishes else [])
        ),
        _listed("approved"),
    )
    yield _box(
        "unsent",
        _("Live pieces with changes that readers do not have yet"),
        found.unsent,
        lambda row: _row(row, row.get_state_display(), _("Compare"), _compare(row)),
        f"{reverse('admin:articles_article_changelist')}?stage=both",
    )
    yield _box(
        "published",
        _("Recently published"),
        found.published,
        lambda row: _row(
            row, sentence(row), _("Start a new edition"), _verb(row, Verb.NEW_EDITION)
        ),
        _listed("published"),
        empty=_("Nothing was published yet."),
    )


def _box(name, title, rows, show, all_="", empty=""):
    return {
        "name": name,
        "title": title,
        "count": len(rows),
        "rows": [show(row) for row in rows[:NAMED]],
        "more": bool(all_) and len(rows) > NAMED,
        "all": all_,
        "empty": empty,
    }


def _row(edition, words, action="", action_url=""):
    here = reverse("admin:articles_edition_change", args=[edition.pk])
    return {
        "title": edition.title,
        "url": here,
        "words": words,
        "action": action,
        "action_url": action_url or here,
    }


def _notice(notice):
    return _row(notice.edition, moment(notice.created_at)) | {"title": noticing.words_of(notice)}


def _copy(copy):
    found = _row(copy.edition, moment(copy.kept_at), _("Open it"))
    address = f"{found['url']}?copy={copy.tab}"
    return found | {"url": address, "action_url": address}


def _scheduled(edition):
    due = timezone.localtime(edition.due_at, timezone.get_default_timezone())
    words = f"{due_in_words(edition.due_at)}, {person(edition.approved_by)}"
    return _row(edition, words) | {"time": date_format(due, "TIME_FORMAT")}


def _verb(edition, verb):
    return reverse("admin:articles_edition_verb", args=[edition.pk, verb.value])


def _compare(edition):
    return reverse("admin:articles_edition_compare", args=[edition.pk])


def _listed(state):
    return f"{reverse('admin:articles_article_changelist')}?state={state}"
