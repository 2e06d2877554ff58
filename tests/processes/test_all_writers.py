"""People at their screens, programs and importers write one draft at once: nobody's save swallows another's."""

from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from articles.models import Snapshot
from sejong_cms import tokens
from tests import builders as b
from tests.agreeing import disagreements
from tests.articles.admin.screen import url_of
from tests.articles.importing.test_apply import PIECE, take_in

from .test_writers import tokens_of

pytestmark = pytest.mark.django_db(transaction=True)

#: What each importer writes otherwise, and the first passage that it makes.
PLACE = "The harbour master is known for patience."
PASSAGE = "<p>%s Key characteristics of the harbour master include:</p>"
#: How many files are taken in before the others begin, among importers that go on.
IMPORTS = 15
#: How often each of them saves; a screen takes longest, and is behind most often.
BY_PROGRAM, AT_SCREEN = 10, 3


def program_of(person, *scopes):
    """The secret of a token of theirs."""
    scopes = scopes or tokens.Scope.values
    return tokens.make(person, name="test", scopes=scopes, by=person)[1]


@dataclass
class History:
    """How the first passage of `edition` came about, save by save.

    The invariant: the history is the acknowledged writes and nothing else. Each save but the first, which
    is empty, is either

    - somebody's, by screen or program: then its passage is that of the save before, whole, with one
      acknowledged token behind it, so that every token stands in every later save; or
    - an import's: then its passage is that file's text, and the save before was an import's too, so that
      no import replaces what somebody wrote.

    No token and no file is there twice. So the version is 1 and one for each acknowledged write.
    """

    edition: object
    tokens: dict = field(default_factory=dict)
    texts: dict = field(default_factory=dict)

    def __post_init__(self):
        rows = Snapshot.objects.filter(edition=self.edition).order_by("version")
        passages = {row.version: _passage(row) for row in rows}
        files = {row.version: bytes(row.content).decode() for row in self.edition.sources.all()}
        for before, after in pairwise(passages):
            self._explain(passages, files, before, after)

    def _explain(self, passages, files, before, after):
        passage = passages[after]
        if after in files:
            text = passage.removeprefix("<p>").partition(" Key")[0]
            assert (passage, files[after]) == (PASSAGE % text, PIECE.replace(PLACE, text))
            assert before == 1 or before in files, f"the import {after} replaced somebody's save"
            assert text not in self.texts
            self.texts[text] = after
            return
        assert passage.startswith(passages[before]), f"{after} is not {before} and more"
        token = passage.removeprefix(passages[before]).removeprefix("<p>").removesuffix("</p>")
        assert passage == f"{passages[before]}<p>{token}</p>"
        assert token not in self.tokens
        self.tokens[token] = (after, passage)


def _passage(snapshot):
    found = [part["html"] for part in snapshot.content["blocks"] if part["kind"] == "passage"]
    return found[0] if found else ""


def test_people_programs_and_importers_make_one_history_of_what_was_acknowledged(forge, log_in):
    edition = take_in().edition
    sessions = [log_in(b.editor()) for _ in range(3)]
    secrets = [program_of(b.editor()) for _ in range(3)]
    begin = {"edition": edition.pk, "after": IMPORTS}
    files = [[f"Importer {n} writes {m} times." for m in range(500)] for n in range(2)]
    taking = {"source": PIECE, "place": PLACE, "hurry": IMPORTS, "give_up": 5}
    forge.warm("get", session=sessions[0], urls=[url_of(edition)])

    *said, one, other = forge.together(
        *(
            ("patch", begin | {"secret": secret, "tokens": tokens_of(place, BY_PROGRAM)})
            for place, secret in enumerate(secrets)
        ),
        *(
            ("save", begin | {"session": session, "tokens": tokens_of(place, AT_SCREEN)})
            for place, session in enumerate(sessions, start=3)
        ),
        *(("take_in", taking | {"texts": texts}) for texts in files),
    )

    patched = [word for words in said[:3] for word in words]
    saved = [word for words in said[3:] for word in words]
    taken = one + other
    edition.refresh_from_db()
    history = History(edition)
    # Each write is in it as it was acknowledged, and nothing else is.
    assert {token: history.tokens[token] for token, *_ in patched} == {
        token: (version, passage) for token, version, passage, _refused in patched
    }
    assert {token: history.tokens[token][1] for token, *_ in saved} == {
        token: passage for token, passage, _refused in saved
    }
    assert len(history.tokens) == len(patched) + len(saved) == 3 * (BY_PROGRAM + AT_SCREEN)
    imported = [text for text, status, _code in taken if status == "imported"]
    assert sorted(history.texts) == sorted([PLACE, *imported])
    assert edition.version == 1 + len(history.texts) + len(history.tokens)
    assert disagreements(edition.article) == []
    # They met; and whoever was refused was told in the words of their way.
    for words in (patched, saved):
        assert sum(refused for *_, refused in words) > 0, "the writers never met"
    failed = [(status, code) for _text, status, code in taken if status != "imported"]
    assert failed == [("failed", "open_edition")] * 10


def test_importers_of_one_source_wait_for_each_other(forge):
    """Each file is a change of what was taken in before it: none is refused because of the other's."""
    edition = take_in().edition
    files = [[f"Importer {n} writes {m} times." for m in range(15)] for n in range(4)]
    order = {"source": PIECE, "place": PLACE, "hurry": 1000}

    said = forge.together(*(("take_in", order | {"texts": texts}) for texts in files))

    edition.refresh_from_db()
    assert [word[1:] for words in said for word in words] == [["imported", None]] * 60
    assert len(History(edition).texts) == 61
    assert edition.version == 1 + 61
    assert disagreements(edition.article) == []
