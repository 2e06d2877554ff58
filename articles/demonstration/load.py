"""Applies the content in the order in which it would have happened, through the verbs, each with
the moment at which it would have been called; so log, saves, numbers and checksums are as they
would be.

Nobody is named in the log: an operator's command did this. Identities are made from names, so that
every site that loads the content has the same addresses and checksums.
"""

import datetime as dt
import tomllib
import uuid
from functools import partial
from operator import itemgetter
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from issues import merging, renaming, tracking
from issues.clock import day_of, start_of
from issues.models import Actor, Issue, IssueAlias, Recommendation, Theme, Trait
from issues.models.base import Entry

from .. import drafting, resolving, workflow
from ..enums import Language
from ..html import from_paragraphs
from ..models import BLOCKS, Article, Author, Byline, Edition, Figure, Note, Series
from . import chart

HERE = Path(__file__).parent
COMMENT = "Demonstration content"
KINDS = {model.kind: model for model in BLOCKS}
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://example.org/demonstration/")

#: What entries name other entries in.
_CITED = {"actor": Actor, "issue": Issue, "addressee": Actor, "theme": Theme}

#: How long before publication the desk took each step.
SAVED, SUBMITTED, APPROVED = (dt.timedelta(days=days) for days in (5, 3, 1))


def register():
    """The content of `register.toml`."""
    return tomllib.loads((HERE / "register.toml").read_text("utf-8"))


def pieces():
    """{name of the file without its ending: content of the piece}, by name."""
    return {
        path.stem: tomllib.loads(path.read_text("utf-8"))
        for path in sorted((HERE / "pieces").glob("*.toml"))
    }


def load(*, now=None):
    """Load everything into a site without articles. Returns the number of articles, 0 if there were
    some already. All of it or nothing.
    """
    with transaction.atomic():
        if Article.objects.exists():
            return 0
        _Load(register(), pieces(), now or timezone.now()).run()
        return Article.objects.count()


class _Load:
    def __init__(self, register, pieces, now):
        self.register, self.pieces, self.now = register, pieces, now
        self.rows = {}  # (model, key in the files) → row
        self.editions = {}  # name of the piece → its newest edition

    def run(self):
        self.enter_register()
        for _at, do in sorted(self.happenings(), key=itemgetter(0)):
            do()

    def row(self, model, key):
        return self.rows[model, key] if key else None

    def enter_register(self):
        for model, name in (
            (Series, "series"),
            (Author, "authors"),
            (Actor, "actors"),
            (Trait, "traits"),
            (Theme, "themes"),
            (Issue, "issues"),
            (Recommendation, "recommendations"),
        ):
            for entry in self.register[name]:
                self._enter(model, dict(entry))

    def _enter(self, model, entry):
        aliases = entry.pop("aliases", ())
        key = entry.pop("key", None) or entry.get("slug")
        for name, other in _CITED.items():
            if name in entry:
                entry[name] = self.row(other, entry[name])
        identity = {"uid": _uid(model.__name__, key)} if issubclass(model, Entry) else {}
        row = model(**identity, **entry)
        _check(row)
        row.save()
        self.rows[model, key] = row
        for name in aliases:
            alias = IssueAlias(issue=row, name=name)
            _check(alias)
            alias.save()

    def happenings(self):
        """(moment, what to do then) for all that happened, in any order."""
        for name, piece in self.pieces.items():
            yield self._at(piece), partial(self.write, name, piece)
            for later in piece.get("editions", ()):
                yield later["at"], partial(self.revise, name, later)
            if gone := piece.get("withdrawal"):
                yield gone["at"], partial(self.withdraw, name, gone)
        for event in self.register["developments"]:
            yield self._recorded(event), partial(self.develop, event)
        for event in self.register["status_changes"]:
            yield self._recorded(event), partial(self.change_status, event)
        for event in self.register["renames"]:
            yield self._recorded(event), partial(self.rename, event)
        for event in self.register["merges"]:
            yield self._recorded(event), partial(self.merge, event)
        for event in self.register["steps"]:
            yield self._recorded(event), partial(self.step, event)
        for event in self.register["resolutions"]:
            yield self._recorded(event), partial(self.resolve, event)

    def _at(self, piece):
        """When a piece came out, or was last saved if it has not come out."""
        if "at" in piece:
            return piece["at"]
        return self.now - dt.timedelta(days=piece["saved_days_ago"])

    def _recorded(self, event):
        """When an event was written down: at five of its day in Seoul unless the file says when."""
        day = event.get("recorded_on", event["on"])
        return start_of(day) + dt.timedelta(hours=17)

    # The register's events

    def develop(self, event):
        self._event(tracking.add_development, Issue, event, "issue", "title", "source_kind")

    def change_status(self, event):
        self._event(tracking.change_status, Issue, event, "issue", "status")

    def rename(self, event):
        self._event(renaming.rename, Issue, event, "issue", "title", "title_ko")

    def merge(self, event):
        merging.merge(
            self.row(Issue, event["issue"]),
            into=self.row(Issue, event["into"]),
            occurred_on=event["on"],
            text=event["text"],
            by=None,
            at=self._recorded(event),
        )

    def resolve(self, event):
        row = resolving.resolve(
            self.editions[event["piece"]].article,
            _uid(event["piece"], event["block"]),
            outcome=event["outcome"],
            occurred_on=event["on"],
            text=event["text"],
            source_url=event.get("source_url", ""),
            corrects=self.row(resolving.resolve, event.get("corrects")),
            by=None,
            at=self._recorded(event),
        )
        if "key" in event:
            self.rows[resolving.resolve, event["key"]] = row

    def step(self, event):
        self._event(tracking.add_step, Recommendation, event, "recommendation", "status")

    def _event(self, verb, model, event, subject, *fields):
        row = verb(
            self.row(model, event[subject]),
            occurred_on=event["on"],
            text=event["text"],
            source_url=event.get("source_url", ""),
            corrects=self.row(verb, event.get("corrects")),
            by=None,
            at=self._recorded(event),
            **{name: event[name] for name in fields},
        )
        if "key" in event:
            self.rows[verb, event["key"]] = row

    # The pieces

    def write(self, name, piece):
        at = self._at(piece)
        state = piece.get("state", "published")
        begun = at - SAVED if state == "published" else at
        edition = drafting.start(
            title=piece["title"],
            by=None,
            series=self.row(Series, piece.get("series")),
            language=piece.get("language", Language.ENGLISH),
            published_on=piece.get("published_on", day_of(at) if "at" in piece else None),
            at=begun,
            why=COMMENT,
        )
        with drafting.saving(
            edition, version=edition.version, by=None, at=begun, why=COMMENT
        ) as save:
            self._fill(save.edition, name, piece)
        self.editions[name] = edition
        if state == "archived":
            workflow.publish_archived(edition, by=None, at=at, comment=COMMENT)
        elif state == "published":
            self._publish(edition, at)
        elif state != "draft":
            workflow.submit(edition, by=None, at=at, comment=COMMENT)
            if state == "scheduled":
                workflow.approve(edition, by=None, at=at, comment=COMMENT)
                due_at = self.now + dt.timedelta(days=piece["due_in_days"])
                workflow.schedule(edition, by=None, due_at=due_at, at=self.now, comment=COMMENT)

    def _fill(self, edition, name, piece):
        edition.subtitle = piece.get("subtitle", "")
        edition.abstract = piece.get("abstract", "")
        edition.disclaimer = piece.get("disclaimer", edition.disclaimer)
        _check(edition)
        if "original" in piece:
            edition.article.original = self.editions[piece["original"]].article
            _check(edition.article)
            edition.article.save()
        for place, credit in enumerate(piece["authors"]):
            author = self.row(Author, credit["author"])
            Byline.objects.create(
                edition=edition,
                author=author,
                ordering=place,
                position=credit.get("position", author.position),
                affiliation=credit.get("affiliation", author.affiliation),
            )
        blocks = []
        for place, fields in enumerate(piece["blocks"]):
            block = self._block(fields, blocks)
            key = fields.get("key") or str(place)
            block.uid, block.parent, block.ordering = _uid(name, key), edition, place
            _check(block)
            block.save()
            blocks.append(block)
        for place, text in enumerate(piece.get("notes", ())):
            uid = _uid(name, f"note {place}")
            note = Note(parent=edition, uid=uid, html=_html(text), ordering=place)
            _check(note)
            note.save()

    def _block(self, fields, before):
        """A block of the `fields` of a file; `before` are the blocks before it."""
        fields = {name: value for name, value in fields.items() if name != "key"}
        kind = KINDS[fields.pop("kind")]
        for name, model in (("issue", Issue), ("trait", Trait), ("recommendation", Recommendation)):
            if name in fields:
                fields[name] = self.row(model, fields[name])
        if "text" in fields:
            fields["html"] = _html(fields.pop("text"))
        if kind is Figure:
            fields["image"] = chart.likelihoods([b for b in before if b.kind == "assessment"])
        return kind(**fields)

    def _publish(self, edition, at):
        """By the way that all editions go: submitted, approved, scheduled, published when due."""
        workflow.submit(edition, by=None, at=at - SUBMITTED, comment=COMMENT)
        workflow.approve(edition, by=None, at=at - APPROVED, comment=COMMENT)
        workflow.schedule(edition, by=None, due_at=at, at=at - APPROVED, comment=COMMENT)
        workflow.publish(edition, by=None, at=at, comment=COMMENT)

    def revise(self, name, later):
        at = later["at"]
        live = Edition.objects.get(pk=self.editions[name].pk)
        edition = drafting.new_edition(
            live,
            by=None,
            change_kind=later["change_kind"],
            change_note=later["change_note"],
            at=at - SAVED,
        )
        with drafting.saving(edition, version=edition.version, by=None, at=at - SAVED, why=COMMENT):
            for change in later["changes"]:
                self._change(edition, name, change)
        self._publish(edition, at)
        self.editions[name] = edition

    def _change(self, edition, name, change):
        fields = {field: value for field, value in change.items() if field not in ("block", "kind")}
        if "text" in fields:
            fields["html"] = _html(fields.pop("text"))
        uid = _uid(name, change["block"])
        block = KINDS[change["kind"]].objects.get(parent=edition, uid=uid)
        for field, value in fields.items():
            setattr(block, field, value)
        _check(block)
        block.save()

    def withdraw(self, name, gone):
        workflow.withdraw(self.editions[name], by=None, reason=gone["reason"], at=gone["at"])


def _uid(kind, key):
    return uuid.uuid5(NAMESPACE, f"{kind} {key}")


def _html(text):
    """HTML as it stands in a file, or paragraphs from plain text with empty lines between them."""
    text = text.strip()
    if text.startswith("<"):
        return text
    return from_paragraphs(" ".join(part.split()) for part in text.split("\n\n"))


def _check(row):
    """Refuse a slip in the files, such as an outlook that does not exist, by naming the field.

    Asks the database nothing: what a row cites was entered just before.
    """
    relations = [field.name for field in row._meta.fields if field.is_relation]
    row.clean_fields(exclude=relations)
    row.clean()
