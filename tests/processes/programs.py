"""What programs, importers, followers and senders do at the same time. Works, like those of `works`."""

import datetime as dt
import json
import random
import tempfile
import time
from contextlib import suppress
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from articles import workflow
from articles.models import Author, ImportSource
from issues import tracking
from issues.clock import database_now
from issues.models import Issue
from sejong_cms import webhooks
from sejong_cms.changes import Kind
from tests import builders as b

BASE = "/api/v1/"


def ask(secret, method, path, data=None, **headers):
    """The answer to one request of a program that has the token `secret`."""
    headers = {"Authorization": f"Bearer {secret}"} | headers
    options = {} if data is None else {"data": data, "content_type": "application/json"}
    return getattr(Client(), method)(BASE + path, headers=headers, **options)


def after_imports(count):
    """Wait until so many files were taken in."""
    while ImportSource.objects.count() < count:
        time.sleep(0.02)


def send(say, secret, method, path, data=None, headers=None):
    """One request; says [status, body, ETag, Location]."""
    yield
    answer = ask(secret, method, path, data, **(headers or {}))
    told = [answer.headers.get(name) for name in ("ETag", "Location")]
    say([answer.status_code, answer.content.decode(), *told])


def patch(say, secret, edition, tokens, after=0):
    """Append each token to the first passage as a program does, reading again after each 412.

    Begins after so many imports, and pauses, as screens are slower and would never get a turn. Says [token, the version and the passage that the answer has, how often
    it was refused].
    """
    path, chance = f"drafts/{edition}/", random.Random(tokens[0])
    yield
    after_imports(after)
    for token in tokens:
        refused = 0
        while True:
            read = ask(secret, "get", path)
            block = first_passage(read)
            sent = {"uid": block["uid"], "html": f"{block['html']}<p>{token}</p>"}
            tag = {"If-Match": read.headers["ETag"]}
            answer = ask(secret, "patch", path, {"blocks": [sent]}, **tag)
            if answer.status_code == 200:
                break
            assert answer.status_code == 412, answer.content
            refused += 1
        version = int(answer.headers["ETag"].split(".")[1].split("-")[0])
        say([token, version, first_passage(answer)["html"], refused])
        time.sleep(chance.uniform(0, 0.5))


def first_passage(answer):
    return next(block for block in answer.json()["blocks"] if block["kind"] == "passage")


def take_in(say, source, place, texts, hurry, give_up=None):
    """Import `source` with each text in place of `place`, until it failed `give_up` times.

    After so many imports of all, `hurry`, with pauses of chance, or nobody would ever save between two.
    Says [text, status, the error's code if it failed].
    """
    chance = random.Random(texts[0])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "piece.txt"
        yield
        failed = 0
        for text in texts:
            file.write_text(source.replace(place, text))
            report = imported(file)
            say([text, report["status"], report["error"] and report["error"]["code"]])
            failed += report["status"] == "failed"
            if failed == give_up:
                return
            if ImportSource.objects.count() >= hurry:
                time.sleep(chance.uniform(0, 0.5))


def imported(file):
    """The command's report on one file."""
    out = StringIO()
    with suppress(SystemExit):  # where it failed, which is in the report too
        call_command("import_piece", str(file), json=True, stdout=out, stderr=StringIO())
    [report] = json.loads(out.getvalue())
    return report


def make_news(say, name, issue, author, turns):
    """Turn after turn: a piece is published, corrected and withdrawn, and a development of `issue` entered.

    All names begin with `name`. Says [kind, slug] of each change that readers can see, once it is committed.
    """
    issue, author = Issue.objects.get(pk=issue), Author.objects.get(pk=author)
    yield
    for turn in range(turns):
        live = b.published(f"{name} {turn}", blocks=[b.passage()], authors=[author])
        say([Kind.PUBLISHED, live.article.slug])
        live = b.next_edition(live)
        say([Kind.CORRECTED, live.article.slug])
        enter_development(issue, f"{name} {turn}")
        say([Kind.DEVELOPMENT, issue.slug])
        workflow.withdraw(live, by=b.releaser(), reason="Wrong.")
        say([Kind.WITHDRAWN, live.article.slug])


def enter_development(issue, title):
    tracking.add_development(
        issue,
        title=title,
        occurred_on=dt.date(2025, 3, 1),
        text="It happened.",
        source_kind="press",
        by=None,
    )


def enter(say, issue, title):
    """One development; says its title when it is done."""
    issue = Issue.objects.get(pk=issue)
    yield
    enter_development(issue, title)
    say(title)


def follow(say, until):
    """Follow the log from its beginning until there is a file `until`, and once more; says each change's id."""
    client, address = Client(), f"{BASE}changes/?page_size=7"
    yield
    is_last = False
    while not is_last:
        is_last = Path(until).exists()
        while True:
            answer = client.get(address)
            assert answer.status_code == 200, answer.content
            page = answer.json()
            address = page["next"].removeprefix(settings.SITE_URL)
            if not page["results"]:
                break
            for change in page["results"]:
                say(change["id"])


def tell(say, after=0):
    """Send the deliveries that are due in `after` seconds; says how many were heard."""
    at = database_now() + dt.timedelta(seconds=after)
    yield
    say(webhooks.send_due(at))
