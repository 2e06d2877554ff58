"""What processes do at the same time. Each is a generator: up to its `yield` it prepares.

`say` is called with a plain value; whatever is said after a write was told to its writer as done.
"""

import datetime as dt
import json
import random
import time

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.db import OperationalError, transaction
from django.db.models import Max
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import drafting, workflow
from articles.errors import Refused, Stale, WrongState
from articles.models import Article, Edition, Passage
from tests.articles.admin.screen import fields_of, url_of

from .programs import after_imports


def desk(session):
    """A browser in which somebody is logged in."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def person(pk):
    return get_user_model().objects.get(pk=pk)


def answer_of(response):
    """[status, the levels of the messages that came with it]."""
    levels = [message.level_tag for message in get_messages(response.wsgi_request)]
    return [response.status_code, levels]


def get(say, session, urls):
    yield
    client = desk(session)
    for url in urls:
        say(client.get(url).status_code)


def post(say, session, url, data):
    """Send one form; says `answer_of` the answer."""
    client = desk(session)
    yield
    say(answer_of(client.post(url, data)))


def post_plain(say, session, url, data, pause=0):
    """The same; says [status, Retry-After]."""
    client = desk(session)
    client.raise_request_exception = False
    yield
    time.sleep(pause)
    response = client.post(url, data)
    say([response.status_code, response.headers.get("Retry-After")])


def start_piece(say, session, url, data):
    """The form that starts a piece, as a browser would send it; says the status."""
    client = desk(session)
    client.raise_request_exception = False
    form = fields_of(client.get(url)) | data
    yield
    say(client.post(url, form).status_code)


def save_once(say, session, edition, token):
    """One save of the screen as it was opened; says [status, what the page shows if it came again]."""
    client, edition = desk(session), Edition.objects.get(pk=edition)
    data = fields_of(client.get(url_of(edition)))
    data["passages-0-html"] = f"<p>{token}</p>"
    yield
    response = client.post(url_of(edition), data | {"_continue": "1"})
    shown = response.content.decode() if response.status_code == 200 else ""
    say([response.status_code, token if token in shown else ""])


def save(say, session, edition, tokens, after=0):
    """Append each token to the first passage on the edition's screen, until it is saved.

    Begins after so many imports. Says [token, the passage as it was sent, how often both texts were
    shown instead].
    """
    client, edition = desk(session), Edition.objects.get(pk=edition)
    yield
    after_imports(after)
    for token in tokens:
        refused = 0
        while True:
            data = fields_of(client.get(url_of(edition)))
            data["passages-0-html"] += f"<p>{token}</p>"
            answer = client.post(url_of(edition), data | {"_continue": "1"})
            if answer_of(answer) == [302, ["success"]]:
                break
            assert answer.status_code == 200
            assert answer.context_data["meeting"], "no two texts were shown"
            refused += 1
        say([token, data["passages-0-html"], refused])


def keep(say, session, edition, person, tab, count):
    """Autosaves of one tab, as its script sends them; says [sequence, status] of each."""
    client = desk(session)
    url = reverse("admin:articles_edition_copy", args=[edition])
    version = Edition.objects.values_list("version", flat=True).get(pk=edition)
    yield
    for sequence in range(1, count + 1):
        data = {"tab": tab, "sequence": sequence, "version": version, "person": person}
        data["content"] = {"title": [f"{tab} {sequence}"]}
        answer = client.post(url, json.dumps(data), content_type="application/json")
        say([sequence, answer.status_code])


def append(say, edition, by, tokens):
    """The same through the door of all saves; says [token, how often it was refused]."""
    edition, by = Edition.objects.get(pk=edition), person(by)
    yield
    for token in tokens:
        refused = 0
        while True:
            read = Edition.objects.values_list("version", flat=True).get(pk=edition.pk)
            html = Passage.objects.values_list("html", flat=True).filter(parent=edition).first()
            try:
                with drafting.saving(edition, version=read, by=by):
                    Passage.objects.filter(parent=edition).update(html=f"{html}<p>{token}</p>")
                break
            except Stale:
                refused += 1
        say([token, refused])


def published(article):
    """The number of the article's newest published edition."""
    return Edition.objects.filter(article=article).aggregate(n=Max("number"))["n"]


def write_generations(say, article, by, editions):
    """Save generation after generation into whatever is open: one number in every passage.

    Until so many editions are published, with pauses of chance, or a publisher would never come to
    approve what was read.
    """
    by, generation, chance = person(by), 0, random.Random(article)
    yield
    while published(article) < editions:
        edition = Edition.objects.open().filter(article=article).first()
        if edition is None or not edition.is_editable:
            time.sleep(0.005)
            continue
        generation += 1
        try:
            with drafting.saving(edition, version=edition.version, by=by):
                for row in Passage.objects.filter(parent=edition):
                    row.html = f"<p>generation-{generation}</p>"
                    row.save()
        except (Stale, WrongState):
            continue
        say(generation)
        time.sleep(chance.uniform(0, 0.1))


def publish_generations(say, article, people, editions):
    """Send what is open to readers as it was read; says [number, the generation that was read].

    Until there are so many editions, each of another generation than the one before.
    """
    submitter, approver, publisher = map(person, people)
    article, before = Article.objects.get(pk=article), None
    yield
    while published(article.pk) < editions:
        edition = article.editions.open().first()
        try:
            if edition is None:
                drafting.new_edition(
                    article.editions.published().get(),
                    by=publisher,
                    change_kind="minor",
                    change_note="The next.",
                )
                continue
            if edition.state == "draft":
                edition = workflow.submit(edition, by=submitter, version=edition.version)
            seen = Passage.objects.filter(parent=edition).first().html
            if seen == before:
                time.sleep(0.005)
                continue
            if Edition.objects.get(pk=edition.pk).version != edition.version:
                continue
            approved = workflow.approve(edition, by=approver, version=edition.version)
            done = workflow.publish(approved, by=publisher, version=approved.version)
        except Stale:
            continue
        say([done.number, seen])
        before = seen


def read(say, urls, article, editions):
    """Read pages over and over; says [the url's place, status, generations in the body] of each.

    Until so many editions are published, and once more.
    """
    client = Client()
    yield
    is_last = False
    while not is_last:
        is_last = published(article) >= editions
        for place, url in enumerate(urls):
            response = client.get(url)
            body = response.content.decode()
            found = {part.split("<")[0].split('"')[0] for part in body.split("generation-")[1:]}
            say([place, response.status_code, sorted(found)])


def move(say, verb, edition, by=None, version=None, delay=0, due_in=None, **options):
    """One verb; says [verb] when done, [verb, why not] when refused."""
    edition, by = Edition.objects.get(pk=edition), by and person(by)
    if due_in is not None:
        options["due_at"] = timezone.now() + dt.timedelta(seconds=due_in)
    yield
    time.sleep(delay)
    try:
        getattr(workflow, verb)(edition, by=by, version=version, **options)
    except Refused as refusal:
        say([verb, refusal.code])
    else:
        say([verb])


def publish_due(say, delay=0):
    yield
    time.sleep(delay)
    published, failed = workflow.publish_due(at=timezone.now())
    say([[edition.pk for edition in published], [edition.pk for edition in failed]])


def hold(say, edition, seconds, then=None):
    """Keep the rows of an article locked for a while; `then` locks the article only after a pause."""
    edition = Edition.objects.get(pk=edition)
    yield
    try:
        with transaction.atomic():
            if then is None:
                list(Article.objects.locked().filter(pk=edition.article_id))
                Article.objects.filter(pk=edition.article_id).update(number="held")
            else:
                Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
                say("holds")
                time.sleep(then)
                list(Article.objects.locked().filter(pk=edition.article_id))
            say("holds")
            time.sleep(seconds)
            transaction.set_rollback(True)
    except OperationalError:
        say("lost")
