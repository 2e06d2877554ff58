"""Writing what was read of a request into a draft, within the door of all saves."""

from django.core.exceptions import ValidationError as Invalid
from rest_framework.exceptions import ErrorDetail, ValidationError

from ... import article_fields
from ...citing import recommendation_worded, trait_called
from ...contents import contents_of_one
from ...models import (
    Assessment,
    Byline,
    Figure,
    Note,
    Passage,
    RecommendationBlock,
    TraitBlock,
)

HEAD = ("title", "subtitle", "abstract", "disclaimer", "published_on", "change_kind", "change_note")
MODELS = {
    "passage": Passage,
    "trait": TraitBlock,
    "assessment": Assessment,
    "recommendation": RecommendationBlock,
    "figure": Figure,
}
#: Behind everything that stands: accepting the save numbers all parts anew.
LAST = 1_000_000


def apply(save, data):
    """Write validated `data` of a DraftInput into `save.edition`, which is locked.

    Raises ValidationError of the API naming the fields that cannot be.
    """
    edition = save.edition
    for name in HEAD:
        if name in data:
            setattr(edition, name, data[name])
    _write_article(edition, data)
    contents = contents_of_one(edition)
    if "authors" in data:
        _write_credits(edition, contents.bylines, data["authors"])
    if "notes" in data:
        _write_notes(edition, contents.notes, data["notes"])
    _write_blocks(edition, contents.blocks, data)


def _write_article(edition, data):
    values = {
        name: data[name]
        for name in article_fields.ARTICLE_FIELDS
        if name in data and data[name] != getattr(edition.article, name)
    }
    if not values:
        return
    article = article_fields.with_values(edition.article, values)
    try:
        article_fields.check(article, wrong=() if "slug" in values else ("slug",))
    except Invalid as problem:
        raise ValidationError(_detail(problem)) from problem
    article_fields.write(article, list(values))
    edition.article = article


def _write_credits(edition, rows, credits):
    rows = {row.author_id: row for row in rows}
    for place, credit in enumerate(credits):
        author = credit["slug"]
        row = rows.pop(author.pk, None)
        if row is None:
            row = Byline(
                edition=edition,
                author=author,
                position=author.position,
                affiliation=author.affiliation,
            )
        for name in ("name", "position", "affiliation"):
            setattr(row, name, credit.get(name, getattr(row, name)))
        row.ordering = place
        row.save()
    for row in rows.values():
        row.delete()


def _write_notes(edition, rows, notes):
    """A note stays the same one at its place, whatever it says."""
    for place, note in enumerate(notes):
        row = rows[place] if place < len(rows) else Note(parent=edition)
        row.html, row.ordering = note["html"], place
        row.save()
    for row in rows[len(notes) :]:
        row.delete()


def _write_blocks(edition, rows, data):
    by_uid = {str(row.uid): row for row in rows}
    removed = {str(uid) for uid in data.get("remove", ())}
    order = [str(uid) for uid in data.get("order", ())] or [
        uid for uid in by_uid if uid not in removed
    ]
    sent, errors = {}, []
    for place, (kind, values) in enumerate(data.get("blocks", ())):
        uid = str(values.pop("uid", "")) or None
        row = by_uid[uid] if uid else MODELS[kind](parent=edition, ordering=LAST + place)
        values.pop("kind", None)
        _set(row, values)
        sent[uid or place] = row
        errors.append(_wrong(row))
    if any(errors):
        raise ValidationError({"blocks": errors})
    for uid in removed:
        by_uid[uid].delete()
    for place, uid in enumerate(order):
        row = by_uid[uid]
        if row.ordering != place or uid in sent:
            row.ordering = place
            row.save()
    issue = None
    for row in [*(by_uid[uid] for uid in order), *(r for r in sent.values() if r.pk is None)]:
        if row.kind == "assessment":
            issue = row.issue
        _make_cited(row, issue)
        if row.pk is None:
            row.save()


def _set(row, values):
    """Give a block the values that were sent; what it cites that is not there yet is made on saving."""
    if row.kind == "recommendation" and "recommendation" not in values and row.pk is None:
        row.to_make = {name: values.pop(name) for name in ("issue", "addressee") if name in values}
    if row.kind == "trait" and row.pk is None and "trait" not in values:
        row.to_make = {"actor": values.pop("actor")}
    values.pop("actor", None)
    for name, value in values.items():
        setattr(row, name, value)


def _make_cited(row, issue):
    made = getattr(row, "to_make", None)
    if made is None:
        return
    if row.kind == "trait":
        row.trait = trait_called(row.name, made["actor"])
    else:
        row.recommendation = recommendation_worded(
            row.wording, issue=made.get("issue", issue), addressee=made.get("addressee")
        )


def _wrong(row):
    """What the block itself says against its values, in the shape of the API's errors."""
    try:
        row.clean()
    except Invalid as problem:
        return _detail(problem)
    return {}


def _detail(problem):
    return {
        name: [ErrorDetail(str(error.messages[0]), error.code or "invalid") for error in errors]
        for name, errors in problem.error_dict.items()
    }
