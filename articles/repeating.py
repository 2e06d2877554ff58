"""An editor's word on what `articles.matching` proposes: the same advice as before, or another."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from issues.models import Recommendation
from sejong_cms import audit

from . import drafting, rules
from .enums import RecommendationStance
from .errors import Missing, NotAllowed
from .models import KeptApart, RecommendationBlock


def link(edition, uid, earlier, *, version, by, at=None):
    """The block `uid` of an open edition repeats `earlier`, a Recommendation that readers know.

    The block keeps its words. The recommendation that was made for it is deleted if no reader knows
    it and nothing else cites it. A save like any other: see `drafting.saving` for what it raises;
    besides, Missing where block or recommendation cannot be linked.
    """
    with drafting.saving(edition, version=version, by=by, at=at, why=_why(earlier)) as save:
        block = _block(save.edition, uid)
        if not earlier.is_public or earlier.pk == block.recommendation_id:
            raise Missing(
                _("Only an earlier recommendation that readers know can be repeated."),
                "recommendation",
                "invalid",
            )
        made_for_it = block.recommendation
        block.wording = block.wording or made_for_it.wording
        block.recommendation = earlier
        block.stance = RecommendationStance.REPEATS
        block.save()
        _forget(made_for_it)


def keep_apart(edition, uid, earlier, *, by, at=None):
    """The block `uid` advises something else than `earlier`; the two are not proposed as one again.

    Raises NotAllowed, or Missing where the edition has no such block.
    """
    if by is not None and not rules.may_save(by, edition):
        raise NotAllowed(_("You may not change this edition."))
    at = at or timezone.now()
    with transaction.atomic():
        row, new = KeptApart.objects.get_or_create(
            recommendation=_block(edition, uid).recommendation,
            other=earlier,
            defaults={"decided_at": at, "decided_by": by},
        )
        if new:
            thing = audit.of(row.recommendation)
            audit.record(
                audit.Action.KEPT_APART, at=at, by=by, detail={"from": earlier.pk}, **thing
            )


def _why(earlier):
    return (_("Linked to an earlier recommendation: %(wording)s") % {"wording": earlier})[:200]


def _block(edition, uid):
    rows = RecommendationBlock.get_queryset().filter(parent=edition)
    block = rows.filter(uid=uid, recommendation__public_since=None).first()
    if block is None:
        raise Missing(
            _("This edition has no new recommendation of this kind any more."), "block", "invalid"
        )
    return block


def _forget(recommendation):
    row = Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
    if not row.is_public and not row.blocks.exists() and not row.steps.exists():
        row.delete()
