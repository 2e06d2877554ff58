"""Quotation marks without a partner."""

from itertools import pairwise

from django.utils.translation import gettext as _

from ..wording import quotes
from .problem import Problem


def problems(texts):
    for text in texts:
        for paragraph, following in pairwise([*text.paragraphs, None]):
            excerpt = quotes.unbalanced(paragraph, following)
            if excerpt is not None:
                words = _("A quotation mark has no partner, near: %s") % excerpt
                yield Problem("unbalanced_quote", words, text.uid, text.field)
                break
