"""Shapes of the register: issues, recommendations, actors, traits, timelines.

A text that is missing is '', not null.
"""

from rest_framework import serializers

from articles.api.serializers import AssessmentSerializer
from articles.enums import RecommendationStance, TraitStance
from sejong_cms.rest import PageField

from ..enums import ActorKind, IssueStatus, RecommendationStatus
from ..timeline import Kind
from .references import IssueReference, NameReference, Names, Titles


class IssueSerializer(serializers.Serializer):
    """An issue as it stands, or stood at the end of `as_of`."""

    # Made of a row that `issues.api.loading` prepared; so are recommendations and traits.
    slug = serializers.CharField()
    page = PageField()
    title = serializers.CharField()
    names = Titles(source="*")
    summary = serializers.CharField()
    status = serializers.ChoiceField(IssueStatus.choices)
    aliases = serializers.ListField(child=serializers.CharField(), source="alias_names")
    parent = IssueReference(allow_null=True)
    merged_into = IssueReference(allow_null=True)
    first_assessed_on = serializers.DateField(allow_null=True)
    last_assessed_on = serializers.DateField(allow_null=True)
    assessment_count = serializers.IntegerField()
    stale = serializers.BooleanField(help_text="Under review, but not assessed for too long.")
    current = AssessmentSerializer(allow_null=True)


class AppearanceSerializer(serializers.Serializer):
    """Where a piece said something new of an entry."""

    article = serializers.CharField(source="edition.article.slug")
    edition = serializers.IntegerField(source="edition.number")
    on = serializers.DateField(help_text="The day from which it was live.")


class WordingSerializer(AppearanceSerializer):
    wording = serializers.CharField(source="block.wording")
    stance = serializers.ChoiceField(RecommendationStance.choices, source="block.stance")


class MentionSerializer(AppearanceSerializer):
    stance = serializers.ChoiceField(TraitStance.choices, source="block.stance")
    name = serializers.CharField(source="block.name", help_text="As published.")

    def to_representation(self, appearance):
        # A list holds thousands: one field after the other takes many times as long.
        edition, block = appearance.edition, appearance.block
        return {
            "article": edition.article.slug,
            "edition": edition.number,
            "on": appearance.on.isoformat(),
            "stance": block.stance,
            "name": block.name,
        }


class StepSerializer(serializers.Serializer):
    """What became of a recommendation, and when. One that was corrected is left out."""

    uid = serializers.UUIDField()
    on = serializers.DateField(source="occurred_on")
    recorded_at = serializers.DateTimeField()
    status = serializers.ChoiceField(RecommendationStatus.choices)
    text = serializers.CharField()
    source_url = serializers.CharField()
    corrects = serializers.UUIDField(
        source="corrects.uid", allow_null=True, help_text="The step whose place this one takes."
    )


class RecommendationSerializer(serializers.Serializer):
    """A recommendation as it stands, or stood at the end of `as_of`.

    Where everything that contained it was withdrawn, `wording` is '' and `first_made_on` null.
    """

    uid = serializers.UUIDField()
    page = PageField()
    issue = IssueReference(allow_null=True)
    addressee = NameReference(allow_null=True)
    wording = serializers.CharField(source="shown_wording")
    status = serializers.ChoiceField(RecommendationStatus.choices)
    first_made_on = serializers.DateField(allow_null=True)
    wordings = WordingSerializer(many=True)
    steps = StepSerializer(many=True)


class ActorSerializer(serializers.Serializer):
    slug = serializers.CharField()
    page = PageField()
    name = serializers.CharField()
    names = Names(source="*")
    kind = serializers.ChoiceField(ActorKind.choices)


class TraitSerializer(serializers.Serializer):
    slug = serializers.CharField()
    page = PageField()
    actor = NameReference()
    name = serializers.CharField()
    names = Names(source="*")
    mentions = MentionSerializer(many=True)


class EventSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(Kind.choices)
    on = serializers.DateField()
    recorded_at = serializers.DateTimeField()
    title = serializers.CharField()
    text = serializers.CharField()
    page = PageField(source=None)
    source_url = serializers.CharField()


class TimelineSerializer(serializers.Serializer):
    issue = IssueReference()
    as_of = serializers.DateField(help_text="The day asked for, else today in Seoul.")
    events = EventSerializer(many=True, help_text="Oldest first.")
