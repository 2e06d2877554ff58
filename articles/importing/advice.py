"""Sentences that advise somebody to act, proposed to the editor as recommendations.

A sentence advises where it says that somebody should or must act, or that an act is needed. It
does not where it

- reports what others believe, say or demand ('It is common to believe that … should'),
- is a condition ('Should X impose …', 'if X must …'), a question, or asks how one should,
- expects something to happen ('This should help', 'X may have to'), or regrets what did not,
- states another's duty as a fact ('must, under the treaty', 'requires X to'), or
- only speaks to the reader ('It should be noted').

The addressee is the actor that the advice names as the one to act. `tests/articles/importing/
test_advice.py` is the table of examples; a new rule starts there.
"""

import re

from ..wording import sentences
from . import actors, korean_advice
from .piece import Recommendation

# Nobody prints a recommendation longer than this, and the rules look at a sentence many times.
_LONGEST = 1_000

_ADVERB = (
    r"(?:(?:\w+ly|also|now|then|therefore|thus|still|first|at least|instead|not|never|only) )*"
)
_MODAL = re.compile(
    r"\b(?P<modal>should|must|ought to|(?:will |also |now |still |urgently )?needs? to|"
    r"(?:will )?ha(?:ve|s) to|had better|would do well to|would be (?:wise|well advised) to|"
    r"(?:is|are) (?:well |best |strongly )?(?:advised|urged) to)\b",
    re.IGNORECASE,
)
_DEGREE = (
    r"(?:(?:also|now|therefore|thus|still|more|most|all the more|particularly|especially|very|"
    r"equally|urgently|absolutely|highly|likewise) )*"
)
_IT_IS = re.compile(
    rf"\b(?:it|what) (?:is|will be|would be|remains|becomes) {_DEGREE}"
    r"(?:necessary|needed|essential|crucial|vital|imperative|important|advisable|critical|"
    r"desirable|urgent|preferable|better|best|wise|prudent|incumbent|high time|time) "
    r"(?:not |(?:for|on|upon) (?P<actor>[^,.;]{2,60}?) )?(?:to|that)\b"
    r"(?! (?:note|remember|recall|recogni[sz]e|mention|observe|point out|understand|see) "
    r"(?:that|how|why)\b)",
    re.IGNORECASE,
)
_IS_NEEDED = re.compile(
    rf"\b(?:is|are|remains?|will be) {_DEGREE}(?:"
    r"(?:necessary|needed|advisable|required|recommended|called for|warranted|in order)\b"
    r"(?= ?(?:[.,;]|$|(?:to|for|in|if|at|on|here|now|and|so)\b))|"
    r"(?:essential|crucial|imperative|indispensable|desirable|preferable)\b"
    r"(?= ?(?:[.,;]|$|(?:to this end|to that end|to \w+ing|in this|at this|here|now)\b)))",
    re.IGNORECASE,
)
_NEED = re.compile(
    r"\bthere is (?:also )?(?:an? |a )?(?:\w+ ){0,2}need (?:to|for)\b|"
    r"\bwhat is (?:\w+ )?needed (?:\w+ )?is\b|"
    r"\b(?:key|priority|first step|next step|best course|wisest course|task) "
    r"(?:\w+ ){0,4}is (?:now |therefore )?to\b|"
    r"\b(?:I|we|this (?:article|paper|piece|brief)) (?:\w+ly |therefore |also )?"
    r"(?:recommend|urge|propose|advise|call on|call upon|suggest)s?\b",
    re.IGNORECASE,
)

_REPORT = (
    r"(?:said|says?|saying|insist(?:s|ed|ing)?|demand(?:s|ed|ing)?|claim(?:s|ed|ing)?|"
    r"argu(?:e|es|ed|ing)|believ(?:e|es|ed|ing)|warn(?:s|ed|ing)?|states?|stated|announced?|"
    r"declared?|stress(?:es|ed|ing)|thinks?|thought|expect(?:s|ed)?|assum(?:e|es|ed)|"
    r"contend(?:s|ed)?|maintain(?:s|ed)|told|asked|assert(?:s|ed)?|view|belief|argument|idea|notion|"
    r"perception|expectation|assumption|misconception|opinion|conviction|complain(?:s|ed)?)"
)
_OWN_VOICE = re.compile(
    r"\b(?:I|we|this (?:article|paper|piece|brief|author)) (?:\w+ly )?"
    r"(?:believe|argue|think|maintain|contend|stress|say|insist)s?(?: that)?",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    rf"\b{_REPORT}(?: \w+){{0,3}} that\b|\b{_REPORT}\b[^,]*$|\baccording to\b", re.I
)
_NEW_CLAUSE = re.compile(
    r"[;:—]|,? (?:so|but|yet|therefore|thus|hence|instead|and so)\b(?! far| that)"
)
_GOVERNED = re.compile(
    r"\b(?:(?:how|whether|what|why|who|whom|if|unless|lest|in case)\b[^,]*|"
    r"(?:than|as) (?:it|he|she|they|we)|\w[^ ]*,? (?:that|which|who)|"
    r"(?:may|might|could|would|can|cannot|not|[dD]id|did|does|do|used) ?)$",
    re.IGNORECASE,
)
_NOUN_NEED = re.compile(
    r"\b(?:the|an?|no|any|this|that|its|their|our|his|her|urgent|pressing|growing|little|real|clear|"
    r"great|strong)\s*$",
    re.IGNORECASE,
)
_INVERTED_SUBJECT = re.compile(
    r" (?:[A-Z]|the\b|an?\b|it\b|they\b|he\b|she\b|we\b|there\b|this\b|any\b)"
)
_REGRET = re.compile(
    rf" {_ADVERB}have (?:\w+ly )?(?:been|done|gone|made|taken|had|seen|known|come|led|kept|begun|"
    r"bought|built|sent|left|lost|met|paid|put|said|sold|told|won|written|given|chosen|learnt|spent|"
    r"set|held|found|brought|sought|\w+ed)\b"
)
_FORECAST = re.compile(
    r" (?:also |soon |gradually |eventually )?"
    r"(?:help|lead|reduce|bring|ease|give|make|allow|come|suffice|prove|mean|become|remain|"
    r"rise|fall|grow|recover|decline|improve|slow|rebound|subside|be)\b"
)
_FORECAST_ALWAYS = re.compile(
    r" be (?:able|enough|possible|easier|over|ready|apparent|clear|obvious|no surprise|fine|"
    r"sufficient)\b"
)
_TO_THE_READER = re.compile(
    r" (?:also |not )?be (?:noted|remembered|recalled|emphasi[sz]ed|stressed|pointed out|mentioned|"
    r"added|said|(?:taken|seen|read|regarded|interpreted|mistaken) (?:as|for)|acknowledged|recogni[sz]ed|admitted|kept in mind|borne in mind)\b"
)
_LEGAL_DUTY = re.compile(
    r"\b(?:by law|under (?:the|its|current|existing|domestic|federal|international)\b.{0,40}?"
    r"\b(?:laws?|act|treaty|constitution|rules|statutes?)|(?:the|its) (?:law|constitution)|legally|"
    r"constitutionally|majority|consent is|approval is|visas?|quorum)\b",
    re.IGNORECASE,
)

_LEAD = re.compile(
    r"^(?:(?:therefore|thus|hence|instead|however|moreover|furthermore|also|accordingly|meanwhile|"
    r"and|but|so|then|first|second|third|finally|specifically|above all|at the same time|in short|"
    r"that|because|while|where|this is where|as) )+",
    re.IGNORECASE,
)
_TRAIL = re.compile(
    r"(?: (?:also|now|then|therefore|thus|still|first|instead|only|always|both|(?!ally)[a-z]+ly))+$"
)
_CLAUSE_STARTS = re.compile(r"[,;:—]|\b(?:that|because|while|so|but|where|when|if|as)\b")
_PROPER = r"(?:(?:[A-Z]\.)+|[A-Z][\w-]*)"
_NAMED = re.compile(rf"(?:the )?{_PROPER}(?: (?:(?:of|for|on)(?: the)? )?{_PROPER}){{0,5}}")
_OWNER = re.compile(rf"((?:the )?{_PROPER}(?: {_PROPER}){{0,4}})(?:[’']s| [’']s|(?<=s)[’']) \S")
_DETERMINER = re.compile(r"^(?:The|Our|Both|Its|All) ")
_BODY = re.compile(
    r"(?:(?:the|our|both|its|all) )?(?:[\w-]+ ){0,3}(?:governments?|administration|assembly|"
    r"parliament|ministry|ministries|policy-?makers|lawmakers|legislators|officials|authorities|"
    r"diplomats|military|companies|firms|businesses|allies|alliance|countries|capitals|"
    r"negotiators|regulators|agency|council|committee|cabinet|commission)"
)
_NOBODY = frozenset(
    "It He She We They This That There These Those Such I You Each Both All Neither Nothing "
    "Everyone Nobody What Who One Many Some More Most Any Another Other".split()
)


def propose(paragraphs: tuple[str, ...], names: frozenset[str]) -> tuple[Recommendation, ...]:
    """The sentences that advise, in order, each once.

    `names` are the words that the piece uses as names (`actors.names_in`): at the start of a
    sentence every word has a capital.
    """
    found: dict[str, Recommendation] = {}
    for paragraph in paragraphs:
        for sentence in sentences.split(paragraph):
            if len(sentence) > _LONGEST or sentence in found:
                continue
            if (advice := read(sentence, names)) is not None:
                found[sentence] = advice
    return tuple(found.values())


def read(sentence: str, names: frozenset[str] = frozenset()) -> Recommendation | None:
    """The recommendation that a sentence makes, or None."""
    if sentence.rstrip("\"'’”)」』").endswith(("?", "？")):
        return None
    if korean_advice.is_korean(sentence):
        return korean_advice.read(sentence)
    for match in _MODAL.finditer(sentence):
        before, after = sentence[: match.start()], sentence[match.end() :]
        addressee = _addressee(before, names)
        if _advises(match["modal"].lower(), before, after, addressee):
            return Recommendation(sentence, addressee)
    for pattern in (_IT_IS, _IS_NEEDED, _NEED):
        for match in pattern.finditer(sentence):
            before = sentence[: match.start()]
            if not (_is_reported(before) or _is_conditional(before)) and not (
                "required" in match.group() and _LEGAL_DUTY.search(sentence)
            ):
                actor = match.groupdict().get("actor")
                return Recommendation(sentence, _as_actor(actor, names) if actor else None)
    return None


def _advises(modal: str, before: str, after: str, addressee: str | None) -> bool:
    if not before.strip() or _is_reported(before) or _in_quotes(before):
        return False
    clause = _NEW_CLAUSE.split(before)[-1].rpartition(",")[2].rstrip()
    if clause and _GOVERNED.search(clause) and clause.strip().lower() != "that":
        return False
    if modal == "need to" and _NOUN_NEED.search(before):
        return False
    if modal in {"should", "must"} and (
        (before.rstrip().endswith(",") and _INVERTED_SUBJECT.match(after))
        or (_TO_THE_READER.match(after) and re.search(r"\b(?:it|this|that) $", before, re.I))
        or _FORECAST_ALWAYS.match(after)
    ):
        return False
    if modal in {"should", "must", "ought to"} and _REGRET.match(after):
        return False
    if modal == "should" and _FORECAST.match(after) and _expects(clause, after, addressee):
        return False
    return modal == "should" or not _LEGAL_DUTY.search(before + after)


def _expects(clause: str, after: str, addressee: str | None) -> bool:
    """'This should help', 'prices should fall': things do it by themselves, and nobody acts."""
    if re.match(r" be\b", after):
        return False
    subject = clause.strip().lower()
    return addressee is None and subject not in {"it", "they", "we"}


def _is_reported(before: str) -> bool:
    own = _OWN_VOICE.sub("", before)
    return bool(_REPORTED.search(_NEW_CLAUSE.split(own)[-1]))


def _is_conditional(before: str) -> bool:
    clause = before.rpartition(",")[2]
    return bool(re.search(r"\b(?:if|whether|unless|why|how|that it was)\b", clause, re.IGNORECASE))


def _in_quotes(before: str) -> bool:
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _addressee(before: str, names: frozenset[str]) -> str | None:
    """The subject of the clause that ends in `before`, if it is an actor."""
    clause = _CLAUSE_STARTS.split(before)[-1]
    # 'South Korea and the US' names the first; 'does this and Seoul' is a clause of its own.
    for subject in (clause, clause.partition(" and ")[0], clause.rpartition(" and ")[2]):
        if actor := _as_actor(subject, names, at_start=clause == before):
            return actor
    if clause.strip().lower() == "it":
        # 'South Korea is an asset, so it should …'. Of a person one would say 'he' or 'she'.
        start = _DETERMINER.sub(lambda match: match[0].lower(), _LEAD.sub("", before))
        owner, name = _OWNER.match(start), _NAMED.match(start)
        named = owner[1] if owner else name and name[0]
        return named if named in actors.STATES else None
    return None


def _as_actor(phrase: str, names: frozenset[str], at_start: bool = False) -> str | None:
    phrase = _TRAIL.sub("", _LEAD.sub("", phrase.strip()).strip())
    phrase = _DETERMINER.sub(lambda match: match[0].lower(), phrase)
    if not phrase or phrase.removeprefix("the ").split()[0] in _NOBODY:
        return None
    if owner := _OWNER.match(phrase):
        # 'Norland’s diplomacy' speaks to Norland, 'Norland’s Council' to the council.
        return phrase if phrase[owner.end() - 1].isupper() else owner[1]
    alone = " " not in phrase
    if _BODY.fullmatch(phrase.lower() if alone else phrase):
        return phrase.lower() if alone else phrase
    if _NAMED.fullmatch(phrase):
        is_name = not (at_start and alone) or phrase in names or phrase in actors.STATES
        return phrase if is_name else None
    return None
