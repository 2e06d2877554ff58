"""What colleagues say to each other about a text: the verbs on threads and comments, and who sees them.

A thread belongs to the article and stays with a block by its uid, whatever becomes of the block's text
and of the edition. Who may open the edition on whose screen it was begun may read and answer it; nobody
else ever does, and no reader.
"""

import re
import unicodedata

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from . import noticing, rules
from .contents import contents_of_one
from .errors import Missing, NotAllowed, WrongState
from .html import plain
from .models import Article, Comment, Edition, Thread
from .models.comments import AROUND

#: The most characters of a comment, and of the stretch of text that a thread quotes.
LONGEST_TEXT = 5_000
LONGEST_QUOTE = 1_000
#: The fields of blocks that a stretch can be quoted from.
FIELDS = frozenset(
    "heading html name question answer change_reason wording alt caption credit".split()
)


def open_thread(
    edition,
    *,
    by,
    text,
    block=None,
    field="",
    quote="",
    prefix="",
    suffix="",
    mention=(),
    at=None,
):
    """Begin a thread on the piece, on its block of uid `block`, or on `quote` in a field of that block.

    `prefix` and `suffix` are what stands around the quote. `mention` names colleagues beside those whom
    the text mentions as @username. Returns the Thread. Raises NotAllowed, or Missing with the field that
    is at fault.
    """
    at = at or timezone.now()
    quote = plain(quote).strip()
    if len(quote) > LONGEST_QUOTE:
        raise Missing(_("This is too long a stretch; choose a shorter one."), "quote", "too_long")
    if quote and (block is None or field not in FIELDS):
        raise Missing(_("A quoted stretch stands in a block's text."), "field", "invalid")
    with transaction.atomic():
        edition = _locked(edition, by)
        if block is not None and all(row.uid != block for row in contents_of_one(edition).blocks):
            raise Missing(
                _("This block is not in the edition as it was last saved."), "block", "invalid"
            )
        thread = Thread.objects.create(
            article_id=edition.article_id,
            edition=edition,
            block=block,
            field=field if quote else "",
            quote=quote,
            prefix=plain(prefix)[-AROUND:] if quote else "",
            suffix=plain(suffix)[:AROUND] if quote else "",
            opened_at=at,
            opened_by=by,
        )
        _write(thread, text, mention, by=by, at=at)
    return thread


def reply(thread, *, by, text, mention=(), at=None):
    """Add a Comment to an unresolved thread and return it. Raises NotAllowed, WrongState or Missing."""
    with transaction.atomic():
        thread = _locked_thread(thread, by)
        if thread.is_resolved:
            raise WrongState(_("This thread is resolved; reopen it to go on."))
        return _write(thread, text, mention, by=by, at=at or timezone.now())


def change(comment, *, by, text, mention=(), at=None):
    """Give one's own comment other words; it then says that it was changed.

    Raises NotAllowed to everybody but its writer, or Missing.
    """
    with transaction.atomic():
        thread = _locked_thread(comment.thread, by)
        comment = thread.comments.get(pk=comment.pk)
        if comment.written_by_id != by.pk:
            raise NotAllowed(_("Only its writer changes a comment."))
        text, mentioned = _checked(thread.edition, text, mention)
        if text == comment.text:
            return comment
        comment.text, comment.changed_at = text, at or timezone.now()
        comment.save(update_fields=["text", "changed_at"])
        comment.mentioned.set(mentioned)
        noticing.tell_of_comment(comment)
    return comment


def resolve(thread, *, by, at=None):
    """Say that a thread is settled. Raises NotAllowed, or WrongState where it is already."""
    with transaction.atomic():
        thread = _locked_thread(thread, by)
        if thread.is_resolved:
            raise WrongState(_("This thread is resolved already."))
        thread.resolved_at, thread.resolved_by = at or timezone.now(), by
        thread.save(update_fields=["resolved_at", "resolved_by"])
    return thread


def reopen(thread, *, by):
    """Take a resolved thread up again. Raises NotAllowed, or WrongState where it is not resolved."""
    with transaction.atomic():
        thread = _locked_thread(thread, by)
        if not thread.is_resolved:
            raise WrongState(_("This thread is not resolved."))
        thread.resolved_at = thread.resolved_by = None
        thread.save(update_fields=["resolved_at", "resolved_by"])
    return thread


def threads_of(edition, person):
    """The article's Threads that `person` may see, oldest first, with comments and people. Three queries."""
    comments = Comment.objects.select_related("written_by").prefetch_related("mentioned")
    rows = _visible(edition, person).select_related("opened_by", "resolved_by")
    return list(rows.prefetch_related(Prefetch("comments", comments)))


def thread_of(edition, person, pk):
    """One of `threads_of`, or None."""
    return _visible(edition, person).select_related("edition").filter(pk=pk).first()


def summary_of(edition, person):
    """{'count': unresolved threads, 'latest': moment of the last change or None}. One query.

    Both together differ whenever `threads_of` does.
    """
    found = _visible(edition, person).aggregate(
        count=Count("pk", filter=Q(resolved_at=None), distinct=True),
        resolved=Max("resolved_at"),
        written=Max("comments__written_at"),
        changed=Max("comments__changed_at"),
    )
    count = found.pop("count")
    return {"count": count, "latest": max(filter(None, found.values()), default=None)}


def people_of(edition):
    """The colleagues who may open `edition`, and so be mentioned. One query."""
    users = get_user_model().objects
    editors, publishers, writers = (
        Q(pk__in=users.with_perm(permission, backend=_BACKEND).values("pk"))
        for permission in (rules.REVIEW, rules.RELEASE, rules.WRITE)
    )
    invited = Edition.invited.through.objects.filter(edition=edition, user=OuterRef("pk"))
    own = writers & (Q(pk=edition.created_by_id) | Exists(invited))
    rows = users.filter(editors | publishers | own, is_active=True, is_staff=True)
    return list(rows.order_by("first_name", "last_name", "username"))


_BACKEND = "django.contrib.auth.backends.ModelBackend"


def _visible(edition, person):
    visible = Edition.objects.visible_to(person).filter(article=edition.article_id)
    return Thread.objects.filter(article=edition.article_id, edition__in=visible)


def _locked(edition, by):
    """The edition as it stands, its article locked. Raises NotAllowed."""
    Article.objects.locked().get(pk=edition.article_id)
    edition = Edition.objects.select_related("article").get(pk=edition.pk)
    if not rules.may_see(by, edition):
        raise NotAllowed(_("You may not open this edition."))
    return edition


def _locked_thread(thread, by):
    edition = _locked(thread.edition, by)
    thread = Thread.objects.get(pk=thread.pk)
    thread.edition = edition
    return thread


def _write(thread, text, mention, *, by, at):
    text, mentioned = _checked(thread.edition, text, mention)
    comment = Comment.objects.create(thread=thread, text=text, written_at=at, written_by=by)
    comment.mentioned.set(mentioned)
    noticing.tell_of_comment(comment)
    return comment


def _checked(edition, text, mention):
    """(the text as it is stored, the people it mentions)."""
    text = plain(text).strip()
    if not text:
        raise Missing(_("Write something."), "text")
    if len(text) > LONGEST_TEXT:
        raise Missing(
            _("A comment has at most %(n)s characters.") % {"n": LONGEST_TEXT}, "text", "too_long"
        )
    names = [match[1] for match in _MENTION.finditer(text)]
    if not (names or mention):
        return text, []
    people = {_key(person.get_username()): person for person in people_of(edition)}
    return text, list({_named(name, people) for name in (*names, *mention)})


#: A colleague's name in a text; not the middle of a mail address.
_MENTION = re.compile(r"(?<![\w.+-])@([\w.@+-]+)")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")


def _named(name, people):
    """Whom `name` means: the longest beginning of it that is somebody's, up to a sign or a particle."""
    for end in range(len(name), 0, -1):
        rest, last = name[end:], name[end - 1]
        ends_there = (
            not rest or rest[0] in ".@+-" or (_HANGUL.match(rest) and not _HANGUL.match(last))
        )
        if ends_there and _key(name[:end]) in people:
            return people[_key(name[:end])]
    raise Missing(
        _(
            "Nobody called “%(name)s” may open this edition, so they would not see the comment. "
            "Mention somebody from the list, or write the name without @."
        )
        % {"name": name},
        "text",
        "unknown_person",
    )


def _key(name):
    return unicodedata.normalize("NFKC", name).casefold()
