"""The edition's screen as a browser would drive it: read the form, change fields, send it."""

import re
from html import unescape

import pytest
from django.urls import reverse

from articles.contents import contents_of_one

PREFIXES = {
    "passage": "passages",
    "trait": "traitblocks",
    "assessment": "assessments",
    "recommendation": "recommendationblocks",
    "figure": "figures",
    "byline": "bylines",
    "note": "notes",
}


def url_of(edition):
    return reverse("admin:articles_edition_change", args=[edition.pk])


def verb_url(edition, verb):
    return reverse("admin:articles_edition_verb", args=[edition.pk, verb])


def fields_of(response):
    """What a browser would send if nothing were changed."""
    context = response.context_data
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    forms = [context["adminform"].form]
    for formset in formsets:
        forms += [formset.management_form, *formset.forms]
    data = {}
    for form in forms:
        for field in form:
            value = field.value()
            if not field.field.disabled and not hasattr(value, "read"):
                data[field.html_name] = "" if value is None else value
                if field.field.show_hidden_initial:
                    data[field.html_initial_name] = _values_in(field.as_hidden(only_initial=True))
    return data


def _values_in(html):
    """The values that hidden inputs send."""
    values = (re.search(r' value="([^"]*)"', tag) for tag in re.findall("<input[^>]*>", html))
    return [unescape(value[1]) if value else "" for value in values]


class Screen:
    """One person with one edition's screen open."""

    def __init__(self, client, user, edition):
        self.client, self.edition, self.url = client, edition, url_of(edition)
        client.force_login(user)
        self.data = fields_of(client.get(self.url))

    def add(self, kind, **fields):
        """A block, note or byline at the end; returns its place in its formset."""
        prefix = PREFIXES[kind]
        place = int(self.data[f"{prefix}-TOTAL_FORMS"])
        self.data[f"{prefix}-TOTAL_FORMS"] = place + 1
        if kind != "byline":
            fields.setdefault("ordering", 1000 + 10 * len(self.data))
        for name, value in fields.items():
            self.data[f"{prefix}-{place}-{name}"] = value
        return place

    def send(self, **fields):
        return self.client.post(self.url, {**self.data, "_continue": "1", **fields})

    def save(self, **fields):
        """Send it and insist that it was accepted."""
        response = self.send(**fields)
        assert response.status_code == 302, errors_of(response)
        self.edition.refresh_from_db()
        return self.edition


def errors_of(response):
    """Every message of a form that was shown again."""
    if response.context_data is None:
        return []
    return [str(text) for errors in response.context_data["errors"] for text in errors]


@pytest.fixture
def open_screen(client):
    """open_screen(user, edition) → Screen."""
    return lambda user, edition: Screen(client, user, edition)


def kinds_of(edition):
    return [block.kind for block in contents_of_one(edition).blocks]
