"""Any byte of a published edition that is not what was sealed is named."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.models import Assessment, Byline, Edition, Figure, Passage
from articles.triggers import lifted
from tests import builders as b

pytestmark = pytest.mark.django_db


def verify():
    """(exit code, lines)"""
    out = StringIO()
    try:
        call_command("verify_editions", stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


@pytest.fixture
def edition():
    return b.published(
        "Sealed",
        blocks=[b.passage(), b.assessment(outlook="steady"), b.figure(b.png(colour="red"))],
    )


def test_what_was_published_verifies(edition):
    b.next_edition(edition)
    assert verify() == (0, ["2 editions verified, 0 mismatches"])


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Edition, {"title": "Sealed."}),
        (Edition, {"disclaimer": "x"}),
        (Passage, {"html": "<p>Some words!</p>"}),
        (Assessment, {"outlook": "worsening"}),
        (Byline, {"name": "Somebody Else"}),
        (Figure, {"alt": "x"}),
    ],
)
def test_a_changed_row_is_named(edition, model, change):
    with lifted():
        model.objects.update(**change)
    code, lines = verify()
    assert code == 1
    assert lines[0].startswith("sealed, edition 1: ")


def test_living_names_may_change(edition):
    issue, author = edition.assessments.get().issue, edition.bylines.get().author
    issue.title, issue.slug, author.name = "Renamed", "renamed", "Renamed"
    issue.save()
    author.save()
    assert verify()[0] == 0


def test_a_changed_or_missing_image_is_named(edition):
    path = Path(edition.figures.get().image.path)
    path.write_bytes(path.read_bytes() + b"x")
    assert verify()[0] == 1
    path.unlink()
    code, lines = verify()
    assert (code, "missing" in lines[0]) == (1, True)
