"""Drafts by program: started, read, changed block by block, given up."""

import uuid

import pytest
from django.db import connection

from articles import workflow
from articles.api.drafts.views import OwnViewSet
from articles.contents import contents_of_one
from articles.models import Article, Edition, Snapshot
from issues.models import Recommendation, Trait
from tests import builders as b
from tests.agreeing import disagreements

from .writing import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return Program(b.editor())


def everything():
    issue = b.issue("Rain in spring")
    return b.draft(
        "Ferry lines",
        blocks=[
            b.passage("One.", heading="First"),
            b.assessment(issue, "Will it rain?", outlook="steady"),
            b.advice("Take an umbrella.", of=issue, to=b.actor("Ministry")),
            b.trait_block(b.trait("wet", of=b.actor("Weather"))),
            b.figure(b.png(), alt="A chart"),
        ],
        authors=[b.author("Ada Mun", position="Fellow")],
    )


def uids(draft):
    return [block["uid"] for block in draft["blocks"]]


class TestReading:
    def test_a_draft_says_all_that_it_is_made_of(self, editor):
        edition = everything()
        draft = editor.get(f"drafts/{edition.pk}/")
        assert {key: draft[key] for key in ("id", "state", "article", "page", "title")} == {
            "id": edition.pk,
            "state": "draft",
            "article": "ferry-lines",
            "page": None,
            "title": "Ferry lines",
        }
        # What no reader knows yet is named to those who may open the draft.
        assert draft["blocks"][1]["issue"] == {"slug": "rain-in-spring", "title": "Rain in spring"}
        assert draft["blocks"][2]["addressee"] == {"slug": "ministry", "name": "Ministry"}
        assert draft["blocks"][3]["trait"]["name"] == "wet"
        assert [a["slug"] for a in draft["authors"]] == ["ada-mun"]
        assert {"no_abstract", "no_disclaimer"} <= {p["code"] for p in draft["problems"]}

    def test_is_kept_by_no_cache_and_has_a_tag(self, editor):
        edition = everything()
        answer = editor.ask("get", f"drafts/{edition.pk}/")
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["ETag"].startswith(f'"{edition.pk}.{edition.version}-')
        again = editor.ask("get", f"drafts/{edition.pk}/", **{"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_a_list_has_the_open_ones_that_the_person_may_open(self, editor):
        writer = b.author_user()
        own = b.draft("Own", by=writer, blocks=[b.passage()])
        b.draft("Canary of another")
        b.published("Canary that is live", blocks=[b.passage()])
        mine = Program(writer).get("drafts/")
        assert [row["id"] for row in mine["results"]] == [own.pk]
        assert "Canary" not in str(mine)
        assert editor.get("drafts/")["count"] == 2

    @pytest.mark.parametrize("count", [1, 3])
    def test_a_list_takes_as_many_queries_for_one_as_for_three(
        self, editor, count, django_assert_num_queries
    ):
        for _ in range(count):
            b.draft(blocks=[b.passage()], series=b.series(), authors=[b.author()])
        editor.get("drafts/")
        with django_assert_num_queries(8):
            editor.get("drafts/")

    def test_what_the_person_may_not_open_is_as_what_is_not_there(self):
        other = Program(b.author_user())
        hidden = everything()
        answers = [other.ask("get", f"drafts/{pk}/") for pk in (hidden.pk, hidden.pk + 999)]
        assert [a.status_code for a in answers] == [404, 404]
        assert answers[0].content == answers[1].content

    def test_it_goes_on_answering_after_publication(self, editor):
        edition = b.published("Ferry lines", blocks=[b.passage()])
        path = editor.open(edition)
        assert editor.get(path)["page"].endswith("/articles/ferry-lines/editions/1/")
        assert editor.errors("patch", path, {"title": "X"}, 409) == {None: "wrong_state"}


class TestStarting:
    def test_a_piece_with_text(self, editor):
        issue, author = b.issue("Rain"), b.author("Ada Mun", position="Fellow")
        series = b.series("Focus", disclaimer="Ours.")
        draft = editor.post(
            "drafts/",
            {
                "title": "A new piece",
                "series": series.slug,
                "number": "7",
                "abstract": "Short.",
                "authors": [{"slug": author.slug}],
                "blocks": [
                    {"kind": "passage", "heading": "Where", "html": "<p>a <script>x</script></p>"},
                    {"kind": "assessment", "issue": issue.slug, "question": "Will it rain?"},
                    {"kind": "recommendation", "wording": "Take an umbrella."},
                ],
                "notes": [{"html": "<p>A note.</p>"}],
            },
            201,
            tag=False,
        )
        edition = Edition.objects.get(pk=draft["id"])
        assert (edition.created_by, edition.disclaimer) == (editor.person, "Ours.")
        assert edition.article.number == "7"
        passage, assessment, advice = contents_of_one(edition).blocks
        assert (passage.heading, passage.html) == ("Where", "<p>a </p>")
        assert assessment.issue == issue
        assert advice.recommendation.issue == issue
        assert draft["authors"][0]["position"] == "Fellow"
        assert draft["notes"][0]["text"] == "A note."
        assert disagreements(edition.article) == []

    def test_says_where_it_is(self, editor):
        answer = editor.ask("post", "drafts/", {"title": "A new piece"})
        edition = Edition.objects.get()
        assert answer.status_code == 201
        assert answer["Location"] == f"http://testserver/api/v1/drafts/{edition.pk}/"
        assert answer["ETag"].startswith(f'"{edition.pk}.1-')

    def test_all_that_is_wrong_is_said_at_once_and_nothing_stays(self, editor):
        found = editor.errors(
            "post",
            "drafts/",
            {
                "title": "x" * 301,
                "series": "none",
                "language": "fr",
                "state": "published",
                "authors": [{"slug": "nobody"}],
                "blocks": [
                    {"kind": "passage"},
                    {"kind": "assessment", "issue": "none", "outlook": "sunny"},
                    {"kind": "poem"},
                    {"kind": "recommendation", "colour": "red", "wording": "x"},
                ],
            },
        )
        assert found == {
            "title": "max_length",
            "series": "absent",
            "language": "invalid_choice",
            "state": "unknown",
            "authors.0.slug": "absent",
            "blocks.1.issue": "absent",
            "blocks.1.outlook": "invalid_choice",
            "blocks.2.kind": "invalid_choice",
            "blocks.3.colour": "unknown",
        }
        assert not Article.objects.exists()
        assert not Recommendation.objects.exists()

    def test_of_a_block_that_contradicts_itself_nothing_stays(self, editor):
        blocks = [
            {"kind": "recommendation", "wording": "Do it."},
            {
                "kind": "assessment",
                "issue": b.issue().slug,
                "question": "Will it?",
                "horizon": "2030-01-01",
            },
        ]
        found = editor.errors("post", "drafts/", {"title": "A", "blocks": blocks})
        assert found == {"blocks.1.likelihood": "invalid"}
        assert not Article.objects.exists()
        assert not Recommendation.objects.exists()

    def test_a_trait_that_is_missing_is_an_editors_to_add(self, editor):
        actor = b.actor("Weather", public_since="2024-01-01T00:00:00Z")
        block = {"kind": "trait", "actor": actor.slug, "name": "wet", "html": "<p>It is.</p>"}
        writer = Program(b.author_user())
        found = writer.errors("post", "drafts/", {"title": "A", "blocks": [block]})
        assert found == {"blocks.0.trait": "invalid"}
        editor.post("drafts/", {"title": "A", "blocks": [block]}, 201)
        assert Trait.objects.get().actor == actor

    def test_an_entry_that_the_person_may_not_see_is_as_none(self):
        hidden = b.issue("Canary")
        writer = Program(b.author_user())
        blocks = [
            {"kind": "assessment", "issue": name, "question": "Q?"}
            for name in (hidden.slug, "nothing")
        ]
        body = writer.post("drafts/", {"title": "A", "blocks": blocks}, 400)
        first, second = ({**error, "attr": ""} for error in body["errors"])
        assert first == second


class TestChanging:
    def test_only_what_was_sent_is_changed(self, editor):
        edition = everything()
        path = editor.open(edition)
        before = editor.get(path)
        after = editor.patch(
            path,
            {"subtitle": "New", "blocks": [{"uid": uids(before)[1], "answer": "It will."}]},
        )
        wanted = before | {"subtitle": "New", "updated_at": after["updated_at"]}
        wanted["blocks"] = [dict(block) for block in before["blocks"]]
        wanted["blocks"][1]["answer"] = "It will."
        assert after | {"problems": []} == wanted | {"problems": []}
        assert Snapshot.objects.filter(edition=edition).count() == 3

    def test_blocks_are_added_moved_and_removed(self, editor):
        edition = everything()
        path = editor.open(edition)
        first, second, third, fourth, fifth = uids(editor.get(path))
        after = editor.patch(
            path,
            {
                "remove": [third],
                "order": [fifth, first, second, fourth],
                "blocks": [{"kind": "passage", "html": "<p>Last.</p>"}],
            },
        )
        *kept, new = uids(after)
        assert kept == [fifth, first, second, fourth]
        assert after["blocks"][-1]["text"] == "Last."
        assert new not in (first, second, third, fourth, fifth)
        assert disagreements(edition.article) == []

    def test_credits_and_notes_are_sent_whole(self, editor):
        edition = everything()
        other = b.author("Bo Seo")
        path = editor.open(edition)
        after = editor.patch(
            path,
            {
                "authors": [{"slug": other.slug, "position": "Guest"}, {"slug": "ada-mun"}],
                "notes": [{"html": "<p>One.</p>"}, {"html": "<p>Two.</p>"}],
            },
        )
        assert [(a["name"], a["position"]) for a in after["authors"]] == [
            ("Bo Seo", "Guest"),
            ("Ada Mun", "Fellow"),
        ]
        after = editor.patch(path, {"notes": [{"html": "<p>Two.</p>"}], "authors": []})
        assert [note["text"] for note in after["notes"]] == ["Two."]
        assert after["authors"] == []

    @pytest.mark.parametrize(
        ("data", "errors"),
        [
            ({"blocks": [{"uid": "{other}", "html": ""}]}, {"blocks.0.uid": "absent"}),
            ({"blocks": [{"uid": 7}]}, {"blocks.0.uid": "absent"}),
            ({"blocks": [{"uid": "{own}"}, {"uid": "{own}"}]}, {"blocks.1.uid": "repeated"}),
            ({"blocks": [{"uid": "{own}", "kind": "trait"}]}, {"blocks.0.kind": "invalid"}),
            ({"blocks": [{"uid": "{own}", "text": "x"}]}, {"blocks.0.text": "unknown"}),
            ({"remove": ["{other}"]}, {"remove": "absent"}),
            ({"remove": ["{own}"], "blocks": [{"uid": "{own}"}]}, {"remove": "invalid"}),
            ({"order": []}, {"order": "invalid"}),
            ({"order": ["{own}", "{own}"]}, {"order": "invalid"}),
            ({"title": ""}, {"title": "blank"}),
            ({"title": None}, {"title": "null"}),
            ({"title": "a\u0000b"}, {"title": "null_characters_not_allowed"}),
            ({"published_on": "2024-02-30"}, {"published_on": "invalid"}),
            ({"change_note": "x"}, {"change_note": "read_only"}),
            ({"slug": "No Slug"}, {"slug": "invalid_slug"}),
            ({"id": 3, "version": 4}, {"id": "unknown", "version": "unknown"}),
            ({"blocks": "x"}, {"blocks": "not_a_list"}),
            ({"authors": [{}]}, {"authors.0.slug": "required"}),
        ],
    )
    def test_what_cannot_be_is_named_and_changes_nothing(self, editor, data, errors):
        edition = b.draft("Before", blocks=[b.passage("Words.")])
        path = editor.open(edition)
        own, other = uids(editor.get(path))[0], str(uuid.uuid4())
        filled = _filled(data, {"{own}": own, "{other}": other})
        assert editor.errors("patch", path, filled) == errors
        edition.refresh_from_db()
        assert (edition.title, edition.version) == ("Before", 2)

    def test_an_address_that_readers_know_stays(self, editor):
        live = b.published("Ferry lines", blocks=[b.passage()])
        draft = editor.post(
            "articles/ferry-lines/new_edition/",
            {"change_kind": "correction", "change_note": "A comma."},
            201,
        )
        path = f"drafts/{draft['id']}/"
        assert (draft["change_kind"], draft["article"]) == ("correction", live.article.slug)
        assert editor.errors("patch", path, {"slug": "other"}) == {"slug": "read_only"}
        assert editor.patch(path, {"change_note": "Two commas."})["change_note"] == "Two commas."


def _filled(data, values):
    if isinstance(data, dict):
        return {key: _filled(value, values) for key, value in data.items()}
    if isinstance(data, list):
        return [_filled(value, values) for value in data]
    return values.get(data, data) if isinstance(data, str) else data


class TestTheVersionThatWasRead:
    @pytest.mark.parametrize("method", ["patch", "delete"])
    def test_has_to_be_named(self, editor, method):
        edition = everything()
        path = f"drafts/{edition.pk}/"
        for tag in (False, "*"):
            body = {"title": "X"} if method == "patch" else None
            assert editor.errors(method, path, body, 428, tag=tag) == {
                None: "precondition_required"
            }
        assert Edition.objects.get().state == "draft"

    def test_a_stale_one_is_refused_and_overwrites_nothing(self, editor):
        edition = everything()
        path = editor.open(edition)
        tag = editor.tag
        b.write(edition, by=b.editor(), title="Theirs")
        assert editor.errors("patch", path, {"title": "Mine"}, 412, tag=tag) == {None: "stale"}
        assert editor.errors("delete", path, None, 412, tag=tag) == {None: "stale"}
        assert editor.errors("post", f"{path}submit/", {}, 412, tag=tag) == {None: "stale"}
        edition.refresh_from_db()
        assert (edition.title, edition.state) == ("Theirs", "draft")

    @pytest.mark.parametrize("tag", ['"1.2-x"', "7", "W/{tag}", '"{other}"'])
    def test_a_tag_that_is_none_of_it_is_stale(self, editor, tag):
        edition = everything()
        path = editor.open(edition)
        other = editor.tag.strip('"').replace(f"{edition.pk}.", f"{edition.pk + 1}.")
        wrong = tag.format(tag=editor.tag, other=other)
        assert editor.errors("patch", path, {"title": "X"}, 412, tag=wrong) == {None: "stale"}

    def test_it_is_stale_before_it_is_wrong(self, editor):
        """A block that was taken out meanwhile is no error of the program that read it."""
        edition = b.draft("One", blocks=[b.passage("One."), b.passage("Two.")])
        path = editor.open(edition)
        gone, tag = edition.passages.last(), editor.tag
        Program(b.editor(), "write").patch(path, {"remove": [str(gone.uid)]}, tag=tag)
        change = {"blocks": [{"uid": str(gone.uid), "html": "<p>Mine.</p>"}]}
        assert editor.errors("patch", path, change, 412, tag=tag) == {None: "stale"}

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize(
        ("method", "move", "data"),
        [
            ("patch", "", {"title": "Two"}),
            ("delete", "", None),
            ("post", "submit/", {"comment": "Done."}),
        ],
    )
    def test_an_answer_is_of_its_own_change(self, editor, monkeypatch, method, move, data):
        """It is read before anybody else can save."""
        path = editor.open(b.draft("One", blocks=[b.passage()]))
        read, seen = OwnViewSet.answer, []

        def answer(*args, **options):
            seen.append(connection.in_atomic_block)
            return read(*args, **options)

        monkeypatch.setattr(OwnViewSet, "answer", answer)
        assert editor.ask(method, f"{path}{move}", data).status_code == 200
        assert seen == [True]

    def test_each_answer_brings_the_next(self, editor):
        edition = everything()
        path = editor.open(edition)
        for title in ("One", "Two", "Three"):
            assert editor.patch(path, {"title": title})["title"] == title

    def test_what_changes_in_the_register_makes_nothing_stale(self, editor):
        edition = everything()
        path = editor.open(edition)
        first = editor.tag
        Trait.objects.update(name="soaked")
        editor.get(path)
        assert editor.tag != first
        editor.patch(path, {"title": "Still mine"}, tag=first)


def test_giving_up_is_the_verb_discard(editor):
    edition = everything()
    path = editor.open(edition)
    answer = editor.ask("delete", path)
    assert (answer.status_code, answer.json()["state"]) == (200, "discarded")
    edition.refresh_from_db()
    workflow.restore(edition, by=editor.person)
