"""Names by which answers refer to entries of the register. Nothing here knows of articles."""

from rest_framework import serializers

from sejong_cms.expanding import PublicOnly
from sejong_cms.rest import OrNull


class Reference(PublicOnly, serializers.Serializer):
    """An entry by slug and name; null where there is none, and where it is not public."""

    slug = serializers.CharField()


class NameReference(Reference):
    name = serializers.CharField()


class IssueReference(Reference):
    title = serializers.CharField()


class Names(serializers.Serializer):
    """A name in the languages that there are."""

    en = serializers.CharField(source="name")
    ko = OrNull(source="name_ko")


class Titles(serializers.Serializer):
    """A title in the languages that there are."""

    en = serializers.CharField(source="title")
    ko = OrNull(source="title_ko")
