"""From names in a piece to rows of the register: found by name, title or alias, else new."""

import re
from dataclasses import replace

from django.db.models import prefetch_related_objects

from issues.duplicates import all_of, answering
from issues.enums import ActorKind
from issues.merges import families
from issues.models import Actor, Issue, Recommendation, Trait
from issues.naming import key_of
from issues.renaming import names_of
from issues.slugs import free_slug, is_taken, slug_from

from ..enums import Language
from ..models import Author, Series
from .piece import Assessment, IssueMatch

# Pieces write 'the National Assembly'; the register, 'National Assembly'.
_ARTICLE = re.compile(r"^the\s+(?=\w)", re.IGNORECASE)
# Words in an addressee's name that say what sort of actor it is; everything else advises a state.
_LEGISLATURES = ("assembly", "congress", "parliament", "senate", "diet", "국회", "의회")
_BODIES = ("ministry", "agency", "department", "council", "command", "forces", "부", "청", "처")


class Register:
    """Lookups by name for one import. Rows made on the way are found again by the next lookup."""

    def __init__(self):
        self._issues = _by_name(Issue.objects, families())
        self._actors = _by_name(Actor.objects, answering(Actor))

    def linked(self, piece):
        """`piece` with the `issue` of every assessment filled in: an existing one, or a new one's slug."""
        proposed = set()

        def link(section):
            if not isinstance(section, Assessment):
                return section
            title = issue_title(section)
            known = self._issues.get(key_of(title))
            if known:
                return replace(section, issue=IssueMatch(known.slug, 1.0, new=False))
            slug = slug_from(
                title,
                default="issue",
                taken=lambda slug: slug in proposed or is_taken(Issue, slug),
            )
            proposed.add(slug)
            return replace(section, issue=IssueMatch(slug, 0.0, new=True))

        return replace(piece, sections=tuple(link(section) for section in piece.sections))

    def issue(self, section, language):
        """The Issue of a linked assessment, made if it is new."""
        if not section.issue.new:
            return Issue.objects.get(slug=section.issue.slug)
        title = issue_title(section)
        return Issue.objects.create(
            slug=section.issue.slug, title=title[:200], title_ko=_korean(title, language)
        )

    def actor(self, name, language, kind=None):
        """The Actor of that name, or the one person of that surname; made if there is none."""
        name = _ARTICLE.sub("", name)
        key = key_of(name)
        if key not in self._actors:
            self._actors[key] = self._person(key) or Actor.objects.create(
                slug=free_slug(Actor, name),
                name=name[:200],
                name_ko=_korean(name, language),
                kind=kind or _kind_of(name),
            )
        return self._actors[key]

    def _person(self, surname):
        found = {
            actor
            for key, actor in self._actors.items()
            if actor.kind == ActorKind.PERSON and key.endswith(f" {surname}")
        }
        return found.pop() if len(found) == 1 else None

    def trait(self, actor, name, language):
        """The Trait of `actor` by that name, made if there is none."""
        rows = Trait.objects.filter(actor__in=all_of(actor))
        known = _by_name(rows, answering(Trait)).get(key_of(name))
        return known or Trait.objects.create(
            actor=actor,
            slug=free_slug(Trait, name, prefix=actor.slug),
            name=name[:1].upper() + name[1:200],
            name_ko=_korean(name, language),
        )

    def recommendation(self, advice, issue, language):
        """A new Recommendation; that it repeats an earlier one is an editor's to say."""
        addressee = self.actor(advice.addressee, language) if advice.addressee else None
        return Recommendation.objects.create(
            wording=advice.wording, issue=issue, addressee=addressee
        )


def author(byline, language):
    """The Author of a printed byline: by e-mail, else by name; made if there is none."""
    if byline.email:
        known = Author.objects.filter(email__iexact=byline.email).order_by("id").first()
        if known:
            return Author.objects.get(pk=answering(Author).get(known.pk, known.pk))
    rows = Author.objects.all()
    if byline.email:
        # The same name with another address is another person: homonyms are common in Korean.
        rows = rows.filter(email="")
    known = _by_name(rows, answering(Author)).get(key_of(byline.name))
    return known or Author.objects.create(
        slug=free_slug(Author, byline.name),
        name=byline.name[:200],
        name_ko=_korean(byline.name, language),
        position=byline.position,
        affiliation=byline.affiliation,
        email=byline.email,
    )


def series_named(name):
    """The Series of that name or None."""
    return _by_name(Series.objects, {}).get(key_of(name)) if name else None


def _by_name(rows, answers):
    """{a name as it is compared: the row that answers for the one so called}.

    `answers` are ids of merged rows, and of the rows that answer for them. A name goes before an
    alias; of two rows of one name, the older counts.
    """
    others = rows.model.objects.in_bulk(set(answers.values()))
    rows = list(rows.order_by("-id"))
    known = {}
    if hasattr(rows[0] if rows else None, "aliases"):
        prefetch_related_objects(rows, "aliases")
        known = {key_of(alias.name): row for row in rows for alias in row.aliases.all()}
    known |= {key_of(name): row for row in rows for name in names_of(row) if name}
    return {name: others.get(answers.get(row.pk), row) for name, row in known.items()}


def issue_title(section):
    """An issue's title from an assessment's question."""
    return section.question.rstrip("?？ ").strip() or section.heading


def _korean(name, language):
    return name[:200] if language == Language.KOREAN else ""


def _kind_of(name):
    lowered = name.casefold()
    if any(word in lowered for word in _LEGISLATURES):
        return ActorKind.LEGISLATURE
    if any(word in lowered for word in _BODIES[:6]) or lowered.endswith(_BODIES[6:]):
        return ActorKind.BODY
    return ActorKind.GOVERNMENT
