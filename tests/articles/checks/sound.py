"""An edition that has everything, and what is found in one."""

from articles.checks import problems_of
from articles.contents import contents_of_one
from tests import builders as b


def sound(*blocks, **fields):
    """A draft with `blocks` that lacks nothing else."""
    fields.setdefault("authors", [b.author(position="Fellow")])
    fields = {"abstract": "Abstract.", "disclaimer": "Disclaimer."} | fields
    return b.draft(blocks=blocks, **fields)


def problems(edition):
    edition.refresh_from_db()
    return problems_of(edition, contents_of_one(edition))


def codes(edition):
    return [problem.code for problem in problems(edition)]


def found(code, *blocks, notes=(), **fields):
    """What is found under `code`, and nothing else: [(place of the block or None, field, message)]."""
    edition = sound(*blocks, **fields)
    if notes:
        b.write(edition, notes=notes)
    uids = [block.uid for block in contents_of_one(edition).blocks]
    rows = problems(edition)
    assert {row.code for row in rows} <= {code}
    return [(uids.index(row.uid) if row.uid else None, row.field, str(row.message)) for row in rows]


def places(code, *blocks, **fields):
    return [row[:2] for row in found(code, *blocks, **fields)]


def html(text, heading="Heading"):
    """A passage with rich text."""
    return b.Passage(heading=heading, html=text)
