"""Answers held against the published description of the API, whatever asked for them."""

import re
from functools import cache

from jsonschema import Draft202012Validator, FormatChecker

from sejong_cms.api import description

BASE = "/api/v1/"


def closed(schema):
    """`schema` with every object limited to the keys that it names."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(value) for key, value in schema.items()}
    if found.get("type") == "object" and "properties" in found:
        found.setdefault("additionalProperties", False)
    return found


def whole(schema):
    """`schema` where nothing asked for `fields`: without the parts of objects that it foresees."""
    if isinstance(schema, list):
        return [whole(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if [part.get("$ref", "")[-4:] for part in schema.get("anyOf", ())][1:] == ["Part"]:
        return schema["anyOf"][0]
    return {key: whole(value) for key, value in schema.items()}


@cache
def answers(sparse):
    """[(pattern of a path, method, {status: validator, or None for no body})]."""
    document = closed(description())
    if not sparse:
        document = whole(document)
    found = []
    for path, operations in document["paths"].items():
        pattern = re.compile(re.sub(r"{\w+}", "[^/]+", path))
        for method, operation in operations.items():
            validators = {}
            for status, answer in operation["responses"].items():
                content = answer.get("content", {}).get("application/json")
                validators[int(status)] = content and Draft202012Validator(
                    {**content["schema"], "components": document["components"]},
                    format_checker=FormatChecker(),
                )
            found.append((pattern, method, validators))
    return found


def check(path, response, method="get"):
    """Assert that the description foresees this answer. Addresses and methods that it lacks are errors,
    but for its own address."""
    path, _mark, query = path.partition("?")
    for pattern, its_method, validators in answers("fields=" in query):
        if method == its_method and pattern.fullmatch(path):
            assert response.status_code in validators, (method, path, response.status_code)
            if validators[response.status_code]:
                validators[response.status_code].validate(response.json())
            return
    assert response.status_code in (404, 405) or path == f"{BASE}schema/"
