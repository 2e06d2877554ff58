"""Atom feeds of what was published: pieces, an author's pieces, corrections and withdrawals."""

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from issues.duplicates import all_of, survivor
from sejong_cms.feeds import LENGTH, atom, keeping
from sejong_cms.pages import page

from ..corrections import notices
from ..models import Author, Edition
from .items import notice, pieces, withdrawals

#: Compressed bytes of the feed of all pieces that are kept: thirty long texts.
_LONGEST = 1_500_000


@page
@keeping(_LONGEST)
def articles(request):
    """Every piece once, as its live edition; a withdrawn one as the notice that took its place."""
    gone = Edition.objects.withdrawn().exclude(article__in=_live_articles())
    return atom(
        request,
        title=settings.SITE_NAME,
        subtitle=_("The newest pieces"),
        page=reverse("articles"),
        items=[*pieces(Edition.objects.published()), *withdrawals(gone)],
    )


@page
@keeping()
def author(request, slug):
    """An author's pieces once each, the newest change first, and what was withdrawn of them.

    The feed of an author who was entered twice goes on with everything that the person writes.
    """
    row = get_object_or_404(Author.objects.public().select_related("merged_into"), slug=slug)
    person = survivor(row)
    credited = Edition.objects.numbered().filter(bylines__author__in=all_of(person)).values("pk")
    return atom(
        request,
        title=person.local_name,
        subtitle=_("Pieces by %(name)s") % {"name": person.local_name},
        page=person.get_absolute_url(),
        uid=row.uid,
        since=row.public_since,
        items=[
            *pieces(Edition.objects.published().filter(pk__in=credited)),
            *withdrawals(Edition.objects.withdrawn().filter(pk__in=credited)),
        ],
    )


@page
def corrections(request):
    """What the page of corrections shows."""
    return atom(
        request,
        title=_("%(site)s: corrections") % {"site": settings.SITE_NAME},
        subtitle=_("Corrections, clarifications and withdrawals"),
        page=reverse("corrections"),
        items=[notice(edition) for edition in notices()[:LENGTH]],
    )


def _live_articles():
    return Edition.objects.published().values("article")
