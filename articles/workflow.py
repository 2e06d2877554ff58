"""The verbs that move an edition, one door each.

Every verb locks the article's row first, reads the edition again, checks person, state and version,
writes the change with its log row, all in one transaction. `by` is a user; None is the clock or an
operator's command. `version` names the version the caller read; None leaves it unchecked (commands).

Each raises NotAllowed, WrongState, Stale, Missing or NotReady of `articles.errors`, having changed
nothing, and returns the edition as it stands after the move.
"""

import logging
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from issues import tracking
from issues.clock import database_now, day_of, start_of
from issues.models import Actor, Issue, Recommendation, Trait

from . import audited, changed, clock, noticing, rules
from .canonical import canonical, checksum
from .checks import problems_of
from .contents import contents_of_one
from .enums import EditionState, Verb
from .errors import Missing, NotAllowed, NotReady, Stale, WrongState
from .html import plain
from .models import Article, Author, Edition, Series, Transition
from .moves import BY_VERB

log = logging.getLogger("articles.workflow")

#: How long a discarded draft can be brought back.
RESTORE_DAYS = 30


def submit(edition, *, by, version=None, at=None, comment=""):
    """Hand a draft to the editors."""
    with _moving(edition, Verb.SUBMIT, by, version, at, comment) as move:
        _require_ready(move.edition)
        move.to(submitted_at=move.at, submitted_by=by)
    return move.edition


def return_to_draft(edition, *, by, comment, version=None, at=None):
    """Send an edition in review back to its authors, with a comment."""
    with _moving(edition, Verb.RETURN_TO_DRAFT, by, version, at, comment) as move:
        move.to()
    return move.edition


def approve(edition, *, by, version=None, at=None, comment=""):
    """Accept an edition as it stands; by an editor who neither submitted nor last saved it."""
    with _moving(edition, Verb.APPROVE, by, version, at, comment) as move:
        _require_ready(move.edition)
        move.to(approved_at=move.at, approved_by=by)
    return move.edition


def schedule(edition, *, by, due_at, version=None, at=None, comment=""):
    """Have the clock publish an approved edition at `due_at`, a moment to come."""
    with _moving(edition, Verb.SCHEDULE, by, version, at, comment) as move:
        if due_at is None:
            raise Missing(_("Say when it is to be published."), "at")
        if due_at <= move.at:
            raise Missing(_("The moment to publish at has passed already."), "at", "past")
        move.to(due_at=due_at)
    return move.edition


def unschedule(edition, *, by, version=None, at=None, comment=""):
    """Take a scheduled edition from the clock; it stays approved."""
    with _moving(edition, Verb.UNSCHEDULE, by, version, at, comment) as move:
        move.to(due_at=None)
    return move.edition


def reopen(edition, *, by, comment, version=None, at=None):
    """Make an approved edition a draft again, with a comment; it needs approval anew."""
    with _moving(edition, Verb.REOPEN, by, version, at, comment) as move:
        move.to(due_at=None, approved_at=None, approved_by=None)
    return move.edition


def publish(edition, *, by, version=None, at=None, comment=""):
    """Make an approved edition the live one; the one before is superseded.

    With `by` None the caller is the clock, and the edition must be due: at `at`, by default by the
    database's clock.
    """
    with _moving(edition, Verb.PUBLISH, by, version, at, comment) as move:
        if by is None and not (move.edition.due_at and move.edition.due_at <= move.at):
            raise WrongState(_("This edition is not due yet."))
        _release(move, live_from=move.at)
    return move.edition


def publish_archived(edition, *, by=None, at=None, comment=""):
    """Make a draft of a piece that was public elsewhere live as of its own printed date.

    Only an operator's command does this, and only with an article's first edition.
    """
    with _moving(edition, Verb.PUBLISH_ARCHIVED, by, None, at, comment) as move:
        if by is not None:
            raise NotAllowed(_("Only an operator's command publishes from the archive."))
        day = move.edition.published_on
        if day is None:
            raise Missing(_("The piece has no date to be published as of."), "published_on")
        if day > day_of(move.at):
            raise Missing(_("The piece's date is yet to come."), "published_on", "future")
        if move.edition.article.editions.numbered().exists():
            raise WrongState(_("Only a first edition is published as of its own date."))
        _require_ready(move.edition)
        _release(move, live_from=start_of(day))
    return move.edition


def withdraw(edition, *, by, reason, version=None, at=None):
    """Replace a published edition's text by a notice with the reason.

    When it was the live one, the article has none; an open edition goes back to draft, so that
    nothing follows without having been looked at again.
    """
    with _moving(edition, Verb.WITHDRAW, by, version, at, reason) as move:
        was_live = move.edition.is_live
        ended = move.edition.live_until or max(move.at, move.edition.live_from)
        move.to(reason=move.comment, withdrawn_at=move.at, withdrawn_by=by, live_until=ended)
        changed.withdrawn(move.edition, was_live=was_live)
        if was_live:
            waiting = move.edition.article.editions.open().exclude(state=EditionState.DRAFT)
            for other in waiting:
                _Move(
                    other, Verb.RETURN_TO_DRAFT, by, move.at, _("The live edition was withdrawn.")
                ).to(due_at=None, approved_at=None, approved_by=None)
    return move.edition


def discard(edition, *, by, version=None, at=None, comment=""):
    """Give a draft up. An editor can restore it for 30 days; saves and log are kept."""
    with _moving(edition, Verb.DISCARD, by, version, at, comment) as move:
        move.to(discarded_at=move.at, discarded_by=by)
    return move.edition


def restore(edition, *, by, version=None, at=None, comment=""):
    """Bring a discarded draft back."""
    with _moving(edition, Verb.RESTORE, by, version, at, comment) as move:
        if (move.at - move.edition.discarded_at).days >= RESTORE_DAYS:
            raise WrongState(_("It was discarded more than 30 days ago."))
        if move.edition.article.editions.open().exists():
            raise WrongState(_("This article has an open edition already."))
        move.to(discarded_at=None, discarded_by=None)
    return move.edition


def publish_due(*, at=None):
    """Publish every edition that is due, each in a transaction of its own.

    `at` is the moment, by default the database's clock, read anew within each publication, so that
    nothing goes out early by it. One that fails does not hold up the others and is tried again, after
    growing waits. Returns (published editions, failed editions). Raises where the database is gone:
    then the failure cannot be written down either.
    """
    published, unpublished = [], []
    for edition in clock.to_try(at or database_now()):
        try:
            published.append(publish(edition, by=None, at=at))
        except WrongState:
            # Published, unscheduled or reopened by somebody else since the list was read.
            continue
        except Exception as problem:
            log.exception("edition %s of %s was not published", edition.pk, edition.article.slug)
            clock.failed(edition, problem, at=at or database_now())
            unpublished.append(edition)
    clock.ran(at or database_now())
    return published, unpublished


class _Move:
    """One move under way, within the lock."""

    def __init__(self, edition, verb, by, at, comment):
        self.edition, self.verb, self.by, self.at = edition, verb, by, at
        self.comment = plain(comment).strip()

    def to(self, **columns):
        """Write the target state, the move's own columns and the log row."""
        edition, came_from = self.edition, self.edition.state
        edition.state = BY_VERB[self.verb].target
        edition.version += 1
        for name, value in columns.items():
            setattr(edition, name, value)
        edition.save(update_fields=["state", "version", *columns])
        transition = Transition.objects.create(
            edition=edition,
            verb=self.verb,
            from_state=came_from,
            to_state=edition.state,
            moved_at=self.at,
            moved_by=self.by,
            comment=self.comment,
            version=edition.version,
        )
        audited.moved(transition)
        noticing.tell_of_move(transition)
        transaction.on_commit(
            lambda: log.info(
                "%s edition=%s article=%s by=%s %s->%s",
                self.verb.value,
                edition.pk,
                edition.article_id,
                self.by.pk if self.by else "-",
                came_from,
                edition.state,
            )
        )


@contextmanager
def _moving(edition, verb, by, version, at, comment):
    rule = BY_VERB[verb]
    with transaction.atomic():
        Article.objects.locked().get(pk=edition.article_id)
        # The clock goes by the database's, which all processes share, read when nothing else moves
        # the article any more.
        of_the_clock = by is None and verb == Verb.PUBLISH
        at = at or (database_now() if of_the_clock else timezone.now())
        # Its own row too: a statement outside the verbs may still be writing one of its parts.
        rows = Edition.objects.select_for_update(of=("self",))
        edition = rows.select_related("article__series", "saved_by").get(pk=edition.pk)
        if by is not None and not rules.may(by, verb, edition):
            raise NotAllowed(_("Your role does not allow this."))
        if edition.state not in rule.sources:
            raise WrongState(
                _("This edition is %(state)s; that does not allow “%(verb)s”.")
                % {"state": edition.get_state_display(), "verb": verb.label}
            )
        if version is not None and edition.version != version:
            raise Stale(edition)
        if by is not None and rules.breaks_four_eyes(by, verb, edition):
            raise NotAllowed(
                _("You submitted this edition or made its last change; another editor approves it.")
            )
        move = _Move(edition, verb, by, at, comment)
        if rule.needs in ("comment", "reason") and not move.comment:
            raise Missing(_("Say why."), rule.needs)
        yield move


def _require_ready(edition):
    problems = [p.message for p in problems_of(edition, contents_of_one(edition)) if p.blocks]
    if problems:
        raise NotReady(problems)


def _release(move, *, live_from):
    edition = move.edition
    editions = edition.article.editions
    before = list(editions.published().select_related("article"))
    for live in before:
        live_from = max(live_from, live.live_from)
        _Move(live, Verb.SUPERSEDE, move.by, move.at, "").to(live_until=live_from)
    edition.number = (editions.aggregate(last=Max("number"))["last"] or 0) + 1
    edition.published_on = edition.published_on or day_of(live_from)
    contents = contents_of_one(edition)
    move.to(
        number=edition.number,
        published_on=edition.published_on,
        checksum=checksum(canonical(edition, contents)),
        live_from=live_from,
        published_at=move.at,
        published_by=move.by,
        due_at=None,
    )
    new_issues = _make_public(edition, contents, since=live_from)
    changed.published(edition, before=before, new_issues=new_issues)


def _make_public(edition, contents, *, since):
    """Tell the register which entries readers know of from now on. Returns ids of the issues that are new."""
    traits = {block.trait_id for block in contents.of_kind("trait")}
    advice = [block.recommendation for block in contents.of_kind("recommendation")]
    issues = {block.issue_id for block in contents.of_kind("assessment")}
    issues |= {recommendation.issue_id for recommendation in advice}
    actors = {block.trait.actor_id for block in contents.of_kind("trait")}
    actors |= {recommendation.addressee_id for recommendation in advice}
    cited = (
        (Series, {edition.article.series_id}),
        (Author, {byline.author_id for byline in contents.bylines}),
        (Actor, actors),
        (Trait, traits),
        (Issue, issues),
        (Recommendation, {recommendation.pk for recommendation in advice}),
    )
    new_issues = Issue.objects.filter(pk__in=issues - {None}, public_since=None)
    new_issues = list(new_issues.values_list("pk", flat=True))
    for model, ids in cited:
        tracking.make_public(model.objects.filter(pk__in=ids - {None}), since=since)
    return new_issues
