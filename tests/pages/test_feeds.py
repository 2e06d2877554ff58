"""What holds for all Atom feeds: valid whatever is in them, one identity an entry for ever, nothing but
what is public.
"""

import datetime as dt

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from articles import drafting, workflow
from articles.models import Assessment, Author, Edition
from issues import feeds as register_feeds
from issues import tracking
from issues.models import Actor, FormerSlug, Issue
from sejong_cms import changes
from sejong_cms.feeds import LENGTH
from tests import builders as b
from tests.api.worlds import everything, followed
from tests.atom import parse

DAY = dt.date
#: What breaks XML, feed readers and careless templates.
HOSTILE = 'A & B <c> ]]> "q" \u2028 \x0b\x1f\ufffe 한글 \u202e😀'
CLEAN = 'A & B <c> ]]> "q" \u2028  한글 😀'


@pytest.fixture
def feed(reader):
    """feed(path): the Feed at an address, valid."""

    def read(path):
        response = reader.get(path)
        assert response.status_code == 200, path
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        return parse(response.content)

    return read


def feeds_of(edition):
    """{name: path} of every kind of feed that `edition`, with all that a piece can have, is in."""
    recommendation = edition.recommendationblocks.get().recommendation
    return {
        "articles": "/feeds/articles/",
        "corrections": "/feeds/corrections/",
        "recommendations": "/recommendations/feed/",
        "issue": f"{edition.assessments.get().issue.get_absolute_url()}feed/",
        "author": f"{edition.bylines.get().author.get_absolute_url()}feed/",
        "actor": f"{edition.traitblocks.get().trait.actor.get_absolute_url()}feed/",
        "recommendation": f"{recommendation.get_absolute_url()}feed/",
    }


NAMES = (
    "articles",
    "corrections",
    "recommendations",
    "issue",
    "author",
    "actor",
    "recommendation",
)


def answer(text):
    def change(draft):
        draft.assessments.update(answer=text)

    return change


def step(recommendation, status="adopted", **fields):
    fields = {"occurred_on": DAY(2025, 4, 1), "text": "Done."} | fields
    return tracking.add_step(recommendation, status=status, by=None, **fields)


@pytest.mark.parametrize("name", NAMES)
def test_a_feed_is_valid_whatever_its_texts_hold(feed, name, db):
    edition = everything(to=lambda draft: draft)
    # Past the cleaning of every door, as rows of an earlier version may be.
    Edition.objects.filter(pk=edition.pk).update(title=HOSTILE, abstract=HOSTILE)
    edition.bylines.update(name=HOSTILE)
    edition.assessments.update(question=HOSTILE, answer=HOSTILE)
    edition.recommendationblocks.update(wording=HOSTILE)
    edition.traitblocks.update(name=HOSTILE)
    for model, column in ((Issue, "title"), (Actor, "name"), (Author, "name")):
        model.objects.update(**{column: HOSTILE})
    edition = workflow.publish_archived(edition)
    followed(edition)
    b.next_edition(edition, note=HOSTILE, change=answer(HOSTILE))

    found = feed(feeds_of(edition)[name])

    assert any(CLEAN in entry.title for entry in found.entries)
    assert all(entry.summary for entry in found.entries)


@pytest.mark.parametrize("name", NAMES)
def test_a_feed_names_itself_and_its_page_under_the_sites_own_address(feed, settings, name, db):
    edition = everything()
    settings.SITE_URL = "https://focus.example.org"
    path = feeds_of(edition)[name]

    found = feed(path)

    assert found.address == f"https://focus.example.org{path}"
    assert found.page.startswith("https://focus.example.org/")
    assert all(entry.link.startswith(f"{settings.SITE_URL}/") for entry in found.entries)
    assert found.authors == ["Sejong Institute"]


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_keeps_its_identity_for_ever(feed, settings, name, db):
    edition = everything()
    followed(edition)
    second = b.next_edition(edition, change=answer("Corrected."))
    before = feed(feeds_of(edition)[name])

    settings.SITE_URL = "https://elsewhere.example.org"
    edition.article.slug = "moved"
    edition.article.save()
    b.next_edition(second, change=answer("Corrected again."))
    step(edition.recommendationblocks.get().recommendation)
    after = feed(feeds_of(edition)[name])

    assert before.ids
    assert set(before.ids) <= set(after.ids)
    assert {e.id: e.published for e in before.entries}.items() <= {
        e.id: e.published for e in after.entries
    }.items()


def test_one_thing_has_one_identity_in_all_feeds(feed, db):
    edition = everything()
    followed(edition)
    paths = feeds_of(edition)

    assert feed(paths["articles"]).ids == feed(paths["author"]).ids
    in_issue = feed(paths["issue"]).ids
    assert set(feed(paths["recommendation"]).ids) == set(feed(paths["recommendations"]).ids)
    assert set(feed(paths["recommendation"]).ids) <= set(in_issue)
    assert set(feed(paths["recommendation"]).ids) <= set(feed(paths["actor"]).ids)


def test_a_feed_in_another_language_is_another_feed_of_the_same_entries(feed, db):
    path = feeds_of(everything())["issue"]
    english = feed(path)
    with override("ko"):
        request = RequestFactory().get(path)
        korean = parse(register_feeds.issue(request, "word-issue").content)

    assert english.id != korean.id
    assert english.ids == korean.ids


@pytest.mark.parametrize("name", NAMES)
def test_a_feed_answers_304_until_it_changes(reader, name, db):
    edition = everything()
    path = feeds_of(edition)[name]
    tag = reader.get(path)["ETag"]

    assert reader.get(path, if_none_match=tag).status_code == 304
    workflow.withdraw(edition, by=b.publisher(), reason="Wrong.")
    assert reader.get(path, if_none_match=tag).status_code == 200
    # A reader that asks by time would keep what was withdrawn.
    assert "Last-Modified" not in reader.get(path)


@pytest.mark.parametrize("name", NAMES)
def test_what_was_withdrawn_leaves_its_notice_and_no_word(feed, reader, name, db):
    edition = everything("Zq")
    for path in feeds_of(edition).values():
        reader.get(path)
    workflow.withdraw(edition, by=b.publisher(), reason="The source was forged.")

    for entry in feed(feeds_of(edition)[name]).entries:
        assert entry.title.startswith("Withdrawn: a piece of 1 March 2025")
        assert entry.summary == "Its text is no longer shown. Reason: The source was forged."
        assert entry.authors == []
    text = reader.words(feeds_of(edition)[name])
    for word in ("title", "abstract", "question", "answer", "advice", "description", "reason"):
        assert f"Zq {word}" not in text


@pytest.mark.parametrize("name", [name for name in NAMES if name != "corrections"])
def test_who_was_given_what_was_withdrawn_gets_the_notice_in_its_place(feed, name, db):
    edition = everything("Zq")
    before = feed(feeds_of(edition)[name])
    workflow.withdraw(edition, by=b.publisher(), reason="The source was forged.")
    after = feed(feeds_of(edition)[name])

    assert before.ids
    assert sorted(before.ids) == sorted(after.ids)
    for entry in before.entries:
        [notice] = [found for found in after.entries if found.id == entry.id]
        assert notice.published == entry.published
        assert notice.updated > entry.updated


@pytest.mark.parametrize("name", NAMES)
def test_drafts_are_in_no_feed(reader, name, db):
    edition = everything()
    paths = feeds_of(edition)
    before = reader.words(paths[name])

    draft = drafting.new_edition(
        edition, by=b.publisher(), change_kind="correction", change_note="Zq"
    )
    draft.assessments.update(answer="Zq", outlook="worsening")
    b.draft(
        "Zq",
        blocks=[
            b.assessment(edition.assessments.get().issue, "Zq?"),
            b.trait_block(edition.traitblocks.get().trait, "Zq."),
            b.advice("Zq.", recommended=edition.recommendationblocks.get().recommendation),
        ],
        authors=[edition.bylines.get().author],
    )

    assert reader.words(paths[name]) == before


@pytest.mark.parametrize("name", ["issue", "author", "actor", "recommendation"])
def test_the_feed_of_something_hidden_is_that_of_nothing(reader, name, db):
    everything()
    draft = everything("Zq", to=lambda edition: edition)
    absent = {
        "issue": "/issues/absent/feed/",
        "author": "/authors/absent/feed/",
        "actor": "/actors/absent/feed/",
        "recommendation": "/recommendations/00000000-0000-4000-8000-000000000000/feed/",
    }

    hidden = reader.get(feeds_of(draft)[name])

    assert hidden.status_code == 404
    assert hidden.content == reader.get(absent[name]).content


@pytest.mark.parametrize("name", ["issue", "author", "actor"])
def test_a_changed_slug_leads_from_the_old_feed_to_the_new_one(reader, name, db):
    path = feeds_of(everything())[name]
    model = {"issue": Issue, "author": Author, "actor": Actor}[name]
    row = model.objects.get(slug=path.split("/")[2])
    FormerSlug.objects.create(kind=name, slug="before", entry_id=row.pk, changed_at=timezone.now())

    response = reader.get(path.replace(row.slug, "before"))

    assert (response.status_code, response["Location"]) == (301, path)


@pytest.mark.parametrize("path", ["articles", "corrections"])
def test_an_empty_feed_is_valid_and_stays_the_same(feed, reader, path):
    assert feed(f"/feeds/{path}/").entries == []
    assert reader.get(f"/feeds/{path}/")["ETag"] == reader.get(f"/feeds/{path}/")["ETag"]


def test_a_feed_has_the_newest_entries_and_no_more(feed, db):
    issue = b.issue("Costs")
    b.published(blocks=[b.assessment(issue)])
    for number in range(LENGTH + 2):
        tracking.add_development(
            issue,
            title=f"Event {number}",
            # Written down later, though it happened earlier.
            occurred_on=DAY(2025, 3, 1) - dt.timedelta(days=number),
            text="Talks.",
            source_kind="press",
            by=None,
        )

    titles = feed("/issues/costs/feed/").titles

    assert titles == [f"Development: Event {n}" for n in range(LENGTH + 1, 1, -1)]


def test_pages_lead_to_their_feeds(reader, db):
    edition = everything()
    for name, path in feeds_of(edition).items():
        page = "/" if name == "articles" else path.removesuffix("feed/")
        page = "/corrections/" if name == "corrections" else page
        head = reader.words(page).partition("</head>")[0]
        assert 'type="application/atom+xml"' in head
        assert f'href="{path}"' in head, name


#: Feed → queries, with one entry of each kind and with three.
COSTS = {
    "articles": 14,
    "corrections": 2,
    "recommendations": 6,
    "issue": 11,
    "author": 16,
    "actor": 11,
    "recommendation": 9,
}


@pytest.mark.parametrize("count", [1, 3])
def test_a_feed_costs_the_same_with_one_entry_and_with_three(reader, db, count):
    edition = everything()
    author, recommended = (
        edition.bylines.get().author,
        edition.recommendationblocks.get().recommendation,
    )
    for number in range(count):
        other = b.published(
            on=DAY(2024, 1, 1 + number),
            authors=[author],
            blocks=[
                b.assessment(edition.assessments.get().issue),
                b.trait_block(edition.traitblocks.get().trait),
                b.advice(recommended=recommended),
                b.advice(of=recommended.issue, to=recommended.addressee),
            ],
        )
        followed_on = b.next_edition(other, change=answer("Corrected."))
        step(recommended)
        gone = b.published(authors=[author], blocks=[b.advice(recommended=recommended)])
        workflow.withdraw(gone, by=b.publisher(), reason="Wrong.")
        assert followed_on.number == 2
    followed(edition)
    changes.settle()

    found = {}
    for name, path in feeds_of(edition).items():
        with CaptureQueriesContext(connection) as queries:
            reader.get(path)
        found[name] = len(queries)
    assert found == COSTS
    assert Assessment.objects.published().count() == count + 1
