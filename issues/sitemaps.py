from sejong_cms.sitemaps import PublicSitemap

from .models import Actor, Issue, Recommendation, Trait


class Issues(PublicSitemap):
    def items(self):
        return Issue.objects.public().order_by("pk")


class Recommendations(PublicSitemap):
    def items(self):
        return Recommendation.objects.public().order_by("pk")


class Actors(PublicSitemap):
    def items(self):
        return Actor.objects.public().answering().order_by("pk")


class Traits(PublicSitemap):
    def items(self):
        return Trait.objects.public().answering().select_related("actor").order_by("pk")


SITEMAPS = {
    "issues": Issues,
    "recommendations": Recommendations,
    "actors": Actors,
    "traits": Traits,
}
