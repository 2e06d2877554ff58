"""Prints what vocabularies say of themselves, marked for `make words`, which reads no docstrings."""

import os
import sys
from pathlib import Path

HEAD = '''"""What vocabularies say of themselves, for `make words`, which makes this file; never run."""

from django.utils.translation import gettext as _

WORDS = [
'''


def words():
    """Every introduction and definition of the vocabularies that /method/ shows, each once."""
    from django.utils.translation import override

    from articles.method import SCALES
    from sejong_cms.vocabularies import introduction, terms

    with override("en"):
        found = {
            text: None
            for _fragment, _heading, vocabulary in SCALES
            for text in (introduction(vocabulary), *(t.definition for t in terms(vocabulary)))
            if text
        }
    return list(found)


def module():
    """The text of tools/vocabulary_words.py."""
    return HEAD + "".join(f"    _({text!r}),\n" for text in words()) + "]\n"


if __name__ == "__main__":
    import django

    sys.path.insert(0, str(Path(__file__).parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    print(module(), end="")
