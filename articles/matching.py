"""Whether a new recommendation was made before: earlier ones in similar words, for an editor to judge.

Nothing here decides. What looks alike is proposed; an editor links it or keeps the two apart.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from django.db.models import Q

from issues.duplicates import answering
from issues.merges import families, members
from issues.models import Actor, Recommendation

from .advice import Advice, shown
from .models import KeptApart, RecommendationBlock

#: From how alike two wordings are proposed, by what they have in common besides words. Chosen on the
#: pairs in tests/articles/test_matching.py, so that rewordings pass and neighbours on one issue do not.
ALIKE_ON_BOTH = 0.53
ALIKE_ON_ONE = 0.62
#: Proposals for one block.
MOST = 3

_WORD = re.compile(r"\w+")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
# Words that any advice may have, and that therefore say nothing of what is advised.
_COMMON = frozenset(
    "a an and as at be by for from in is it its of on or should must shall the this that to with"
    " government 정부는 정부가 해야 한다 할 것을 것이 필요하다 권고한다".split()
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """`block` of a draft looks like the earlier `advice`; `likeness` is from 0 to 1."""

    block: RecommendationBlock
    advice: Advice
    likeness: float


def likeness(one, other):
    """How alike two wordings are, from 0 to 1: Dice's coefficient of their words' pieces.

    Words are cut in pieces of three letters, Korean ones in two syllables: their endings change with
    the sentence, and what stands before them does not.
    """
    return _shared(_pieces(one), _pieces(other))


def _shared(one, other):
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _pieces(text):
    found = Counter()
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        if word in _COMMON:
            continue
        size, word = (2, word) if _HANGUL.search(word) else (3, f" {word} ")
        found.update(word[at : at + size] for at in range(max(1, len(word) - size + 1)))
    return found


def proposals(contents):
    """The Proposals for the recommendation blocks of a draft's Contents, most alike first.

    For each block whose recommendation no reader knows yet: public ones on the same issue, or to the
    same addressee, in similar words, but for those that an editor kept apart from it. No query where
    there is no such block; else ten at most, whatever their number.
    """
    new = [b for b in contents.of_kind("recommendation") if not b.recommendation.is_public]
    if not new:
        return []
    earlier = _Earlier(new)
    found = [(block, pk, like) for block in new for pk, like in earlier.like(block)]
    rows = {row.recommendation.pk: row for row in shown({pk for _block, pk, _like in found})}
    return [Proposal(block, rows[pk], like) for block, pk, like in found if rows[pk].said]


class _Earlier:
    """The public recommendations that `blocks` may repeat, with all that readers can reach of them."""

    def __init__(self, blocks):
        advised = [block.recommendation for block in blocks]
        merged = families()
        self.issues = {
            pk: set(members(merged.get(pk, pk), merged))
            for pk in {row.issue_id for row in advised} - {None}
        }
        same = answering(Actor)
        self.actors = {
            pk: set(members(same.get(pk, pk), same))
            for pk in {row.addressee_id for row in advised} - {None}
        }
        near = Q(issue__in=set().union(*self.issues.values()))
        near |= Q(addressee__in=set().union(*self.actors.values()))
        rows = Recommendation.objects.public().filter(near)
        self.rows = {pk: of for pk, *of in rows.values_list("pk", "issue", "addressee")}
        self.pieces, self.apart = {}, set()
        if not self.rows:
            return
        wordings = RecommendationBlock.objects.released().filter(recommendation__in=self.rows)
        for pk, wording in wordings.order_by().values_list("recommendation", "wording").distinct():
            self.pieces.setdefault(pk, []).append(_pieces(wording))
        pairs = KeptApart.objects.filter(recommendation__in=[row.pk for row in advised])
        self.apart = set(pairs.values_list("recommendation", "other"))

    def like(self, block):
        """[(recommendation's id, likeness)], the few most alike."""
        advised, pieces = block.recommendation, _pieces(block.wording or str(block.recommendation))
        issues = self.issues.get(advised.issue_id, ())
        actors = self.actors.get(advised.addressee_id, ())
        found = []
        for pk, (issue, addressee) in self.rows.items():
            common = (issue in issues) + (addressee in actors)
            if not common or pk not in self.pieces or (advised.pk, pk) in self.apart:
                continue
            like = max(_shared(pieces, other) for other in self.pieces[pk])
            if like >= (ALIKE_ON_BOTH if common == 2 else ALIKE_ON_ONE):
                found.append((pk, like))
        return sorted(found, key=lambda one: one[1], reverse=True)[:MOST]
