"""Text as every stored text is, whatever brought it: a form, a program, a file."""

import re
import unicodedata

# NUL cannot be stored by PostgreSQL; bidirectional controls reorder what a reader sees.
_FORBIDDEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)


def plain(text):
    """`text` as every stored text is: NFC, lines ended by LF, no control or bidirectional characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", text))


def says_nothing(text):
    """Whether `text` has no character that a reader sees: spaces, controls, zero-width characters alone."""
    return all(unicodedata.category(character)[0] in "CZ" for character in text)
