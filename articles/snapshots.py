"""Saves as they read: the canonical JSON of snapshots turned back into a head, blocks, bylines and notes.

The rows are unsaved and look like those of a stored edition, so that templates and comparisons take
both. The register's entries, the authors and the images are looked up by what the JSON names them
by, for any number of snapshots at once.
"""

import datetime as dt
from uuid import UUID

from issues.models import Actor, Issue, Recommendation, Trait

from .contents import Contents
from .images import FORMATS, figure_storage
from .models import (
    Assessment,
    Author,
    Byline,
    Edition,
    Figure,
    Note,
    Passage,
    RecommendationBlock,
    TraitBlock,
)

#: The columns of an edition that its text has beside blocks, bylines and notes.
HEAD = ("title", "subtitle", "abstract", "disclaimer", "change_kind", "change_note")


class UnknownFormat(LookupError):
    """A canonical JSON in a shape that this release does not know."""


def parsed(snapshot):
    """(head, Contents) of one Snapshot; see `parsed_many`."""
    return parsed_many([snapshot])[0]


def parsed_many(snapshots):
    """[(head, Contents)] of Snapshots, in five queries at most.

    The head is an unsaved Edition with the text's own columns and the snapshot's version and moment;
    it has the edition's article where the snapshot came with it (`select_related`).
    """
    snapshots = list(snapshots)
    found = read([snapshot.content for snapshot in snapshots])
    for snapshot, (head, _contents) in zip(snapshots, found, strict=True):
        head.version, head.saved_at = snapshot.version, snapshot.saved_at
        edition = snapshot._state.fields_cache.get("edition")
        if edition is not None:
            head.article_id, head.state = edition.article_id, edition.state
            if "article" in edition._state.fields_cache:
                head.article = edition.article
    return found


def read(contents):
    """[(head, Contents)] of canonical JSON dicts, in five queries at most.

    What the register, or the authors' list, no longer has stands there as an unsaved entry with the
    uid; an image whose file is gone as a Figure without `image`. Raises UnknownFormat.
    """
    contents = list(contents)
    for content in contents:
        if content.get("format") not in _READABLE:
            raise UnknownFormat(content.get("format"))
    known = _Known(contents)
    return [(_head(content), _contents(content, known)) for content in contents]


def _head(content):
    return Edition(
        number=content["number"],
        published_on=_day(content["published_on"]),
        **{name: content[name] for name in HEAD},
    )


def _contents(content, known):
    return Contents(
        blocks=_ordered(
            _BLOCKS[data["kind"]](data, known, uid=UUID(data["uid"])) for data in content["blocks"]
        ),
        bylines=_ordered(_byline(data, known) for data in content["bylines"]),
        notes=_ordered(Note(uid=UUID(data["uid"]), html=data["html"]) for data in content["notes"]),
    )


def _ordered(rows):
    rows = list(rows)
    for place, row in enumerate(rows, 1):
        row.ordering = place
    return rows


def _byline(data, known):
    own = {name: data[name] for name in ("name", "position", "affiliation")}
    author = known.authors.get(data["author"])
    return Byline(author=author or Author(uid=UUID(data["author"]), name=data["name"]), **own)


def _passage(data, known, **own):
    return Passage(heading=data["heading"], html=data["html"], **own)


def _trait(data, known, **own):
    trait = known.traits.get(data["trait"])
    return TraitBlock(
        trait=trait or Trait(uid=UUID(data["trait"]), name=data["name"], actor=Actor()),
        name=data["name"],
        stance=data["stance"],
        html=data["html"],
        **own,
    )


def _assessment(data, known, **own):
    issue = known.issues.get(data["issue"])
    return Assessment(
        issue=issue or Issue(uid=UUID(data["issue"]), title=data["question"]),
        horizon=_day(data["horizon"]),
        **{
            name: data[name]
            for name in (
                "number",
                "question",
                "answer",
                "html",
                "outlook",
                "change_reason",
                "likelihood",
            )
        },
        **own,
    )


def _recommendation(data, known, **own):
    return RecommendationBlock(
        recommendation=known.recommendation(data["recommendation"], data["wording"]),
        wording=data["wording"],
        stance=data["stance"],
        **own,
    )


def _figure(data, known, **own):
    image, width, height = known.image(data["sha256"])
    return Figure(
        image=image,
        width=width,
        height=height,
        **{name: data[name] for name in ("sha256", "alt", "caption", "credit")},
        **own,
    )


_BLOCKS = {
    "passage": _passage,
    "trait": _trait,
    "assessment": _assessment,
    "recommendation": _recommendation,
    "figure": _figure,
}
#: Formats of `articles.canonical` that this module reads.
_READABLE = {1}


class _Known:
    """What the JSON of all the texts names, as far as there is such a row still."""

    def __init__(self, contents):
        blocks = [block for content in contents for block in content["blocks"]]

        def named(key, rows):
            return _by_uid({block[key] for block in blocks if key in block}, rows)

        self.issues = named("issue", Issue.objects)
        self.traits = named("trait", Trait.objects.select_related("actor"))
        self._recommendations = named(
            "recommendation", Recommendation.objects.select_related("issue", "addressee")
        )
        credited = {byline["author"] for content in contents for byline in content["bylines"]}
        self.authors = _by_uid(credited, Author.objects)
        wanted = {block["sha256"] for block in blocks if "sha256" in block}
        rows = Figure.objects.filter(sha256__in=wanted) if wanted else ()
        self._images = {row.sha256: (row.image.name, row.width, row.height) for row in rows}

    def recommendation(self, uid, wording):
        """The one with this uid; where it is gone, one unsaved row for all blocks that cite it, in the
        words of the first.
        """
        if uid not in self._recommendations:
            self._recommendations[uid] = Recommendation(uid=UUID(uid), wording=wording)
        return self._recommendations[uid]

    def image(self, sha256):
        """(name, width, height) of the file with this content; ('', 0, 0) where it is gone."""
        if sha256 not in self._images:
            self._images[sha256] = _stored(sha256)
        return self._images[sha256]


def _by_uid(uids, rows):
    return {str(row.uid): row for row in rows.filter(uid__in=uids)} if uids else {}


def _stored(sha256):
    """As `_Known.image`, of a file that no edition shows any more: files outlive their blocks."""
    storage = figure_storage()
    for extension in FORMATS.values():
        name = f"figures/{sha256}.{extension}"
        if storage.exists(name):
            found = Figure(image=name)
            return name, found.width, found.height
    return "", 0, 0


def _day(value):
    return dt.date.fromisoformat(value) if value else None
