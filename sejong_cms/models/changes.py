"""The log of what readers could see change: what programs follow, and webhooks tell."""

import uuid

from django.db import models
from django.db.models import F


class Change(models.Model):
    """Something public became so, changed, or was withdrawn. Written by `sejong_cms.changes` alone.

    `kind` is one of `changes.Kind`. `key` is the primary key of the article, issue or recommendation,
    `name` its slug or identity at that moment; `edition` is the number of the edition whose text went,
    where it is not the whole article's. `place` is its place in the log, null until it is committed
    and has been given one: see `changes.settle`.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.PositiveBigIntegerField(null=True, unique=True)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    key = models.PositiveBigIntegerField()
    name = models.CharField(max_length=120)
    edition = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = [F("place").asc(nulls_last=True), "id"]
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "key", "-at"], name="change_of_thing")]

    def __str__(self):
        return f"{self.kind} {self.name}"


class ChangeLog(models.Model):
    """One row: whoever gives places holds its lock."""

    class Meta:
        default_permissions = ()

    def __str__(self):
        return "changes"
