"""JSON as the API takes it: UTF-8, no name twice, not deeper than anything of ours."""

import json
import math

from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.parsers import JSONParser

#: Objects and lists within each other.
DEEPEST = 32


class StrictJSONParser(JSONParser):
    """Refuses, with 400, what two readers could read differently, or only at great cost.

    The body's size is bounded by Django (DATA_UPLOAD_MAX_MEMORY_SIZE).
    """

    def parse(self, stream, media_type=None, parser_context=None):
        request = parser_context["request"]._request
        if request.content_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
            raise UnsupportedMediaType(request.META.get("CONTENT_TYPE", ""))
        try:
            # Not of the stream: only so does Django look how much it is.
            text = request.body.decode("utf-8")
            data = json.loads(
                text, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite
            )
            # Half a surrogate pair is no character; written as an escape, JSON's grammar lets it pass.
            if "\\u" in text:
                json.dumps(data, ensure_ascii=False).encode()
        except RecursionError:
            raise ParseError("This is nested too deeply.") from None
        except ValueError as problem:
            raise ParseError(f"JSON parse error: {problem}") from problem
        if _is_deep(data):
            raise ParseError("This is nested too deeply.")
        return data


def _once(pairs):
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _finite(text):
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"{text[:20]} is larger than any number here")
    return number


def _no_number(name):
    raise ValueError(f"{name} is no number in JSON")


def _is_deep(data):
    level = [data]
    for _depth in range(DEEPEST):
        level = [
            child
            for parent in level
            if isinstance(parent, dict | list)
            for child in (parent.values() if isinstance(parent, dict) else parent)
        ]
        if not level:
            return False
    return True
