"""SIGKILL at random moments of an act on the desk's screens, and what must hold after each."""

import random
import time
from dataclasses import dataclass, field

from django.db import transaction
from django.test import Client

from articles import drafting, workflow
from articles.enums import EditionState as S
from articles.models import Article, Edition
from tests import builders as b
from tests.agreeing import disagreements
from tests.articles.admin.screen import fields_of, url_of, verb_url


@dataclass
class Outcome:
    """How many processes were killed, and of these acts: how many were done, how many told so."""

    killed: int = 0
    done: int = 0
    told: int = 0
    faults: list = field(default_factory=list)
    seconds: float = 0


class Kills:
    """Processes that do one act on one article and are killed at some moment of it."""

    def __init__(self, forge, log_in, seed):
        self.forge, self.chance, self.outcome = forge, random.Random(seed), Outcome()
        self.people = [b.editor(), b.editor(), b.publisher()]
        self.sessions = [log_in(person) for person in self.people]
        live = b.published("Ferry lines", blocks=[b.passage("Begun."), b.assessment(), b.advice()])
        self.article = live.article
        self.length = None

    def run(self, count):
        """Kill until `count` processes were killed. Returns the Outcome."""
        begun = time.monotonic()
        self.prepare()
        self.measure()
        while self.outcome.killed < count and not self.outcome.faults:
            self.once()
        self.outcome.faults += disagreements(self.article)
        self.outcome.seconds = time.monotonic() - begun
        return self.outcome

    def measure(self):
        """How long the act takes in a process of its own, undisturbed."""
        self.forge.warm("post", **self.order())
        self.prepare()
        job = self.forge.start("post", **self.order())
        job.said()
        self.length = job.took
        self.prepare()

    def once(self):
        moment = self.chance.uniform(0, self.length * 1.1)
        job = self.forge.start("post", kill_after=moment, **self.order())
        told = any(self.succeeded(word) for word in job.said())
        # A machine with more to do takes longer.
        self.length = self.length * 1.02 if job.was_killed else (self.length + job.took) / 2
        with transaction.atomic():
            # What a killed process left with the database ends with its lock.
            Article.objects.locked().get(pk=self.article.pk)
        done = self.is_done()
        self.outcome.killed += job.was_killed
        self.outcome.done += done
        self.outcome.told += told
        faults = disagreements(self.article, newest=2)
        if told and not done:
            faults.append("was told to be done, and is not")
        self.outcome.faults += [f"killed after {moment * 1000:.1f} ms: {f}" for f in faults]
        if done:
            self.prepare()

    def prepare(self):
        """Make everything ready for the next act."""
        raise NotImplementedError

    def order(self):
        """What the process is told to post."""
        raise NotImplementedError

    def succeeded(self, answer):
        raise NotImplementedError

    def is_done(self):
        raise NotImplementedError


class Publishing(Kills):
    """The publisher's button."""

    def prepare(self):
        self.edition = Edition.objects.open().filter(article=self.article).first()
        if self.edition is None:
            live = Edition.objects.published().get(article=self.article)
            edition = drafting.new_edition(
                live, by=None, change_kind="minor", change_note="The next."
            )
            workflow.submit(edition, by=self.people[0])
            self.edition = workflow.approve(edition, by=self.people[1])

    def order(self):
        url = verb_url(self.edition, "publish")
        form = {"version": self.edition.version, "comment": ""}
        return {"session": self.sessions[2], "url": url, "data": form}

    def succeeded(self, answer):
        return answer == [302, ["success"]]

    def is_done(self):
        self.edition.refresh_from_db()
        return self.edition.state == S.PUBLISHED


class Saving(Kills):
    """The save button of an edition's screen."""

    def __init__(self, *args):
        super().__init__(*args)
        live = Edition.objects.published().get(article=self.article)
        self.edition = drafting.new_edition(
            live, by=self.people[0], change_kind="minor", change_note="The next."
        )
        self.browser = Client()
        self.browser.force_login(self.people[0])
        self.count = 0

    def prepare(self):
        self.edition.refresh_from_db()
        self.version, self.count = self.edition.version, self.count + 1
        self.form = fields_of(self.browser.get(url_of(self.edition)))
        # Every block says the same, so that half a save is seen.
        self.token = f"saved-{self.count}"
        self.form |= {
            "passages-0-html": f"<p>{self.token}</p>",
            "assessments-0-html": f"<p>{self.token}</p>",
            "recommendationblocks-0-wording": self.token,
            "title": self.token,
            "_continue": "1",
        }

    def order(self):
        return {"session": self.sessions[0], "url": url_of(self.edition), "data": self.form}

    def succeeded(self, answer):
        return answer == [302, ["success"]]

    def is_done(self):
        self.edition.refresh_from_db()
        return self.edition.version > self.version
