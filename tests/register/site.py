"""A written corpus, and the ways to ask the site about it."""

import datetime as dt
import random

from articles.advice import standings
from articles.board import board
from articles.corpus.world import BEGIN, DAYS, Shares, World
from articles.corpus.write import write
from articles.dossier import dossier
from articles.models import Assessment
from issues.models import Issue, Recommendation

from . import plain
from .replayed import Replayed
from .stored import Stored, days_of_change

#: A world in which everything happens on few pages.
EVENTFUL = Shares(
    korean=0.3,
    archived=0.3,
    later=0.6,
    withdrawn=0.4,
    corrected=0.4,
    recorded_late=0.4,
    renamed=0.5,
    merged=0.7,
    prompting=0.4,
    split=0.4,
    related=0.4,
    duplicated=0.3,
    readdressed=0.4,
)


class Site:
    """Made on a site without articles. What it answers has the shape that `plain` answers in."""

    def __init__(self, articles, seed):
        world = World(articles, seed, EVENTFUL)
        write(world)
        self.happenings = list(world.happenings())
        self.stored = Stored()
        self.replayed = Replayed(self.happenings)
        self.issues = dict(Issue.objects.values_list("pk", "uid"))
        self.advice = dict(Recommendation.objects.values_list("pk", "uid"))
        self.articles = self.stored.articles
        self.blocks = dict(Assessment.objects.values_list("pk", "uid"))
        # Between them nothing changes but staleness, for which some quiet days are drawn.
        rng = random.Random(seed)
        quiet = {BEGIN + dt.timedelta(days=rng.randrange(DAYS)) for _ in range(40)}
        self.days = sorted(quiet.union(days_of_change(self.happenings)))

    def board(self, day, recorded_by=None):
        rows = board(Issue.objects.all(), on=day, day=day, recorded_by=recorded_by)
        return {row.uid: self._row(row) for row in rows}

    def _row(self, row):
        return {
            "title": (row.title, row.title_ko),
            "status": row.status,
            "merged_into": self.issues.get(row.merged_into_id),
            "marks": [(m.on, self.blocks[m.pk], m.outlook, m.likelihood) for m in row.marks],
            "count": row.assessment_count,
            "first": row.first_assessed_on,
            "last": row.last_assessed_on,
            "stale": row.stale,
            "due_since": row.due_since,
            "move": None if row.move is None else (row.move.outlook, row.move.likelihood),
        }

    def followed(self, day, recorded_by=None):
        return {
            self.advice[row.pk]: {
                "status": row.status,
                "made_at": row.made_at,
                "step_on": row.step_on,
            }
            for row in standings(day=day, recorded_by=recorded_by)
        }

    def page(self, uid, day, recorded_by=None):
        slug = Issue.objects.values_list("slug", flat=True).get(uid=uid)
        found = dossier(slug, on=day, day=day, recorded_by=recorded_by)
        if found is None:
            return None
        said = [(entry.on, entry.recorded_at) for entry in found.entries]
        assert said == sorted(said)
        return {
            "standing": [self._place(a.stands.parent, a.stands) for a in found.standing],
            "entries": {self._entry(entry) for entry in found.entries},
            "advice": {
                row.recommendation.uid: (row.status, row.wording, row.first_made_on)
                for row in found.advice
            },
        }

    def _place(self, edition, block=None):
        place = self.articles[edition.article_id], edition.number
        return (*place, block.uid) if block else place

    def _entry(self, entry):
        subject = entry.subject
        if hasattr(subject, "edition"):
            key = self._place(subject.edition, subject.block)
        else:
            key = subject.uid
        return str(entry.kind), entry.on, entry.recorded_at, key


def of_page(snapshot, uid):
    """What an issue's page must say; None where readers did not know the issue."""
    if uid not in plain.board(snapshot):
        return None
    return {
        "standing": plain.standing(snapshot, uid),
        "entries": plain.timeline(snapshot, uid),
        "advice": plain.advised(snapshot, uid),
    }


def of_advice(snapshot):
    """What the follow-up board must say."""
    return {
        uid: {name: found[name] for name in ("status", "made_at", "step_on")}
        for uid, found in plain.followed(snapshot).items()
    }
