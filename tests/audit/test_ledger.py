"""Acts done on the screens, written down as they are done, against what the audit says: no difference."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Edition
from issues.models import Actor, Issue, Theme
from tests import builders as b
from tests.articles.admin.screen import Screen, verb_url

from .told import Told

pytestmark = pytest.mark.django_db

PASSWORD = "a long password"


class Desk:
    """People at their screens, and a ledger of what each did."""

    def __init__(self, client):
        self.client, self.ledger, self.person = client, [], None

    def did(self, action, kind, row, before="", after=""):
        name = self.person.username if self.person else ""
        self.ledger.append((name, action, kind, str(row.pk), before, after))

    def log_in(self, person):
        if self.person is not None:
            self.client.post(reverse("admin:logout"))
            self.did("logged_out", "user", self.person)
        self.person = person
        answer = self.client.post(
            reverse("admin:login"), {"username": person.username, "password": PASSWORD}
        )
        assert answer.status_code == 302
        self.did("logged_in", "user", person)

    def post(self, url, data, *, expect=302):
        answer = self.client.post(url, data)
        context = getattr(answer, "context_data", None)
        assert answer.status_code == expect, context and context.get("errors")
        return answer

    def move(self, edition, verb, before, after, **fields):
        edition.refresh_from_db()
        form = {"version": edition.version, "comment": "Why.", **fields}
        self.post(verb_url(edition, verb), form)
        edition.refresh_from_db()
        assert edition.state == after
        self.did(verb, "edition", edition, before, after)


def test_every_move_and_save_of_a_piece_is_recorded_once(client):
    desk = Desk(client)
    author, editor, publisher, third = b.author_user(), b.editor(), b.publisher(), b.editor()
    writer = b.author(public_since=timezone.now())
    told = Told()
    desk.log_in(author)
    desk.post(reverse("admin:articles_article_add"), {"title": "Ferry lines", "language": "en"})
    edition = Edition.objects.get()
    desk.did("start", "edition", edition, "", "draft")

    screen = Screen(client, author, edition)
    screen.add("passage", html="<p>Ferries run again.</p>")
    screen.add("byline", author=writer.pk)
    desk.did("logged_in", "user", author)  # Screen logs in too
    screen.save()
    desk.did("saved", "edition", edition, "draft", "draft")
    desk.post(screen.url, {**screen.data, "version": 1}, expect=200)  # stale: nothing was done
    desk.move(edition, "submit", "draft", "in_review")

    desk.log_in(editor)
    desk.move(edition, "return_to_draft", "in_review", "draft")
    desk.move(edition, "submit", "draft", "in_review")
    desk.client.post(verb_url(edition, "approve"), {"version": edition.version})  # four eyes
    desk.log_in(publisher)
    desk.move(edition, "approve", "in_review", "approved")
    later = timezone.localtime() + dt.timedelta(hours=3)
    desk.move(edition, "schedule", "approved", "scheduled", due_at=f"{later:%Y-%m-%dT%H:%M}")
    desk.move(edition, "unschedule", "scheduled", "approved")
    desk.move(edition, "publish", "approved", "published")

    note = {"change_kind": "correction", "change_note": "A name was wrong."}
    desk.post(verb_url(edition, "new_edition"), note)
    second = Edition.objects.exclude(pk=edition.pk).get()
    desk.did("new_edition", "edition", second, "", "draft")
    desk.move(second, "discard", "draft", "discarded")
    desk.move(second, "restore", "discarded", "draft")
    desk.move(second, "submit", "draft", "in_review")
    desk.log_in(editor)
    desk.move(second, "approve", "in_review", "approved")
    desk.move(second, "reopen", "approved", "draft")
    desk.move(second, "submit", "draft", "in_review")
    desk.log_in(third)
    desk.move(second, "approve", "in_review", "approved")
    desk.log_in(publisher)
    desk.did("supersede", "edition", edition, "published", "superseded")
    desk.move(second, "publish", "approved", "published")
    desk.move(second, "withdraw", "published", "withdrawn", reason="Wrong figures.")
    article = Article.objects.get()
    desk.post(
        reverse("admin:articles_article_address", args=[article.pk]), {"slug": "ferries-again"}
    )
    desk.did("change_slug", "article", article, "ferry-lines", "ferries-again")

    assert told.acts() == desk.ledger
    published = [e for e in told.entries() if e.action == "publish"]
    assert [e.detail["number"] for e in published] == [1, 2]
    assert [e.detail["checksum"] for e in published] == [
        edition.checksum,
        Edition.objects.get(pk=second.pk).checksum,
    ]


def day(days=0):
    return (timezone.localdate() - dt.timedelta(days)).isoformat()


def test_every_act_in_the_register_is_recorded_once(client):
    desk = Desk(client)
    publisher = b.publisher()
    week = b.noon(timezone.localdate() - dt.timedelta(days=7))
    issue, other = (b.issue(t, public_since=week) for t in ("Cost-sharing", "Basing"))
    advice = b.recommendation("Talk.", issue=issue, public_since=week)
    ministry, twin = (b.actor(n, public_since=week) for n in ("Ministry", "The ministry"))
    told = Told()
    desk.log_in(publisher)
    said = {"occurred_on": day(), "text": "So it was.", "source_kind": "press"}

    desk.post(reverse("admin:issues_theme_add"), {"name": "Alliance", "ordering": 1})
    theme = Theme.objects.get()
    desk.did("added", "theme", theme)
    theme_url = reverse("admin:issues_theme_change", args=[theme.pk])
    desk.post(theme_url, {"name": "Alliances", "ordering": 1})
    desk.did("changed", "theme", theme)
    desk.post(theme_url, {"name": "Alliances", "ordering": 1})  # nothing changed
    desk.post(
        reverse("admin:issues_theme_changelist"),
        {
            "form-TOTAL_FORMS": 1,
            "form-INITIAL_FORMS": 1,
            "form-0-id": theme.pk,
            "form-0-ordering": 5,
            "_save": "Save",
        },
    )
    desk.did("changed", "theme", theme)
    desk.post(
        reverse("admin:issues_development_add"), {**said, "issue": issue.pk, "title": "A round"}
    )
    desk.did("add_development", "issue", issue)
    desk.post(
        reverse("admin:issues_development_add"),
        {**said, "issue": issue.pk, "title": "Too early", "occurred_on": "2999-01-01"},
        expect=200,
    )
    desk.post(
        reverse("admin:issues_step_add"), {**said, "recommendation": advice.pk, "status": "adopted"}
    )
    desk.did("add_step", "recommendation", advice, "proposed", "adopted")
    desk.post(
        reverse("admin:issues_statuschange_add"), {**said, "issue": issue.pk, "status": "dormant"}
    )
    desk.did("change_status", "issue", issue, "active", "dormant")
    desk.post(
        reverse("admin:issues_issue_rename", args=[issue.pk]), {**said, "title": "Burden-sharing"}
    )
    desk.did("rename", "issue", issue, "Cost-sharing", "Burden-sharing")
    desk.post(reverse("admin:issues_issue_merge", args=[issue.pk]), {**said, "into": other.pk})
    desk.did("merge", "issue", issue, "dormant", "merged")
    desk.post(reverse("admin:issues_issue_unmerge", args=[issue.pk]), {**said, "status": "active"})
    desk.did("unmerge", "issue", issue, "merged", "active")
    parts = {"parts-TOTAL_FORMS": 2, "parts-INITIAL_FORMS": 0}
    parts |= {"parts-0-title": "Amounts", "parts-1-title": "Terms"}
    desk.post(
        reverse("admin:issues_issue_split", args=[issue.pk]),
        {**said, **parts, "status": "dormant"},
    )
    desk.did("split", "issue", issue, "active", "dormant")
    desk.post(reverse("admin:issues_actor_merge", args=[twin.pk]), {"into": ministry.pk})
    desk.did("merge_duplicates", "actor", twin, "", "Ministry")
    desk.post(reverse("admin:issues_actor_part", args=[twin.pk]), {})
    desk.did("part_duplicates", "actor", twin, "Ministry", "")

    actor = {"name": "Assembly", "kind": "government", "slug": "assembly", "summary": ""}
    formset = {"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}
    desk.post(reverse("admin:issues_actor_add"), actor | formset)
    assembly = Actor.objects.get(slug="assembly")
    desk.did("added", "actor", assembly)
    url = reverse("admin:issues_actor_change", args=[assembly.pk])
    desk.post(url, actor | formset | {"name": "The Assembly"})
    desk.did("rename", "actor", assembly, "Assembly", "The Assembly")
    count = {"aliases-TOTAL_FORMS": 1, "aliases-INITIAL_FORMS": 1}
    [alias] = assembly.aliases.all()
    row = {"aliases-0-id": alias.pk, "aliases-0-actor": assembly.pk, "aliases-0-name": alias.name}
    desk.post(url, actor | count | row | {"name": "The Assembly", "summary": "It sits."})
    desk.did("changed", "actor", assembly)
    desk.post(reverse("admin:issues_actor_delete", args=[assembly.pk]), {"post": "yes"})
    desk.did("deleted", "actor", assembly)
    parts = list(Issue.objects.filter(split_from=issue))
    chosen = [part.pk for part in parts]
    desk.post(
        reverse("admin:issues_issue_changelist"),
        {"action": "delete_selected", "_selected_action": chosen, "post": "yes"},
    )
    for part in parts:
        desk.did("deleted", "issue", part)
    assert told.acts() == desk.ledger
    [changed] = [e for e in told.entries() if (e.action, e.kind) == ("changed", "actor")]
    assert changed.detail == {"fields": {"summary": ["", "It sits."]}}


def test_accounts_are_recorded_once(client):
    desk, root = Desk(client), b.user("Publisher", is_superuser=True)
    told = Told()
    desk.log_in(root)
    desk.post(
        reverse("admin:auth_user_add"),
        {
            "username": "cho",
            "password1": "river ferry lamp 7",
            "password2": "river ferry lamp 7",
            "usable_password": "true",
        },
    )
    cho = get_user_model().objects.get(username="cho")
    desk.did("account_made", "user", cho, "", "active")
    form = {
        "username": "cho",
        "is_active": "on",
        "date_joined_0": timezone.localtime(cho.date_joined).strftime("%Y-%m-%d"),
        "date_joined_1": timezone.localtime(cho.date_joined).strftime("%H:%M:%S"),
    }
    url = reverse("admin:auth_user_change", args=[cho.pk])
    desk.post(url, form | {"is_staff": "on", "groups": Group.objects.get(name="Editor").pk})
    desk.did("rights_changed", "user", cho, "active", "active, staff")
    desk.did("rights_changed", "user", cho, "", "Editor")
    del form["is_active"]
    desk.post(url, form | {"is_staff": "on", "groups": Group.objects.get(name="Editor").pk})
    desk.did("rights_changed", "user", cho, "active, staff", "staff")
    cho.refresh_from_db()
    desk.client.post(reverse("admin:logout"))
    desk.did("logged_out", "user", root)
    desk.client.post(reverse("admin:login"), {"username": "cho", "password": "river ferry lamp 7"})
    desk.ledger.append(("cho", "login_failed", "", "", "", ""))
    assert told.acts() == desk.ledger
