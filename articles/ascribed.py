"""What pieces say of actors' traits over time: in which stance, how often, in which years; as of a day."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from issues.clock import end_of
from issues.duplicates import all_of
from issues.models import Actor, Trait

from .appearances import appearances
from .enums import TraitStance
from .models import RecommendationBlock, TraitBlock
from .standing import printed


def public_actors(actors, *, day=None, recorded_by=None):
    """Those of `actors` that readers knew of by then."""
    if recorded_by is None:
        return actors.public(None if day is None else end_of(day))
    then = printed(day, recorded_by)
    described = TraitBlock.objects.numbered().filter(then, trait__actor=OuterRef("pk"))
    advised = RecommendationBlock.objects.numbered().filter(
        then, recommendation__addressee=OuterRef("pk")
    )
    return actors.public().filter(Exists(described) | Exists(advised))


def public_traits(traits, *, day=None, recorded_by=None):
    """Those of `traits` that readers knew of by then."""
    if recorded_by is None:
        return traits.public(None if day is None else end_of(day))
    ascribed = TraitBlock.objects.numbered().filter(printed(day, recorded_by), trait=OuterRef("pk"))
    return traits.public().filter(Exists(ascribed))


@dataclass(frozen=True, slots=True)
class Year:
    """What was said of a trait in a year: [(stance, how often)], of those that occur."""

    year: int
    stances: tuple


@dataclass(slots=True)
class Ascribed:
    """A trait and the Appearances of its blocks, oldest first, with those of rows merged into it."""

    trait: Trait
    said: list = field(default_factory=list)

    @property
    def mentions(self):
        """Where something is said: no notices of what was dropped or withdrawn."""
        return [appearance for appearance in self.said if appearance.block is not None]

    @property
    def latest(self):
        """The newest mention that its piece still makes, else the newest; None where none is left."""
        mentions = self.mentions
        standing = [a for a in mentions if a.after is None]
        return (standing or mentions or [None])[-1]

    @property
    def pieces(self):
        return len({appearance.edition.article_id for appearance in self.mentions})

    @property
    def years(self):
        """A Year for each from the first mention to the last; those without any are empty."""
        counted = Counter((a.on.year, a.block.stance) for a in self.mentions)
        years = [year for year, _stance in counted]
        if not years:
            return []
        return [
            Year(
                year,
                tuple(
                    (stance, counted[year, stance])
                    for stance in TraitStance
                    if (year, stance) in counted
                ),
            )
            for year in range(min(years), max(years) + 1)
        ]


def ascribed(actor, *, day=None, recorded_by=None):
    """The Ascribed of every trait of `actor` that readers knew of then, by name.

    Traits of actors merged into it count as its own, and one that was merged into another is told
    with it. Texts are not loaded. Six queries.
    """
    limits = {"day": day, "recorded_by": recorded_by}
    traits = public_traits(Trait.objects.filter(actor__in=all_of(actor)), **limits)
    rows = {trait.pk: trait for trait in traits.select_related("actor").order_by("name", "pk")}
    found = {}
    for trait in rows.values():
        root = _root(trait, rows)
        found.setdefault(root, Ascribed(rows[root]))
    blocks = TraitBlock.objects.numbered().filter(trait__in=rows)
    for appearance in appearances(blocks, texts=False, bylines=False, **limits):
        # A notice of a withdrawal is about an edition, not about a trait.
        if told := appearance.block or (appearance.before and appearance.before.block):
            found[_root(rows[told.trait_id], rows)].said.append(appearance)
    return sorted(found.values(), key=lambda row: (row.trait.local_name.casefold(), row.trait.pk))


def _root(trait, rows):
    """Id of the one of `rows` that answers for `trait`."""
    seen = set()
    while trait.merged_into_id in rows and trait.pk not in seen:
        seen.add(trait.pk)
        trait = rows[trait.merged_into_id]
    return trait.pk


def said_of(trait, *, day=None, recorded_by=None):
    """The Ascribed of one trait and of all that was merged into it, with texts and bylines."""
    blocks = TraitBlock.objects.numbered().filter(trait__in=all_of(trait))
    return Ascribed(trait, appearances(blocks, day=day, recorded_by=recorded_by))


def actors_answering(actors):
    """Those of `actors` that no other public one answers for."""
    return actors.exclude(merged_into__in=Actor.objects.public())
