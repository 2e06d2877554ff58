"""Content to ask the API about."""

import datetime as dt
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles import workflow
from issues import tracking
from issues.models import IssueAlias
from tests import builders as build

DAY = dt.date
PRINTED_ON = DAY(2025, 3, 1)
FIRST_ON = DAY(2025, 1, 1)


def picture(shade=1):
    data = io.BytesIO()
    Image.new("RGB", (4, 3), (shade, shade, shade)).save(data, "PNG")
    return SimpleUploadedFile("picture.png", data.getvalue())


def everything(word="Word", *, on=PRINTED_ON, to=None):
    """A published piece with all that a piece can have; `word` stands in every text.

    `to` is given the approved-to-be draft instead of publishing it: a verb of the test's choice.
    """
    series = build.series(f"{word} series", name_ko=f"{word} 시리즈")
    author = build.author(
        f"{word} author",
        name_ko=f"{word} 저자",
        position=f"{word} fellow",
        affiliation=f"{word} house",
        biography=f"{word} life",
        orcid="0000-0002-1825-0097",
        email=f"{word.lower()}@private.example",
    )
    actor = build.actor(f"{word} actor", kind="government")
    trait = build.trait(f"{word} trait", of=actor)
    parent = build.issue(f"{word} parent")
    issue = build.issue(f"{word} issue", summary=f"{word} summary", parent=parent)
    IssueAlias.objects.create(issue=issue, name=f"{word} alias")
    edition = build.draft(
        f"{word} title",
        series=series,
        number="7",
        published_on=on,
        authors=[author],
        subtitle=f"{word} subtitle",
        abstract=f"{word} abstract",
        disclaimer=f"{word} disclaimer",
        blocks=[
            build.passage(f"{word} passage", heading=f"{word} heading"),
            build.trait_block(trait, f"{word} description", stance="qualifies"),
            build.assessment(
                issue,
                f"{word} question?",
                f"{word} answer.",
                html=f"<p>{word} analysis</p>",
                number=1,
                outlook="steady",
                change_reason=f"{word} reason",
                likelihood="likely",
                horizon=DAY(2030, 1, 31),
            ),
            build.advice(f"{word} advice", of=issue, to=actor),
            build.figure(
                picture(), alt=f"{word} alt", caption=f"{word} caption", credit=f"{word} credit"
            ),
        ],
    )
    build.write(edition, notes=[f"<p>{word} note</p>"])
    if to is not None:
        return to(edition)
    return workflow.publish_archived(edition)


def followed(edition):
    """Developments, steps and status changes on what `edition` treats. Returns its issue."""
    block = edition.recommendationblocks.get()
    issue = block.recommendation.issue
    by = build.editor()
    tracking.add_step(
        block.recommendation,
        status="under_consideration",
        occurred_on=DAY(2025, 4, 1),
        text="A hearing.",
        source_url="https://example.org/hearing",
        by=by,
    )
    tracking.add_development(
        issue,
        title="A meeting",
        occurred_on=DAY(2025, 5, 1),
        text="They met.",
        source_kind="press",
        by=by,
    )
    tracking.change_status(
        issue, status="watching", occurred_on=DAY(2025, 6, 1), text="Quiet.", by=by
    )
    return issue


def plain(count, *, first=FIRST_ON, **fields):
    """`count` published pieces, each with blocks of every kind on entries of its own."""
    pieces = []
    for number in range(count):
        issue = build.issue()
        pieces.append(
            build.published(
                on=first + dt.timedelta(days=number),
                series=build.series(f"Series {number}"),
                blocks=[
                    build.passage(),
                    build.trait_block(),
                    build.assessment(issue),
                    build.advice(of=issue, to=build.actor()),
                    build.figure(picture(number)),
                ],
                **fields,
            )
        )
    return pieces
