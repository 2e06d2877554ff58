"""What a block cites that the register does not have yet: found or made while a save is written, by desk and API alike."""

from issues.models import Recommendation, Trait
from issues.slugs import free_slug

from .html import plain


def trait_called(name, actor):
    """The trait of `actor` with this name; made, hidden from readers, if there is none."""
    name = plain(name).strip()
    found = Trait.objects.filter(actor=actor, name=name).first()
    return found or Trait.objects.create(
        actor=actor, name=name, slug=free_slug(Trait, name, prefix=actor.slug)
    )


def recommendation_worded(wording, *, issue, addressee):
    """A new recommendation, hidden from readers."""
    return Recommendation.objects.create(
        wording=plain(wording).strip(), issue=issue, addressee=addressee
    )
