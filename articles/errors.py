"""Why a save or a verb was refused. Each has a `code` for programs and a sentence for people."""

from django.utils.translation import gettext as _


class Refused(Exception):
    """Nothing was changed. `code` is stable; `str()` is a sentence."""

    code = "refused"

    def __init__(self, message):
        super().__init__(message)
        self.message = message


class NotAllowed(Refused):
    """The person may not do this; another could."""

    code = "not_allowed"


class WrongState(Refused):
    """The move is not in the table for the edition's state."""

    code = "wrong_state"


class Missing(Refused):
    """The move needs a comment, reason or moment that was not given, or one that is impossible."""

    def __init__(self, message, field, code="required"):
        super().__init__(message)
        self.field = field
        self.code = code


class NotReady(Refused):
    """The text may not go on as it is. `problems` are sentences."""

    code = "not_ready"

    def __init__(self, problems):
        super().__init__(" ".join(problems))
        self.problems = problems


class Stale(Refused):
    """The write named a version that is no longer the edition's. `edition` is as it stands now."""

    code = "stale"

    def __init__(self, edition):
        who = edition.saved_by.get_username() if edition.saved_by else _("somebody else")
        super().__init__(
            _("%(who)s has changed this edition since you opened it; nothing of yours was saved.")
            % {"who": who}
        )
        self.edition = edition
