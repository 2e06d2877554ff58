"""People of every kind, and one of everything that an address can name: public, and not."""

import datetime as dt
import re

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from django.utils import timezone

from articles import outbox, previews
from articles.models import Article, ImportSource, Paper
from articles.resolving import resolve
from articles.search import indexing
from issues import renaming, tracking
from issues.models import Theme
from sejong_cms import audit, changes, earlier, institution, tokens, webhooks
from sejong_cms.models import EarlierAddress, InstitutionPage, Webhook
from tests import builders as b
from tests.articles.following.test_digests import follower

#: One letter for each actor, in the order of the columns of `expected.py`.
ACTORS = {
    "a": "nobody who is logged in",
    "t": "a token that is none",
    "k": "a superuser's token, with every scope",
    "d": "a person whose account was disabled while they were logged in",
    "v": "a person who may not log in to the desk",
    "n": "a person of the desk without a role",
    "o": "an author of other pieces",
    "w": "the author of the pieces",
    "e": "an editor",
    "p": "a publisher",
    "r": "a superuser",
}


class World:
    def __init__(self):
        self._make_people()
        self._make_things()
        self.clients = {letter: self._client(letter) for letter in ACTORS}
        self.people["d"].is_active = False
        self.people["d"].save()

    def _make_people(self):
        self.people = {
            "d": b.publisher(),
            "v": b.user(is_staff=False),
            "n": b.user(is_staff=True),
            "o": b.author_user(),
            "w": b.author_user(),
            "e": b.editor(),
            "p": b.publisher(),
            "r": b.user(is_staff=True, is_superuser=True),
        }
        token, secret = tokens.make(
            self.people["r"], name="Word token", scopes=tokens.Scope.values, by=None
        )
        # Its use is noted once a minute: here never, so that whatever else writes to tokens is seen.
        token.last_used_at = timezone.now() + dt.timedelta(hours=1)
        token.save()
        self.secrets = {"t": "zq-no-token", "k": secret}

    def _set_papers(self, *editions):
        """As the worker will have: a reader who is first to ask has one made."""
        name = default_storage.save("papers/word.pdf", ContentFile(b"%PDF-Word"))
        for edition in editions:
            now = timezone.now()
            Paper.objects.create(
                edition=edition, name=name, sha256="0" * 64, made_at=now, due_at=now
            )

    def _client(self, letter):
        secret = self.secrets.get(letter)
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        client = Client(headers=headers, raise_request_exception=False)
        if letter in self.people:
            client.force_login(self.people[letter])
        client.kept = client.cookies.output(attrs=[], header="").strip()
        return client

    def _make_things(self):
        writer = self.people["w"]
        series, author = b.series("Word series"), b.author("Word author")
        issue, actor = b.issue("Word issue"), b.actor("Word actor")
        trait = b.trait("word trait", of=actor)
        advice = b.advice("Word advice.", of=issue, to=actor)
        horizon = timezone.localdate() - dt.timedelta(days=30)
        live = b.published(
            "Word title",
            on=timezone.localdate() - dt.timedelta(days=60),
            series=series,
            authors=[author],
            blocks=[
                b.assessment(issue, likelihood="likely", horizon=horizon),
                advice,
                b.trait_block(trait),
                b.figure(b.png()),
            ],
        )
        second = b.next_edition(live)
        self._set_papers(live, second)
        second.invited.add(writer)
        live.invited.add(writer)
        hidden = {
            "series": b.series("Zq series"),
            "author": b.author("Zq author"),
            "issue": b.issue("Zq issue"),
            "actor": b.actor("Zq actor"),
        }
        hidden["trait"] = b.trait("zq trait", of=hidden["actor"])
        block = b.advice("Zq advice.", of=hidden["issue"], to=hidden["actor"])
        hidden["recommendation"] = block.recommendation
        draft = b.draft(
            "Zq title",
            by=writer,
            series=hidden["series"],
            authors=[hidden["author"]],
            blocks=[
                b.assessment(hidden["issue"], question="Zq question?"),
                block,
                b.trait_block(hidden["trait"]),
                b.figure(b.png(colour="red", name="zq.png")),
            ],
        )
        gone = b.withdrawn("Gone title", blocks=[b.passage("Zq withdrawn.")])
        said = {"occurred_on": horizon, "text": "Said.", "by": None}
        source = ImportSource.objects.create(
            edition=draft,
            identity="zq",
            sequence=1,
            name="zq.txt",
            format="text",
            content=b"zq source",
            sha256="0" * 64,
            piece={},
            version=2,
            imported_at=timezone.now(),
        )
        public = {
            "series": series,
            "author": author,
            "issue": issue,
            "actor": actor,
            "trait": trait,
            "recommendation": advice.recommendation,
        }
        for row in public.values():
            row.refresh_from_db()
        self.draft, self.live, self.gone = draft, second, gone
        subscriber = follower("reader@example.org")
        pages = {
            what: institution.save(
                InstitutionPage(slug=slug, title=slug, is_published=what == "public"),
                version=0,
                by=None,
            )
            for what, slug in (("public", "word-page"), ("hidden", "zq-page"))
        }
        hook = Webhook.objects.create(
            name="Word hook",
            url="https://example.org/",
            kinds=changes.Kind.told(),
            secret=webhooks.new_secret(),
        )
        self.rows = {
            "edition": {"draft": draft, "live": second},
            "article": {"draft": draft.article, "live": second.article},
            **{kind: {"public": public[kind], "hidden": hidden[kind]} for kind in public},
            "theme": {"": Theme.objects.create(name="Word theme")},
            "development": {
                "public": tracking.add_development(
                    issue, title="Word event", source_kind="press", **said
                ),
                "hidden": tracking.add_development(
                    hidden["issue"], title="Zq event", source_kind="press", **said
                ),
            },
            "statuschange": {"": tracking.change_status(issue, status="dormant", **said)},
            "step": {"": tracking.add_step(public["recommendation"], status="adopted", **said)},
            "resolution": {"": _resolution(live, said)},
            "mail": {"": _mail()},
            "webhook": {"": hook},
            "institutionpage": pages,
            "earlieraddress": {"": _earlier_address(draft)},
            "delivery": {"": webhooks.try_out(hook, by=self.people["p"])},
            "subscriber": {"": subscriber},
            "user": {"": self.people["e"]},
            "group": {"": Group.objects.get(name="Publisher")},
            "auditentry": {"": audit.record("publish", at=timezone.now(), subject="Zq title")},
        }
        self.previews = _previews(draft, writer)
        renaming.change_slug(second.article, slug="word-title-now", by=None)
        for kind in ("edition", "article"):
            for row in self.rows[kind].values():
                row.refresh_from_db()
        self.source = source
        changes.settle()
        indexing.catch_up()

    # --- What addresses are made of

    def values(self, route):
        """[(what it is, {parameter: value})] for a route; every parameter of it has one."""
        names = re.findall(r"<(\w+)>", route)
        if not names:
            return [("", {})]
        for prefix, found in self._named():
            if route.startswith(prefix):
                return found
        if match := re.match(r"/admin/\w+/(\w+)/<(object_id|pk|id)>", route):
            kind, name = match.groups()
            return [
                (what, {name: row.pk, **self._further(route, what)})
                for what, row in self.rows[kind].items()
            ]
        return None

    def _further(self, route, what):
        """What addresses below an edition's name besides it."""
        if "/restore/" in route:
            return {"source": self.rows["edition"][what].pk, "version": 1}
        return {"verb": "new_edition" if what == "live" else "submit", "source": self.source.pk}

    def _named(self):
        """(beginning of routes, values), the more particular first."""
        rows = self.rows
        slugs = {
            kind: [(what, {"slug": row.slug}) for what, row in rows[kind].items()]
            for kind in ("series", "author", "issue", "actor", "trait")
        }
        articles = [
            ("live", {"slug": "word-title-now"}),
            ("draft", {"slug": self.draft.article.slug}),
            ("withdrawn", {"slug": self.gone.article.slug}),
        ]
        numbered = {"number": 1, "a": 1, "b": 2, "suffix": "bib"}
        said = rows["edition"]["live"].assessments.get().uid
        uids = [(what, {"uid": row.uid}) for what, row in rows["recommendation"].items()]
        figures = [
            (what, {"name": row.figures.get().image.name.rpartition("/")[2]})
            for what, row in rows["edition"].items()
        ]
        traits = [
            (what, {"slug": row.actor.slug, "trait": row.slug})
            for what, row in rows["trait"].items()
        ]
        drafts = [(what, {"pk": row.pk}) for what, row in rows["edition"].items()]
        token = rows["subscriber"][""].token
        return [
            ("/api/v1/drafts/<pk>/", drafts),
            (
                "/articles/<slug>/editions/<number>/assessments/",
                [(w, v | numbered | {"uid": said}) for w, v in articles],
            ),
            ("/api/v1/articles/", [(w, v | numbered) for w, v in articles]),
            ("/articles/", [(w, v | numbered) for w, v in articles]),
            *((f"{api}/authors/", slugs["author"]) for api in ("", "/api/v1")),
            *((f"{api}/series/", slugs["series"]) for api in ("", "/api/v1")),
            *((f"{api}/recommendations/", uids) for api in ("", "/api/v1")),
            ("/actors/<slug>/traits/", traits),
            *((f"{api}/actors/", slugs["actor"]) for api in ("", "/api/v1")),
            ("/api/v1/traits/", slugs["trait"]),
            (
                "/issues/<slug>/compare/",
                [("public", {"slug": "word-issue", "a": said, "b": f"{said}.1"})],
            ),
            *((f"{api}/issues/", slugs["issue"]) for api in ("", "/api/v1")),
            (
                "/pages/<slug>/",
                [(what, {"slug": row.slug}) for what, row in rows["institutionpage"].items()],
            ),
            ("/media/figures/", figures),
            ("/sitemap-", [(what, {"name": what}) for what in ("none", "pieces")]),
            ("/preview/<token>/", self.previews),
            ("/follow/<token>/", [("", {"token": token})]),
            ("/admin/articles/article/moves/", [("", {"verb": "submit"})]),
            ("/admin/reset/", [("", {"uidb64": "MQ", "token": "zq-no-token"})]),
            ("/admin/r/<content_type_id>/", self._on_site()),
            ("/admin/r/<rest>", [("", {"rest": "1/1/"})]),
            ("/admin/<app_label>/", [(app, {"app_label": app}) for app in ("auth", "issues")]),
            ("/admin/<url>", [("", {"url": "no/such/screen/"})]),
            ("/api/", [("", {"anything": "no/such/list/"})]),
        ]

    def _on_site(self):
        article = ContentType.objects.get_for_model(Article).pk
        return [
            (what, {"content_type_id": article, "object_id": row.pk})
            for what, row in self.rows["article"].items()
        ]

    def data(self, route, what):
        """What a POST brings: enough for those that need only little, too little for the rest."""
        data = {"post": "yes"}
        if "/moves/" in route and what:
            edition = self.rows["edition"][what]
            data |= {"version": edition.version, "change_kind": "minor", "change_note": "Layout."}
        return data

    def send(self, letter, method, url, data=None):
        """One request of one actor, in a session that nothing before it has changed or counted."""
        cache.clear()
        client = self.clients[letter]
        client.cookies.clear()
        if client.kept:
            client.cookies.load(client.kept)
        return getattr(client, method)(url, data)


def _earlier_address(draft):
    return EarlierAddress.objects.create(
        address="/zq?word=1",
        key=earlier.key_of("/zq?word=1"),
        article=draft.article,
        added_at=timezone.now(),
    )


def _resolution(live, said):
    uid = live.assessments.get().uid
    return resolve(live.article, uid, outcome="happened", source_url="https://example.org/", **said)


def _previews(draft, by):
    """Addresses for outsiders: one that opens the draft, one that was withdrawn, one that was never made."""
    at = timezone.now()
    links = [
        previews.make_link(draft, by=by, recipient=name, expires_at=at + dt.timedelta(days=1))
        for name in ("Zq reader", "Zq other")
    ]
    previews.withdraw_link(links[1], by=by)
    tokens = {
        "link": previews.token_of(links[0]),
        "withdrawn": previews.token_of(links[1]),
        "none": "z" * len(previews.token_of(links[0])),
    }
    name = draft.figures.get().image.name.rpartition("/")[2]
    return [(what, {"token": token, "name": name}) for what, token in tokens.items()]


def _mail():
    with transaction.atomic():
        mail, _new = outbox.enqueue(
            key="zq", to="zq@example.org", subject="Zq mail", text="Zq text", at=timezone.now()
        )
    return mail
