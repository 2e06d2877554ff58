"""What must agree of an article at every moment at which nobody is writing, however its writers ended."""

from collections import Counter
from itertools import pairwise

from articles.canonical import canonical, checksum
from articles.contents import contents_of_one
from articles.enums import EditionState as S
from articles.enums import Verb
from articles.models import Edition
from articles.moves import BY_VERB
from sejong_cms.models import AuditEntry

#: Of the moves by which an edition gets its number.
PUBLISHING = (Verb.PUBLISH, Verb.PUBLISH_ARCHIVED)


def disagreements(article, newest=None):
    """Everything that does not fit together, in sentences; an empty list where all of it does.

    With `newest` only so many of the newest editions are looked into.
    """
    rows = Edition.objects.filter(article=article).select_related("article__series")
    editions = list(rows.order_by("pk"))
    looked_into = editions if newest is None else editions[-newest:]
    found = [f"{e.pk}: {line}" for e in looked_into for line in _of_one(e)]
    numbers = sorted(e.number for e in editions if e.number)
    if numbers != list(range(1, len(numbers) + 1)):
        found.append(f"numbers {numbers}")
    if sum(e.state == S.PUBLISHED for e in editions) > 1:
        found.append("two live editions")
    if sum(e.state in S.open() for e in editions) > 1:
        found.append("two open editions")
    return found


def _of_one(edition):
    moves = list(edition.transitions.order_by("version", "pk"))
    saves = list(edition.snapshots.order_by("version"))
    # Every step of the version is a move or a save; the first is both.
    steps = Counter([m.version for m in moves] + [s.version for s in saves if s.version > 1])
    if steps != Counter(range(1, edition.version + 1)):
        yield f"version {edition.version}, but moves and saves of {sorted(steps.elements())}"
    if moves[-1].to_state != edition.state:
        yield f"is {edition.state}, last moved to {moves[-1].to_state}"
    for before, after in pairwise(moves):
        if (after.from_state, after.to_state) != (before.to_state, BY_VERB[after.verb].target):
            yield f"{before} is followed by {after}"
    contents = contents_of_one(edition)
    yield from _of_its_text(edition, contents, saves[-1])
    yield from _of_its_release(edition, contents, moves)
    yield from _of_the_audit(edition, moves, saves)


def _of_its_text(edition, contents, last):
    """What stands there is one whole save, the last."""
    text = canonical(edition, contents)
    given = ("number", "published_on")
    if edition.number:
        if checksum(text) != edition.checksum:
            yield "its checksum is of another text"
        text = {k: v for k, v in text.items() if k not in given}
    saved = {k: v for k, v in last.content.items() if k in text}
    if checksum(text) != checksum(saved):
        yield f"its text is not that of its last save {last.version}"


def _of_its_release(edition, contents, moves):
    published = [m for m in moves if m.verb in PUBLISHING]
    if len(published) != bool(edition.number):
        yield f"number {edition.number}, but published {len(published)} times"
    if not edition.number:
        if edition.checksum or edition.live_from or edition.published_at:
            yield "was not published, but has marks of it"
        return
    cited = [byline.author for byline in contents.bylines]
    for block in contents.blocks:
        cited += [
            getattr(block, name)
            for name in ("trait", "issue", "recommendation")
            if getattr(block, f"{name}_id", None)
        ]
    yield from (f"readers do not know {row}" for row in cited if not row.is_public)


def _of_the_audit(edition, moves, saves):
    logged = Counter((m.verb, m.version, m.from_state, m.to_state, m.moved_by_id) for m in moves)
    logged += Counter(("saved", s.version, s.saved_by_id) for s in saves if s.version > 1)
    told = Counter()
    for entry in AuditEntry.objects.filter(kind="edition", key=str(edition.pk)):
        version, who = entry.detail.get("version"), entry.person_id
        if entry.action == "saved":
            told["saved", version, who] += 1
        elif version is not None:
            told[entry.action, version, entry.before, entry.after, who] += 1
    if told != logged:
        yield f"audit {told - logged} more, {logged - told} less than log and saves"
