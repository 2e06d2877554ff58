"""A corpus made the slow way: each happening through the verbs, with its moments, one by one."""

from articles import drafting, resolving, workflow
from articles.corpus import happenings as h
from articles.corpus.register import ENTERED_WITH, MODELS
from articles.corpus.write import APPROVED, COMMENT, KINDS, REFERENCES, SAVED, SUBMITTED
from articles.models import BLOCKS, Byline, Edition, Note
from issues import merging, renaming, tracking
from issues.models import IssueAlias

VERBS = {
    "Development": tracking.add_development,
    "Rename": renaming.rename,
    "StatusChange": tracking.change_status,
    "Step": tracking.add_step,
}


class Replay:
    def __init__(self):
        self.rows = {}  # uid → row
        self.articles = []
        self.parts = {}  # uid of an issue that the next split makes → what is entered of it

    def apply(self, happening):
        DOORS[type(happening)](self, happening)

    def _enter(self, happening):
        if "split_from" in happening.fields:
            self.parts[happening.uid] = happening.fields
            return
        fields = {
            name: self.rows[value] if name in ENTERED_WITH else value
            for name, value in happening.fields.items()
            if value is not None
        }
        related = fields.pop("related", ())
        model = MODELS[happening.model]
        identity = {"uid": happening.uid} if hasattr(model, "uid") else {}
        row = model.objects.create(**identity, **fields)
        self.rows[happening.uid] = row
        for name in happening.aliases:
            IssueAlias.objects.create(issue=row, name=name)
        if related:
            row.related.add(*(self.rows[uid] for uid in related))

    def _record(self, happening):
        subject, fields = self.rows[happening.subject], dict(happening.fields)
        subject.refresh_from_db()
        verb = VERBS[happening.model]
        if "merged_into" in fields:
            verb, fields = merging.merge, {"into": self.rows[fields["merged_into"]]}
        elif happening.model == "StatusChange" and subject.status == "merged":
            verb = merging.unmerge
        event = verb(
            subject,
            corrects=self.rows.get(happening.corrects),
            **_told(happening),
            **fields,
        )
        # The verbs give an identity by chance; the corpus one that can be told again.
        event.uid, self.rows[happening.uid] = happening.uid, event

    def _split(self, happening):
        names = ("title", "title_ko", "summary")
        change, made = merging.split(
            self.rows[happening.subject],
            parts=[{name: self.parts[uid][name] for name in names} for uid in happening.parts],
            **_told(happening),
            **happening.fields,
        )
        self.rows[happening.uid] = change
        for uid, issue in zip(happening.parts, made, strict=True):
            issue.uid, self.rows[uid] = uid, issue
            issue.save(update_fields=["uid"])

    def _resolve(self, happening):
        self.rows[happening.uid] = resolving.resolve(
            self.articles[happening.article],
            happening.assessment,
            outcome=happening.outcome,
            corrects=self.rows.get(happening.corrects),
            **_told(happening),
        )

    def _readdress(self, happening):
        entries = self.articles if happening.model == "Article" else self.rows
        entry = entries[happening.entry]
        renaming.change_slug(entry, slug=happening.slug, by=None, at=happening.at)

    def _merge_duplicates(self, happening):
        entry = self.rows[happening.entry]
        if happening.into is None:
            merging.part_duplicates(entry, by=None)
        else:
            merging.merge_duplicates(entry, into=self.rows[happening.into], by=None)

    def _publish(self, happening):
        at, piece = happening.at, happening.piece
        edition = drafting.start(
            title=piece.title,
            by=None,
            series=self.rows[happening.series],
            number=happening.number,
            language=happening.language,
            published_on=piece.published_on,
            at=at - SAVED,
            why=COMMENT,
        )
        assert len(self.articles) == happening.article
        self.articles.append(edition.article)
        with self._saving(edition, at) as save:
            save.edition.subtitle, save.edition.abstract = piece.subtitle, piece.abstract
            for place, (author, position, affiliation) in enumerate(piece.bylines):
                Byline.objects.create(
                    edition=edition,
                    author=self.rows[author],
                    ordering=place,
                    position=position,
                    affiliation=affiliation,
                )
            self._write_blocks(edition, piece)
            for place, (uid, html) in enumerate(piece.notes):
                Note.objects.create(parent=edition, uid=uid, html=html, ordering=place)
        if happening.archived:
            workflow.publish_archived(edition, at=at, comment=COMMENT)
        else:
            self._release(edition, at)

    def _revise(self, happening):
        article, at = self.articles[happening.article], happening.at
        source = Edition.objects.filter(article=article).order_by("number").last()
        edition = drafting.new_edition(
            source,
            by=None,
            change_kind=happening.change_kind,
            change_note=happening.change_note,
            at=at - SAVED,
        )
        with self._saving(edition, at) as save:
            save.edition.published_on = happening.piece.published_on
            self._write_blocks(edition, happening.piece)
        self._release(edition, at)

    def _saving(self, edition, at):
        version = edition.version
        return drafting.saving(edition, version=version, by=None, at=at - SAVED, why=COMMENT)

    def _write_blocks(self, edition, piece):
        """Make the edition's blocks those of `piece`: change what is there, add, remove."""
        wanted = {block["uid"]: block for block in piece.blocks}
        places = {uid: place for place, uid in enumerate(wanted)}
        there = set()
        for model in BLOCKS:
            for row in model.objects.filter(parent=edition):
                if row.uid not in wanted:
                    row.delete()
                    continue
                there.add(row.uid)
                self._set(row, wanted[row.uid], places[row.uid])
        for uid, block in wanted.items():
            if uid not in there:
                self._set(KINDS[block["kind"]](parent=edition), block, places[uid])

    def _set(self, row, block, place):
        for name, value in block.items():
            if name != "kind":
                setattr(row, name, self.rows[value] if name in REFERENCES else value)
        row.ordering = place
        row.save()

    def _release(self, edition, at):
        workflow.submit(edition, by=None, at=at - SUBMITTED, comment=COMMENT)
        workflow.approve(edition, by=None, at=at - APPROVED, comment=COMMENT)
        workflow.schedule(edition, by=None, due_at=at, at=at - APPROVED, comment=COMMENT)
        workflow.publish(edition, by=None, at=at, comment=COMMENT)

    def _withdraw(self, happening):
        article = self.articles[happening.article]
        edition = Edition.objects.get(article=article, number=happening.number)
        workflow.withdraw(edition, by=None, reason=happening.reason, at=happening.at)


def _told(happening):
    """What every verb that records an event takes."""
    return {
        "occurred_on": happening.on,
        "text": happening.text,
        "source_url": happening.source_url,
        "by": None,
        "at": happening.at,
    }


DOORS = {
    h.Entered: Replay._enter,
    h.Recorded: Replay._record,
    h.Published: Replay._publish,
    h.Revised: Replay._revise,
    h.Withdrawn: Replay._withdraw,
    h.Split: Replay._split,
    h.Resolved: Replay._resolve,
    h.Readdressed: Replay._readdress,
    h.Duplicate: Replay._merge_duplicates,
}
