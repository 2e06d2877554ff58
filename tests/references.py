"""Reads the formats of citations as strictly as programs for references need them."""

import re
from urllib.parse import parse_qs

_RIS = re.compile(r"([A-Z][A-Z0-9])  - (.*)\Z")
_KEY = re.compile(r"@(\w+)\{([\w-]+),\n")
_FIELD = re.compile(r"  (\w+) = \{")
_WRITTEN = {
    r"\textbackslash{}": "\\",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    **{f"\\{character}": character for character in "%&#$_"},
}
_ESCAPE = re.compile("|".join(re.escape(written) for written in _WRITTEN))


def ris(text):
    """{tag: [values]} of the one record in `text`; every line is a tag with its value, the last one ER."""
    *lines, last = text.split("\r\n")
    assert last == ""
    found = {}
    pairs = [_RIS.match(line).groups() for line in lines]
    assert [pairs[0][0], pairs[-1]] == ["TY", ("ER", "")]
    assert [tag for tag, _ in pairs].count("TY") == 1
    for tag, value in pairs[:-1]:
        assert value, tag
        found.setdefault(tag, []).append(value)
    return found


def bibtex(text):
    """(kind, key, {field: value}) of the one entry in `text`, with escapes undone; names as [name]."""
    kind, key = _KEY.match(text).groups()
    fields, place = {}, _KEY.match(text).end()
    while match := _FIELD.match(text, place):
        end = _end(text, match.end())
        fields[match[1]] = text[match.end() : end]
        place = end + 1
        place += len(",\n") if text.startswith(",\n", place) else 0
    assert text[place:] == "\n}\n"
    for name in fields.keys() & {"title", "booktitle", "publisher", "institution"}:
        assert _end(fields[name], 1) == len(fields[name]) - 1, "one group of braces"
        fields[name] = fields[name][1:-1]
    names = fields.pop("author", "")
    # The address stands as it is, as packages that print it read it.
    found = {name: value if name == "url" else _read(value) for name, value in fields.items()}
    return kind, key, found | {"author": [_read(name) for name in _names(names)]}


def _names(text):
    """The names of an author field, each in braces of its own."""
    place = 0
    while place < len(text):
        assert text[place] == "{"
        end = _end(text, place + 1)
        yield text[place + 1 : end]
        place = end + 1
        if place < len(text):
            assert text.startswith(" and ", place)
            place += len(" and ")


def _end(text, place):
    """Where the brace ends that was opened before `place`. BibTeX counts every one, whatever stands before it."""
    depth = 1
    while True:
        depth += (text[place] == "{") - (text[place] == "}")
        if depth == 0:
            return place
        place += 1


def _read(text):
    rest = _ESCAPE.sub("", text)
    assert not set(rest) & set("\\{}%&#$_~^\n"), rest
    return _ESCAPE.sub(lambda match: _WRITTEN[match[0]], text)


#: Keys of info:ofi/fmt:kev:mtx:book that we write.
_BOOK = {"genre", "btitle", "au", "date", "pub", "series", "edition"}


def coins(title):
    """{key without 'rft.': [values]} of a ContextObject of a report."""
    found = parse_qs(title, strict_parsing=True)
    assert found.pop("ctx_ver") == ["Z39.88-2004"]
    assert found.pop("rft_val_fmt") == ["info:ofi/fmt:kev:mtx:book"]
    assert found.keys() <= {"rft_id", *(f"rft.{name}" for name in _BOOK)}
    return {name.removeprefix("rft."): values for name, values in found.items()}
