"""The register's vocabularies. Each choice is defined here, with the source of the definition.

The pages that explain the scales are made from these docstrings and labels.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActorKind(models.TextChoices):
    """What sort of actor conduct is ascribed, or advice addressed, to (house rule).

    person: one human being. government: a state's government as a whole or its head's office.
    legislature: a parliament or one of its chambers. body: a ministry, agency, force, court or
    international organisation. company: an enterprise or an industry spoken of as one actor.
    society: a public, movement or party.
    """

    PERSON = "person", _("person")
    GOVERNMENT = "government", _("government")
    LEGISLATURE = "legislature", _("legislature")
    BODY = "body", _("body")
    COMPANY = "company", _("company")
    SOCIETY = "society", _("society")


class IssueStatus(models.TextChoices):
    """Whether an issue is being followed (house rule).

    watching: noticed, not yet pressing; assessed when something moves. active: pressing; assessed
    at every review. dormant: nothing moves; kept in case it does. resolved: the question has been
    settled in the world. merged: another issue took its place; its page leads there.
    """

    WATCHING = "watching", _("watching")
    ACTIVE = "active", _("active")
    DORMANT = "dormant", _("dormant")
    RESOLVED = "resolved", _("resolved")
    MERGED = "merged", _("merged")

    @classmethod
    def tracked(cls):
        """Those that the board shows as under review, and that can become stale."""
        return (cls.WATCHING, cls.ACTIVE)


class RecommendationStatus(models.TextChoices):
    """What became of a recommendation, judged by outcome and not by intent (house rule, after
    the follow-up practice of audit offices: an announcement is no adoption).

    proposed: made, nothing known since. under_consideration: the addressee has publicly taken it
    up. partly_adopted: part of what was advised has been done. adopted: what was advised has been
    done. rejected: the addressee has publicly decided against it. overtaken: events have removed
    the question. withdrawn: the institute no longer advises it.
    """

    PROPOSED = "proposed", _("proposed")
    UNDER_CONSIDERATION = "under_consideration", _("under consideration")
    PARTLY_ADOPTED = "partly_adopted", _("partly adopted")
    ADOPTED = "adopted", _("adopted")
    REJECTED = "rejected", _("rejected")
    OVERTAKEN = "overtaken", _("overtaken by events")
    WITHDRAWN = "withdrawn", _("withdrawn")

    @classmethod
    def open(cls):
        """Those of which more is awaited: neither done, nor decided against, nor given up."""
        return (cls.PROPOSED, cls.UNDER_CONSIDERATION, cls.PARTLY_ADOPTED)


class SourceKind(models.TextChoices):
    """What sort of source an event rests on (house rule, nearest to the event first).

    official: the body that acted says so (gazette, statement, treaty text). record: a public
    record or statistic. press: a news report. research: an analysis or data set of others.
    """

    OFFICIAL = "official", _("official source")
    RECORD = "record", _("public record")
    PRESS = "press", _("press report")
    RESEARCH = "research", _("research")
