"""What the edition's screen shows around its form: where it stands, what blocks it, what is unsaved."""

import uuid

from issues.rules import may_edit_register

from ..checks import problems_of
from ..contents import Contents, contents_of_one
from ..enums import Verb
from ..models import BLOCKS, Byline
from ..reading import reading_of
from .history import sources_of
from .matching import proposals_of
from .under_way import copies_of, copy_sent
from .verbs import moment, offers, person, sentence


def context_of(model_admin, request, context, edition):
    """The screen's own part of the template's context."""
    editable = model_admin.has_change_permission(request, edition)
    refused = getattr(edition, "refused", None)
    contents = _contents(context["inline_admin_formsets"], edition, refused)
    problems = problems_of(edition, contents) if edition.is_editable else []
    places = _places(context["inline_admin_formsets"])
    siblings = _siblings(model_admin, request, edition)
    copy = getattr(request, "desk_copy", None)
    # Of a refused save the tab goes on, and numbers its texts on from the one that it has kept.
    kept = copy or copy_sent(request, edition)
    found = {
        "title": edition.title,
        "subtitle": None,
        "sentence": sentence(edition),
        "offers": offers(request.user, edition, problems),
        "problems": [(problem, places.get(problem.uid)) for problem in problems],
        "matches": [(found, places.get(found.block.uid)) for found in _best(edition, contents)],
        "last_move": _last_word(edition),
        "sources": sources_of(edition),
        "siblings": siblings,
        "may_move": may_edit_register(request.user)
        and any(row.number for row in (edition, *(each["edition"] for each in siblings))),
        "editable": editable,
        "typed": refused is not None,
        "refused": refused,
        "savable": editable and edition.is_editable,
        "meeting": getattr(edition, "meeting", None),
        "saved_by": person(edition.saved_by),
        "copy": copy,
        "copies": copies_of(request, edition) if refused is None else (),
        "tab": copy.tab if copy else request.POST.get("tab") or uuid.uuid4(),
        "sequence": kept.sequence if kept else 0,
        "here": model_admin.url_of(edition),
        "contents": contents,
        "reading": reading_of(edition, contents),
        "blocks": [(block._meta.verbose_name, block) for block in contents.blocks],
        "show_save_and_add_another": False,
        # The whole width is for the text; the way back is in the breadcrumbs.
        "is_nav_sidebar_enabled": False,
    }
    if found["typed"]:
        # The page says it once, in full; what else is wrong stands beside its field.
        found["errors"] = ()
    return found


def _contents(inlines, edition, refused):
    """The edition's Contents; from the rows of the form where it shows what is stored."""
    if not inlines or any(inline.formset.is_bound for inline in inlines):
        return contents_of_one(edition)
    rows = {
        inline.formset.model: [form.instance for form in inline.formset.initial_forms]
        for inline in inlines
    }
    blocks = [row for model in BLOCKS for row in rows[model]]
    notes = next(rows[model] for model in rows if model not in (*BLOCKS, Byline))
    return Contents(sorted(blocks, key=lambda row: row.ordering), rows[Byline], notes)


def _siblings(model_admin, request, edition):
    """The article's other editions that the person may open, newest first."""
    rows = model_admin.model.objects.visible_to(request.user).filter(article=edition.article_id)
    return [
        {"edition": row, "url": model_admin.url_of(row)}
        for row in rows.exclude(pk=edition.pk).order_by("-id").only("state", "number")
    ]


def _best(edition, contents):
    """The Proposal most like it for each block that has any."""
    best = {}
    for proposal in proposals_of(edition, contents):
        best.setdefault(proposal.block.uid, proposal)
    return best.values()


def _places(inlines):
    """{a block's uid: the id of its element on the page}."""
    return {
        form.instance.uid: f"{inline.formset.prefix}-{place}"
        for inline in inlines
        for place, form in enumerate(inline.formset.initial_forms)
        if hasattr(form.instance, "uid")
    }


#: Verbs whose comment the screen shows already: as reason, or as note on the change.
_SAID_ELSEWHERE = (Verb.START, Verb.NEW_EDITION, Verb.WITHDRAW)


def _last_word(edition):
    """What was said with the last move, if anything: the comment an author has to answer."""
    row = edition.transitions.select_related("moved_by").order_by("-moved_at", "-id").first()
    if row is None or not row.comment or row.verb in _SAID_ELSEWHERE:
        return None
    return {
        "verb": row.get_verb_display(),
        "at": moment(row.moved_at),
        "by": person(row.moved_by),
        "comment": row.comment,
    }
