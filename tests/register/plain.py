"""The register in plain Python: lists and loops, no query and none of the site's own arithmetic.

A `Snapshot` holds what counts on one day; `board`, `timeline`, `standing`, `advised` and `followed` say
what the site must show of it. Two sources make snapshots: `replayed`, which applies a history event by
event, and `stored`, which reads all rows.
"""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

#: What the board shows of an issue's past, and days after which an issue is stale, unless it says so.
MARKS, REVIEW_DAYS = 12, 180
SEOUL = dt.timezone(dt.timedelta(hours=9))
UNDER_REVIEW = ("watching", "active")
DIRECTIONS = {"worsening": -1, "steady": 0, "improving": 1}
STEPS = (
    "almost_no_chance",
    "very_unlikely",
    "unlikely",
    "roughly_even",
    "likely",
    "very_likely",
    "almost_certain",
)
#: What makes a block say something else than in the edition before.
SAYS = {
    "assessment": (
        *("issue", "question", "answer", "html", "outlook", "change_reason"),
        *("likelihood", "horizon"),
    ),
    "recommendation": ("recommendation", "wording", "stance"),
}


def seoul_day(moment):
    return moment.astimezone(SEOUL).date()


def day_end(day):
    return dt.datetime.combine(day, dt.time.max, tzinfo=SEOUL)


@dataclass(eq=False)
class Edition:
    """An edition that was published at some time. `order` is its place among all editions; `gone`:
    it is withdrawn by now; `withdrawn_at`: as far as is known on the day of the snapshot.
    """

    article: int
    number: int
    order: int
    change_kind: str
    on: dt.date
    live_from: dt.datetime
    published_at: dt.datetime
    blocks: list
    live_until: dt.datetime | None = None
    gone: bool = False
    withdrawn_at: dt.datetime | None = None


@dataclass
class Event:
    """A dated event of `table`: development, status, step or rename; `order` as it was written."""

    table: str
    uid: uuid.UUID
    subject: uuid.UUID
    on: dt.date
    at: dt.datetime
    order: int
    corrects: uuid.UUID | None
    fields: dict


@dataclass
class Snapshot:
    """What counts on `day`: `known` are the editions that readers had met, `live` those of them that
    count, `events` those that hold, by table and oldest first. `issues` are {uid: columns as they
    were entered}, `advice` {uid of a recommendation: uid of its issue or None}.
    """

    day: dt.date
    known: list
    live: list
    events: dict
    issues: dict
    advice: dict
    _memo: dict = field(default_factory=dict)

    # What follows at once from the events

    def status(self, issue):
        """(status, uid of the issue that it is merged into or None)."""
        found = [e for e in self.events["status"] if e.subject == issue]
        if not found:
            return "active", None
        return found[-1].fields["status"], found[-1].fields.get("merged_into")

    def root(self, issue):
        """The issue that `issue` counts for."""
        if "roots" not in self._memo:
            self._memo["roots"] = {uid: self._chase(uid) for uid in self.issues}
        return self._memo["roots"][issue]

    def _chase(self, issue):
        status, into = self.status(issue)
        while status == "merged":
            issue = into
            status, into = self.status(issue)
        return issue

    def family(self, issue):
        """The issues that count for `issue`, and itself where it counts for another."""
        members = {uid for uid in self.issues if self.root(uid) == issue}
        return members | {issue}

    def cited(self, block):
        """The issue that a block treats or advises on, None for other blocks."""
        if block["kind"] == "assessment":
            return block["issue"]
        if block["kind"] == "recommendation":
            return self.advice[block["recommendation"]]
        return None

    def reachable(self):
        """Editions whose text readers can reach by now, among those known then."""
        return [edition for edition in self.known if not edition.gone]


# The board


def board(now):
    """{uid of each issue that readers know: what its row says}."""
    known = {now.cited(block) for edition in now.known for block in edition.blocks} - {None}
    marks = defaultdict(list)
    for edition in now.live:
        for block in edition.blocks:
            if block["kind"] == "assessment":
                marks[now.root(block["issue"])].append(
                    (edition.on, edition.live_from, block["ordering"], edition.order, block)
                )
    asked = defaultdict(list)
    for event in now.events["development"]:
        if event.fields.get("prompts_assessment"):
            asked[now.root(event.subject)].append(event.on)
    return {uid: _row(now, uid, marks[uid], asked[uid]) for uid in known}


def _row(now, uid, marks, asked):
    marks = sorted(marks, key=lambda mark: mark[:4])
    status, into = now.status(uid)
    said = [(on, b["uid"], b["outlook"], b["likelihood"]) for on, _at, _place, _order, b in marks]
    last = said[-1][0] if said else None
    interval = now.issues[uid].get("review_interval_days", REVIEW_DAYS)
    waits = status in UNDER_REVIEW and asked and (last is None or max(asked) > last)
    return {
        "title": title(now, uid),
        "status": status,
        "merged_into": into,
        "marks": said[-MARKS:],
        "count": len(said),
        "first": said[0][0] if said else None,
        "last": last,
        "stale": status in UNDER_REVIEW and last is not None and (now.day - last).days > interval,
        "due_since": max(asked) if waits else None,
        "move": _move(*said[-2:]) if len(said) > 1 else None,
    }


def title(now, uid):
    """(title, title in Korean)."""
    found = now.issues[uid]["title"], now.issues[uid].get("title_ko", "")
    for event in now.events["rename"]:
        if event.subject == uid:
            found = event.fields["title"], event.fields["title_ko"]
    return found


def _move(before, after):
    """(direction of the change of outlook, steps of likelihood); None where one names none."""
    outlook = likelihood = None
    if before[2] in DIRECTIONS and after[2] in DIRECTIONS:
        change = DIRECTIONS[after[2]] - DIRECTIONS[before[2]]
        outlook = 1 if change > 0 else -1 if change < 0 else 0
    if before[3] and after[3]:
        likelihood = STEPS.index(after[3]) - STEPS.index(before[3])
    return outlook, likelihood


# An issue's page


def standing(now, issue):
    """(article, number, uid) of each assessment that counts for the issue, the current one last."""
    if now.status(issue)[0] == "merged":
        return []
    found = []
    for edition in now.live:
        for block in edition.blocks:
            if block["kind"] == "assessment" and now.root(block["issue"]) == issue:
                rank = edition.on, edition.live_from, block["ordering"], edition.order
                found.append((rank, (edition.article, edition.number, block["uid"])))
    return [key for _rank, key in sorted(found, key=lambda one: one[0])]


def timeline(now, issue):
    """{(kind, day, moment of recording, what it is)} of all entries: an event's uid, or a block's uid
    and edition; of a withdrawal the edition.
    """
    family = now.family(issue)
    return _of_events(now, issue, family) | _of_blocks(now, family)


def _of_events(now, issue, family):
    found = set()
    for table, events in now.events.items():
        for event in events:
            into = event.fields.get("merged_into")
            if table == "development":
                told = event.subject in family
            elif table == "step":
                told = now.advice[event.subject] in family
            else:
                came = table == "status" and into == issue and event.subject in family
                told = event.subject == issue or came
            if told:
                kind = "merge" if table == "status" and into else table
                found.add((kind, event.on, event.at, event.uid))
    return found


def _of_blocks(now, family):
    found = set()
    articles = defaultdict(list)
    for edition in now.known:
        articles[edition.article].append(edition)
    for editions in articles.values():
        editions.sort(key=lambda edition: edition.number)
        told = {}  # uid → what the edition before said
        for edition in editions:
            place = seoul_day(edition.live_from), edition.published_at
            here = {b["uid"]: b for b in edition.blocks if now.cited(b) in family}
            if edition.gone:
                if here and edition.withdrawn_at:
                    notice = ("withdrawal", place[0], edition.withdrawn_at)
                    found.add((*notice, (edition.article, edition.number)))
                continue
            for uid in told.keys() - here.keys():
                found.add(("correction", *place, (edition.article, edition.number)))
                del told[uid]
            for uid, block in here.items():
                says = [block[name] or None for name in SAYS[block["kind"]]]
                if told.get(uid) != says:
                    kind = _kind(block, edition, uid in told)
                    found.add((kind, *place, (edition.article, edition.number, uid)))
                told[uid] = says
    return found


def _kind(block, edition, again):
    if block["kind"] == "recommendation":
        return "recommendation"
    return "correction" if again and edition.change_kind == "correction" else "assessment"


def advised(now, issue):
    """{uid of each recommendation on the issue that can be read: (status, wording, first made on)}."""
    family = now.family(issue)
    return {
        uid: (found["status"], found["wording"], seoul_day(found["made_at"]))
        for uid, found in followed(now).items()
        if found["made_at"] and now.advice[uid] in family
    }


# What was recommended


def followed(now):
    """{uid of each recommendation that readers know: how it stands}.

    `wording` is that of the newest edition that can be read, `made_at` when the first of these went
    live; '' and None where all were withdrawn.
    """
    found = {}
    for edition in now.known:
        for block in edition.blocks:
            if block["kind"] == "recommendation":
                found.setdefault(block["recommendation"], [])
    for edition in now.reachable():
        for block in edition.blocks:
            if block["kind"] == "recommendation":
                rank = edition.live_from, edition.order, block["ordering"]
                found[block["recommendation"]].append((rank, block["wording"]))
    return {uid: _followed(now, uid, sorted(said)) for uid, said in found.items()}


def _followed(now, uid, said):
    steps = [event for event in now.events["step"] if event.subject == uid]
    return {
        "status": steps[-1].fields["status"] if steps else "proposed",
        "step_on": steps[-1].on if steps else None,
        "steps": [event.uid for event in steps],
        "wording": said[-1][1] if said else "",
        "made_at": said[0][0][0] if said else None,
    }
