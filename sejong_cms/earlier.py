"""Addresses of an earlier site: how they are compared, where they may lead, and where one leads now.

Everything that spells one address is one key: with or without scheme and host, percent-encoded in UTF-8 or
in EUC-KR (CP949) or not at all, with capital letters in the path or in parameters' names, with or without
a slash at the end, with its parameters in any order. What is added for counting visitors and sessions is
left out. Values keep their capital letters: identities may differ in nothing else.

A visitor's address may have parameters besides, such as the page of the list they came from: an earlier
address is found by any of its parameters, and of several the one with the most.

Nothing leads in a circle or on to another earlier address: what this site itself serves is refused as an
earlier address, and only that is taken as where one leads.
"""

import re
import unicodedata
from itertools import combinations
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import override

from articles.addresses import own_path
from articles.models import Edition

from . import former
from .languages import language_of
from .models import EarlierAddress
from .models.earlier import LONGEST

#: Parameters that say how somebody came, or which visit it is; never what is asked for.
_OF_VISITS = re.compile(
    r"utm_.*|mc_cid|mc_eid|_ga|_gl|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|yclid|igshid|napm"
    r"|n_(?:media|query|rank|ad|ad_group|ad_group_type|keyword|keyword_id|campaign_type|match|network)"
    r"|phpsessid|jsessionid"
)
#: So many parameters are looked for in every selection; more were in no address that anybody entered.
_MOST = 7
_HOST = re.compile(
    r"(?i)^(?:[a-z][a-z0-9+.-]*:)?//[^/?#]*|^(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?=/)"
)
_SESSION = re.compile(r"(?i);jsessionid=[^/]*")
_FORBIDDEN = re.compile("[\x00-\x20\x7f-\x9f\ud800-\udfff\\\\]")
#: What a part of a key cannot hold as it is.
_SPECIAL = re.compile("[\x00-\x20%&=+?#\x7f-\x9f]")
#: Below these nothing of an earlier site is, whether or not the site has such an address.
_OURS = ("/admin/", "/api/", "/static/", "/media/", "/health/")
#: Views that no earlier address leads to: secret addresses, and what is no page.
_NO_TARGETS = {
    "following",
    "preview",
    "preview_figure",
    "figure",
    "card",
    "alive",
    "ready",
    "robots",
    "sitemap",
    "sitemap_section",
    "news_sitemap",
}


class Unreadable(ValueError):
    """An address that cannot be compared: in no encoding that we know, or with NUL in it."""


def key_of(address):
    """The key of an address as people or programs write it. Raises Unreadable."""
    path, parameters = _taken_apart(address)
    return _joined(path, parameters)


def keys_of(address):
    """Keys by which an earlier address could be meant by a visitor's one, the most particular first."""
    path, parameters = _taken_apart(address)
    if len(parameters) > _MOST:
        return [_joined(path, parameters), _joined(path, ())]
    return [
        _joined(path, chosen)
        for count in range(len(parameters), -1, -1)
        for chosen in combinations(parameters, count)
    ]


def asked_for(request):
    """The address that a request came to, with its bytes as they came."""
    query = request.META.get("QUERY_STRING", "").encode("latin-1", "replace")
    query = "".join(chr(byte) if 32 < byte < 127 else f"%{byte:02X}" for byte in query)
    return f"{request.path_info}?{query}" if query else request.path_info


def find(address):
    """The EarlierAddress that a visitor's address means, None where there is none. At most one query."""
    try:
        keys = [key for key in keys_of(address) if len(key) <= LONGEST]
    except Unreadable:
        return None
    rows = EarlierAddress.objects.filter(key__in=keys).select_related("article")
    found = {row.key: row for row in rows}
    return next((found[key] for key in keys if key in found), None)


def present_target(row):
    """The path that `row` leads to now, in one step; None where readers know of nothing there.

    A withdrawn piece is known: its address says that it was withdrawn, and why.
    """
    if row.article_id:
        known = Edition.objects.numbered().filter(article=row.article_id).exists()
        return own_path(row.article) if known else None
    return present_path(row.path)


def present_path(path):
    """`path` of this site with today's slugs; None where readers know of nothing there."""
    parts = urlsplit(path)
    match = _match(parts.path)
    if match is None:
        return None
    with override(language_of(parts.path)):
        present = former.present_path(match)
    if present is None:
        return None
    query = f"?{parts.query}" if parts.query else ""
    return present + query + (f"#{parts.fragment}" if parts.fragment else "")


def checked_address(address):
    """The key of an address to be entered. Raises ValidationError that says why it cannot be one."""
    address = address.strip()
    if not address:
        raise ValidationError(_("Give the earlier address."), code="empty")
    try:
        key = key_of(address)
    except Unreadable:
        raise ValidationError(_("This address cannot be read."), code="unreadable") from None
    if max(len(address), len(key)) > LONGEST:
        raise ValidationError(
            _("An address has at most %(most)s characters.") % {"most": LONGEST}, code="too_long"
        )
    path = key.partition("?")[0]
    if is_served(path):
        raise ValidationError(
            _("This site has pages of its own at such an address."), code="served_here"
        )
    return key


def checked_target(target):
    """The path within this site that `target` names, a path or an address of this site.

    Raises ValidationError. Whether readers know of anything there is not asked: it may come to be published,
    and until then the earlier address answers like one that nobody entered.
    """
    target = target.strip()
    if not target:
        raise ValidationError(_("Say where the address leads."), code="no_target")
    if len(target) > LONGEST:
        raise ValidationError(
            _("An address has at most %(most)s characters.") % {"most": LONGEST}, code="too_long"
        )
    path = target.removeprefix(settings.SITE_URL)
    if not path.startswith("/") or path.startswith("//") or _FORBIDDEN.search(path):
        raise ValidationError(
            _("It has to be an address of this site that begins with a slash, such as /issues/."),
            code="elsewhere",
        )
    match = _match(urlsplit(path).path)
    if match is None or match.url_name in _NO_TARGETS or _is_ours(path):
        raise ValidationError(_("This site has no page at such an address."), code="no_page")
    return path


def is_served(path):
    """Whether `path` has the form of an address of this site, with or without its last slash."""
    if path == "/" or _is_ours(f"{path}/"):
        return True
    return any(_match(form) is not None for form in (path, f"{path}/"))


def _is_ours(path):
    return path.startswith(_OURS)


def _match(path):
    """What the site's addresses say of a path, in the language that the path names; None for none of them.

    Slugs are compared as they are read, not as they are percent-encoded.
    """
    try:
        path = unquote_to_bytes(path).decode()
        with override(language_of(path)):
            return resolve(path)
    except (Resolver404, UnicodeDecodeError):
        return None


def _taken_apart(address):
    """(path, [(name, value), …] in order) of an address as it is compared."""
    address = address.strip().replace("&amp;", "&").partition("#")[0]
    rest = _HOST.sub("", address, count=1)
    path, _mark, query = rest.partition("?")
    path = _SESSION.sub("", path).replace("\\", "/")
    segments = [_lower(_read(part)) for part in path.split("/") if part]
    parameters = set()
    for pair in query.split("&"):
        name, _equals, value = (part.replace("+", " ") for part in pair.partition("="))
        name = _lower(_read(name)).strip()
        if name and not _OF_VISITS.fullmatch(name):
            parameters.add((name, _read(value).strip()))
    return segments, sorted(parameters)


def _joined(segments, parameters):
    path = "/" + "/".join(_written(part).replace("/", "%2F") for part in segments)
    query = "&".join(f"{_written(name)}={_written(value)}" for name, value in parameters)
    return f"{path}?{query}" if query else path


def _read(part):
    """A percent-encoded part of an address as text: UTF-8, else what Korean sites used before."""
    data = unquote_to_bytes(part)
    for encoding in ("utf-8", "cp949"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return unicodedata.normalize("NFC", text)
    raise Unreadable


def _lower(text):
    return unicodedata.normalize("NFC", text.lower())


def _written(text):
    return _SPECIAL.sub(lambda match: f"%{ord(match[0]):02X}", text)
