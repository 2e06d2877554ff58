"""Shapes of what is under way: an article's, with the edition's id and state and what is to be mended."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from sejong_cms.pages import absolute

from ...checks import problems_of
from ...enums import ChangeKind, EditionState, Language
from ..serializers import (
    AssessmentBlockSerializer,
    BlockField,
    Credit,
    NoteSerializer,
    RecommendationBlockSerializer,
    TraitBlockSerializer,
    TranslationSerializer,
)


class Named(serializers.Serializer):
    """An entry by slug and name, public or not: who may open the draft may know what it cites."""

    slug = serializers.CharField()
    name = serializers.CharField()


class Titled(serializers.Serializer):
    slug = serializers.CharField()
    title = serializers.CharField()


class TraitShape(TraitBlockSerializer):
    trait = Named()
    actor = Named(source="trait.actor", allow_null=True)


class AssessmentShape(AssessmentBlockSerializer):
    issue = Titled()


class RecommendationShape(RecommendationBlockSerializer):
    issue = Titled(source="recommendation.issue", allow_null=True)
    addressee = Named(source="recommendation.addressee", allow_null=True)


class DraftBlockField(BlockField):
    def __init__(self, **options):
        super().__init__(**options)
        shapes = {
            "trait": TraitShape,
            "assessment": AssessmentShape,
            "recommendation": RecommendationShape,
        }
        self.shapes |= {kind: shape() for kind, shape in shapes.items()}


class NumberedSerializer(serializers.Serializer):
    """What publication gives an edition; null and '' before."""

    number = serializers.IntegerField(allow_null=True)
    live_from = serializers.DateTimeField(allow_null=True)
    live_until = serializers.DateTimeField(allow_null=True)
    change_kind = serializers.ChoiceField(ChangeKind.choices)
    change_note = serializers.CharField()
    checksum = serializers.CharField()


class DraftSummarySerializer(serializers.Serializer):
    """An edition on its way, without its text."""

    id = serializers.IntegerField(source="pk")
    state = serializers.ChoiceField(EditionState.choices)
    article = serializers.CharField(source="article.slug")
    page = serializers.SerializerMethodField(help_text="Null until readers can open it.")
    due_at = serializers.DateTimeField(allow_null=True)
    series = Named(source="article.series", allow_null=True)
    number = serializers.CharField(source="article.number")
    language = serializers.ChoiceField(Language.choices, source="article.language")
    original = serializers.SerializerMethodField()
    translations = TranslationSerializer(many=True)
    title = serializers.CharField()
    subtitle = serializers.CharField()
    abstract = serializers.CharField()
    published_on = serializers.DateField(allow_null=True)
    updated_at = serializers.DateTimeField(source="saved_at")
    disclaimer = serializers.CharField()
    change_kind = serializers.ChoiceField(ChangeKind.choices)
    change_note = serializers.CharField()
    edition = NumberedSerializer(source="*")
    authors = Credit(many=True, source="contents.bylines")

    def get_page(self, edition) -> str | None:
        return absolute(edition.get_absolute_url()) if edition.is_released else None

    def get_original(self, edition) -> str | None:
        return edition.article.original.slug if edition.article.original_id else None


class ProblemSerializer(serializers.Serializer):
    """What the desk's checks say against the text. `blocks`: whether it stops `submit`."""

    code = serializers.CharField()
    message = serializers.CharField()
    blocks = serializers.BooleanField()
    block = serializers.UUIDField(allow_null=True, help_text="The uid of the block at fault.")
    field = serializers.CharField(allow_null=True)


class DraftSerializer(DraftSummarySerializer):
    """An edition on its way, whole. `problems` are the desk's checks: those that block stop `submit`."""

    blocks = serializers.ListField(child=DraftBlockField(), source="contents.blocks")
    notes = NoteSerializer(many=True, source="numbered_notes")
    problems = serializers.SerializerMethodField()

    @extend_schema_field(ProblemSerializer(many=True))
    def get_problems(self, edition):
        if not edition.is_editable:
            return []
        return [
            {
                "code": problem.code,
                "message": str(problem.message),
                "blocks": problem.blocks,
                "block": problem.uid and str(problem.uid),
                "field": problem.field or None,
            }
            for problem in problems_of(edition, edition.contents)
        ]
