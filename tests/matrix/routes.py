"""Every address that the site answers, as its resolver has them."""

import re

from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

_CONVERTED = re.compile(r"<(?:\w+:)?(\w+)>")
_NAMED = re.compile(r"\(\?P<(\w+)>")


def routes(resolver=None, before=""):
    """The addresses as '/issues/<slug>/'; what answers anything below it ends in '<anything>'."""
    for entry in (resolver or get_resolver()).url_patterns:
        branch = isinstance(entry, URLResolver)
        here = before + _plain(entry.pattern, branch)
        if branch:
            yield from routes(entry, here)
        else:
            yield "/" + here


def _plain(pattern, branch):
    """A pattern of either kind with nothing but the names of its parameters."""
    text = str(pattern)
    if not isinstance(pattern, RegexPattern):
        return _CONVERTED.sub(r"<\1>", text)
    found, place = "", 0
    while place < len(text):
        if named := _NAMED.match(text, place):
            found += f"<{named[1]}>"
            place = _end_of_group(text, place)
        else:
            found += text[place]
            place += 1
    plain = found.removeprefix("^").removesuffix("$").removesuffix(r"\Z").replace(r"\.", ".")
    ends = found.endswith(("$", r"\Z"))
    return plain if branch or ends else plain + "<anything>"


def _end_of_group(text, start):
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            return place + 1
    raise ValueError(text)
