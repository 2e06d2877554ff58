"""Korean bylines: '홍길동 수석연구위원, 데모연구소', with or without the spaces and the comma."""

import re

from .piece import Byline

_HANGUL_WORD = re.compile(r"[가-힣]+")
# Longest first, so that 수석연구위원 is not read as a name ending in 수석 before 연구위원.
_POSITIONS = sorted(
    "수석연구위원 선임연구위원 책임연구위원 객원연구위원 부연구위원 전문연구위원 초빙연구위원 연구위원 "
    "선임연구원 책임연구원 전문연구원 객원연구원 주임연구원 연구원 석좌교수 명예교수 초빙교수 겸임교수 "
    "객원교수 특임교수 부교수 조교수 정교수 교수 부소장 소장 부원장 원장 센터장 연구실장 실장 본부장 "
    "부장 이사장 이사 부총장 총장 학장 학과장 부회장 회장 공동대표 대표 박사과정 박사 대사 부위원장 "
    "위원장 자문위원 전문위원 국장 과장 장관 차관 기자 논설위원 변호사 강사 고문 팀장 단장 의원".split(),
    key=len,
    reverse=True,
)
_ENDS_IN_POSITION = re.compile(rf"(?:{'|'.join(_POSITIONS)})$")
_STARTS_WITH_POSITION = re.compile(rf"(?:{'|'.join(_POSITIONS)})")
# 통일연구원 is an institute, 연구원 a person: only what is a position from end to end is one.
_IS_POSITION = re.compile(rf"(?:전|現|前|현)?(?:{'|'.join(_POSITIONS)})$")
_ORGANISATION = re.compile(
    r"(?:연구소|연구원|대학교|대학|대학원|대|센터|협회|재단|학회|포럼|부|처|청|원|실|국|소|과)$"
)
_COMPOUND_SURNAMES = ("남궁", "황보", "제갈", "사공", "선우", "독고")


def looks_like(text: str) -> bool:
    """Whether a line is a Korean byline: a name of two to four syllables, then position or house."""
    words = re.split(r"[\s,|()]+", text.strip())
    if not words or not _HANGUL_WORD.fullmatch(words[0]) or len(text) > 120:
        return False
    if len(words) == 1:
        return is_name(words[0]) or bool(_ENDS_IN_POSITION.search(words[0]))
    return any(_ENDS_IN_POSITION.search(word) or _ORGANISATION.search(word) for word in words)


def is_name(text: str) -> bool:
    return bool(re.fullmatch(r"[가-힣]{2,4}(?: [가-힣]{1,3})?", text.strip()))


def parse(text: str, email: str) -> Byline:
    """One author. Words ending in a position are the position, the others the affiliation."""
    head, *parts = (part.strip() for part in re.split(r"[,|()]", text) if part.strip())
    first, _, others = head.partition(" ")
    name, glued = _name_and_rest(first)
    if not glued and len(name) == 1 and others:
        # A surname set apart: '김 철수'.
        given, _, others = others.partition(" ")
        name = f"{name} {given}"
    positions, affiliation = [], []
    for part in [glued, others, *parts]:
        words = part.split()
        if not words:
            continue
        is_position = [bool(_IS_POSITION.match(word)) for word in words]
        if any(is_position) or _is_glued_position(words[-1]):
            at = is_position.index(True) if any(is_position) else len(words) - 1
            affiliation += [" ".join(words[:at])] if at else []
            positions.append(" ".join(words[at:]))
        else:
            affiliation.append(part)
    return Byline(name, ", ".join(positions), ", ".join(affiliation), email)


def _is_glued_position(word: str) -> bool:
    """정책실장, 북한연구센터장: a position with its office before it, but not 통일연구원."""
    return bool(_ENDS_IN_POSITION.search(word)) and not _ORGANISATION.search(word)


def _name_and_rest(word: str) -> tuple[str, str]:
    size = 4 if word.startswith(_COMPOUND_SURNAMES) else 3
    if len(word) <= size:
        return word, ""
    for length in (size, 2, 4):
        if _STARTS_WITH_POSITION.fullmatch(word, length):
            return word[:length], word[length:]
    return word[:size], word[size:]
