"""A world's history into the database, in bulk, under the same triggers and constraints as any write.

The rows are those that the verbs write when they are called in the same order with the same moments,
down to the order of ids: batches follow the history, and one ends before anything that needs a row
still in it. Editions go in as drafts with their parts and are moved by one UPDATE a kind of move.
"""

import datetime as dt
from dataclasses import dataclass

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from issues.clock import day_of, start_of
from sejong_cms import audit

from .. import backlog
from ..canonical import canonical, checksum
from ..contents import Contents
from ..enums import EditionState, Language, Verb
from ..models import BLOCKS, Article, Byline, Edition, Note, Resolution, Snapshot, Transition
from .batch import Batch, Standing
from .happenings import (
    Duplicate,
    Entered,
    Published,
    Readdressed,
    Recorded,
    Resolved,
    Revised,
    Split,
    Withdrawn,
)
from .opening import article_slug
from .register import Register

COMMENT = "Corpus"
BATCH = 200
STEP = 10
KINDS = {model.kind: model for model in BLOCKS}
REFERENCES = ("issue", "trait", "recommendation")
#: How long before publication the desk took each step.
SAVED, SUBMITTED, APPROVED = (dt.timedelta(days=days) for days in (5, 3, 1))


class Occupied(Exception):
    """The site has articles already; a corpus is made on an empty site only."""


def write(world):
    """Write everything that happened in `world`, all of it or nothing. Returns the articles' number.

    Raises Occupied where there is an article.
    """
    with transaction.atomic():
        if Article.objects.exists():
            raise Occupied
        writing = _Writing()
        for happening in world.happenings():
            writing.add(happening)
        writing.batch.flush()
        writing.batch.restate()
        writing.register.names.write()
        backlog.write(apps.get_model)
        # A made-up history is one act, of the command that makes it: nobody did what it tells of.
        audit.record(
            audit.Action.CORPUS,
            at=timezone.now(),
            kind="corpus",
            detail={"articles": len(writing.articles)},
        )
    return len(writing.articles)


@dataclass(slots=True)
class _Article:
    row: Article
    series: object
    editions: list


class _Writing:
    def __init__(self):
        self.articles = {}
        self.batch = Batch()
        self.register = Register(self.batch)
        self.entries = self.register.entries

    def add(self, happening):
        self.DOORS[type(happening)](self, happening)
        if len(self.batch.busy) >= BATCH:
            self.batch.flush()

    # What is not of the register alone

    def _resolve(self, happening):
        if happening.corrects in self.batch.waiting:
            self.batch.flush()
        self.batch.event(
            Resolution,
            happening,
            article=self.articles[happening.article].row,
            assessment_uid=happening.assessment,
            outcome=happening.outcome,
        )

    def _readdress(self, happening):
        if happening.model != "Article":
            self.register.readdress(happening)
            return
        row = self.articles[happening.entry].row
        self.register.names.readdress(row, happening.slug, happening.at, public=True)
        self.batch.touched["Article", happening.entry] = row

    # Editions

    def _publish(self, happening):
        series = self.entries[happening.series]
        korean = happening.language == Language.KOREAN
        article = Article(
            slug=article_slug(happening.piece.title),
            series=series,
            number=happening.number,
            language=happening.language,
            created_at=happening.at - SAVED,
        )
        self.batch.rows[Article].append(article)
        self.articles[happening.article] = _Article(article, series, [])
        edition = self._draft(happening, article, series.disclaimer_in(happening.language))
        begun = happening.at - SAVED
        content = canonical(edition, Contents())
        content |= {"subtitle": "", "abstract": ""}
        self._save(edition, 1, content, begun, COMMENT)
        self._log(edition, Verb.START, "", EditionState.DRAFT, begun, 1)
        live_from = happening.at
        if happening.archived:
            live_from = start_of(happening.piece.published_on)
        self._fill_and_release(happening, edition, korean, 1, live_from)

    def _revise(self, happening):
        if happening.article in self.batch.busy:
            self.batch.flush()
        known = self.articles[happening.article]
        source = known.editions[-1]
        edition = self._draft(happening, known.row, known.series.disclaimer_in(known.row.language))
        edition.change_kind, edition.change_note = happening.change_kind, happening.change_note
        begun = happening.at - SAVED
        snapshot = self._save(edition, 1, None, begun, happening.change_note[:200])
        self.batch.copied.append((snapshot, source))
        self._log(
            edition, Verb.NEW_EDITION, "", EditionState.DRAFT, begun, 1, happening.change_note
        )
        live_from = happening.at
        if source.state == EditionState.PUBLISHED:
            live_from = max(live_from, source.live_from)
        korean = known.row.language == Language.KOREAN
        self._fill_and_release(happening, edition, korean, happening.number, live_from)

    def _draft(self, happening, article, disclaimer):
        piece, at = happening.piece, happening.at
        edition = Edition(
            article=article,
            title=piece.title,
            subtitle=piece.subtitle,
            abstract=piece.abstract,
            published_on=piece.published_on,
            disclaimer=disclaimer,
            created_at=at - SAVED,
            saved_at=at - SAVED,
        )
        self.batch.rows[Edition].append(edition)
        self.batch.busy.add(happening.article)
        return edition

    def _fill_and_release(self, happening, edition, korean, number, live_from):
        """The text, its save, and the moves up to publication."""
        at = happening.at
        contents = self._contents(happening.piece, edition, korean)
        content = canonical(edition, contents)
        self._save(edition, 2, content, at - SAVED, COMMENT)
        archived = isinstance(happening, Published) and happening.archived
        if archived:
            edition.version = 3
        else:
            edition.submitted_at, edition.approved_at = at - SUBMITTED, at - APPROVED
            edition.version = 6
            for version, (verb, source, target, moved_at) in enumerate(
                (
                    (Verb.SUBMIT, EditionState.DRAFT, EditionState.IN_REVIEW, at - SUBMITTED),
                    (Verb.APPROVE, EditionState.IN_REVIEW, EditionState.APPROVED, at - APPROVED),
                    (Verb.SCHEDULE, EditionState.APPROVED, EditionState.SCHEDULED, at - APPROVED),
                ),
                start=3,
            ):
                self._log(edition, verb, source, target, moved_at, version)
        known = self.articles[happening.article]
        if known.editions and known.editions[-1].state == EditionState.PUBLISHED:
            self._supersede(known.editions[-1], live_from, at)
        published_on = edition.published_on or day_of(live_from)
        sealed = {**content, "number": number, "published_on": published_on.isoformat()}
        self.batch.released.append(
            (
                edition,
                {
                    "state": EditionState.PUBLISHED,
                    "number": number,
                    "published_on": published_on,
                    "checksum": checksum(sealed),
                    "live_from": live_from,
                    "published_at": at,
                },
            )
        )
        verb = Verb.PUBLISH_ARCHIVED if archived else Verb.PUBLISH
        came_from = EditionState.DRAFT if archived else EditionState.SCHEDULED
        self._log(edition, verb, came_from, EditionState.PUBLISHED, at, edition.version)
        standing = Standing(
            0, number, EditionState.PUBLISHED, edition.version, live_from, None, published_on
        )
        known.editions.append(standing)
        self.batch.standings.append((standing, edition))
        self._make_public(known.series, contents, live_from)

    def _contents(self, piece, edition, korean):
        """Unsaved rows of a piece, put into the batch."""
        contents = Contents()
        for place, (author, position, affiliation) in enumerate(piece.bylines, start=1):
            row = self.entries[author]
            contents.bylines.append(
                Byline(
                    edition=edition,
                    author=row,
                    ordering=place * STEP,
                    name=(korean and row.name_ko) or row.name,
                    position=position,
                    affiliation=affiliation,
                )
            )
        for place, fields in enumerate(piece.blocks, start=1):
            fields = dict(fields)
            model = KINDS[fields.pop("kind")]
            for name in REFERENCES:
                if name in fields:
                    fields[name] = self.entries[fields[name]]
            row = model(parent=edition, ordering=place * STEP, **fields)
            contents.blocks.append(row)
            self.batch.rows[model].append(row)
        for place, (uid, html) in enumerate(piece.notes, start=1):
            contents.notes.append(Note(parent=edition, uid=uid, html=html, ordering=place * STEP))
        self.batch.rows[Byline].extend(contents.bylines)
        self.batch.rows[Note].extend(contents.notes)
        return contents

    def _make_public(self, series, contents, since):
        cited = {series.uid: series} | {b.author.uid: b.author for b in contents.bylines}
        for block in contents.blocks:
            for row in _cited_by(block):
                cited[row.uid] = row
        self.register.make_public(cited.values(), since)

    def _supersede(self, standing, live_until, at):
        standing.state, standing.live_until = EditionState.SUPERSEDED, live_until
        standing.version += 1
        edition = Edition(
            pk=standing.edition,
            state=standing.state,
            version=standing.version,
            live_until=live_until,
        )
        self.batch.superseded.append(edition)
        states = (EditionState.PUBLISHED, EditionState.SUPERSEDED)
        self._log(edition, Verb.SUPERSEDE, *states, at, standing.version, "")

    def _withdraw(self, happening):
        if happening.article in self.batch.busy:
            self.batch.flush()
        self.batch.busy.add(happening.article)
        standing = self.articles[happening.article].editions[happening.number - 1]
        came_from, at = standing.state, happening.at
        standing.state = EditionState.WITHDRAWN
        standing.version += 1
        standing.live_until = standing.live_until or max(at, standing.live_from)
        edition = Edition(
            pk=standing.edition,
            state=standing.state,
            version=standing.version,
            live_until=standing.live_until,
            withdrawn_at=at,
            reason=happening.reason,
        )
        self.batch.withdrawn.append(edition)
        self._log(
            edition,
            Verb.WITHDRAW,
            came_from,
            standing.state,
            at,
            standing.version,
            happening.reason,
        )

    def _save(self, edition, version, content, at, why):
        row = Snapshot(edition=edition, version=version, content=content, saved_at=at, why=why)
        self.batch.rows[Snapshot].append(row)
        return row

    def _log(self, edition, verb, source, target, at, version, comment=COMMENT):
        self.batch.rows[Transition].append(
            Transition(
                edition=edition,
                verb=verb,
                from_state=source,
                to_state=target,
                moved_at=at,
                comment=comment,
                version=version,
            )
        )

    DOORS = {
        Published: _publish,
        Revised: _revise,
        Withdrawn: _withdraw,
        Resolved: _resolve,
        Readdressed: _readdress,
        Entered: lambda self, happening: self.register.enter(happening),
        Recorded: lambda self, happening: self.register.record(happening),
        Split: lambda self, happening: self.register.split(happening),
        Duplicate: lambda self, happening: self.register.merge_duplicates(happening),
    }


def _cited_by(block):
    """The entries that a block names, and those that these name."""
    if block.kind == "trait":
        return block.trait, block.trait.actor
    if block.kind == "assessment":
        return (block.issue,)
    if block.kind == "recommendation":
        advice = block.recommendation
        return tuple(row for row in (advice, advice.issue, advice.addressee) if row)
    return ()
