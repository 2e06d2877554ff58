"""Numbers of items that the text announces, against those that it has."""

from django.utils.translation import gettext as _

from ..rendering import outline
from ..wording import counts
from .problem import Problem


def problems(texts, contents):
    counted = _counted(contents)
    for text in texts:
        said = set()
        for paragraph in text.paragraphs:
            for mention in _mentions(text, paragraph):
                actual = counted[mention.of]
                if actual and mention.number not in actual and mention not in said:
                    said.add(mention)
                    words = _(
                        "The text announces “%(wording)s”, but %(counted)s can be counted; "
                        "mend the number, or what is missing."
                    )
                    there = _(" or ").join(map(str, sorted(actual)))
                    yield Problem(
                        "count",
                        words % {"wording": mention.wording, "counted": there},
                        text.uid,
                        text.field,
                    )


def _mentions(text, paragraph):
    if text.field == "title":
        return counts.in_title(paragraph)
    if text.field in ("notes", "wording", "name", "question", "credit"):
        return ()
    # Subtitle and abstract speak of the piece throughout; elsewhere a sentence must lead to what follows.
    throughout = text.field in ("subtitle", "abstract")
    return counts.in_prose(paragraph, announcing_only=not throughout)


def _counted(contents):
    """{kind of item: the numbers that a text can rightly announce}; empty where there is none of it.

    One actor's traits may be announced, or all; and one assessment's advice, or all of it.
    """
    assessments = len(contents.of_kind("assessment"))
    traits = [len(part.parts) for part in outline(contents) if part.kind == "trait"]
    advice, under = contents.of_kind("recommendation"), []
    for block in contents.blocks:
        if block.kind == "assessment":
            under.append(0)
        elif block.kind == "recommendation" and under:
            under[-1] += 1
    return {
        counts.ISSUES: {assessments} - {0},
        counts.TRAITS: {*traits, sum(traits)} - {0},
        counts.RECOMMENDATIONS: {len(advice), assessments, *under} - {0} if advice else set(),
    }
