"""A planned piece becomes one draft edition, in one transaction; again changes nothing.

The identity of a source is its series, title and date, then its content.
"""

import hashlib
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.utils import timezone

from issues.enums import ActorKind
from issues.naming import key_of
from issues.slugs import free_slug

from .. import drafting, workflow
from ..enums import ChangeKind
from ..html import from_paragraphs
from ..models import (
    BLOCKS,
    Article,
    Assessment,
    Byline,
    Edition,
    ImportSource,
    Passage,
    RecommendationBlock,
    Series,
    TraitBlock,
)
from . import linking
from .document import SourceWarning, WarningCode
from .piece import Assessment as PlannedAssessment
from .piece import Traits as PlannedTraits


@dataclass(frozen=True)
class Source:
    """A file as it came."""

    name: str
    data: bytes
    format: str

    @property
    def sha256(self):
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Result:
    """What an import did, or would do: `status` is imported, planned or unchanged."""

    status: str
    piece: object
    edition: Edition | None = None
    number: int | None = None


class Failed(Exception):
    """The piece was not taken in; nothing was changed. `code` is for programs."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code
        self.message = message


def prepare(piece, series=None):
    """`piece` linked to the register, with the warnings that only the register can give."""
    piece = linking.Register().linked(piece)
    known = series or linking.series_named(piece.series)
    if known and piece.disclaimer:
        expected = known.disclaimer_in(piece.language)
        if expected and key_of(expected) != key_of(piece.disclaimer):
            warning = SourceWarning(
                WarningCode.DISCLAIMER_DIFFERS,
                f"The series “{known.name}” is printed with another disclaimer.",
                "disclaimer",
            )
            piece = replace(piece, warnings=(*piece.warnings, warning))
    return piece


def plan_only(piece, source, series=None):
    """What `apply` would do, without doing it. Raises Failed."""
    before = _latest(piece, series)
    _check_open(before)
    if before and before.sha256 == source.sha256 and not _given_up(before):
        return Result("unchanged", piece, before.edition, _number(before.edition))
    return Result("planned", piece)


def apply(piece, source, *, series=None, publish=False, at=None):
    """Make the draft edition of a prepared `piece`. Returns a Result.

    `series` overrides the one that the piece names. `publish` makes a first edition live as of its own
    date. Raises Failed, or Refused of `articles.errors` where a piece to be published is not ready.
    """
    at = at or timezone.now()
    try:
        return _apply(piece, source, series, publish, at)
    except IntegrityError:
        # Another process took the same source in at this moment: look again at what there is now.
        return _apply(prepare(piece, series), source, series, publish, at)


@transaction.atomic
def _apply(piece, source, series, publish, at):
    before = _latest(piece, series)
    if before:
        # Nobody saves, and no other import of this source goes on, between the look and the writing.
        Article.objects.locked().get(pk=before.edition.article_id)
        before = _latest(piece, series)
    _check_open(before)
    if before and before.sha256 == source.sha256 and not _given_up(before):
        return Result("unchanged", piece, before.edition, _number(before.edition))
    edition = _draft(piece, before, series, source, at)
    with drafting.saving(
        edition, version=edition.version, by=None, at=at, why=f"Imported from {source.name}"[:200]
    ) as save:
        _write(piece, save.edition)
    edition.refresh_from_db()
    ImportSource.objects.create(
        edition=edition,
        identity=_identity(piece, series),
        sequence=before.sequence + 1 if before else 1,
        name=source.name[-255:],
        format=source.format,
        content=source.data,
        sha256=source.sha256,
        piece=piece.as_json(),
        warnings=[warning.as_json() for warning in piece.warnings],
        version=edition.version,
        imported_at=at,
    )
    if publish and not edition.article.editions.numbered().exists():
        edition = workflow.publish_archived(edition, at=at, comment=f"Imported from {source.name}")
    return Result("imported", piece, edition, _number(edition))


def _identity(piece, series):
    name = series.name if series else piece.series or ""
    day = piece.published_on.isoformat() if piece.published_on else ""
    return hashlib.sha256("\n".join((key_of(name), key_of(piece.title), day)).encode()).hexdigest()


def _latest(piece, series):
    return (
        ImportSource.objects.filter(identity=_identity(piece, series))
        .select_related("edition__article")
        .order_by("-sequence")
        .first()
    )


def _check_open(before):
    """Refuse where somebody has an open edition of the article that is not the import's own."""
    if before is None:
        return
    opened = before.edition.article.editions.open().first()
    if opened and (opened.pk != before.edition_id or opened.version != before.version):
        raise Failed(
            "open_edition",
            f"The article “{before.edition.article.slug}” has an open edition that somebody edited"
            " since its import; publish or discard it first.",
        )


def _given_up(before):
    """Whether all that the earlier import made was discarded."""
    editions = before.edition.article.editions
    return not (editions.open() | editions.numbered()).exists()


def _number(edition):
    """The number that the edition has, or will get when it is published next."""
    return edition.number or edition.article.editions.numbered().count() + 1


def _draft(piece, before, series, source, at):
    if before is None or _given_up(before):
        return drafting.start(
            title=piece.title,
            by=None,
            article=before and before.edition.article,
            series=series or _series(piece),
            number=piece.number or "",
            language=piece.language,
            published_on=piece.published_on,
            at=at,
            why=f"Imported from {source.name}",
        )
    article = before.edition.article
    if before.edition.is_open:
        return before.edition
    return drafting.new_edition(
        article.editions.numbered().order_by("-number").first(),
        by=None,
        change_kind=ChangeKind.NEW_VERSION,
        change_note=f"Imported from {source.name}",
        at=at,
    )


def _series(piece):
    """The series that the piece names, made if there is none; it takes the first disclaimer seen."""
    if not piece.series:
        return None
    series = linking.series_named(piece.series) or Series(
        slug=free_slug(Series, piece.series), name=piece.series[:200]
    )
    if not series.disclaimer:
        series.disclaimer = piece.disclaimer
        series.save()
    return series


def _write(piece, edition):
    """Replace everything in the draft by the piece. What was there before keeps its uid."""
    edition.title = piece.title
    edition.subtitle = piece.subtitle
    edition.abstract = piece.abstract
    edition.published_on = piece.published_on
    edition.disclaimer = piece.disclaimer or edition.disclaimer
    edition.bylines.all().delete()
    credited = {}
    for place, printed in enumerate(piece.authors):
        author = linking.author(printed, piece.language)
        if author.pk in credited:
            _add_posts(credited[author.pk], printed)
            continue
        credited[author.pk] = Byline.objects.create(
            edition=edition,
            author=author,
            ordering=place,
            name=printed.name,
            position=printed.position,
            affiliation=printed.affiliation,
        )
    before = {}
    for model in BLOCKS:
        for block in model.get_queryset().filter(parent=edition):
            before.setdefault(_key(block), block)
        model.objects.filter(parent=edition).delete()
    for place, block in enumerate(_blocks(piece, before)):
        block.parent, block.ordering = edition, place
        if known := before.get(_key(block)):
            block.uid = known.uid
        block.save()


def _add_posts(byline, printed):
    """A person printed twice is credited once, with every position and affiliation."""
    for name in ("position", "affiliation"):
        first, more = getattr(byline, name), getattr(printed, name)
        if more and more != first:
            setattr(byline, name, f"{first}; {more}"[:200] if first else more)
    byline.save()


def _key(block):
    """By what a block of a changed file is the same block as before."""
    cited = {
        "passage": lambda: block.heading,
        "trait": lambda: block.trait_id,
        "assessment": lambda: block.issue_id,
        "recommendation": lambda: (block.recommendation.issue_id, key_of(block.wording)),
        "figure": lambda: block.sha256,
    }
    return block.kind, cited[block.kind]()


def _blocks(piece, before):
    register, language = linking.Register(), piece.language
    for section in piece.sections:
        if isinstance(section, PlannedAssessment):
            issue = register.issue(section, language)
            yield Assessment(
                issue=issue,
                number=section.number,
                question=section.question,
                answer=section.answer,
                html=from_paragraphs(section.paragraphs),
            )
            for advice in section.recommendations:
                known = before.get(("recommendation", (issue.pk, key_of(advice.wording))))
                yield RecommendationBlock(
                    recommendation=known.recommendation
                    if known
                    else register.recommendation(advice, issue, language),
                    wording=advice.wording,
                )
            continue
        yield Passage(heading=section.heading, html=from_paragraphs(section.paragraphs))
        if isinstance(section, PlannedTraits):
            actor = register.actor(section.actor, language, ActorKind.PERSON)
            for trait in section.traits:
                yield TraitBlock(
                    trait=register.trait(actor, trait.name, language),
                    name=trait.name,
                    html=from_paragraphs(trait.text.split("\n\n")),
                )
