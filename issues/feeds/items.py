"""Entries of feeds made of what pieces said of the register, and of the register's own events."""

import datetime as dt
from typing import NamedTuple

from django.conf import settings
from django.db.models import CharField, F, Value
from django.utils.formats import date_format
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.appearances import attach_bylines
from articles.enums import RecommendationStance, TraitStance
from articles.feeds.items import block_uid, names, numbered
from articles.html import to_text
from articles.models import RecommendationBlock, TraitBlock
from articles.rendering import judgement_words
from sejong_cms.feeds import Item

from ..enums import IssueStatus, RecommendationStatus
from ..models import Development, Rename, StatusChange, Step
from ..timeline import Kind

#: What stands where every wording of a recommendation was withdrawn.
WITHDRAWN = gettext_lazy("A recommendation that was withdrawn")

_ADVICE = {
    RecommendationStance.MAKES: gettext_lazy("Recommendation"),
    RecommendationStance.REPEATS: gettext_lazy("Recommendation repeated"),
    RecommendationStance.NARROWS: gettext_lazy("Recommendation narrowed"),
    RecommendationStance.WIDENS: gettext_lazy("Recommendation widened"),
    RecommendationStance.REVERSES: gettext_lazy("Recommendation reversed"),
}
_ADVICE_WORDS = {
    RecommendationStance.MAKES: gettext_lazy("This is advised for the first time."),
    RecommendationStance.REPEATS: gettext_lazy("It was advised before."),
    RecommendationStance.NARROWS: gettext_lazy("It asks for less than before."),
    RecommendationStance.WIDENS: gettext_lazy("It asks for more than before."),
    RecommendationStance.REVERSES: gettext_lazy("It advises against what was advised before."),
}
_TRAIT = {
    TraitStance.ASSERTS: gettext_lazy("Trait asserted"),
    TraitStance.QUALIFIES: gettext_lazy("Trait qualified"),
    TraitStance.CONTRADICTS: gettext_lazy("Trait contradicted"),
}


class Replaced(NamedTuple):
    """What a correcting event says was wrong: its day, and in short what it said."""

    on: dt.date
    what: str


def of_events(issue, entries):
    """Items of the register's entries in the timeline of `issue`. Two queries, however many."""
    replaced = _replaced([entry.subject.uid for entry in entries])
    steps = [entry.subject.recommendation for entry in entries if entry.kind == Kind.STEP]
    wordings = printed_wordings(steps)
    for entry in entries:
        told = entry.subject
        before = replaced.get(told.uid)
        if entry.kind == Kind.STEP:
            yield _step(told, told.value, wordings.get(told.recommendation), entry.page, before)
        else:
            page = entry.page or issue.get_absolute_url()
            yield _event(told, _TITLES[entry.kind](entry), page, before)


def of_said(found):
    """Items of appearances. One query, however many."""
    attach_bylines(row.edition for row in found)
    return [_of_appearance(row) for row in found]


def of_steps(steps):
    """Items of Steps with their recommendation and what they correct. Two queries, however many."""
    steps = list(steps)
    wordings = printed_wordings([step.recommendation.uid for step in steps])
    for step in steps:
        row = step.recommendation
        wrong = step.corrects
        before = wrong and Replaced(wrong.occurred_on, wrong.get_status_display())
        yield _step(step, step.status, wordings.get(row.uid), row.get_absolute_url(), before)


def printed_wordings(uids):
    """{recommendation's uid: its wording in the newest edition that says it and can be read}.

    Not the register's own wording, which may be that of an edition that was withdrawn. One query.
    """
    rows = RecommendationBlock.objects.released().filter(recommendation__uid__in=uids)
    rows = rows.order_by("parent__live_from", "parent_id", "pk")
    return dict(rows.values_list("recommendation__uid", "wording"))


def attach_texts(found):
    """`found`, whose trait blocks were loaded without their texts, with them. One query."""
    blocks = {row.block.pk: row.block for row in found if row.block and row.block.kind == "trait"}
    rows = TraitBlock.objects.released().filter(pk__in=blocks)
    for pk, html in rows.values_list("pk", "html"):
        blocks[pk].html = html
    return found


def _of_appearance(row):
    edition, block = row.edition, row.block or row.before.block
    parts = _SAID[block.kind](block, edition)
    label, what = next(parts), next(parts)
    if row.kind == "dropped":
        label, words = _("No longer said"), [_source(edition)]
    else:
        label, words = _("Correction") if row.kind == "corrected" else label, list(parts)
    if row.kind != "said":
        words.append(edition.change_note)
    return Item(
        uid=block_uid(edition, block.kind, block.uid),
        title=_("%(label)s: %(what)s") % {"label": label, "what": what},
        page=row.page,
        updated_at=edition.published_at,
        published_at=edition.published_at,
        summary=_paragraphs(words),
        authors=names(edition),
        language=edition.article.language,
    )


def _assessment(block, edition):
    yield _("Assessment")
    yield block.question
    yield block.answer
    yield from judgement_words(block)
    yield _source(edition)


def _advice(block, edition):
    yield _ADVICE[block.stance]
    yield block.wording
    told = {"who": _who(edition), "piece": _piece(edition)}
    addressee = block.recommendation.addressee
    if addressee and addressee.is_public:
        told["addressee"] = addressee.local_name
        yield _("Advice to %(addressee)s by %(who)s, in %(piece)s.") % told
    else:
        yield _("Advice by %(who)s, in %(piece)s.") % told
    yield _ADVICE_WORDS[block.stance]


def _trait(block, edition):
    yield _TRAIT[block.stance]
    yield _("%(trait)s (%(actor)s)") % {
        "actor": block.trait.actor.local_name,
        "trait": block.name,
    }
    yield to_text(block.html)
    yield _source(edition)


#: Per kind of event: the column that says in short what happened; of those that hold a choice, its
#: label.
_WHAT = {Development: "title", Rename: "title", StatusChange: "status", Step: "status"}
_LABELS = {
    "statuschange": lambda status: IssueStatus(status).label,
    "step": lambda status: RecommendationStatus(status).label,
}

#: Per kind of block: label, what is said in short, then paragraphs.
_SAID = {"assessment": _assessment, "recommendation": _advice, "trait": _trait}

_TITLES = {
    Kind.DEVELOPMENT: lambda entry: _("Development: %(title)s") % {"title": entry.title},
    Kind.STATUS: lambda entry: _("Status: %(title)s") % {"title": entry.title},
    Kind.RENAME: lambda entry: entry.title,
    Kind.MERGE: lambda entry: entry.title,
}


def _step(step, status, wording, page, before):
    status = RecommendationStatus(status).label
    if wording:
        title = _("Recommendation %(status)s: %(wording)s") % {"status": status, "wording": wording}
    else:
        title = f"{WITHDRAWN}: {status}"
    return _event(step, title, f"{page}#step-{step.uid}", before)


def _event(event, title, page, before):
    """The item of a dated event: a row of it, or `timeline.Told`. `before` is what it Replaced."""
    words = [f"{_day(event.occurred_on)}: {event.text}"]
    if before:
        told = {"day": _day(before.on), "what": before.what}
        words.append(_("Replaces what was said of %(day)s: %(what)s") % told)
    if event.quote:
        words.append(f"“{event.quote}”")
    if event.source_url:
        label = capfirst(event.get_source_kind_display()) or _("Source")
        words.append(f"{label}: {event.source_url}")
    return Item(
        uid=event.uid,
        title=title,
        page=page,
        updated_at=event.recorded_at,
        published_at=event.recorded_at,
        summary=_paragraphs(words),
    )


def _replaced(uids):
    """{uid of an event: what it Replaced} of those events that correct another. One query."""
    queries = [
        model.objects.filter(uid__in=uids, corrects__isnull=False)
        .order_by()
        .annotate(
            replaced_of=Value(model._meta.model_name, output_field=CharField()),
            replaced_what=F(f"corrects__{column}"),
        )
        .values_list("uid", "replaced_of", "corrects__occurred_on", "replaced_what")
        for model, column in _WHAT.items()
    ]
    return {
        uid: Replaced(day, _LABELS.get(of, str)(what))
        for uid, of, day, what in queries[0].union(*queries[1:], all=True).order_by()
    }


def _source(edition):
    return _("By %(who)s, in %(piece)s.") % {"who": _who(edition), "piece": _piece(edition)}


def _piece(edition):
    return numbered(edition, f"“{edition.title}”")


def _who(edition):
    return get_text_list(names(edition), _("and")) or settings.INSTITUTION


def _day(day):
    return date_format(day)


def _paragraphs(words):
    return "\n\n".join(str(word) for word in words if word)
