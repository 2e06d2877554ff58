"""What the audit says, as plain values to compare with."""

from django.contrib.auth import get_user_model
from django.db.models import Max

from sejong_cms.models import AuditEntry


class Told:
    """What was recorded since it was made."""

    def __init__(self):
        self.last = AuditEntry.objects.aggregate(last=Max("pk"))["last"] or 0

    def entries(self):
        return list(AuditEntry.objects.filter(pk__gt=self.last).order_by("pk"))

    def acts(self):
        """(name, action, kind, key, before, after) of each, in the order in which they were recorded."""
        return [(e.name, e.action, e.kind, e.key, e.before, e.after) for e in self.entries()]

    def actions(self):
        return [entry.action for entry in self.entries()]


def reload(person):
    """The person without the permissions that were remembered."""
    return get_user_model().objects.get(pk=person.pk)
