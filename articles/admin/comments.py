"""What the edition's screen asks of the comments, and what it sends: JSON, for the desk alone."""

import json
import re
from uuid import UUID

from django.http import JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import commenting
from ..contents import contents_of_one
from ..errors import Missing, NotAllowed, Refused
from ..html import to_text
from ..models import Comment
from .verbs import moment, person

#: The most bytes that a request may bring.
LONGEST = 64 * 1024
#: The most characters of a colleague's name: as many as Django gives a username.
LONGEST_NAME = 150


def urls(model_admin):
    """The addresses below an edition's."""

    def view(request, pk):
        return comments_view(model_admin, request, model_admin._edition(request, pk))

    view = require_http_methods(["GET", "HEAD", "POST"])(view)
    return [
        path(
            "<int:pk>/comments/",
            model_admin.admin_site.admin_view(view),
            name="articles_edition_comments",
        )
    ]


def comments_view(model_admin, request, edition):
    """The threads that the person may see; after a POST of {'do': …}, as they stand then."""
    if request.method == "POST":
        try:
            _do(request, edition)
        except _Unreadable:
            return _refused(400, "malformed", _("The request could not be read."))
        except _Unknown:
            return _refused(404, "not_found", _("There is no such comment any more."))
        except Missing as refusal:
            return _refused(400, refusal.code, str(refusal), refusal.field)
        except NotAllowed as refusal:
            return _refused(403, refusal.code, str(refusal))
        except Refused as refusal:
            return _refused(409, refusal.code, str(refusal))
    return _answer(shown(edition, request.user))


class _Unreadable(Exception):
    pass


class _Unknown(Exception):
    pass


def _do(request, edition):
    data = _read(request)
    verb = _VERBS.get(_text(data, "do"))
    if verb is None:
        raise _Unreadable
    verb(edition, request.user, data)


def _open(edition, by, data):
    commenting.open_thread(
        edition,
        by=by,
        text=_text(data, "text"),
        block=_uid(data),
        mention=_names(data),
        **{name: _text(data, name, "") for name in ("field", "quote", "prefix", "suffix")},
    )


def _reply(edition, by, data):
    thread = _thread(edition, by, data)
    commenting.reply(thread, by=by, text=_text(data, "text"), mention=_names(data))


def _change(edition, by, data):
    rows = Comment.objects.select_related("thread__edition")
    comment = rows.filter(pk=_number(data, "comment")).first()
    if comment is None or commenting.thread_of(edition, by, comment.thread_id) is None:
        raise _Unknown
    commenting.change(comment, by=by, text=_text(data, "text"), mention=_names(data))


def _resolve(edition, by, data):
    commenting.resolve(_thread(edition, by, data), by=by)


def _reopen(edition, by, data):
    commenting.reopen(_thread(edition, by, data), by=by)


_VERBS = {
    "open": _open,
    "reply": _reply,
    "change": _change,
    "resolve": _resolve,
    "reopen": _reopen,
}


def _read(request):
    if request.content_type != "application/json" or len(request.body) > LONGEST:
        raise _Unreadable
    try:
        data = json.loads(request.body)
    except (ValueError, RecursionError):
        raise _Unreadable from None
    if not isinstance(data, dict):
        raise _Unreadable
    return data


def _text(data, name, default=None):
    value = data.get(name, default)
    if not isinstance(value, str):
        raise _Unreadable
    return value


def _number(data, name):
    value = data.get(name)
    if type(value) is not int or not 0 < value < 2**63:
        raise _Unreadable
    return value


def _uid(data):
    value = data.get("block")
    try:
        return UUID(value) if value is not None else None
    except (ValueError, TypeError, AttributeError):
        raise _Unreadable from None


def _names(data):
    names = data.get("mention", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise _Unreadable
    # Of each name all beginnings are looked up.
    if any(len(name) > LONGEST_NAME for name in names):
        raise _Unreadable
    return names[:50]


def _thread(edition, by, data):
    thread = commenting.thread_of(edition, by, _number(data, "thread"))
    if thread is None:
        raise _Unknown
    return thread


def _refused(status, code, message, field=None):
    body = {"code": code, "message": message} | ({"field": field} if field else {})
    return _answer(body, status)


def _answer(body, status=200):
    return JsonResponse(body, status=status)


# --- What is shown


def shown(edition, user):
    """Threads and colleagues as plain values. A dozen queries, however many there are."""
    threads = commenting.threads_of(edition, user)
    blocks = {block.uid: block for block in contents_of_one(edition).blocks} if threads else {}
    summary = commenting.summary_of(edition, user)
    return {
        **summary,
        "threads": [_shown(thread, blocks.get(thread.block), user) for thread in threads],
        "people": [
            {"username": row.get_username(), "name": person(row)}
            for row in commenting.people_of(edition)
        ],
    }


def _shown(thread, block, user):
    return {
        "id": thread.pk,
        "block": str(thread.block) if thread.block else None,
        "in_edition": block is not None,
        "field": thread.field,
        "quote": thread.quote,
        "prefix": thread.prefix,
        "suffix": thread.suffix,
        "stands": bool(block and thread.quote) and _stands(thread, block),
        "resolved": _resolution(thread),
        "comments": [
            {
                "id": row.pk,
                "who": person(row.written_by),
                **_when(row.written_at),
                "text": row.text,
                "changed": row.changed_at,
                "mine": row.written_by_id == user.pk,
                "mentioned": [person(colleague) for colleague in row.mentioned.all()],
            }
            for row in thread.comments.all()
        ],
    }


def _resolution(thread):
    if not thread.is_resolved:
        return None
    return {"who": person(thread.resolved_by), **_when(thread.resolved_at)}


def _when(at):
    """A moment for programs, in short and in words."""
    return {
        "when": at,
        "shown": f"{timezone.localtime(at, timezone.get_default_timezone()):%Y-%m-%d %H:%M}",
        "moment": moment(at),
    }


def _stands(thread, block):
    """Whether the quoted stretch is still in the block's text, as it was last saved."""
    text = getattr(block, thread.field, "") or ""
    if thread.field == "html":
        text = to_text(text)
    return _spaced(thread.quote) in _spaced(text)


def _spaced(text):
    """A browser's selection and the stored text differ in white space between paragraphs."""
    return re.sub(r"\s+", " ", text)
