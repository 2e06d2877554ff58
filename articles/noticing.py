"""Whom a move or a comment concerns is told: on the desk, and by mail unless they want none.

Called within the transaction of what is told of. Nobody is told of what they did themselves, and nobody
who may not open the edition. A mail has the piece's title and what was said with the move, never its text.
"""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from . import outbox, rules
from .enums import Verb
from .models import Account, Mail, Notice

#: What a notice says of each move; %(who)s is a person or the clock.
_MOVED = {
    Verb.SUBMIT: gettext_noop("%(who)s submitted “%(title)s” for review."),
    Verb.RETURN_TO_DRAFT: gettext_noop("%(who)s returned “%(title)s” to draft."),
    Verb.APPROVE: gettext_noop("%(who)s approved “%(title)s”."),
    Verb.SCHEDULE: gettext_noop("%(who)s scheduled “%(title)s”."),
    Verb.UNSCHEDULE: gettext_noop("%(who)s took “%(title)s” off the schedule."),
    Verb.REOPEN: gettext_noop("%(who)s reopened “%(title)s”; it needs approval anew."),
    Verb.PUBLISH: gettext_noop("%(who)s published “%(title)s”."),
    Verb.WITHDRAW: gettext_noop("%(who)s withdrew “%(title)s”."),
    Verb.DISCARD: gettext_noop("%(who)s discarded the draft of “%(title)s”."),
    Verb.RESTORE: gettext_noop("%(who)s restored the draft of “%(title)s”."),
    Verb.NEW_EDITION: gettext_noop("%(who)s started a new edition of “%(title)s”."),
}
_COMMENTED = gettext_noop("%(who)s mentioned you in a comment on “%(title)s”.")


def tell_of_move(transition):
    """Tell whom a Transition concerns. A fixed number of queries, however many they are."""
    verb = Verb(transition.verb)
    if verb not in _MOVED:
        return
    edition = transition.edition
    people = get_user_model().objects
    if verb == Verb.SUBMIT:
        concerned = _reviewers()
    else:
        concerned = people.filter(_authors_of(edition))
        if verb == Verb.APPROVE:
            concerned = concerned | people.with_perm(rules.RELEASE, backend=_BACKEND)
    _tell(concerned, transition.moved_by, edition, transition.moved_at, transition=transition)


def tell_of_comment(comment):
    """Tell those whom a Comment mentions."""
    mentioned = comment.mentioned.values("pk")
    edition = comment.thread.edition
    concerned = get_user_model().objects.filter(pk__in=mentioned)
    told = Notice.objects.filter(comment=comment).values("person")
    concerned = concerned.exclude(pk__in=told)
    at = comment.changed_at or comment.written_at
    _tell(concerned, comment.written_by, edition, at, comment=comment)


def words_of(notice):
    """A Notice in a sentence, in the language that is active."""
    row = notice.transition or notice.comment
    words = _MOVED[Verb(row.verb)] if notice.transition else _COMMENTED
    by = row.moved_by if notice.transition else row.written_by
    return _(words) % {"who": _name(by), "title": notice.edition.title}


def seen(notices, *, at):
    """Note that `notices` (a queryset of one person's) were seen."""
    notices.filter(seen_at=None).update(seen_at=at)


_BACKEND = "django.contrib.auth.backends.ModelBackend"


def _reviewers():
    people = get_user_model().objects
    may = people.with_perm(rules.REVIEW, backend=_BACKEND)
    return may | people.with_perm(rules.RELEASE, backend=_BACKEND)


def _authors_of(edition):
    """Who made it or was invited to it, and who submitted it."""
    return Q(pk__in=[edition.created_by_id, edition.submitted_by_id]) | Q(
        pk__in=edition.invited.values("pk")
    )


def _may_open(edition):
    """The condition 'may see this edition', as `rules.may_see` has it, for many people at once."""
    own = Q(pk=edition.created_by_id) | Q(pk__in=edition.invited.values("pk"))
    people = get_user_model().objects
    may_write = people.with_perm(rules.WRITE, backend=_BACKEND)
    return Q(pk__in=_reviewers().values("pk")) | own & Q(pk__in=may_write.values("pk"))


def _tell(concerned, by, edition, at, **cause):
    pks = concerned.values("pk")
    people = get_user_model().objects.filter(_may_open(edition), pk__in=pks, is_active=True)
    if by is not None:
        people = people.exclude(pk=by.pk)
    people = list(people.select_related("account").order_by("pk"))
    notices = [Notice(person=each, edition=edition, created_at=at, **cause) for each in people]
    Notice.objects.bulk_create(notices)
    outbox.enqueue_all([_mail(notice, at) for notice in notices if _wants_mail(notice.person)])


def _account(person):
    return getattr(person, "account", None) or Account(person=person)


def _wants_mail(person):
    return bool(person.email) and _account(person).mails


def _mail(notice, at):
    cause = notice.transition or notice.comment
    kind = "move" if notice.transition else "comment"
    with translation.override(_account(notice.person).language):
        words = words_of(notice)
        said = cause.comment if notice.transition else cause.text
        address = f"{settings.SITE_URL}{_screen(notice.edition)}"
        parts = [
            words,
            said,
            address,
            _("You can turn these mails off in your account's settings."),
        ]
        return Mail(
            key=f"{kind}:{cause.pk}:{notice.person.pk}",
            to=notice.person.email,
            subject=" ".join(words.split())[:200],
            text="\n\n".join(filter(None, parts)) + "\n",
            headers={},
            created_at=at,
            due_at=at,
        )


def _screen(edition):
    return reverse("admin:articles_edition_change", args=[edition.pk])


def _name(user):
    return user.get_full_name() or user.get_username() if user else _("The clock")
