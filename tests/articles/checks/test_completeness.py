"""What an edition should have and lacks."""

import pytest

from tests import builders as b

from .sound import found, places, problems, sound

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("lacking", "code", "field"),
    [
        ({"abstract": ""}, "no_abstract", "abstract"),
        ({"disclaimer": ""}, "no_disclaimer", "disclaimer"),
        ({"authors": []}, "no_byline", "bylines"),
    ],
)
def test_what_is_missing_is_named(lacking, code, field):
    assert places(code, b.passage(), **lacking) == [(None, field)]


def test_a_byline_without_position_is_named():
    people = [b.author("Ada Mun", position="Fellow"), b.author("Bo Seo")]
    ((_, field, message),) = found("no_position", b.passage(), authors=people)
    assert field == "bylines"
    assert "Bo Seo" in message


def test_a_figure_without_alternative_text_is_named():
    edition = sound(b.figure(b.png()), b.figure(b.png(colour="red"), alt="A chart."))
    (problem,) = problems(edition)
    first = edition.figures.order_by("ordering")[0]
    assert (problem.code, problem.uid, problem.field) == ("no_alt", first.uid, "alt")
