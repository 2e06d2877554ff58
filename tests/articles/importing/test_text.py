import unicodedata

import pytest

from articles.importing import text
from articles.importing.document import Line, Unreadable, WarningCode


def lines(data: bytes) -> list[str]:
    return [line.text for line in text.read(data, "piece.txt").lines]


def test_lines_keep_their_numbers_and_blank_ones_go():
    document = text.read("One\n\n \u00a0\nTwo\r\nThree\rFour\u2028Five".encode(), "piece.txt")

    assert document.name == "piece.txt"
    assert document.lines == (
        Line("line 1", "One"),
        Line("line 4", "Two"),
        Line("line 5", "Three"),
        Line("line 6", "Four"),
        Line("line 7", "Five"),
    )
    assert document.warnings == ()


def test_spaces_of_every_kind_are_one_plain_space():
    assert lines("\u3000a\u00a0\u202fb\t c \u2009".encode()) == ["a b c"]


def test_byte_order_mark_and_characters_without_width_go_silently():
    assert lines("\ufeffke\u00adeper \u200bof\ufeff".encode()) == ["keeper of"]


def test_decomposed_hangul_is_composed():
    assert lines(unicodedata.normalize("NFD", "가람").encode()) == ["가람"]


def test_control_characters_and_direction_overrides_are_taken_out_and_named():
    document = text.read(("plain\n" + "a" * 400 + "\u202eb\x07").encode(), "piece.txt")

    assert document.lines[1].text == "a" * 400 + "b"
    (warning,) = document.warnings
    assert (warning.code, warning.where) == (WarningCode.TEXT_DROPPED, "line 2")
    assert "U+0007, U+202E" in warning.message


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        ("\ufeff\u00a0\n".encode(), "empty"),
        (b"x" * (text.MAX_BYTES + 1), "too_large"),
        (b"x\n" * (text.MAX_LINES + 1), "too_large"),
        (b"text\x00text", "nul_bytes"),
        ("text".encode("utf-16"), "not_utf8"),
        ("가람".encode("cp949"), "not_utf8"),
        (b"text \xff\xfe", "not_utf8"),
        (b"\xed\xa0\x80", "not_utf8"),
        (b"%PDF-1.7 ...", "binary"),
        (b"PK\x03\x04....", "binary"),
        (b"\x01\x02\x03\x04\x05\x06 text", "binary"),
        (b"<!DOCTYPE html><p>text", "not_plain_text"),
        (rb"{\rtf1 text}", "not_plain_text"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(data, code):
    with pytest.raises(Unreadable) as refused:
        text.read(data, "piece.txt")

    assert refused.value.code == code
    assert refused.value.message
    assert "\n" not in refused.value.message


def test_refusal_names_the_place():
    with pytest.raises(Unreadable, match="byte 5 on line 2"):
        text.read(b"One\n\xff", "piece.txt")
