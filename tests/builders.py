"""Short ways to a world to test in. Everything passes through the doors that users pass through."""

import datetime as dt
import io
import itertools

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles import drafting, workflow
from articles.models import (
    Assessment,
    Author,
    Byline,
    Figure,
    Note,
    Passage,
    RecommendationBlock,
    Series,
    TraitBlock,
)
from articles.roles import AUTHOR, EDITOR, PUBLISHER
from issues.clock import start_of
from issues.models import Actor, Issue, Recommendation, Trait
from issues.slugs import free_slug

_count = itertools.count(1)


def user(role=None, name=None, **fields):
    """A person of the desk: `role` is 'Author', 'Editor', 'Publisher' or None."""
    name = name or f"{(role or 'person').lower()}{next(_count)}"
    fields.setdefault("is_staff", role is not None)
    person = get_user_model().objects.create_user(
        name, f"{name}@desk.example", "a long password", **fields
    )
    if role:
        person.groups.add(Group.objects.get(name=role))
    return person


def author_user(**fields):
    return user(AUTHOR, **fields)


def editor(**fields):
    return user(EDITOR, **fields)


def publisher(**fields):
    return user(PUBLISHER, **fields)


def staff(role, name):
    """The person of that role and name; one for all pieces of a test that do not ask for others."""
    return get_user_model().objects.filter(username=name).first() or user(role, name=name)


def submitter():
    return staff(EDITOR, "submitter")


def approver():
    return staff(EDITOR, "approver")


def releaser():
    return staff(PUBLISHER, "releaser")


def _named(model, name, **fields):
    return model.objects.create(slug=free_slug(model, name), name=name, **fields)


def series(name="Example Series", **fields):
    fields.setdefault("disclaimer", "Example disclaimer.")
    return _named(Series, name, **fields)


def author(name=None, **fields):
    return _named(Author, name or f"Example Author {next(_count)}", **fields)


def actor(name=None, **fields):
    return _named(Actor, name or f"Example Actor {next(_count)}", **fields)


def trait(name=None, of=None, **fields):
    return _named(Trait, name or f"example trait {next(_count)}", actor=of or actor(), **fields)


def issue(title=None, **fields):
    title = title or f"Example issue {next(_count)}"
    return Issue.objects.create(slug=free_slug(Issue, title), title=title, **fields)


def recommendation(wording=None, **fields):
    return Recommendation.objects.create(
        wording=wording or f"Do example thing {next(_count)}.", **fields
    )


def draft(title=None, *, by=None, blocks=(), authors=None, **fields):
    """A draft with `blocks`: unsaved block rows, as `passage()`, `assessment()` … give them."""
    text = {
        name: fields.pop(name) for name in ("subtitle", "abstract", "disclaimer") if name in fields
    }
    edition = drafting.start(title=title or f"Example piece {next(_count)}", by=by, **fields)
    write(edition, by=by, blocks=blocks, authors=[author()] if authors is None else authors, **text)
    edition.refresh_from_db()
    return edition


def write(edition, *, by=None, blocks=(), authors=(), notes=(), at=None, **text):
    """Save `blocks`, bylines of `authors`, `notes` (HTML) and columns into an open edition."""
    edition.refresh_from_db()
    with drafting.saving(edition, version=edition.version, by=by, at=at) as save:
        for name, value in text.items():
            setattr(save.edition, name, value)
        for person in authors:
            Byline.objects.create(
                edition=edition,
                author=person,
                position=person.position,
                affiliation=person.affiliation,
            )
        for place, block in enumerate(blocks, start=1000):
            block.parent = edition
            block.ordering = place
            block.save()
        for html in notes:
            Note.objects.create(parent=edition, html=html, ordering=1000)
    edition.refresh_from_db()
    return edition


def passage(text="Some words.", heading=""):
    return Passage(heading=heading, html=f"<p>{text}</p>")


def assessment(of=None, question="What next?", answer="Wait and see.", **fields):
    fields.setdefault("html", "<p>An analysis.</p>")
    return Assessment(issue=of or issue(), question=question, answer=answer, **fields)


def advice(wording=None, *, of=None, to=None, recommended=None, **fields):
    """A recommendation block; of a new recommendation unless `recommended` names one."""
    row = recommended or recommendation(wording, issue=of, addressee=to)
    return RecommendationBlock(recommendation=row, wording=wording or row.wording, **fields)


def trait_block(of=None, text="It shows.", **fields):
    return TraitBlock(trait=of or trait(), html=f"<p>{text}</p>", **fields)


def figure(image, **fields):
    """A figure of `image`, an uploaded file; checked as on every path."""
    block = Figure(image=image, **fields)
    block.clean()
    return block


def approved(title=None, **fields):
    """An edition that is ready to be published, by the way that all editions go."""
    edition = draft(title, **fields)
    return approve(edition)


def approve(edition):
    workflow.submit(edition, by=submitter())
    return workflow.approve(edition, by=approver())


def published(title=None, *, on=None, **fields):
    """A live article's edition; `on` a day: as a piece of the archive, live from that day."""
    if on is not None:
        return workflow.publish_archived(draft(title, published_on=on, **fields))
    return workflow.publish(approved(title, **fields), by=releaser())


def next_edition(edition, *, at=None, change_kind="correction", note="Put right.", change=None):
    """Publish a next edition of the article; `change(edition)` edits the draft. Returns it."""
    new = drafting.new_edition(
        edition, by=releaser(), change_kind=change_kind, change_note=note, at=at
    )
    with drafting.saving(new, version=new.version, by=None, at=at) as save:
        if change:
            change(save.edition)
    new.refresh_from_db()
    workflow.submit(new, by=submitter(), at=at)
    workflow.approve(new, by=approver(), at=at)
    return workflow.publish(new, by=releaser(), at=at)


def withdrawn(title=None, *, reason="Example reason.", **fields):
    return workflow.withdraw(published(title, **fields), by=releaser(), reason=reason)


def headers(response):
    """The headers of an answer without those that no two answers share."""
    return {name: value for name, value in response.items() if name != "X-Request-ID"}


def noon(day):
    """Noon in Seoul on `day`."""
    return start_of(day) + dt.timedelta(hours=12)


def png(size=(40, 20), colour="navy", name="chart.png"):
    """An uploaded PNG."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/png")
