"""What search looks in: a row for each thing that readers may find."""

from django.db import models
from django.db.models import F

from issues.models import Issue

from ..enums import Language
from .edition import Edition


class SearchEntry(models.Model):
    """One thing that can be found. Written by `articles.search.indexing` alone, from what is public.

    `kind` is one of `articles.search.entries.Kind`, `key` the primary key of the edition, block,
    recommendation or issue. `text` is what hits are shown from, `head` its title. `head_terms` and `terms`
    are both as they are looked up; the database keeps an index of them that Django does not know
    (see `articles.search.engine`).
    """

    kind = models.CharField(max_length=20)
    key = models.PositiveBigIntegerField()
    edition = models.ForeignKey(Edition, models.CASCADE, null=True, related_name="+")
    issue = models.ForeignKey(Issue, models.CASCADE, null=True, related_name="+")
    #: The printed date of a piece; for an issue or a recommendation, when readers first knew of it.
    on = models.DateField()
    language = models.CharField(max_length=2, choices=Language)
    head = models.TextField()
    text = models.TextField(blank=True)
    head_terms = models.TextField(blank=True)
    terms = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="a_thing_is_found_once"),
        ]
        indexes = [
            models.Index(F("on").desc(), F("id").desc(), name="search_newest"),
            models.Index(fields=["edition"], name="search_of_edition"),
        ]

    def __str__(self):
        return f"{self.kind} {self.head}"


class SearchPlace(models.Model):
    """Up to where in the log of changes the rows are; one row, whose lock an indexer holds."""

    place = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.place)
