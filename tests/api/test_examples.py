"""The examples of the API's description are answers of the demonstration site, and fit the description."""

import json
import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings

from sejong_cms.api import description
from tests import builders as b
from tools.examples import FILE, collect

from .described import answers


def skeleton(value):
    """What a value is made of: names and types; of lists, what occurs in them."""
    if isinstance(value, dict):
        return {name: skeleton(part) for name, part in value.items()}
    if isinstance(value, list):
        return sorted({json.dumps(skeleton(part), sort_keys=True) for part in value})
    return type(value).__name__


def operations():
    for path, found in description()["paths"].items():
        for method, operation in found.items():
            yield path, method, operation


@pytest.mark.django_db
@override_settings(SITE_URL="https://focus.example.org")
def test_they_are_what_the_site_answers(capsys):
    """After a change: .venv/bin/python tools/examples.py"""
    call_command("load_demonstration")
    known = json.loads(FILE.read_text())
    made = collect(Client(), b.user("Editor", name="editor"))
    assert {k: skeleton(v) for k, v in known.items()} == {k: skeleton(v) for k, v in made.items()}
    for name, example in known.items():
        if name.endswith("_retrieve") and name.split("_")[0] not in ("drafts", "recommendations"):
            assert example["answer"].get("slug") == made[name]["answer"].get("slug")


def test_they_fit_the_description():
    by_path = {(pattern.pattern, method): found for pattern, method, found in answers(False)}
    count = 0
    for path, method, operation in operations():
        for status, answer in operation["responses"].items():
            content = answer.get("content", {}).get("application/json", {})
            if "example" in content:
                pattern = next(p for p, m in by_path if m == method and _fits(p, path))
                by_path[pattern, method][int(status)].validate(content["example"])
                count += 1
    assert count == len(json.loads(FILE.read_text()))


def _fits(pattern, path):

    return re.sub(r"{\w+}", "[^/]+", path) == pattern


def test_every_answer_to_reading_has_one():
    lacking = [
        operation["operationId"]
        for _path, method, operation in operations()
        if method == "get"
        and "application/json" in operation["responses"]["200"]["content"]
        and "example" not in operation["responses"]["200"]["content"]["application/json"]
    ]
    assert lacking == []


def test_none_names_this_machine():
    text = FILE.read_text()
    assert "127.0.0.1" not in text
    assert str(settings.BASE_DIR) not in text
