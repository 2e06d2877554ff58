"""The register's screens."""

import datetime as dt

import pytest
from django.urls import reverse

from issues import renaming, tracking
from issues.models import (
    Actor,
    Development,
    Issue,
    Recommendation,
    StatusChange,
    Step,
    Theme,
    Trait,
)
from tests import builders as b

pytestmark = pytest.mark.django_db

DAY = dt.date(2024, 1, 2)
PUBLIC = b.noon(dt.date(2024, 1, 1))
NO_ALIASES = {f"aliases-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}


def url(model, view, *args):
    return reverse(f"admin:issues_{model}_{view}", args=args)


def development(issue, title="It rained"):
    return tracking.add_development(
        issue, title=title, occurred_on=DAY, text="All day.", source_kind="press", by=b.editor()
    )


@pytest.fixture
def desk(client):
    client.force_login(b.editor())
    return client


def rows(client, model, **parameters):
    response = client.get(url(model, "changelist"), parameters)
    return [str(row) for row in response.context_data["cl"].result_list]


class TestEntries:
    @pytest.mark.parametrize(
        ("model", "make", "words"),
        [
            ("actor", b.actor, {"name": "River Board"}),
            ("trait", b.trait, {"name": "River temper"}),
            ("issue", b.issue, {"title": "River rights"}),
            ("recommendation", b.recommendation, {"wording": "Clean the river."}),
        ],
    )
    def test_are_searched_and_hidden_from_authors_until_readers_know_them(
        self, client, model, make, words
    ):
        (name,) = words.values()
        hidden = make(**words)
        known = make(f"Known {name}", public_since=PUBLIC)
        make("Something else")
        client.force_login(b.editor())
        assert set(rows(client, model, q="river")) == {str(hidden), str(known)}
        client.force_login(b.author_user())
        assert rows(client, model, q="river") == [str(known)]
        assert client.get(url(model, "change", hidden.pk)).status_code == 302
        assert client.get(url(model, "change", known.pk)).status_code == 200
        assert client.post(url(model, "add"), words).status_code == 403

    def test_a_slug_is_made_from_the_name_and_never_taken_twice(self, desk):
        actor = b.actor()
        for _ in range(2):
            fields = {"actor": b.actor().pk, "name": "동맹을 거래로 봄", **NO_ALIASES}
            desk.post(url("trait", "add"), fields)
        assert [trait.slug for trait in Trait.objects.order_by("pk")] == [
            "동맹을-거래로-봄",
            "동맹을-거래로-봄-2",
        ]
        assert actor.traits.count() == 0

    def test_the_slug_that_readers_know_is_fixed(self, desk):
        actor = b.actor("Known Body", public_since=PUBLIC)
        desk.post(
            url("actor", "change", actor.pk),
            {"name": "Renamed Body", "slug": "moved", "kind": "body", **NO_ALIASES},
        )
        actor.refresh_from_db()
        assert (actor.name, actor.slug) == ("Renamed Body", "known-body")

    def test_names_of_an_actor_or_trait_become_aliases_when_they_change(self, desk):
        actor = b.actor("Old Body", name_ko="옛 기관", public_since=PUBLIC)
        fields = {"name": "New Body", "name_ko": "옛 기관", "kind": "body", **NO_ALIASES}
        desk.post(url("actor", "change", actor.pk), fields)
        assert [alias.name for alias in actor.aliases.all()] == ["Old Body"]
        # The old name typed as an alias in the same save, and the Korean name changed.
        alias = actor.aliases.get()
        fields |= {
            "name": "Newest Body",
            "name_ko": "새 기관",
            "aliases-TOTAL_FORMS": 2,
            "aliases-INITIAL_FORMS": 1,
            "aliases-0-id": alias.pk,
            "aliases-0-actor": actor.pk,
            "aliases-0-name": "Old Body",
            "aliases-1-actor": actor.pk,
            "aliases-1-name": "new body",
        }
        response = desk.post(url("actor", "change", actor.pk), fields)
        assert response.status_code == 302
        actor.refresh_from_db()
        assert (actor.name, actor.name_ko) == ("Newest Body", "새 기관")
        names = {alias.name for alias in actor.aliases.all()}
        assert names == {"Old Body", "new body", "옛 기관"}

    def test_a_slug_that_led_to_another_entry_is_refused(self, desk):
        other = b.actor("Once", public_since=PUBLIC)
        renaming.change_slug(other, slug="now", by=b.editor())
        fields = {"name": "Another", "slug": "once", "kind": "body", **NO_ALIASES}
        response = desk.post(url("actor", "add"), fields)
        assert "leads, or led, to another entry" in response.content.decode()
        desk.post(url("actor", "add"), {**fields, "slug": "", "name": "Once"})
        assert Actor.objects.latest("pk").slug == "once-2"

    def test_the_title_that_readers_know_is_not_typed_over(self, desk):
        issue = b.issue("River rights", public_since=PUBLIC)
        inlines = {
            f"{prefix}-{name}_FORMS": 0
            for prefix in ("aliases", "renames", "status_changes", "developments")
            for name in ("TOTAL", "INITIAL")
        }
        theme = Theme.objects.create(name="Water")
        related = b.issue("Harbours")
        fields = {"title": "Rewritten", "review_interval_days": 90, "theme": theme.pk}
        response = desk.post(
            url("issue", "change", issue.pk), {**fields, "related": [related.pk], **inlines}
        )
        assert response.status_code == 302
        issue.refresh_from_db()
        assert (issue.title, issue.theme, issue.review_interval_days) == (
            "River rights",
            theme,
            90,
        )
        assert list(related.related.all()) == [issue]

    def test_status_and_publicity_are_not_typed(self, desk):
        issue = b.issue("River rights")
        inlines = {
            f"{prefix}-{name}_FORMS": 0
            for prefix in ("aliases", "renames", "status_changes", "developments")
            for name in ("TOTAL", "INITIAL")
        }
        response = desk.post(
            url("issue", "change", issue.pk),
            {
                "title": "River wrongs",
                "slug": "river-rights",
                "review_interval_days": 90,
                "status": "resolved",
                "public_since_0": "2024-01-01",
                "public_since_1": "00:00",
                **inlines,
            },
        )
        assert response.status_code == 302
        issue.refresh_from_db()
        assert (issue.title, issue.status, issue.public_since) == ("River wrongs", "active", None)

    def test_an_alias_that_another_issue_has_is_refused(self, desk):
        b.issue("Other").aliases.create(name="SMA talks")
        issue = b.issue("River rights")
        data = {
            "title": issue.title,
            "slug": issue.slug,
            "review_interval_days": 90,
            "aliases-TOTAL_FORMS": 1,
            "aliases-INITIAL_FORMS": 0,
            "aliases-0-name": "sma  Talks",
        }
        data |= {
            f"{prefix}-{name}_FORMS": 0
            for prefix in ("renames", "status_changes", "developments")
            for name in ("TOTAL", "INITIAL")
        }
        response = desk.post(url("issue", "change", issue.pk), data)
        assert "already known by this name" in response.content.decode()

    def test_what_a_text_cites_is_protected_and_says_by_what(self, desk):
        trait, issue = b.trait(), b.issue()
        advice = b.advice("Do it.")
        b.draft(blocks=[b.trait_block(of=trait), b.assessment(of=issue, question="Why?"), advice])
        for model, row in (
            ("trait", trait),
            ("actor", trait.actor),
            ("issue", issue),
            ("recommendation", advice.recommendation),
        ):
            response = desk.post(url(model, "delete", row.pk), {"post": "yes"})
            assert response.status_code == 200
            assert "would require deleting the following protected" in response.content.decode()
            assert type(row).objects.filter(pk=row.pk).exists()

    def test_what_readers_know_is_never_deleted_nor_offered_to_be(self, desk):
        issue = b.issue(public_since=PUBLIC)
        page = desk.get(url("issue", "change", issue.pk)).content.decode()
        assert url("issue", "delete", issue.pk) not in page
        assert desk.post(url("issue", "delete", issue.pk), {"post": "yes"}).status_code == 403
        data = {"action": "delete_selected", "_selected_action": [issue.pk], "post": "yes"}
        assert desk.post(url("issue", "changelist"), data).status_code == 403
        assert Issue.objects.filter(pk=issue.pk).exists()

    def test_what_nothing_cites_is_deleted(self, desk):
        issue = b.issue()
        issue.aliases.create(name="Alias")
        assert desk.post(url("issue", "delete", issue.pk), {"post": "yes"}).status_code == 302
        assert not Issue.objects.exists()

    @pytest.mark.parametrize(("public", "found"), [("yes", ["Known"]), ("no", ["Hidden"])])
    def test_are_filtered_by_whether_readers_know_them(self, desk, public, found):
        b.issue("Known", public_since=PUBLIC)
        b.issue("Hidden")
        assert rows(desk, "issue", public=public) == found


def make_rows(count):
    for _ in range(count):
        issue = b.issue(parent=b.issue(), public_since=PUBLIC)
        row = b.recommendation(issue=issue, addressee=b.actor(), public_since=PUBLIC)
        b.trait()
        development(issue)
        tracking.change_status(
            issue, status="dormant", occurred_on=DAY, text="Quiet.", by=b.editor()
        )
        tracking.add_step(row, status="adopted", occurred_on=DAY, text="Done.", by=b.editor())


class TestQueries:
    @pytest.mark.parametrize("count", [1, 3])
    @pytest.mark.parametrize(
        ("model", "queries"),
        [
            ("actor", 7),
            ("trait", 7),
            ("issue", 8),
            ("recommendation", 7),
            ("development", 9),
            ("statuschange", 9),
            ("step", 9),
        ],
    )
    def test_lists_take_as_many_for_one_row_as_for_three(
        self, desk, model, queries, count, django_assert_num_queries
    ):
        make_rows(count)
        desk.get(url(model, "changelist"))
        with django_assert_num_queries(queries):
            desk.get(url(model, "changelist"))

    @pytest.mark.parametrize("count", [1, 3])
    def test_an_issues_screen_takes_as_many_for_one_event_as_for_three(
        self, desk, count, django_assert_num_queries
    ):
        issue = b.issue()
        for n in range(count):
            development(issue)
            issue.aliases.create(name=f"Alias {n}")
            tracking.change_status(
                issue, status="dormant", occurred_on=DAY, text="Quiet.", by=b.editor()
            )
        desk.get(url("issue", "change", issue.pk))
        with django_assert_num_queries(11):
            desk.get(url("issue", "change", issue.pk))


class TestEvents:
    def test_a_development_is_added_through_its_verb(self, desk):
        issue = b.issue()
        response = desk.post(
            url("development", "add"),
            {
                "issue": issue.pk,
                "occurred_on": "2024-01-02",
                "title": "It rained",
                "text": "All day.",
                "source_kind": "press",
                "source_url": "https://example.org/rain",
                "prompts_assessment": "on",
            },
        )
        made = Development.objects.get()
        assert made.prompts_assessment
        assert response.url == url("issue", "change", issue.pk)
        assert (made.title, made.occurred_on, made.issue) == ("It rained", DAY, issue)
        assert made.entered_by.groups.get().name == "Editor"
        assert made.recorded_at is not None

    def test_a_status_change_restates_the_issue(self, desk):
        issue = b.issue()
        desk.post(
            url("statuschange", "add"),
            {
                "issue": issue.pk,
                "status": "dormant",
                "occurred_on": "2024-01-02",
                "text": "Quiet.",
            },
        )
        issue.refresh_from_db()
        assert issue.status == "dormant"

    def test_a_step_restates_the_recommendation_and_is_corrected_by_another(self, desk):
        row = b.recommendation(public_since=PUBLIC)
        fields = {"recommendation": row.pk, "occurred_on": "2024-01-02", "text": "Decided."}
        fields |= {"source_kind": "official", "quote": "We shall."}
        desk.post(url("step", "add"), {**fields, "status": "adopted"})
        first = Step.objects.get()
        assert (first.quote, first.source_kind) == ("We shall.", "official")
        desk.post(url("step", "add"), {**fields, "status": "rejected", "corrects": first.pk})
        row.refresh_from_db()
        assert row.status == "rejected"
        assert Step.objects.latest("pk").corrects == first

    @pytest.mark.parametrize(
        ("fields", "error"),
        [
            ({"occurred_on": "2999-01-01"}, "This day is yet to come."),
            ({"occurred_on": "2023-12-31"}, "The recommendation was made after this day."),
            ({"text": ""}, "This field is required."),
            ({"source_url": "javascript:alert(1)"}, "Enter a valid URL."),
        ],
    )
    def test_what_the_verb_refuses_is_said_beside_the_field(self, desk, fields, error):
        row = b.recommendation(public_since=PUBLIC)
        data = {
            "recommendation": row.pk,
            "status": "adopted",
            "occurred_on": "2024-01-02",
            "text": "Decided.",
            "source_kind": "press",
        }
        response = desk.post(url("step", "add"), data | fields)
        assert response.status_code == 200
        assert error in response.content.decode()
        row.refresh_from_db()
        assert (row.status, Step.objects.count()) == ("proposed", 0)

    def test_an_event_of_something_else_cannot_be_corrected(self, desk):
        other = development(b.issue("Other"))
        response = desk.post(
            url("development", "add"),
            {
                "issue": b.issue().pk,
                "occurred_on": "2024-01-02",
                "title": "It rained",
                "text": "All day.",
                "source_kind": "press",
                "corrects": other.pk,
            },
        )
        assert "This entry belongs to something else." in response.content.decode()
        assert Development.objects.count() == 1

    @pytest.mark.parametrize("role", [b.editor, b.publisher, None])
    def test_are_never_changed_or_deleted(self, client, role):
        client.force_login(role() if role else b.user(is_staff=True, is_superuser=True))
        event = development(b.issue())
        assert client.get(url("development", "change", event.pk)).status_code == 200
        for view in ("change", "delete"):
            response = client.post(
                url("development", view, event.pk), {"title": "Rewritten", "post": "yes"}
            )
            assert response.status_code == 403
        assert Development.objects.get().title == "It rained"

    def test_are_closed_to_authors(self, client):
        issue = b.issue("Hidden issue")
        development(issue, title="Hidden event")
        client.force_login(b.author_user())
        for model in ("development", "statuschange", "step"):
            for view in ("changelist", "add"):
                assert client.get(url(model, view)).status_code == 403
        assert not StatusChange.objects.exists()

    def test_an_entrys_screen_lists_them_and_leads_to_the_forms(self, desk):
        issue = b.issue(public_since=PUBLIC)
        development(issue, title="It rained in Busan")
        page = desk.get(url("issue", "change", issue.pk)).content.decode()
        assert "It rained in Busan" in page
        add = f"{url('development', 'add')}?issue={issue.pk}"
        assert f'href="{add}"' in page
        assert f'<option value="{issue.pk}" selected>' in desk.get(add).content.decode()
        row = Recommendation.objects.create(wording="Do it.", public_since=PUBLIC)
        page = desk.get(url("recommendation", "change", row.pk)).content.decode()
        assert f"{url('step', 'add')}?recommendation={row.pk}" in page
