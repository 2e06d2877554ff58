"""What readers are told of that was wrong or unclear: corrections, clarifications, withdrawals."""

from django.db.models import Case, CharField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .enums import ChangeKind, EditionState
from .models import Edition

#: Kinds of change that readers are told of.
TOLD = (ChangeKind.CORRECTION, ChangeKind.CLARIFICATION)


def notices():
    """Editions that put something right, as long as they are not withdrawn themselves, and withdrawn
    ones; the newest notice first.

    Each has `told_at`, when readers were told, `shown_title`: its own or, where it was withdrawn,
    that of the live edition, '' where there is none; and `before`, the number of the last readable edition
    before it, None where there is none. Three queries, however many.
    """
    withdrawn = Q(state=EditionState.WITHDRAWN)
    live = Edition.objects.published().filter(article=OuterRef("article"))
    before = Edition.objects.released().filter(
        article=OuterRef("article"), number__lt=OuterRef("number")
    )
    return (
        Edition.objects.numbered()
        .filter(withdrawn | Q(change_kind__in=TOLD))
        .annotate(
            told_at=Case(When(withdrawn, then="withdrawn_at"), default="published_at"),
            shown_title=Case(
                When(withdrawn, then=Coalesce(Subquery(live.values("title")), Value(""))),
                default="title",
                output_field=CharField(),
            ),
        )
        .annotate(before=Subquery(before.order_by("-number").values("number")[:1]))
        .for_lists()
        .order_by("-told_at", "-pk")
    )


def label_of(edition):
    """What an edition of a kind that readers are told of calls itself."""
    return _("Correction") if edition.change_kind == ChangeKind.CORRECTION else _("Clarification")


def name_of(edition, title=""):
    """What readers may call the edition's piece: `title` where there is one to be shown, else by day."""
    return title or _("a piece of %(day)s") % {"day": date_format(edition.published_on)}
