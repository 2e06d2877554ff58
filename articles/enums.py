"""The publication's vocabularies. Each choice is defined here, with the source of the definition.

The pages that explain the scales are made from these docstrings and labels.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Language(models.TextChoices):
    """The language a piece is written in (ISO 639-1)."""

    ENGLISH = "en", _("English")
    KOREAN = "ko", _("Korean")


class Frequency(models.TextChoices):
    """How often a reader gets a digest (house rule): each morning, or each Monday morning, in Seoul."""

    DAILY = "daily", _("daily")
    WEEKLY = "weekly", _("weekly")


class EditionState(models.TextChoices):
    """Where an edition stands between first word and readers (house rule).

    draft: being written. in_review: before an editor. approved: accepted, not to be changed.
    scheduled: approved, and published by the clock when due. published: what readers get at the
    article's address. superseded: was published, a later edition took its place. withdrawn: was
    published, its text is no longer shown. discarded: given up before it was published.
    """

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    APPROVED = "approved", _("approved")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("superseded")
    WITHDRAWN = "withdrawn", _("withdrawn")
    DISCARDED = "discarded", _("discarded")

    @classmethod
    def editable(cls):
        """Those whose content may be changed: what was approved is what is published."""
        return (cls.DRAFT, cls.IN_REVIEW)

    @classmethod
    def open(cls):
        """Those of which an article has at most one: on the way to readers."""
        return (cls.DRAFT, cls.IN_REVIEW, cls.APPROVED, cls.SCHEDULED)

    @classmethod
    def released(cls):
        """Those whose text readers can reach, each at an address of its own."""
        return (cls.PUBLISHED, cls.SUPERSEDED)

    @classmethod
    def numbered(cls):
        """Those that were published at some time and so have number, checksum and moment."""
        return (cls.PUBLISHED, cls.SUPERSEDED, cls.WITHDRAWN)


class ChangeKind(models.TextChoices):
    """What an edition is to the one before it (house rule, after the correction practice of the
    scholarly record: NISO RP-8-2008, Journal Article Versions, and COPE's guidance on corrections).

    first: the first edition. minor: spelling, layout; no statement changes. clarification: the
    same statement, said more clearly. correction: a statement was wrong and is put right.
    new_version: the authors' judgement or the facts have moved on.
    """

    FIRST = "first", _("first edition")
    MINOR = "minor", _("minor change")
    CLARIFICATION = "clarification", _("clarification")
    CORRECTION = "correction", _("correction")
    NEW_VERSION = "new_version", _("new version")

    @classmethod
    def later(cls):
        """The kinds that an edition after the first may have."""
        return tuple(kind for kind in cls if kind != cls.FIRST)


class Outlook(models.TextChoices):
    """The direction of an issue for the institute's country since the last assessment (house rule).

    improving: moving towards what the country wants. steady: no clear movement. worsening: moving
    away from it. uncertain: signs point both ways, or too little is known.
    """

    IMPROVING = "improving", _("improving")
    STEADY = "steady", _("steady")
    WORSENING = "worsening", _("worsening")
    UNCERTAIN = "uncertain", _("uncertain")


class Likelihood(models.TextChoices):
    """How likely what the question asks is to happen by the horizon, in the seven steps of
    Intelligence Community Directive 203 (Analytic Standards, 2 January 2015, D.6.e(2)(a)).

    almost_no_chance: 1 to 5 %. very_unlikely: 5 to 20 %. unlikely: 20 to 45 %.
    roughly_even: 45 to 55 %. likely: 55 to 80 %. very_likely: 80 to 95 %.
    almost_certain: 95 to 99 %.
    """

    ALMOST_NO_CHANCE = "almost_no_chance", _("almost no chance")
    VERY_UNLIKELY = "very_unlikely", _("very unlikely")
    UNLIKELY = "unlikely", _("unlikely")
    ROUGHLY_EVEN = "roughly_even", _("roughly even chance")
    LIKELY = "likely", _("likely")
    VERY_LIKELY = "very_likely", _("very likely")
    ALMOST_CERTAIN = "almost_certain", _("almost certain")

    @classmethod
    def percent(cls):
        """Lowest and highest chance of each step in per cent, as the directive prints them."""
        bounds = ((1, 5), (5, 20), (20, 45), (45, 55), (55, 80), (80, 95), (95, 99))
        return dict(zip(cls, bounds, strict=True))


class Outcome(models.TextChoices):
    """What became of a likelihood once its horizon had passed (house rule).

    happened: what the question asked came about by the horizon. did_not_happen: it did not, or an
    event had made it impossible before. void: the question could not be answered, or events removed
    it.
    """

    HAPPENED = "happened", _("happened")
    DID_NOT_HAPPEN = "did_not_happen", _("did not happen")
    VOID = "void", _("void")


class RecommendationStance(models.TextChoices):
    """What a block does with a recommendation of the register (house rule).

    makes: says it for the first time. repeats: says it again. narrows: asks for less than before.
    widens: asks for more. reverses: advises against what was advised.
    """

    MAKES = "makes", pgettext_lazy("recommendation", "makes")
    REPEATS = "repeats", pgettext_lazy("recommendation", "repeats")
    NARROWS = "narrows", pgettext_lazy("recommendation", "narrows")
    WIDENS = "widens", pgettext_lazy("recommendation", "widens")
    REVERSES = "reverses", pgettext_lazy("recommendation", "reverses")


class TraitStance(models.TextChoices):
    """What a block says of a trait (house rule).

    asserts: the actor has it. qualifies: has it within limits that the block names.
    contradicts: does not have it, or no longer.
    """

    ASSERTS = "asserts", pgettext_lazy("trait", "asserts")
    QUALIFIES = "qualifies", pgettext_lazy("trait", "qualifies")
    CONTRADICTS = "contradicts", pgettext_lazy("trait", "contradicts")


class Verb(models.TextChoices):
    """The functions that change an edition's state; each is the only door to its change."""

    START = "start", pgettext_lazy("verb", "start")
    SUBMIT = "submit", pgettext_lazy("verb", "submit for review")
    RETURN_TO_DRAFT = "return_to_draft", pgettext_lazy("verb", "return to draft")
    APPROVE = "approve", pgettext_lazy("verb", "approve")
    SCHEDULE = "schedule", pgettext_lazy("verb", "schedule")
    UNSCHEDULE = "unschedule", pgettext_lazy("verb", "unschedule")
    REOPEN = "reopen", pgettext_lazy("verb", "reopen")
    PUBLISH = "publish", pgettext_lazy("verb", "publish")
    PUBLISH_ARCHIVED = "publish_archived", pgettext_lazy("verb", "publish from the archive")
    SUPERSEDE = "supersede", pgettext_lazy("verb", "supersede")
    WITHDRAW = "withdraw", pgettext_lazy("verb", "withdraw")
    DISCARD = "discard", pgettext_lazy("verb", "discard")
    RESTORE = "restore", pgettext_lazy("verb", "restore")
    NEW_EDITION = "new_edition", pgettext_lazy("verb", "start a new edition")
