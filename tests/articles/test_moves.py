"""The table of moves is what the design says, no more and no less."""

from articles.enums import EditionState as S
from articles.enums import Verb as V
from articles.moves import BY_VERB, MOVES, PAIRS


def test_moves_are_the_table_of_the_design():
    assert {(m.verb, m.sources, m.target, m.needs) for m in MOVES} == {
        (V.SUBMIT, (S.DRAFT,), S.IN_REVIEW, ""),
        (V.RETURN_TO_DRAFT, (S.IN_REVIEW,), S.DRAFT, "comment"),
        (V.APPROVE, (S.IN_REVIEW,), S.APPROVED, ""),
        (V.SCHEDULE, (S.APPROVED,), S.SCHEDULED, "at"),
        (V.UNSCHEDULE, (S.SCHEDULED,), S.APPROVED, ""),
        (V.REOPEN, (S.APPROVED, S.SCHEDULED), S.DRAFT, "comment"),
        (V.PUBLISH, (S.APPROVED, S.SCHEDULED), S.PUBLISHED, ""),
        (V.PUBLISH_ARCHIVED, (S.DRAFT,), S.PUBLISHED, ""),
        (V.SUPERSEDE, (S.PUBLISHED,), S.SUPERSEDED, ""),
        (V.WITHDRAW, (S.PUBLISHED, S.SUPERSEDED), S.WITHDRAWN, "reason"),
        (V.DISCARD, (S.DRAFT,), S.DISCARDED, ""),
        (V.RESTORE, (S.DISCARDED,), S.DRAFT, ""),
    }


def test_each_verb_has_one_row():
    assert len(BY_VERB) == len(MOVES)


def test_nothing_leads_out_of_withdrawn():
    assert not [pair for pair in PAIRS if pair[0] == S.WITHDRAWN]


def test_nothing_published_becomes_editable_again():
    back = {pair for pair in PAIRS if pair[0] in S.numbered() and pair[1] in S.open()}
    assert back == set()
