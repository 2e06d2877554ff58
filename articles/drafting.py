"""Text changes through one door: `saving`. Starting an article and copying an edition are here too.

Admin, API and importer enter the same door; nothing else writes blocks or bylines.
"""

import datetime as dt
from collections import defaultdict
from contextlib import contextmanager

from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_prose_editor.fields import ProseEditorField

from issues.slugs import with_free_slug

from . import audited, noticing, rules
from .canonical import canonical
from .contents import Contents, contents_of_one
from .enums import ChangeKind, EditionState, Language, Verb
from .errors import Missing, NotAllowed, Stale, WrongState
from .html import clean, plain
from .models import BLOCKS, Article, Byline, Edition, Note, Snapshot, Transition

STEP = 10
#: For so long the same start is the same piece.
AGAIN = dt.timedelta(minutes=1)


class Saving:
    """What `saving` yields: the edition as it stands, locked. `abandon()` undoes everything."""

    def __init__(self, edition):
        self.edition = edition
        self.abandoned = False

    def abandon(self):
        self.abandoned = True


class _Abandoned(Exception):
    pass


@contextmanager
def saving(edition, *, version, by, at=None, why=""):
    """Lock the article, read the edition again, let the caller write, then accept the save.

    `version` is the one the writer read. `by` is a user, or None for an operator's command. On
    leaving, HTML is cleaned, blocks are numbered, the wording that blocks keep is filled in, the version
    moves on and a snapshot is added; all in one transaction.

    Raises Stale, NotAllowed or WrongState before anything is written.
    """
    at = at or timezone.now()
    try:
        with transaction.atomic():
            Article.objects.locked().get(pk=edition.article_id)
            edition = Edition.objects.select_related("article__series", "saved_by").get(
                pk=edition.pk
            )
            if by is not None and not rules.may_save(by, edition):
                raise NotAllowed(_("You may not change this edition."))
            if not edition.is_editable:
                raise WrongState(
                    _("This edition is %(state)s; its text is not changed any more.")
                    % {"state": edition.get_state_display()}
                )
            if edition.version != version:
                raise Stale(edition)
            save = Saving(edition)
            yield save
            if save.abandoned:
                raise _Abandoned
            _accept(edition, by=by, at=at, why=why)
    except _Abandoned:
        return


def start(
    *,
    title,
    by,
    article=None,
    series=None,
    number="",
    language=Language.ENGLISH,
    published_on=None,
    at=None,
    why="",
):
    """A new article with its first draft. The slug comes from the title. Returns the Edition.

    `article` names one whose drafts were all discarded, to start afresh in it. Raises NotAllowed, or
    WrongState where that article has an edition.
    """
    at = at or timezone.now()
    if by is not None and not rules.may_write(by):
        raise NotAllowed(_("You may not start an article."))
    title = plain(title).strip()
    with transaction.atomic():
        if article is None:
            article = _new_article(title, series, number, language, by=by, at=at)
        else:
            article = Article.objects.locked().get(pk=article.pk)
            if article.editions.exclude(state=EditionState.DISCARDED).exists():
                raise WrongState(_("This article has an edition already."))
        edition = Edition.objects.create(
            article=article,
            title=title,
            published_on=published_on,
            disclaimer=series.disclaimer_in(language) if series else "",
            created_at=at,
            created_by=by,
            saved_at=at,
            saved_by=by,
        )
        _log(edition, Verb.START, "", by=by, at=at, comment=why)
        _snapshot(edition, Contents(), by=by, at=at, why=why)
    return edition


def start_once(*, title, by, at=None, **fields):
    """`start`, but the same piece asked for again within a minute is the one that is there.

    For forms: a button pressed twice, a page sent again by a slow network. One person's requests wait
    for each other. Raises as `start` does.
    """
    at = at or timezone.now()
    title = plain(title).strip()
    with transaction.atomic():
        get_user_model().objects.select_for_update().get(pk=by.pk)
        same = Edition.objects.filter(
            title=title,
            created_by=by,
            created_at__gt=at - AGAIN,
            state=EditionState.DRAFT,
            **{f"article__{name}": value for name, value in fields.items()},
        )
        return same.order_by("-id").first() or start(title=title, by=by, at=at, **fields)


def _new_article(title, series, number, language, *, by, at):
    columns = {"series": series, "number": number, "language": language}
    columns |= {"created_at": at, "created_by": by}
    return with_free_slug(Article, title, lambda slug: Article.objects.create(slug=slug, **columns))


def new_edition(source, *, by, change_kind, change_note, at=None):
    """A draft of the article's next edition, copied from `source`, with the same uids.

    `source` is any edition that was published. Raises NotAllowed, WrongState (there is an open one,
    or `source` was never published) or Missing.
    """
    at = at or timezone.now()
    change_note = plain(change_note).strip()
    if change_kind not in ChangeKind.later():
        raise Missing(_("Say what kind of change this is."), "change_kind", "invalid_choice")
    if not change_note:
        raise Missing(_("Say in a note what changes; readers will see it."), "change_note")
    with transaction.atomic():
        article = Article.objects.locked().get(pk=source.article_id)
        source = Edition.objects.get(pk=source.pk)
        if by is not None and not rules.may(by, Verb.NEW_EDITION, source):
            raise NotAllowed(_("You may not start a new edition of this article."))
        if source.state not in EditionState.numbered():
            raise WrongState(_("Only a published edition has a next one."))
        if article.editions.open().exists():
            raise WrongState(_("This article has an open edition already."))
        edition = Edition.objects.create(
            article=article,
            **{name: getattr(source, name) for name in _COPIED},
            change_kind=change_kind,
            change_note=change_note,
            created_at=at,
            created_by=by,
            saved_at=at,
            saved_by=by,
        )
        edition.invited.set(
            [*source.invited.all(), *([source.created_by] if source.created_by else [])]
        )
        copy_contents(source, edition)
        _log(edition, Verb.NEW_EDITION, "", by=by, at=at, comment=change_note)
        _snapshot(edition, contents_of_one(edition), by=by, at=at, why=change_note[:200])
    return edition


_COPIED = ("title", "subtitle", "abstract", "published_on", "disclaimer")


def copy_contents(source, target):
    """Copy bylines, blocks and notes of one edition into another, uids and all."""
    for model, name in ((Byline, "edition"), (Note, "parent"), *((b, "parent") for b in BLOCKS)):
        rows = list(model.objects.filter(**{name: source}))
        for row in rows:
            row.pk = None
            row._state.adding = True
            setattr(row, name, target)
        model.objects.bulk_create(rows)


def _accept(edition, *, by, at, why):
    contents = contents_of_one(edition)
    parts = (*contents.bylines, *contents.blocks, *contents.notes)
    stored = [_written(row) for row in parts]
    for rows in (contents.bylines, contents.blocks, contents.notes):
        for place, row in enumerate(rows):
            row.ordering = place * STEP + STEP
    for byline in contents.bylines:
        korean = edition.article.language == Language.KOREAN and byline.author.name_ko
        byline.name = byline.name or korean or byline.author.name
    for block in contents.blocks:
        if block.kind == "trait":
            block.name = block.name or block.trait.name
        elif block.kind == "recommendation":
            block.wording = block.wording or block.recommendation.wording
    by_model = defaultdict(list)
    for row, before in zip(parts, stored, strict=True):
        _tidy(row)
        if _written(row) != before:
            by_model[type(row)].append(row)
    for model, rows in by_model.items():
        model.objects.bulk_update(rows, _kept(model))
    _tidy(edition)
    edition.version += 1
    edition.saved_at = at
    edition.saved_by = by
    edition.save()
    audited.saved(_snapshot(edition, contents, by=by, at=at, why=why))


def _kept(model):
    """The columns of a part that accepting a save may put in order."""
    return ["ordering", *(field.name for field in _texts(model))]


def _written(row):
    return [getattr(row, name) for name in _kept(type(row))]


def _texts(model):
    """The columns of a model that people write in."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and field.editable
    ]


def _tidy(row):
    """Clean every text of a row, whatever path it came by."""
    for field in _texts(type(row)):
        value = getattr(row, field.attname)
        if isinstance(field, ProseEditorField):
            value = clean(value)
        elif field.null:
            value = value or None
        elif not field.choices:
            value = plain(value).strip()
        setattr(row, field.attname, value)


def _snapshot(edition, contents, *, by, at, why):
    return Snapshot.objects.create(
        edition=edition,
        version=edition.version,
        content=canonical(edition, contents),
        saved_at=at,
        saved_by=by,
        why=why,
    )


def _log(edition, verb, from_state, *, by, at, comment=""):
    row = Transition.objects.create(
        edition=edition,
        verb=verb,
        from_state=from_state,
        to_state=edition.state,
        moved_at=at,
        moved_by=by,
        comment=comment,
        version=edition.version,
    )
    audited.moved(row)
    noticing.tell_of_move(row)
