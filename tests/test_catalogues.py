"""The Korean catalogues: whole, compiled, and of the words that the source marks."""

import gettext
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "locale" / "ko" / "LC_MESSAGES"
DOMAINS = ("django", "djangojs")
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}")


def messages(path):
    """Every Message but the head; `id` is a pair where there is a plural."""
    with path.open("rb") as file:
        return [message for message in read_po(file, "ko", abort_invalid=True) if message.id]


def forms(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


def keys(found):
    return {(message.context, message.id) for message in found}


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_word_is_translated(domain):
    found = messages(FOLDER / f"{domain}.po")
    assert len(found) > 20
    assert [message.id for message in found if message.fuzzy or not all(forms(message))] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_what_is_put_into_a_sentence_is_the_same_in_both(domain):
    """One name too many is an error on the page; one too few hides what it would have said."""
    wrong = []
    for message in messages(FOLDER / f"{domain}.po"):
        # Korean has one form, which fits every number: that of the plural.
        wanted = message.id[-1] if isinstance(message.id, tuple) else message.id
        for form in forms(message):
            if sorted(_PLACEHOLDER.findall(form)) != sorted(_PLACEHOLDER.findall(wanted)):
                wrong.append((message.id, form))
    assert wrong == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_what_is_compiled_is_what_is_written(domain):
    """A bare machine has nothing to compile it with."""
    with (FOLDER / f"{domain}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in messages(FOLDER / f"{domain}.po"):
        first, *more = message.id if isinstance(message.id, tuple) else (message.id,)
        context = (message.context,) if message.context else ()
        ask = getattr(
            compiled,
            ("np" if context else "n") + "gettext"
            if more
            else "pgettext"
            if context
            else "gettext",
        )
        found = ask(*context, first, *more, *((2,) if more else ()))
        assert found == forms(message)[0], message.id


def test_what_vocabularies_say_of_themselves_is_marked():
    """What `make words` reads is what their docstrings say today."""
    from tools import vocabularies, vocabulary_words

    assert list(map(str, vocabulary_words.WORDS)) == vocabularies.words()


@pytest.mark.skipif(not shutil.which("xgettext"), reason="needs gettext")
def test_every_word_that_the_source_marks_is_there(tmp_path):
    """And none that is gone from it."""
    for name in ("articles", "issues", "sejong_cms", "templates", "tools"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.pyc"))
    updated = tmp_path / FOLDER.relative_to(ROOT)
    shutil.copytree(FOLDER, updated)
    for domain in DOMAINS:
        command = ["makemessages", "--locale", "ko", "--domain", domain, "--no-obsolete"]
        # With the site's settings it would write into the site's own catalogues.
        environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
        subprocess.run(
            [sys.executable, "-m", "django", *command],
            cwd=tmp_path,
            env=environment,
            check=True,
            capture_output=True,
        )
        marked = keys(messages(updated / f"{domain}.po"))
        assert marked == keys(messages(FOLDER / f"{domain}.po"))
