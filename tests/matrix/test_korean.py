"""Pages in Korean, readers' and the desk of a person who set it so: none of them says anything in English."""

import re
from html.parser import HTMLParser

import pytest
from django.apps import apps

from articles.html import to_text
from articles.models import Account

from .routes import routes
from .test_matrix import close, filled
from .world import World

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

_WORD = re.compile(r"[A-Za-z]{3,}")
#: Names of the site, of formats, keys and standards; labels of fields that nobody sees; the name of a sign.
NAMES = frozenset(
    "Sejong Focus API ORCID orcid org URL PNG JPEG POST https WebP SHA text Alt Ctrl Control Mac Command Single Sign LDAP "
    "Version Region Identity Search Institute RIS BibTeX CSL JSON CSV PDF Brier Wilson Monthly Weather Review Journal the "
    "American Statistical Association Intelligence Community Directive Analytic Standards January NISO COPE Article Versions "
    "ICD".split()
)
#: What Django's own screens say in English alone, and the page as readers get it, in a language of its own.
ELSEWHERE = re.compile(r"/admin/auth/(user|group)/<\w+>/(delete|password)/|.*/preview/page/")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
#: Attributes that people read or hear.
_READ = ("title", "aria-label", "placeholder", "alt")


class _Words(HTMLParser):
    """Texts of a page as people get them, words for its scripts included."""

    def __init__(self):
        super().__init__()
        self.texts, self.silent, self.open = [], 0, []

    def handle_starttag(self, tag, attrs):
        # What is not meant to be read, or said to be in English.
        quiet = tag in ("script", "style", "code", "pre") or dict(attrs).get("lang") == "en"
        if tag not in _VOID:
            self.open.append((tag, quiet))
            self.silent += quiet
        if self.silent:
            return
        for name, value in attrs:
            # The title of a COinS is for programs (OpenURL): nobody reads it.
            if dict(attrs).get("class") == "Z3988":
                continue
            if value and (
                name in _READ or (dict(attrs).get("id") == "desk-words" and name != "id")
            ):
                self.texts.append(value)
            if tag == "input" and name == "value" and dict(attrs).get("type") == "submit":
                self.texts.append(value)

    def handle_endtag(self, tag):
        # What a page leaves open, such as a <li>, ends with what it stands in.
        while tag in [name for name, _quiet in self.open]:
            name, quiet = self.open.pop()
            self.silent -= quiet
            if name == tag:
                break

    def handle_data(self, data):
        if not self.silent:
            self.texts.append(data)


def stored():
    """Every text of the world, the longest first: pages show these as they are."""
    found = {"{words}", "{characters}", "{minutes}", "{time}"}
    for model in apps.get_models():
        names = [
            f.attname for f in model._meta.concrete_fields if f.get_internal_type() != "JSONField"
        ]
        for row in model._default_manager.values_list(*names):
            found.update(to_text(value) if "<p>" in value else value for value in map(str, row))
    return sorted((text for text in found if _WORD.search(text)), key=len, reverse=True)


def english_left(world, routes, letters, *, prefix="", statuses=(200,)):
    """{what stands in English: an address where it does} of pages."""
    data = re.compile("|".join(map(re.escape, stored())))
    found = {}
    for route in sorted(set(routes)):
        for _what, named in world.values(route) or ():
            url = prefix + filled(route, named)
            for letter in letters:
                response = world.send(letter, "get", url)
                close(response)
                kind = response.headers.get("Content-Type", "")
                if response.status_code not in statuses or "html" not in kind:
                    continue
                words = _Words()
                words.feed(response.content.decode())
                for text in words.texts:
                    left = set(_WORD.findall(data.sub(" ", text))) - NAMES
                    if left:
                        found.setdefault(" ".join(text.split())[:120], url)
    return found


def test_no_page_of_the_desk_is_left_in_english():
    world = World()
    for letter in "rw":
        Account.objects.create(person=world.people[letter], language="ko")
    desk = [r for r in routes() if r.startswith("/admin/") and not ELSEWHERE.fullmatch(r)]
    assert english_left(world, desk, "rw") == {}


def test_no_page_for_readers_is_left_in_english():
    world = World()
    pages = [r for r in routes() if not r.startswith(("/admin/", "/api/"))]
    assert len(pages) > 40
    assert english_left(world, pages, "a", prefix="/ko", statuses=(200, 400, 404, 410)) == {}
