"""Sentences from lists of words of ours: plausible grammar, plainly artificial sense.

Words are drawn as in natural text: a few very often, most rarely (weights after Zipf). Place names
are made of syllables, so that there are thousands of rare words to search for.
"""

from itertools import accumulate


def zipf(count, exponent=0.9, offset=2):
    """Cumulated weights of `count` things, the first the most frequent."""
    return list(accumulate((rank + offset) ** -exponent for rank in range(count)))


def _slots(sentences):
    """(text with a %s for each word, the kinds of the words) of each sentence."""
    return [(text.format_map(dict.fromkeys(kinds, "%s")), kinds) for text, kinds in sentences]


NOUNS = """policy government agreement ministry security region market council pressure border trade
cost question reform budget treaty port energy alliance supply harbour industry deadline quota tariff
committee parliament reserve inspection grid railway fishery corridor subsidy customs ceiling fleet
strait agency currency pipeline audit canal loan forecast depot convoy mandate registry wharf
ordinance levy guarantee moratorium survey rota embargo tribunal secretariat granary lighthouse
reservoir ferry quarry turbine pension charter protocol salvage lease outpost ledger sanction tender
viaduct cooperative observatory prefecture aquifer ballast concession dredger easement franchise
gazette hatchery isthmus jetty kiln lagoon milestone notary orchard parish quay ropeway sluice
timetable upland veto weir yardstick zoning bursary cistern dyke estuary foundry gantry hangar
inventory joinery kerb lathe manifest nursery oilfield pontoon quorum rampart smelter trawler
understudy vault watershed almanac breakwater causeway diocese escrow flotilla gradient""".split()
VERBS = """shapes delays supports limits follows weakens confirms replaces widens tests precedes
outlasts slows funds answers burdens divides exceeds reflects restrains survives unsettles anchors
complicates absorbs offsets outpaces rekindles stabilises undercuts circumscribes buttresses
forestalls mirrors presupposes straddles tempers vindicates""".split()
ADJECTIVES = """new national regional public annual early joint long high local shared broad strict
formal narrow modest quiet remote northern southern coastal seasonal fragile overdue costly binding
provisional maritime fiscal inland uneven dormant reluctant austere bilateral contested durable
fallow granular hesitant intermittent jagged latent meagre nominal opaque piecemeal residual
sporadic tentative unspent vestigial""".split()
TIMES = """this year|next spring|before the winter|after the vote|in the second quarter|within a
decade|for now|at short notice|since the last review|by the end of the term|in most seasons|once the
books are closed""".replace("\n", " ").split("|")
HEADS = "Var Hol Mir Tes Ond Kel Bru Sal Dor Fen Gar Lin Nor Pel Ras Tov Ulm Wes Yar Zel".split()
MIDDLES = " an el or in ar et un ol".split(" ")
TAILS = (
    "holm mark burg stad wick ford dale haven mouth field gate moor ness port ridge sund".split()
)

SENTENCES = (
    ("The {n} of the {a} {n} {v} the {n} {t}.", "nanvnt"),
    ("In {p}, the {a} {n} {v} each {n} that the {n} has left open.", "panvnn"),
    ("Neither the {n} nor the {n} {v} what the {n} in {p} calls {i} {n}.", "nnvnpin"),
    ("It follows that the {n} {v} the {n}, and the {a} {n} with it.", "nvnan"),
    ("{t}, the {n} was still {a}, whereas the {n} of {p} was not.", "tnanp"),
    ("Where {i} {n} {v} the {n}, the {n} seldom {v} the {n} {t}.", "invnnvnt"),
    ("The {n} therefore needs {i} {n}, not another {n}.", "ninn"),
    ("{k} from {p} {v} this {n} more than the {a} {n} does.", "kpvnan"),
)
_SLOTS = _slots(SENTENCES)

NOUNS_KO = """정책 정부 협정 부처 안보 지역 시장 의회 압력 국경 무역 비용 질문 개혁 예산 조약 항만 에너지
동맹 공급 산업 기한 관세 위원회 비축 점검 전력망 철도 어업 회랑 보조금 세관 상한 함대 해협 기관 통화 송유관
감사 운하 차관 전망 창고 호송 위임 등록부 부두 조례 부담금 보증 유예 조사 금수 재판소 사무국 곡물 등대 저수지
나루 채석장 터빈 연금 헌장 의정서 임대 초소 장부 입찰 고가교 조합 관측소 대수층 준설 관보 부화장 갯벌 이정표
과수원 수문 시간표 거부권 방조제 하구 주물 격납고 목록 제련소 저인망 금고 분수령 책력 방파제 둑길""".split()
VERBS_KO = """늦춘다 돕는다 줄인다 따른다 바꾼다 넓힌다 시험한다 나눈다 반영한다 앞선다 견딘다 흔든다
떠받친다 상쇄한다 누그러뜨린다 되살린다 가로막는다 비춘다""".split()
ADJECTIVES_KO = """새로운 국가적 지역적 연례 이른 공동 오랜 높은 엄격한 공식 좁은 조용한 먼 북부 남부 연안
계절적 취약한 늦은 비싼 잠정적 해양 재정 내륙 고르지않은 휴면 완고한 양자 간헐적 명목상 불투명한""".split()
TIMES_KO = "올해|내년 봄에|겨울 전에|표결 뒤에|이분기에|당분간|지난 검토 이후|임기 말까지".split(
    "|"
)
HEADS_KO = "바르 홀 미르 테스 온드 켈 브루 살 도르 펜 가르 린 노르 펠 라스".split()
TAILS_KO = "홀름 마르크 부르크 슈타트 윅 포드 데일 헤이븐 무어 네스".split()

SENTENCES_KO = (
    ("{a} {s} {t} {o} {v}.", "astov"),
    ("{p}의 {d} {n}의 {o} {v}.", "pdnov"),
    ("{n} 문제에서 {d} {a} {o} {v}.", "ndaov"),
    ("{t} {d} {n}보다 {a} {o} 먼저 {v}.", "tdnaov"),
    ("그러므로 {d} {p}의 {a} {o} {v}.", "dpaov"),
)
_SLOTS_KO = _slots(SENTENCES_KO)


def with_particle(word, after_consonant, after_vowel):
    """A Korean word with the form of a particle that its last syllable asks for."""
    final = (ord(word[-1]) - 0xAC00) % 28
    return word + (after_consonant if final else after_vowel)


def _drawn(words):
    return words, zipf(len(words))


def _with_article(words):
    return [f"{'an' if word[0] in 'aeiou' else 'a'} {word}" for word in words]


_ENGLISH = {
    "n": _drawn(NOUNS),
    "v": _drawn(VERBS),
    "k": _drawn(_with_article(NOUNS)),
    "a": _drawn(ADJECTIVES),
    "i": _drawn(_with_article(ADJECTIVES)),
    "t": _drawn(TIMES),
    "p": _drawn([h + m + t for t in TAILS for m in MIDDLES for h in HEADS]),
}
_KOREAN = {
    "n": _drawn(NOUNS_KO),
    "s": _drawn([with_particle(word, "이", "가") for word in NOUNS_KO]),
    "o": _drawn([with_particle(word, "을", "를") for word in NOUNS_KO]),
    "d": _drawn([with_particle(word, "은", "는") for word in NOUNS_KO]),
    "v": _drawn(VERBS_KO),
    "a": _drawn(ADJECTIVES_KO),
    "t": _drawn(TIMES_KO),
    "p": _drawn([h + t for t in TAILS_KO for h in HEADS_KO]),
}


class Writer:
    """Writes with the chances of `rng`, in English or Korean."""

    def __init__(self, rng):
        self.rng = rng

    def draw(self, kind, *, korean=False):
        """A word: n a noun, v a verb, a an adjective, t a time, p a place."""
        words, weights = (_KOREAN if korean else _ENGLISH)[kind]
        return self.rng.choices(words, cum_weights=weights)[0]

    def sentences(self, count, *, korean=False):
        """`count` sentences as a list."""
        slots, lists = (_SLOTS_KO, _KOREAN) if korean else (_SLOTS, _ENGLISH)
        chosen = self.rng.choices(slots, k=count)
        kinds = "".join(kinds for _, kinds in chosen)
        # One draw a kind of word instead of one a word: a corpus is mostly this loop.
        words = {
            kind: iter(self.rng.choices(lists[kind][0], cum_weights=lists[kind][1], k=needed))
            for kind in lists
            if (needed := kinds.count(kind))
        }
        made = [text % tuple(next(words[kind]) for kind in kinds) for text, kinds in chosen]
        return [sentence[0].upper() + sentence[1:] for sentence in made]

    def sentence(self, *, korean=False):
        return self.sentences(1, korean=korean)[0]

    def paragraphs(self, words, *, korean=False):
        """Clean HTML of about `words` words in one to three paragraphs."""
        per_sentence = 6 if korean else 13
        count = max(1, round(words * self.rng.uniform(0.6, 1.4) / per_sentence))
        made = self.sentences(count, korean=korean)
        step = max(3, -(-count // self.rng.randint(1, 3)))
        return "".join(f"<p>{' '.join(made[i : i + step])}</p>" for i in range(0, count, step))

    def heading(self, *, korean=False):
        if korean:
            a, n, p = (self.draw(kind, korean=True) for kind in "anp")
            return f"{p}의 {a} {n}"
        a, n, p = (self.draw(kind) for kind in "anp")
        return f"{a.capitalize()} {n} in {p}"

    def question(self, *, korean=False):
        if korean:
            return f"{self.draw('p', korean=True)}의 {self.draw('d', korean=True)} 어디로 가는가?"
        return f"Will the {self.draw('a')} {self.draw('n')} in {self.draw('p')} hold?"

    def advice(self, *, korean=False):
        if korean:
            return f"{self.draw('a', korean=True)} {self.draw('o', korean=True)} 마련해야 한다."
        return f"Put the {self.draw('a')} {self.draw('n')} before the {self.draw('n')} {self.draw('t')}."
