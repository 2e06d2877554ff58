"""The text of pieces: what an edition says, and what its next one says otherwise.

Judgements go on from what was live: a changed outlook gives its reason, by the same rule as
`articles.checks` (the newest assessment of the issue in another piece).
"""

import datetime as dt
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict, deque
from dataclasses import dataclass, replace

from issues.clock import day_of, start_of

from ..enums import ChangeKind, Language, Likelihood, Outlook, RecommendationStance, TraitStance
from .happenings import Entered, Piece
from .opening import HIDDEN, INSTITUTE
from .words import zipf

STEP = 10
KINDS_OF_CHANGE = (
    (ChangeKind.CORRECTION, 4),
    (ChangeKind.CLARIFICATION, 3),
    (ChangeKind.NEW_VERSION, 3),
    (ChangeKind.MINOR, 1),
)
STANCES = (
    (RecommendationStance.REPEATS, 6),
    (RecommendationStance.NARROWS, 2),
    (RecommendationStance.WIDENS, 2),
    (RecommendationStance.REVERSES, 1),
)
TRAIT_STANCES = ((TraitStance.ASSERTS, 6), (TraitStance.QUALIFIES, 2), (TraitStance.CONTRADICTS, 1))
#: A piece goes back to one of so many newest recommendations on an issue.
REMEMBERED = 12


@dataclass
class _Kept:
    """An article of which more is to come: its last text, and what its editions have live."""

    piece: Piece
    korean: bool
    number: int
    live: bool
    live_from: dt.datetime
    places: list


def _pick(rng, weighted):
    things, weights = zip(*weighted, strict=True)
    return rng.choices(things, weights)[0]


class Pieces:
    def __init__(self, opening, enter, rng, text):
        self.enter, self.rng, self.text = enter, rng, text
        self.authors = opening.authors
        self.issues = [row.uid for row in opening.issues[:-HIDDEN]]
        self.actors = opening.actors[:-HIDDEN]
        self.traits = opening.traits[: -2 * HIDDEN]
        self.issue_weights = zipf(len(self.issues), exponent=0.6)
        self.trait_weights = zipf(len(self.traits), exponent=0.6)
        self.advice = defaultdict(
            lambda: deque(maxlen=REMEMBERED)
        )  # issue, language → (uid, wording)
        self.twins = {}  # uid of an author, actor or trait → what it was entered as once more
        self.parts = {}  # issue that was split → the issues that go on in its place
        self.made = 0
        # issue → sorted (published_on, live_from, ordering, place of the edition, article, outlook)
        self.live = defaultdict(list)
        self.editions = 0
        self.kept = {}
        self.at = None  # of the piece being made

    # First editions

    def first(self, article, at, language, archived):
        """(Piece, the rows entered for it) of an article's first edition; kept until `forget`."""
        self.at = at
        rng, text, korean = self.rng, self.text, language == Language.KOREAN
        day = printed = day_of(at)
        if archived:
            day = printed = day - dt.timedelta(days=rng.randint(200, 3000))
        elif rng.random() < 0.2:
            # Printed some days before it came out here.
            day = printed = day - dt.timedelta(days=rng.randint(1, 4))
        else:
            printed = None
        entered = []
        blocks = list(self._blocks(article, day, korean, archived, entered))
        heading = text.heading(korean=korean)
        piece = Piece(
            title=f"말뭉치 {article + 1}호 {heading}"
            if korean
            else f"Piece {article + 1}: {heading}",
            subtitle=text.sentence(korean=korean) if rng.random() < 0.4 else "",
            abstract=" ".join(text.sentences(3, korean=korean)),
            published_on=printed,
            bylines=tuple(self._bylines()),
            blocks=tuple(blocks),
            notes=tuple(self._notes(article, korean)),
        )
        live_from = start_of(day) if archived else at
        places = self._goes_live(article, piece, day, live_from)
        self.kept[article] = _Kept(piece, korean, 1, True, live_from, places)
        return piece, entered

    def forget(self, article):
        self.kept.pop(article, None)

    def last_number(self, article):
        return self.kept[article].number

    def withdraw(self, article, number):
        kept = self.kept[article]
        if kept.live and number == kept.number:
            self._goes_away(kept)

    def _bylines(self):
        count = self.rng.choices((1, 2, 3), (7, 2, 1))[0]
        for author in self.rng.sample(self.authors, count):
            author = self._or_twin(author)
            yield author.uid, author.fields["position"], INSTITUTE

    def _notes(self, article, korean):
        for place in range(self.rng.choices((0, 1, 3), (6, 3, 1))[0]):
            uid = self.enter.uid("note", article, place)
            yield uid, f"<p>{self.text.sentence(korean=korean)}</p>"

    def _blocks(self, article, day, korean, archived, entered):
        """About fifteen: opening passages, traits, assessments each with advice, closing passages."""
        rng, place = self.rng, 0

        def uid():
            nonlocal place
            place += 1
            return self.enter.uid("block", article, place)

        for _ in range(rng.randint(2, 4)):
            yield self._passage(uid(), korean)
        for trait in self._distinct(self.traits, self.trait_weights, rng.choice((1, 2, 3))):
            yield self._trait(uid(), self._or_twin(trait), korean)
        count = rng.choices((2, 3, 4, 5, 6), (1, 3, 4, 3, 1))[0]
        drawn = self._distinct(self.issues, self.issue_weights, count)
        for number, issue in enumerate(map(self._or_part, drawn), start=1):
            yield self._assessment(uid(), article, issue, number, day, korean, archived)
            for _ in range(rng.choice((0, 1, 1, 2))):
                yield self._advice(uid(), issue, korean, entered)
        for _ in range(rng.randint(1, 4)):
            yield self._passage(uid(), korean)

    def _distinct(self, things, weights, count):
        drawn = self.rng.choices(things, cum_weights=weights, k=count)
        return {getattr(thing, "uid", thing): thing for thing in drawn}.values()

    def _or_twin(self, row):
        """The row Entered, or what it was entered as once more."""
        while row.uid in self.twins and self.rng.random() < 0.5:
            row = self.twins[row.uid]
        return row

    def _or_part(self, issue):
        """The issue, or mostly, once it was split, one of those that go on in its place."""
        while issue in self.parts and self.rng.random() < 0.7:
            issue = self.rng.choice(self.parts[issue])
        return issue

    def _passage(self, uid, korean):
        heading = self.text.heading(korean=korean) if self.rng.random() < 0.7 else ""
        html = self.text.paragraphs(120, korean=korean)
        return {"kind": "passage", "uid": uid, "heading": heading, "html": html}

    def _trait(self, uid, trait, korean):
        return {
            "kind": "trait",
            "uid": uid,
            "trait": trait.uid,
            "name": trait.fields["name"],
            "stance": _pick(self.rng, TRAIT_STANCES).value,
            "html": self.text.paragraphs(60, korean=korean),
        }

    def _assessment(self, uid, article, issue, number, day, korean, archived):
        rng, text = self.rng, self.text
        before = self._outlook_before(article, issue, day)
        outlook = before if before and rng.random() < 0.65 else rng.choice(tuple(Outlook)).value
        if archived and rng.random() < 0.3:
            outlook = None
        likelihood = rng.choice(tuple(Likelihood)).value if rng.random() < 0.75 else None
        horizon = None
        if likelihood and rng.random() < 0.6:
            horizon = day + dt.timedelta(days=rng.randint(60, 900))
        return {
            "kind": "assessment",
            "uid": uid,
            "issue": issue,
            "number": number,
            "question": text.question(korean=korean),
            "answer": text.sentence(korean=korean),
            "html": text.paragraphs(120, korean=korean),
            "outlook": outlook,
            "change_reason": self._reason(before, outlook, korean),
            "likelihood": likelihood,
            "horizon": horizon,
        }

    def _reason(self, before, outlook, korean=False):
        changed = before and outlook and before != outlook
        return self.text.sentence(korean=korean) if changed else ""

    def _advice(self, uid, issue, korean, entered):
        rng, known = self.rng, self.advice[issue, korean]
        if known and rng.random() < 0.6:
            recommendation, wording = rng.choice(known)
            stance = _pick(rng, STANCES)
            if stance != RecommendationStance.REPEATS:
                wording = self.text.advice(korean=korean)
        else:
            self.made += 1
            recommendation = self.enter.uid("Recommendation", self.made)
            wording = self.text.advice(korean=korean)
            addressee = self._or_twin(rng.choice(self.actors)).uid if rng.random() < 0.9 else None
            fields = {"wording": wording, "issue": issue, "addressee": addressee}
            entered.append(Entered(self.at, "Recommendation", recommendation, fields))
            known.append((recommendation, wording))
            stance = RecommendationStance.MAKES
        return {
            "kind": "recommendation",
            "uid": uid,
            "recommendation": recommendation,
            "wording": wording,
            "stance": stance.value,
        }

    # Later editions

    def revised(self, article, at):
        """(number, kind of change, note, Piece, the rows entered for it) of the next edition."""
        self.at = at
        kept = self.kept[article]
        kind, entered = _pick(self.rng, KINDS_OF_CHANGE), []
        day = kept.piece.published_on or day_of(kept.live_from)
        kept.piece = replace(kept.piece, published_on=day)
        korean = kept.korean
        blocks = [dict(block) for block in kept.piece.blocks]
        number = kept.number + 1
        if kind == ChangeKind.NEW_VERSION:
            day = day_of(at) if self.rng.random() < 0.5 else day
            self._rewrite(article, number, blocks, korean, entered)
        else:
            self._mend(kind, blocks, korean)
        for block in blocks:
            if block["kind"] == "assessment" and not block["change_reason"]:
                before = self._outlook_before(article, block["issue"], day)
                block["change_reason"] = self._reason(before, block["outlook"], korean)
        piece = replace(kept.piece, blocks=tuple(blocks), published_on=day)
        self._goes_away(kept)
        live_from = max(at, kept.live_from)
        kept.piece, kept.number, kept.live, kept.live_from = piece, number, True, live_from
        kept.places = self._goes_live(article, piece, day, live_from)
        note = f"Changed: {self.text.sentence()}"
        return number, kind, note, piece, entered

    def _mend(self, kind, blocks, korean):
        """One place: a heading, an answer, or a judgement that was wrong."""
        rng = self.rng
        if kind == ChangeKind.MINOR:
            block = rng.choice([b for b in blocks if b["kind"] == "passage"])
            block["heading"] = self.text.heading(korean=korean)
            return
        block = rng.choice([b for b in blocks if b["kind"] == "assessment"])
        block["answer"] = self.text.sentence(korean=korean)
        if kind == ChangeKind.CORRECTION:
            block["outlook"] = rng.choice([o.value for o in Outlook if o.value != block["outlook"]])
            block["likelihood"] = rng.choice(tuple(Likelihood)).value

    def _rewrite(self, article, number, blocks, korean, entered):
        """Judgements move on; a passage comes and perhaps one goes, advice is added."""
        rng = self.rng
        for block in blocks:
            if block["kind"] == "assessment" and rng.random() < 0.6:
                block["outlook"] = rng.choice(tuple(Outlook)).value
                block["html"] = self.text.paragraphs(120, korean=korean)
                if block["horizon"] and rng.random() < 0.3:
                    block["horizon"] += dt.timedelta(days=rng.randint(30, 400))
        if rng.random() < 0.4:
            del blocks[0]
        if rng.random() < 0.3:
            advice = [b for b in blocks if b["kind"] == "recommendation"]
            if advice:
                blocks.remove(rng.choice(advice))
        blocks.append(self._passage(self.enter.uid("block", article, number, "passage"), korean))
        if rng.random() < 0.5:
            issue = rng.choice([b["issue"] for b in blocks if b["kind"] == "assessment"])
            uid = self.enter.uid("block", article, number, "advice")
            blocks.append(self._advice(uid, issue, korean, entered))

    # What is live

    def _goes_live(self, article, piece, day, live_from):
        self.editions += 1
        places = []
        for place, block in enumerate(piece.blocks, start=1):
            if block["kind"] == "assessment" and block["outlook"]:
                key = (day, live_from, place * STEP, self.editions, article, block["outlook"])
                insort(self.live[block["issue"]], key)
                places.append((block["issue"], key))
        return places

    def _goes_away(self, kept):
        for issue, key in kept.places:
            rows = self.live[issue]
            del rows[bisect_left(rows, key)]
        kept.places, kept.live = [], False

    def _outlook_before(self, article, issue, day):
        rows = self.live[issue]
        for key in reversed(rows[: bisect_right(rows, (day + dt.timedelta(days=1),))]):
            if key[4] != article:
                return key[5]
        return None
