"""What may be written into a draft: every field that was sent, read and checked, all errors at once.

Entries are named by slug, recommendations by uid; only those count that the person may see, and one that
they may not is as one that is not there.
"""

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from issues.enums import IssueStatus
from issues.models import Actor, Issue, Recommendation, Trait
from issues.rules import may_edit_register
from sejong_cms.exact import DayField, TextField, UidField, WholeNumberField, WordField
from sejong_cms.writing import StrictSerializer
from sejong_cms.writing import text_of as text

from ...enums import Language, Likelihood, Outlook, RecommendationStance, TraitStance
from ...models import (
    Article,
    Assessment,
    Author,
    Byline,
    Edition,
    Figure,
    Passage,
    RecommendationBlock,
    Series,
    TraitBlock,
)
from .moves import LATER_KINDS

#: Blocks, notes or authors of one request; far more than any piece has.
MOST = 500
#: Characters of one rich text: a long book chapter.
LONGEST_HTML = 200_000


def html():
    return TextField(
        required=False, allow_blank=True, max_length=LONGEST_HTML, trim_whitespace=False
    )


def choice(vocabulary, **options):
    return WordField(vocabulary.choices, required=False, **options)


@extend_schema_field({"type": "string", "maxLength": 120})
class EntryField(serializers.Field):
    """An entry of `model` by its slug, among those that were looked up for the request (`Known`)."""

    default_error_messages = {
        "invalid": "Name it by its slug.",
        "absent": "There is nothing of this name.",
    }

    def __init__(self, model, **options):
        super().__init__(required=False, **options)
        self.model = model

    def to_internal_value(self, value):
        if not isinstance(value, str):
            self.fail("invalid")
        row = self.context["known"].find(self.model, value)
        if row is None:
            self.fail("absent")
        return row


class Known:
    """The entries that a request names, read in one query for each kind that it names any of."""

    #: The key by which each kind is named in JSON → the kind.
    KINDS = {
        "series": Series,
        "issue": Issue,
        "trait": Trait,
        "actor": Actor,
        "addressee": Actor,
        "original": Article,
        "recommendation": Recommendation,
    }

    def __init__(self, data, user):
        wanted = {}
        for key, value in _pairs(data):
            if isinstance(value, str) and key in self.KINDS:
                wanted.setdefault(self.KINDS[key], set()).add(value)
        for credit in _list(data, "authors"):
            if isinstance(credit, dict) and isinstance(credit.get("slug"), str):
                wanted.setdefault(Author, set()).add(credit["slug"])
        self.rows = {model: _found(model, names, user) for model, names in wanted.items()}

    def find(self, model, name):
        return self.rows.get(model, {}).get(name)


def _list(data, name):
    value = data.get(name) if isinstance(data, dict) else None
    return value if isinstance(value, list) else ()


def _pairs(data):
    if isinstance(data, dict):
        yield from data.items()
        for block in _list(data, "blocks"):
            if isinstance(block, dict):
                yield from block.items()


def _found(model, names, user):
    # What cannot stand in a key is not there; PostgreSQL would not even look.
    names = {name for name in names if name.isprintable() and len(name) <= 120}
    if model is Recommendation:
        names = {name for name in names if _UUID(name)}
        rows = Recommendation.objects.visible_to(user).filter(uid__in=names)
        return {str(row.uid): row for row in rows}
    rows = model.objects.visible_to(user)
    if model is Article:
        rows = rows | Article.objects.published()
    elif model is Issue:
        rows = rows.exclude(status=IssueStatus.MERGED)
    elif model is Trait:
        rows = rows.select_related("actor")
    rows = rows.filter(slug__in=names)
    return {row.slug: row for row in rows}


def _UUID(name):
    try:
        return str(UidField().to_internal_value(name)) == name
    except ValidationError:
        return False


class BlockInput(StrictSerializer):
    """What all kinds share. `kind` says which a new block is; of one that stands it may be repeated."""

    uid = UidField(required=False)
    kind = TextField(required=False)


class PassageInput(BlockInput):
    heading = text(Passage, "heading")
    html = html()


class TraitInput(BlockInput):
    trait = EntryField(Trait)
    actor = EntryField(Actor)
    name = text(TraitBlock, "name")
    stance = choice(TraitStance)
    html = html()

    def validate(self, data):
        if "trait" in data:
            if "actor" in data and data["trait"].actor_id != data["actor"].pk:
                raise ValidationError({"actor": "The trait is another actor’s."})
        elif self.context["is_new"] and not (data.get("actor") and data.get("name")):
            raise ValidationError(
                {"trait": ErrorDetail("Name a trait, or an actor and a name.", "required")}
            )
        elif self.context["is_new"] and not may_edit_register(self.context["user"]):
            raise ValidationError({"trait": "An editor adds traits that are missing."})
        elif "actor" in data and not self.context["is_new"]:
            raise ValidationError({"actor": "It is the trait’s; name another trait."})
        return data


class AssessmentInput(BlockInput):
    issue = EntryField(Issue)
    number = WholeNumberField(required=False, allow_null=True, min_value=0, max_value=32767)
    question = text(Assessment, "question")
    answer = text(Assessment, "answer")
    outlook = choice(Outlook, allow_null=True)
    change_reason = text(Assessment, "change_reason")
    likelihood = choice(Likelihood, allow_null=True)
    horizon = DayField(required=False, allow_null=True)
    html = html()

    def validate(self, data):
        if self.context["is_new"]:
            missing = [name for name in ("issue", "question") if not data.get(name)]
            if missing:
                required = ErrorDetail("This field is required.", "required")
                raise ValidationError(dict.fromkeys(missing, required))
        return data


class RecommendationInput(BlockInput):
    recommendation = EntryField(Recommendation)
    issue = EntryField(Issue, allow_null=True)
    addressee = EntryField(Actor, allow_null=True)
    wording = text(RecommendationBlock, "wording")
    stance = choice(RecommendationStance)

    def validate(self, data):
        is_made = self.context["is_new"] and "recommendation" not in data
        if is_made and not data.get("wording"):
            raise ValidationError(
                {"wording": ErrorDetail("Write it, or name a recommendation.", "required")}
            )
        if not is_made:
            errors = {
                name: "It is the recommendation’s own, and stays."
                for name in ("issue", "addressee")
                if name in data
            }
            if errors:
                raise ValidationError(errors)
        return data


class FigureInput(BlockInput):
    alt = text(Figure, "alt")
    caption = text(Figure, "caption")
    credit = text(Figure, "credit")

    def validate(self, data):
        if self.context["is_new"]:
            raise ValidationError({"kind": "An image is brought in at the desk."})
        return data


BLOCKS = {
    "passage": PassageInput,
    "trait": TraitInput,
    "assessment": AssessmentInput,
    "recommendation": RecommendationInput,
    "figure": FigureInput,
}


class BlocksField(serializers.ListField):
    """Blocks, each in the shape of its kind, which `DraftInput` looks up."""


class DescribedBlocks(OpenApiSerializerFieldExtension):
    """How the API's description has them."""

    target_class = BlocksField

    def map_serializer_field(self, auto_schema, direction):
        shapes = [auto_schema.resolve_serializer(shape(), direction) for shape in BLOCKS.values()]
        items = {"anyOf": [shape.ref for shape in shapes]}
        return {"type": "array", "maxItems": MOST, "items": items}


class CreditInput(StrictSerializer):
    slug = EntryField(Author)
    name = text(Byline, "name")
    position = text(Byline, "position")
    affiliation = text(Byline, "affiliation")

    def validate(self, data):
        if "slug" not in data:
            raise ValidationError({"slug": ErrorDetail("This field is required.", "required")})
        return data


class NoteInput(StrictSerializer):
    html = TextField(max_length=LONGEST_HTML, trim_whitespace=False)


def _uids():
    return serializers.ListField(
        child=UidField(), required=False, max_length=MOST, allow_empty=True
    )


class DraftInput(StrictSerializer):
    """A change of a draft. Context: `user`, `known`, `kinds` {uid: kind of the blocks that stand},
    `article_fields` that the person may write, `is_first` edition or not.
    """

    title = text(Edition, "title")
    subtitle = text(Edition, "subtitle")
    abstract = text(Edition, "abstract")
    disclaimer = text(Edition, "disclaimer")
    published_on = DayField(required=False, allow_null=True)
    change_kind = WordField(LATER_KINDS, required=False)
    change_note = text(Edition, "change_note", allow_blank=False)
    series = EntryField(Series, allow_null=True)
    number = text(Article, "number")
    slug = text(Article, "slug")
    language = choice(Language)
    original = EntryField(Article, allow_null=True)
    authors = CreditInput(many=True, required=False, max_length=MOST)
    blocks = BlocksField(child=serializers.DictField(), required=False, max_length=MOST)
    notes = NoteInput(many=True, required=False, max_length=MOST)
    remove = _uids()
    order = _uids()

    def validate_authors(self, credits):
        seen, errors = set(), []
        for credit in credits:
            again = credit["slug"].pk in seen
            seen.add(credit["slug"].pk)
            errors.append({"slug": [ErrorDetail("Credited already.", "repeated")]} if again else {})
        if any(errors):
            raise ValidationError(errors)
        return credits

    def validate_blocks(self, blocks):
        found, errors, seen = [], [], set()
        for block in blocks:
            try:
                found.append(self._block(block, seen))
                errors.append({})
            except ValidationError as problem:
                errors.append(problem.detail)
        if any(errors):
            raise ValidationError(errors)
        return found

    def _block(self, data, seen):
        kinds, uid = self.context["kinds"], data.get("uid")
        kind = kinds.get(uid) if isinstance(uid, str) else None
        if uid is not None:
            if kind is None:
                raise ValidationError({"uid": [ErrorDetail("There is no such block.", "absent")]})
            if uid in seen:
                raise ValidationError({"uid": [ErrorDetail("It stands twice here.", "repeated")]})
            seen.add(uid)
            if data.get("kind", kind) != kind:
                raise ValidationError({"kind": [ErrorDetail(f"It is a {kind}.", "invalid")]})
        else:
            kind = data.get("kind")
            if not isinstance(kind, str) or kind not in BLOCKS:
                raise ValidationError(
                    {"kind": [ErrorDetail(f"One of {', '.join(BLOCKS)}.", "invalid_choice")]}
                )
        shape = BLOCKS[kind](data=data, context=self.context | {"is_new": uid is None})
        shape.is_valid(raise_exception=True)
        return kind, shape.validated_data

    def validate(self, data):
        errors = {}
        kinds = self.context["kinds"]
        removed = [str(uid) for uid in data.get("remove", ())]
        if any(uid not in kinds for uid in removed):
            errors["remove"] = [ErrorDetail("There is no such block.", "absent")]
        changed = {str(block["uid"]) for _kind, block in data.get("blocks", ()) if "uid" in block}
        if changed & set(removed):
            errors["remove"] = [ErrorDetail("A block is changed or removed, not both.", "invalid")]
        if "order" in data:
            order = [str(uid) for uid in data["order"]]
            if sorted(order) != sorted(kinds.keys() - set(removed)):
                errors["order"] = [
                    ErrorDetail("Name every block that stays, each once.", "invalid")
                ]
        for name in ("series", "number", "slug", "language", "original"):
            if name in data and name not in self.context["article_fields"]:
                errors[name] = [ErrorDetail("You may not change this any more.", "read_only")]
        if self.context["is_first"]:
            for name in ("change_kind", "change_note"):
                if name in data:
                    errors[name] = [ErrorDetail("A first edition changes nothing.", "read_only")]
        if errors:
            raise ValidationError(errors)
        return data


class StartInput(DraftInput):
    """A new article: `title`, and whatever else its first draft says already."""

    title = text(Edition, "title", allow_blank=False, required=True)
