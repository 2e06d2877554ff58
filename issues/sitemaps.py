from sejong_cms.sitemaps import Section

from .models import Actor, Issue, Recommendation, Trait


class Issues(Section):
    def rows(self):
        return Issue.objects.public().order_by("pk")


class Recommendations(Section):
    def rows(self):
        return Recommendation.objects.public().order_by("pk")


class Actors(Section):
    def rows(self):
        return Actor.objects.public().answering().order_by("pk")


class Traits(Section):
    def rows(self):
        return Trait.objects.public().answering().select_related("actor").order_by("pk")


SECTIONS = {
    "issues": Issues,
    "recommendations": Recommendations,
    "actors": Actors,
    "traits": Traits,
}
