"""The page on which an editor says which recommendations of a draft were made before."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from issues.models import Recommendation

from .. import repeating
from ..contents import contents_of_one
from ..errors import Refused
from ..matching import proposals
from .verbs import sentence


def proposals_of(edition, contents):
    """The Proposals for an edition whose text may still be changed; none for others."""
    return proposals(contents) if edition.is_editable else []


def matching_view(model_admin, request, edition):
    """Show all proposals of an edition, or do what one button says. Only a POST changes anything."""
    here = reverse("admin:articles_edition_matching", args=[edition.pk])
    if request.method == "POST":
        try:
            messages.success(request, _decide(request, edition))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(here)
    found = proposals_of(edition, contents_of_one(edition))
    blocks = {proposal.block.uid: (proposal.block, []) for proposal in found}
    for proposal in found:
        blocks[proposal.block.uid][1].append(proposal)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Match recommendations"),
        "subtitle": edition.title,
        "opts": model_admin.opts,
        "edition": edition,
        "here": model_admin.url_of(edition),
        "sentence": sentence(edition),
        "blocks": list(blocks.values()),
    }
    return TemplateResponse(request, "admin/articles/edition/matching.html", context)


def _decide(request, edition):
    """Do what was chosen. Returns what to say about it."""
    try:
        uid, other = UUID(request.POST["block"]), UUID(request.POST["recommendation"])
        version = int(request.POST["version"])
        choice = request.POST["choice"]
    except (KeyError, ValueError):
        raise Http404 from None
    earlier = Recommendation.objects.public().filter(uid=other).first()
    if earlier is None or choice not in ("link", "apart"):
        raise Http404
    if choice == "link":
        repeating.link(edition, uid, earlier, version=version, by=request.user)
        return _("Linked. The edition now repeats the earlier recommendation, in its own words.")
    repeating.keep_apart(edition, uid, earlier, by=request.user)
    return _("Kept as a new recommendation.")
