"""Shapes of what was published: articles and editions, their blocks, assessments, authors, series.

A text that is missing is '', not null.
"""

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from issues.api.references import IssueReference, NameReference, Names
from issues.enums import RecommendationStatus
from sejong_cms.pages import absolute
from sejong_cms.rest import OrNull, PageField

from ..enums import (
    ChangeKind,
    Language,
    Likelihood,
    Outlook,
    RecommendationStance,
    TraitStance,
)
from ..html import to_text


class TextField(serializers.CharField):
    """The words of clean HTML."""

    def __init__(self):
        super().__init__(source="html", help_text="The words of `html`, without marks.")

    def to_representation(self, html):
        return to_text(html)


class Credit(serializers.Serializer):
    """An author as printed; the slug leads to who that is today."""

    slug = serializers.CharField(source="author.slug")
    name = serializers.CharField()
    position = serializers.CharField()
    affiliation = serializers.CharField()


def _kind(kind):
    """The field that tells blocks of one kind from others."""
    field = type(f"{kind.title()}Kind", (serializers.CharField,), {})
    return extend_schema_field({"type": "string", "const": kind})(field)()


class PassageBlockSerializer(serializers.Serializer):
    kind = _kind("passage")
    uid = serializers.UUIDField()
    heading = serializers.CharField()
    html = serializers.CharField()
    text = TextField()


class TraitBlockSerializer(serializers.Serializer):
    kind = _kind("trait")
    uid = serializers.UUIDField()
    trait = NameReference()
    actor = NameReference(source="trait.actor", allow_null=True)
    name = serializers.CharField(help_text="As published.")
    stance = serializers.ChoiceField(TraitStance.choices)
    html = serializers.CharField()
    text = TextField()


class AssessmentBlockSerializer(serializers.Serializer):
    kind = _kind("assessment")
    uid = serializers.UUIDField()
    number = serializers.IntegerField(allow_null=True, help_text="As printed.")
    issue = IssueReference()
    question = serializers.CharField()
    answer = serializers.CharField()
    outlook = serializers.ChoiceField(Outlook.choices, allow_null=True)
    change_reason = serializers.CharField(help_text="Why the outlook is not the one before.")
    likelihood = serializers.ChoiceField(Likelihood.choices, allow_null=True)
    horizon = serializers.DateField(allow_null=True)
    html = serializers.CharField()
    text = TextField()


class RecommendationStandingSerializer(serializers.Serializer):
    uid = serializers.UUIDField(help_text="The recommendation's own, not the block's.")
    status = serializers.ChoiceField(RecommendationStatus.choices)


class RecommendationBlockSerializer(serializers.Serializer):
    kind = _kind("recommendation")
    uid = serializers.UUIDField()
    recommendation = RecommendationStandingSerializer()
    issue = IssueReference(source="recommendation.issue", allow_null=True)
    addressee = NameReference(source="recommendation.addressee", allow_null=True)
    wording = serializers.CharField(help_text="As published.")
    stance = serializers.ChoiceField(RecommendationStance.choices)


@extend_schema_field(OpenApiTypes.URI)
class ImageAddressField(serializers.Field):
    def to_representation(self, image):
        return absolute(reverse("figure", args=[image.name.rpartition("/")[2]]))


class ImageSerializer(serializers.Serializer):
    url = ImageAddressField(source="image")
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class FigureBlockSerializer(serializers.Serializer):
    kind = _kind("figure")
    uid = serializers.UUIDField()
    image = ImageSerializer(source="*")
    alt = serializers.CharField()
    caption = serializers.CharField()
    credit = serializers.CharField()


BLOCKS = {
    "passage": PassageBlockSerializer,
    "trait": TraitBlockSerializer,
    "assessment": AssessmentBlockSerializer,
    "recommendation": RecommendationBlockSerializer,
    "figure": FigureBlockSerializer,
}


@extend_schema_field(
    PolymorphicProxySerializer("Block", serializers=BLOCKS, resource_type_field_name="kind")
)
class BlockField(serializers.Field):
    """A block in the shape of its kind; an unknown kind is a mistake and raises KeyError."""

    def __init__(self, **options):
        super().__init__(**options)
        self.shapes = {kind: shape() for kind, shape in BLOCKS.items()}

    def to_representation(self, block):
        return self.shapes[block.kind].to_representation(block)


class NoteSerializer(serializers.Serializer):
    number = serializers.IntegerField(help_text="Text refers to it by a link to `#note-<number>`.")
    html = serializers.CharField()
    text = TextField()


class TranslationSerializer(serializers.Serializer):
    language = serializers.ChoiceField(Language.choices)
    slug = serializers.CharField()


class EditionSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    live_from = serializers.DateTimeField()
    live_until = serializers.DateTimeField(allow_null=True, help_text="Null for the live one.")
    change_kind = serializers.ChoiceField(ChangeKind.choices)
    change_note = serializers.CharField()
    checksum = serializers.CharField(help_text="SHA-256 of the edition's canonical JSON.")


class ArticleSummarySerializer(serializers.Serializer):
    """An article without its text."""

    # Made of an edition that `articles.api.loading` prepared.
    slug = serializers.CharField(source="article.slug")
    page = PageField(source="address")
    series = NameReference(source="article.series", allow_null=True)
    number = OrNull(source="article.number", help_text="In the series, as printed.")
    language = serializers.ChoiceField(Language.choices, source="article.language")
    translations = TranslationSerializer(many=True)
    title = serializers.CharField()
    subtitle = serializers.CharField()
    abstract = serializers.CharField()
    published_on = serializers.DateField(help_text="The date printed on the piece.")
    updated_at = serializers.DateTimeField(
        source="published_at",
        help_text="When readers of this site first got this text. A piece of the archive was live "
        "elsewhere before, since `live_from`.",
    )
    disclaimer = serializers.CharField()
    edition = EditionSerializer(source="*")
    authors = Credit(many=True, source="contents.bylines")


class ArticleSerializer(ArticleSummarySerializer):
    """An article whole."""

    blocks = serializers.ListField(child=BlockField(), source="contents.blocks")
    notes = NoteSerializer(many=True, source="numbered_notes")


class AssessmentSerializer(AssessmentBlockSerializer):
    """An assessment by itself, with the edition that it stands in."""

    article = serializers.CharField(source="parent.article.slug")
    edition = serializers.IntegerField(source="parent.number")
    published_on = serializers.DateField(source="parent.published_on")
    authors = Credit(many=True, source="parent.bylines")


class AuthorSerializer(serializers.Serializer):
    slug = serializers.CharField()
    page = PageField()
    name = serializers.CharField()
    names = Names(source="*")
    position = serializers.CharField()
    affiliation = serializers.CharField()
    biography = serializers.CharField()
    orcid = serializers.CharField()


class SeriesSerializer(serializers.Serializer):
    slug = serializers.CharField()
    page = PageField()
    name = serializers.CharField()
    names = Names(source="*")
    disclaimer = serializers.CharField()
