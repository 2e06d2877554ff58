"""A planned piece: what the import would make, before anything is looked up or written."""

from dataclasses import dataclass
from datetime import date

from .document import SourceWarning


@dataclass(frozen=True, slots=True)
class Byline:
    """One author as printed. What is not printed is an empty string."""

    name: str
    position: str = ""
    affiliation: str = ""
    email: str = ""

    def as_json(self) -> dict:
        return {
            "name": self.name,
            "position": self.position,
            "affiliation": self.affiliation,
            "email": self.email,
        }


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A sentence that advises, as printed, and the actor that it names, if any."""

    wording: str
    addressee: str | None = None

    def as_json(self) -> dict:
        return {"wording": self.wording, "addressee": self.addressee}


@dataclass(frozen=True, slots=True)
class IssueMatch:
    """The register's issue that an assessment would be filed under; `score` is 0 to 1."""

    slug: str
    score: float
    new: bool

    def as_json(self) -> dict:
        return {"slug": self.slug, "score": self.score, "new": self.new}


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that is neither an assessment nor traits. `heading` may be empty."""

    heading: str
    paragraphs: tuple[str, ...]

    def as_json(self) -> dict:
        return {
            "kind": "passage",
            "heading": self.heading,
            "paragraphs": list(self.paragraphs),
        }


@dataclass(frozen=True, slots=True)
class Trait:
    """`name` as printed after its ordinal; `text` is all of it, its paragraphs apart by a blank line."""

    name: str
    text: str

    def as_json(self) -> dict:
        return {"name": self.name, "text": self.text}


@dataclass(frozen=True, slots=True)
class Traits:
    """A section on how an actor behaves. `paragraphs` are those that belong to no one trait."""

    heading: str
    actor: str
    paragraphs: tuple[str, ...]
    traits: tuple[Trait, ...]

    def as_json(self) -> dict:
        return {
            "kind": "traits",
            "heading": self.heading,
            "actor": self.actor,
            "paragraphs": list(self.paragraphs),
            "traits": [trait.as_json() for trait in self.traits],
        }


@dataclass(frozen=True, slots=True)
class Assessment:
    """A section headed `N. Question? Answer`.

    `issue` stays None in a plan: finding it needs the register, so a later step fills it in with
    `dataclasses.replace`.
    """

    number: int
    heading: str
    question: str
    answer: str
    paragraphs: tuple[str, ...]
    issue: IssueMatch | None
    recommendations: tuple[Recommendation, ...]

    def as_json(self) -> dict:
        return {
            "kind": "assessment",
            "number": self.number,
            "heading": self.heading,
            "question": self.question,
            "answer": self.answer,
            "paragraphs": list(self.paragraphs),
            "issue": self.issue and self.issue.as_json(),
            "recommendations": [advice.as_json() for advice in self.recommendations],
        }


type Section = Passage | Traits | Assessment


@dataclass(frozen=True, slots=True)
class Piece:
    """All that a source says. None marks what a source may lack by nature; text not there is ''."""

    series: str | None
    number: str | None
    title: str
    subtitle: str
    published_on: date | None
    language: str
    abstract: str
    disclaimer: str
    authors: tuple[Byline, ...]
    sections: tuple[Section, ...]
    warnings: tuple[SourceWarning, ...]

    def as_json(self) -> dict:
        """The `piece` object of the import report; the report shows `warnings` beside it."""
        return {
            "series": self.series,
            "number": self.number,
            "title": self.title,
            "subtitle": self.subtitle,
            "published_on": self.published_on and self.published_on.isoformat(),
            "language": self.language,
            "abstract": self.abstract,
            "disclaimer": self.disclaimer,
            "authors": [author.as_json() for author in self.authors],
            "sections": [section.as_json() for section in self.sections],
        }
