"""Who may change the register. Roles are permissions, so that groups carry them.

Editors write the register; splits and merges are a publisher's.
"""

EDIT = "issues.edit_register"
MERGE = "issues.merge_register"


def _active(user):
    return user is not None and user.is_authenticated and user.is_active


def may_see_register(user):
    """Whether entries that are not public yet are shown to `user`."""
    return _active(user) and user.has_perm(EDIT)


def may_edit_register(user):
    """Whether `user` may add and change entries, steps, status changes and developments."""
    return _active(user) and user.has_perm(EDIT)


def may_merge_register(user):
    """Whether `user` may merge and split issues, undo that, and merge duplicates."""
    return may_edit_register(user) and user.has_perm(MERGE)
