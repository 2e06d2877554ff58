"""Korean sentences that advise. Korean puts the verb last, so the ending decides.

'…해야 한다는 주장이 있다' reports somebody's claim: there the ending is another one.
"""

import re

from .piece import Recommendation

_HANGUL = re.compile(r"[가-힣]")
_ADVISES = re.compile(
    r"(?:야\s?(?:만\s?)?(?:한다|합니다|하겠다|할 것이다|할 것입니다|할 때다|할 때이다|할 시점이다)|"
    r"(?:서는|아서는|어서는)\s?(?:안|아니)\s?(?:된다|됩니다|될 것이다)|"
    r"필요가\s?있다|필요가\s?있습니다|필요하다|필요합니다|필요할 것이다|"
    r"바람직하다|바람직할 것이다|중요하다|요구된다|요청된다|시급하다|절실하다|긴요하다|필수적이다|"
    r"제언한다|제안한다|권고한다|촉구한다|[을를]\s때다|[을를]\s시점이다)[.!]?[\"'’”)」』]*$"
)
_DUTY = re.compile(r"법률?에 따라|법률상|법에 의해|규정에 따라|헌법|의무적으로|법적으로")
_LEAD = re.compile(
    r"^(?:(?:따라서|그러므로|그러나|또한|이에|우선|먼저|결국|특히|즉|하지만|아울러|나아가|다만|반면|"
    r"한편|무엇보다|동시에|그리고|첫째|둘째|셋째|넷째|다섯째|마지막으로)[,\s]\s*)+"
)
_SUBJECT = re.compile(
    r"(?:^|,\s|[고며만데서]\s)(?P<subject>[가-힣A-Za-z·\s]{1,24}?)(?:은|는|이|가|도)\s"
)
_STATES = frozenset(
    "한국 우리나라 대한민국 서울 미국 워싱턴 중국 베이징 일본 도쿄 러시아 북한 평양 한미 양국 한일 "
    "유럽연합 나토 아세안 유엔 대만 인도 호주 우크라이나 우리".split()
)
_BODY = re.compile(
    r"(?:정부|국회|의회|외교부|국방부|통일부|[가-힣]{2,}부|[가-힣]{2,}청|위원회|연구소|기업|기업들|군|"
    r"당국|(?<![기사대집])회|대통령|대통령실|총리|장관|행정부|내각|동맹|양국|협회|국가안보실|정치권|지자체|도시|시의회)$"
)


def is_korean(sentence: str) -> bool:
    return len(_HANGUL.findall(sentence)) * 3 > len(sentence)


def read(sentence: str) -> Recommendation | None:
    """The recommendation that a Korean sentence makes, or None."""
    if not _ADVISES.search(sentence) or _DUTY.search(sentence):
        return None
    return Recommendation(sentence, _addressee(sentence))


def _addressee(sentence: str) -> str | None:
    for match in _SUBJECT.finditer(_LEAD.sub("", sentence)):
        subject = match["subject"].strip()
        last = subject.split()[-1] if subject else ""
        if last in _STATES or _BODY.search(last):
            return subject
    return None
