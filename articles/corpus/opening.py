"""The register, authors and series as they stand on the first day of a corpus."""

import uuid
from dataclasses import dataclass, field

from issues.enums import ActorKind
from issues.slugs import slug_from

from .happenings import Entered
from .words import with_particle

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://example.org/corpus/")
INSTITUTE = "Invented Institute"
SERIES = ("Corpus Notes", "Corpus Papers", "Corpus Letters", "Corpus Briefs")
AUTHORS = 36
#: The last issues and actors are never cited, so that something hidden is there that could leak.
HIDDEN = 2
THEMES = (("Borders", "국경"), ("Trade", "무역"), ("Energy", "에너지"), ("Institutions", "제도"))
OFFICES = "Ministry Agency Council Chamber Company Union".split()
KINDS = (
    ActorKind.BODY,
    ActorKind.BODY,
    ActorKind.GOVERNMENT,
    ActorKind.LEGISLATURE,
    ActorKind.COMPANY,
    ActorKind.SOCIETY,
)


@dataclass
class Opening:
    """What is there from the first day; each list holds Entered rows in the order of entering."""

    series: list = field(default_factory=list)
    authors: list = field(default_factory=list)
    actors: list = field(default_factory=list)
    traits: list = field(default_factory=list)
    themes: list = field(default_factory=list)
    issues: list = field(default_factory=list)

    def __iter__(self):
        for rows in (
            *(self.series, self.authors, self.actors, self.traits),
            *(self.themes, self.issues),
        ):
            yield from rows


class Enter:
    """Makes Opening's rows: identities from seed and place, slugs as the site would choose them."""

    def __init__(self, seed, text, at):
        self.seed, self.text, self.at = seed, text, at
        self.taken = {}
        self.names = set()

    def uid(self, *key):
        return uuid.uuid5(NAMESPACE, " ".join(map(str, (self.seed, *key))))

    def opening(self, count, related):
        """An Opening of `count` issues, this share of them related to others, and as many actors."""
        made = Opening()
        for name in SERIES:
            made.series.append(
                self._entry(
                    "Series",
                    name,
                    name_ko=f"말뭉치 {len(made.series) + 1}",
                    disclaimer="This text was made up by a program; nothing in it is true.",
                    disclaimer_ko="이 글은 프로그램이 지어낸 것이며 사실이 아니다.",
                )
            )
        for place in range(1, AUTHORS + 1):
            made.authors.append(
                self._entry(
                    "Author",
                    f"Corpus author {place}",
                    name_ko=f"말뭉치 저자 {place}" if place % 3 else "",
                    position="Invented Fellow" if place % 2 else "",
                    affiliation=INSTITUTE,
                )
            )
        for place in range(count):
            office = place % len(OFFICES)
            made.actors.append(
                self._entry("Actor", self._new_name(OFFICES[office]), kind=KINDS[office].value)
            )
        for actor in made.actors:
            made.traits.extend(self._traits(actor))
        for place, (name, name_ko) in enumerate(THEMES):
            fields = {"name": name, "name_ko": name_ko, "ordering": place}
            made.themes.append(Entered(self.at, "Theme", self.uid("Theme", name), fields))
        self._issues(made, count, related)
        return made

    def part(self, at, issue, place):
        """An issue in whose title `place` occurs, one of those that go on in place of `issue`."""
        title, title_ko = self.new_title(place)
        fields = {
            **issue.fields,
            "slug": self.slug("Issue", title),
            "title": title,
            "title_ko": title_ko,
            "summary": self.text.sentence(),
            "split_from": issue.uid,
        }
        fields.pop("related", None)
        return Entered(at, "Issue", self.uid("Issue", fields["slug"]), fields)

    def twins(self, at, row, traits):
        """(row, what it was entered as before): `row` again under another name, of an actor also
        the first of its `traits`.
        """
        fields = row.fields
        if row.model == "Author":
            name_ko = fields["name_ko"] and f"{fields['name_ko']} 또"
            yield self._again(at, row, f"{fields['name']} again", name_ko=name_ko), row
            return
        kind = "habit" if row.model == "Trait" else fields["name"].split(" of ")[0]
        twin = self._again(at, row, self._new_name(f"Other {kind}"))
        yield twin, row
        for trait in traits[:1]:
            yield self._again(at, trait, self._new_name("Other habit"), actor=twin.uid), trait

    def _again(self, at, row, name, **fields):
        slug = self.slug(row.model, name)
        fields = {**row.fields, "slug": slug, "name": name, **fields}
        return Entered(at, row.model, self.uid(row.model, slug), fields)

    def _entry(self, model, name, **fields):
        fields = {"slug": self.slug(model, name), "name": name, **fields}
        return Entered(self.at, model, self.uid(model, fields["slug"]), fields)

    def slug(self, model, text):
        """A slug that nothing of `model` has or had; of articles, nothing that was given here."""
        taken = self.taken.setdefault(model, set())
        slug = slug_from(text, default=model.lower(), taken=taken.__contains__)
        taken.add(slug)
        return slug

    def new_title(self, place):
        """(title, title in Korean) that no issue has yet."""
        korean = with_particle(self.text.draw("n", korean=True), "이", "가")
        return self._new_name("Renamed question"), f"{korean} 걸린 새 문제 {place}"

    def _new_name(self, first):
        """`first` of some noun in some place, never the same twice."""
        while True:
            name = f"{first} of {self.text.draw('n').capitalize()} in {self.text.draw('p')}"
            if name not in self.names:
                self.names.add(name)
                return name

    def _traits(self, actor):
        names = []
        while len(names) < 2:
            name = f"{self.text.draw('a')} {self.text.draw('n')}"
            if name not in names:
                names.append(name)
        for name in names:
            slug = self.slug("Trait", f"{actor.fields['slug']} {name}")
            fields = {"slug": slug, "name": name, "actor": actor.uid}
            yield Entered(self.at, "Trait", self.uid("Trait", slug), fields)

    def _issues(self, made, count, related):
        """Four of five stand alone, then come their parts, so that a parent is there before them."""
        rng, roots = self.text.rng, max(1, count * 4 // 5)
        for place in range(count):
            title = self._new_name("Question")
            korean = self.text.draw("n", korean=True)
            aliases = (f"{title} (the long dispute)",) if place % 5 == 0 else ()
            fields = {
                "slug": self.slug("Issue", title),
                "title": title,
                "title_ko": f"{with_particle(korean, '이', '가')} 걸린 문제 {place}"
                if place % 2
                else "",
                "summary": self.text.sentence(),
                "review_interval_days": rng.choices((180, 90, 365), (6, 1, 1))[0],
                "parent": rng.choice(made.issues[:roots]).uid if place >= roots else None,
                "theme": rng.choice((*made.themes, None, None)) if place < roots else None,
            }
            fields["theme"] = fields["theme"] and fields["theme"].uid
            if place and rng.random() < related:
                others = rng.sample(made.issues, min(place, rng.choice((1, 1, 2))))
                fields["related"] = tuple(other.uid for other in others)
            uid = self.uid("Issue", fields["slug"])
            made.issues.append(Entered(self.at, "Issue", uid, fields, aliases))


def article_slug(title):
    """A corpus numbers its titles, so no two are the same."""
    return slug_from(title, default="article", taken=lambda slug: False)
