"""Who may do what with editions. Roles are permissions, so that groups carry them; superusers have
all of them, but never escape the rule of four eyes.
"""

from .enums import Verb

WRITE = "articles.write_edition"
REVIEW = "articles.review_edition"
RELEASE = "articles.release_edition"

_AUTHORS_OWN = frozenset({Verb.SUBMIT, Verb.DISCARD, Verb.NEW_EDITION})
_EDITORS = frozenset({Verb.RETURN_TO_DRAFT, Verb.APPROVE, Verb.REOPEN, Verb.RESTORE})
_PUBLISHERS = frozenset({Verb.SCHEDULE, Verb.UNSCHEDULE, Verb.PUBLISH, Verb.WITHDRAW})


def _has(user, *permissions):
    return bool(
        user is not None
        and user.is_authenticated
        and user.is_active
        and any(user.has_perm(permission) for permission in permissions)
    )


def may_publish(user):
    return _has(user, RELEASE)


def may_see_all(user):
    """Editors see every edition, whatever its state."""
    return _has(user, REVIEW, RELEASE)


def may_write(user):
    """Whether `user` may start articles."""
    return _has(user, WRITE, REVIEW, RELEASE)


def is_author_of(user, edition):
    """'Author of it': the user who started the edition, or was invited to it."""
    if not may_write(user):
        return False
    return edition.created_by_id == user.pk or edition.invited.filter(pk=user.pk).exists()


def may_see(user, edition):
    return may_see_all(user) or is_author_of(user, edition)


def may_save(user, edition):
    """Whether `user` may change the edition's text, as far as its state allows it at all."""
    return may_see(user, edition)


def may(user, verb, edition):
    """Whether `user`'s role allows `verb` on `edition`; the state is the workflow's to check."""
    if verb in _AUTHORS_OWN:
        return may_see(user, edition)
    if verb in _EDITORS:
        return may_see_all(user)
    if verb in _PUBLISHERS:
        return may_publish(user)
    return False


def breaks_four_eyes(user, verb, edition):
    """Whether `user` would approve what is their own: submitted by them, or last saved by them."""
    return verb == Verb.APPROVE and user.pk in (edition.submitted_by_id, edition.saved_by_id)
