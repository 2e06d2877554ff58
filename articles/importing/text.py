"""Plain text files: bytes in, `Document` out."""

import re
import unicodedata

from .document import Document, Line, SourceWarning, Unreadable, WarningCode

# The longest piece that we have seen is 60 kB; 2 MB is a book, and more is not a focus piece.
MAX_BYTES = 2_000_000
# A line is a paragraph here, and a long piece has a few hundred of them.
MAX_LINES = 10_000

# What people hand over by mistake, by the first bytes of the file.
_FORMATS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a compressed file"),
)
_MARKUP = ((re.compile(rb"\s*(?:<!doctype html|<html|<\?xml)", re.I), "a web page or XML"),
           (re.compile(rb"\s*\{\\rtf"), "an RTF document"))  # fmt: skip

_LINE_BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
# They have no width and no sound: between letters they only keep words from matching.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
# Control characters and bidirectional overrides can make a text look other than it is. The
# joiners U+200C and U+200D are left: scripts and emoji need them.
_UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
# One stray character in a hundred is an accident; more is no text.
_BINARY_SHARE = 0.01


def read(data: bytes, name: str) -> Document:
    """The lines of a UTF-8 text file (with or without a BOM), NFC, spaces made plain.

    Raises `Unreadable` with code `too_large`, `empty`, `binary`, `nul_bytes`, `not_utf8` or
    `not_plain_text`. Control characters and direction overrides are taken out, each line of them
    with a `text_dropped` warning that names them by number.
    """
    source = _INVISIBLE.sub("", _decode(data))
    unsafe = _UNSAFE.findall(source)
    if len(unsafe) > _BINARY_SHARE * len(source) + 3:
        raise Unreadable("binary", "is not text: it is full of control characters")

    lines, warnings = [], []
    for number, raw in enumerate(_LINE_BREAK.split(unicodedata.normalize("NFC", source)), 1):
        where = f"line {number}"
        if unsafe and (found := _UNSAFE.findall(raw)):
            names = ", ".join(f"U+{ord(character):04X}" for character in sorted(set(found)))
            message = f"Characters that cannot be seen were taken out: {names}"
            warnings.append(SourceWarning(WarningCode.TEXT_DROPPED, message, where))
            raw = _UNSAFE.sub("", raw)
        if text := _SPACES.sub(" ", raw).strip():
            lines.append(Line(where, text))
    if len(lines) > MAX_LINES:
        raise Unreadable(
            "too_large", f"is too long: {len(lines):,} lines, at most {MAX_LINES:,} are read"
        )
    if not lines:
        raise Unreadable("empty", "is empty")
    return Document(name, tuple(lines), tuple(warnings))


def _decode(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise Unreadable(
            "too_large", f"is too large: {len(data):,} bytes, at most {MAX_BYTES:,} are read"
        )
    if not data.strip():
        raise Unreadable("empty", "is empty")
    for start, what in _FORMATS:
        if data.startswith(start):
            raise Unreadable("binary", f"is not text but {what}")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("not_utf8", "is UTF-16 text: save it as UTF-8")
    if (at := data.find(b"\x00")) >= 0:
        raise Unreadable("nul_bytes", f"is not text: there is a NUL byte at byte {at + 1:,}")
    for start, what in _MARKUP:
        if start.match(data.removeprefix(b"\xef\xbb\xbf")):
            raise Unreadable("not_plain_text", f"is not plain text but {what}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            "not_utf8", f"is not UTF-8 text: byte {error.start + 1:,} on line {line:,} is wrong"
        ) from None
