"""The Atom feeds: valid whatever is in them, one identity an entry for ever, nothing but what is public."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import drafting, workflow
from articles.models import Assessment, Author, Edition, RecommendationBlock
from issues import tracking
from issues.clock import start_of
from issues.models import Actor, FormerSlug, Issue, Recommendation
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


# What holds for all of them


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

    found = feed(feeds_of(edition)[name])

    [entry] = found.entries
    assert entry.title.startswith("Withdrawn: a piece of 1 March 2025")
    assert entry.summary == "Its text is no longer shown. Reason: The source was forged."
    assert entry.authors == []
    text = reader.words(feeds_of(edition)[name])
    for word in ("title", "abstract", "question", "answer", "advice", "description", "reason"):
        assert f"Zq {word}" not in text


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


# Pieces and authors


def test_a_piece_is_an_entry_with_its_authors_and_issues(feed, db):
    costs, troops = b.issue("Costs"), b.issue("Troops")
    b.published(
        "A piece",
        on=DAY(2024, 5, 1),
        abstract="In short: 1 < 2.",
        authors=[b.author("Kim"), b.author("Park")],
        blocks=[b.assessment(costs), b.assessment(costs), b.advice(of=troops)],
    )
    b.published("한국어", on=DAY(2023, 5, 1), language="ko", blocks=[b.passage()])

    piece, korean = feed("/feeds/articles/").entries

    assert piece.title == "A piece"
    assert piece.summary == "In short: 1 < 2."
    assert piece.authors == ["Kim", "Park"]
    assert piece.subjects == [("costs", "Costs"), ("troops", "Troops")]
    assert piece.published == piece.updated == start_of(DAY(2024, 5, 1))
    assert piece.link == "http://testserver/articles/a-piece/"
    assert (piece.language, korean.language) == ("en", "ko")


def test_an_entry_of_a_piece_moves_on_with_what_readers_are_told(feed, db):
    first = b.published("A piece", abstract="In short.", blocks=[b.passage()])
    [before] = feed("/feeds/articles/").entries
    second = b.next_edition(first, note="A number was wrong.")
    [corrected] = feed("/feeds/articles/").entries
    b.next_edition(second, change_kind="minor", note="Spelling.")
    [minor] = feed("/feeds/articles/").entries

    assert before.id == corrected.id == minor.id
    assert before.published == corrected.published == minor.published
    assert before.updated < corrected.updated == minor.updated
    assert corrected.summary == "Correction: A number was wrong.\n\nIn short."
    assert minor.summary == "In short."


def test_the_notice_takes_the_place_of_a_withdrawn_piece_until_it_is_back(feed, db):
    first = b.published("A piece", blocks=[b.passage()])
    second = b.next_edition(first)
    [before] = feed("/feeds/articles/").entries
    workflow.withdraw(second, by=b.publisher(), reason="Wrong.")
    [notice] = feed("/feeds/articles/").entries
    b.next_edition(first, change_kind="minor")
    [back] = feed("/feeds/articles/").entries

    assert before.id == notice.id == back.id
    assert before.published == notice.published == back.published
    assert before.updated < notice.updated < back.updated
    assert (notice.title[:10], back.title) == ("Withdrawn:", "A piece")


def test_an_author_has_the_pieces_and_the_withdrawals_of_earlier_editions(feed, db):
    author = b.author("Kim")
    first = b.published("A piece", authors=[author], blocks=[b.passage()])
    b.published("Of others", blocks=[b.passage()])
    b.next_edition(first)
    workflow.withdraw(Edition.objects.get(pk=first.pk), by=b.publisher(), reason="Wrong.")

    found = feed("/authors/kim/feed/")

    assert found.title == "Kim"
    assert [title.partition(":")[0] for title in found.titles] == ["Withdrawn", "A piece"]
    assert len(feed("/feeds/articles/").entries) == 2


def test_an_author_entered_twice_has_one_feed_at_two_addresses(feed, db):
    kim, double, third = b.author("Kim"), b.author("Kim M."), b.author("Kim Min")
    for row in (kim, double, third):
        b.published(f"By {row.name}", authors=[row], blocks=[b.passage()])
    Author.objects.filter(pk=third.pk).update(merged_into=double)
    Author.objects.filter(pk=double.pk).update(merged_into=kim)

    survivor, other = feed("/authors/kim/feed/"), feed("/authors/kim-m/feed/")

    assert sorted(survivor.titles) == ["By Kim", "By Kim M.", "By Kim Min"]
    assert other.entries == survivor.entries
    assert other.id != survivor.id
    assert other.page == survivor.page == "http://testserver/authors/kim/"


# Corrections


def test_corrections_are_told_with_their_note_and_edition(feed, db):
    first = b.published("A piece", authors=[b.author("Kim")], blocks=[b.passage()])
    second = b.next_edition(first, note="A number was wrong.")
    third = b.next_edition(second, change_kind="clarification", note="Which office is meant.")
    fourth = b.next_edition(third, change_kind="minor", note="Spelling.")
    b.next_edition(fourth, change_kind="new_version", note="Events.")

    clarification, correction = feed("/feeds/corrections/").entries

    assert correction.title == "Correction: A piece, edition 2"
    assert correction.summary == "A number was wrong."
    assert correction.link == "http://testserver/articles/a-piece/editions/2/"
    assert correction.authors == ["Kim"]
    assert clarification.title == "Clarification: A piece, edition 3"


def test_a_withdrawn_correction_is_replaced_by_the_notice_of_it(feed, reader, db):
    first = b.published("A piece", blocks=[b.passage()])
    second = b.next_edition(first, note="Zq note")
    [before] = feed("/feeds/corrections/").entries
    workflow.withdraw(second, by=b.publisher(), reason="It was right before.")
    b.next_edition(first, change_kind="minor")
    [after] = feed("/feeds/corrections/").entries

    assert before.id == after.id
    assert after.title == "Withdrawn: A piece, edition 2"
    assert "Zq note" not in reader.words("/feeds/corrections/")


# The register


def test_the_feed_of_an_issue_says_in_words_what_each_entry_is(feed, db):
    edition = everything()
    followed(edition)
    second = b.next_edition(edition, note="A slip.", change=answer("Corrected."))
    b.next_edition(second, note="Struck.", change=lambda d: d.assessments.all().delete())

    found = feed("/issues/word-issue/feed/")

    assert found.titles == [
        "No longer said: Word question?",
        "Correction: Word question?",
        "Status: watching",
        "Development: A meeting",
        "Recommendation under consideration: Word advice",
        *sorted(
            ["Recommendation: Word advice", "Assessment: Word question?"], key=found.titles.index
        ),
    ]
    assert found.entry("Assessment").summary == (
        "Word answer.\n\nOutlook: steady.\n\n"
        "Likelihood: likely (55–80\u00a0%), by 31 January 2030.\n\n"
        "By Word author, in “Word title”, edition 1."
    )
    assert found.entry("Assessment").link.startswith(
        "http://testserver/articles/word-title/editions/1/#b-"
    )
    assert found.entry("Correction").summary.startswith("Corrected.")
    assert found.entry("Correction").summary.endswith("A slip.")
    assert found.entry("No longer").summary == (
        "By Word author, in “Word title”, edition 3.\n\nStruck."
    )
    assert found.entry("Recommendation under").summary == (
        "1 April 2025: A hearing.\n\nPress report: https://example.org/hearing"
    )
    assert found.entry("Development").authors == []
    assert found.entry("Assessment").authors == ["Word author"]


def test_an_edition_that_says_and_advises_much_has_an_identity_for_each(feed, db):
    issue = b.issue("Costs")
    first = b.published(
        blocks=[b.assessment(issue), b.assessment(issue), b.advice(of=issue), b.advice(of=issue)]
    )

    b.next_edition(
        first,
        change=lambda draft: (
            draft.assessments.all().delete(),
            draft.recommendationblocks.all().delete(),
            draft.passages.create(html="<p>Words.</p>"),
        ),
    )

    assert len(set(feed("/issues/costs/feed/").ids)) == 8


@pytest.mark.parametrize(
    ("stance", "label", "words"),
    [
        ("makes", "Recommendation", "This is advised for the first time."),
        ("repeats", "Recommendation repeated", "It was advised before."),
        ("narrows", "Recommendation narrowed", "It asks for less than before."),
        ("widens", "Recommendation widened", "It asks for more than before."),
        ("reverses", "Recommendation reversed", "It advises against what was advised before."),
    ],
)
def test_advice_says_who_advised_whom_and_how(feed, db, stance, label, words):
    block = b.advice("Wait.", of=b.issue("Costs"), to=b.actor("Office"), stance=stance)
    b.published("A piece", authors=[b.author("Kim"), b.author("Park")], blocks=[block])

    for path in ("/issues/costs/feed/", "/actors/office/feed/"):
        [entry] = feed(path).entries
        assert entry.title == f"{label}: Wait."
        assert entry.summary == (
            f"Advice to Office by Kim and Park, in “A piece”, edition 1.\n\n{words}"
        )
        assert entry.authors == ["Kim", "Park"]


def test_an_actor_that_is_hidden_is_not_named_by_advice(feed, reader, db):
    block = b.advice("Wait.", of=b.issue("Costs"))
    b.published(blocks=[block])
    Recommendation.objects.update(addressee=b.actor("Zq office"))

    assert feed("/issues/costs/feed/").entries[0].summary.startswith("Advice by ")
    for path in ("/issues/costs/feed/", "/recommendations/feed/"):
        assert "Zq" not in reader.words(path)


@pytest.mark.parametrize(
    ("stance", "label"),
    [
        ("asserts", "Trait asserted"),
        ("qualifies", "Trait qualified"),
        ("contradicts", "Trait contradicted"),
    ],
)
def test_an_actor_has_what_is_said_of_its_traits(feed, db, stance, label):
    trait = b.trait("slow", of=b.actor("Office"))
    block = b.trait_block(trait, "It shows.", stance=stance)
    b.published("A piece", authors=[b.author("Kim")], blocks=[block])

    [entry] = feed("/actors/office/feed/").entries

    assert entry.title == f"{label}: slow (Office)"
    assert entry.summary == "It shows.\n\nBy Kim, in “A piece”, edition 1."


def test_an_actor_entered_twice_has_one_feed_at_two_addresses(feed, db):
    office, double = b.actor("Office"), b.actor("The office")
    b.published(blocks=[b.trait_block(b.trait("slow", of=office))])
    b.published(blocks=[b.trait_block(b.trait("old", of=double))])
    b.published(blocks=[b.advice("Wait.", to=double)])
    step(RecommendationBlock.objects.published().get().recommendation, occurred_on=DAY.today())
    Actor.objects.filter(pk=double.pk).update(merged_into=office)

    survivor, other = feed("/actors/office/feed/"), feed("/actors/the-office/feed/")

    assert survivor.titles == [
        "Recommendation adopted: Wait.",
        "Recommendation: Wait.",
        "Trait asserted: old (The office)",
        "Trait asserted: slow (Office)",
    ]
    assert other.entries == survivor.entries


def test_a_recommendation_has_its_wordings_and_steps(feed, db):
    row = b.recommendation("Wait.", issue=b.issue("Costs"))
    b.published(on=DAY(2024, 1, 1), blocks=[b.advice("Wait.", recommended=row)])
    b.published(
        on=DAY(2025, 1, 1), blocks=[b.advice("Wait a year.", recommended=row, stance="narrows")]
    )
    wrong = step(row, "rejected")
    step(row, "adopted", corrects=wrong, text="The minutes say so.")

    found = feed(f"{row.get_absolute_url()}feed/")

    assert found.title == "Wait a year."
    assert found.titles == [
        "Recommendation adopted: Wait a year.",
        "Recommendation narrowed: Wait a year.",
        "Recommendation: Wait.",
    ]


def test_a_step_comes_with_its_source(feed, db):
    row = b.recommendation("Wait.")
    b.published(on=DAY(2024, 1, 1), blocks=[b.advice(recommended=row)])
    made = step(row, "rejected", source_url="https://example.org/no")

    entry = feed("/recommendations/feed/").entry("Recommendation rejected")

    assert entry.id == f"urn:uuid:{made.uid}"
    assert entry.summary == "1 April 2025: Done.\n\nPress report: https://example.org/no"
    assert entry.link == f"http://testserver{row.get_absolute_url()}#step-{made.uid}"


def test_all_recommendations_are_told_when_new_and_at_each_step(feed, db):
    row = b.recommendation("Wait.")
    b.published(on=DAY(2024, 1, 1), blocks=[b.advice(recommended=row)])
    b.published(on=DAY(2024, 2, 1), blocks=[b.advice(recommended=row, stance="repeats")])
    step(row)
    b.published(blocks=[b.advice("Hurry.")])

    assert feed("/recommendations/feed/").titles == [
        "Recommendation: Hurry.",
        "Recommendation adopted: Wait.",
        "Recommendation: Wait.",
    ]


def test_a_step_does_not_say_what_was_withdrawn(feed, reader, db):
    row = b.recommendation("Zq advice.", issue=b.issue("Costs"))
    edition = b.published(on=DAY(2024, 1, 1), blocks=[b.advice(recommended=row)])
    step(row)
    workflow.withdraw(edition, by=b.publisher(), reason="Wrong.")

    for path in ("/issues/costs/feed/", "/recommendations/feed/", f"{row.get_absolute_url()}feed/"):
        assert feed(path).titles == [
            "Withdrawn: a piece of 1 January 2024, edition 1",
            "A recommendation that was withdrawn: adopted",
        ]
        assert "Zq" not in reader.words(path)


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
    "articles": 6,
    "corrections": 2,
    "recommendations": 6,
    "issue": 8,
    "author": 8,
    "actor": 9,
    "recommendation": 7,
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

    found = {}
    for name, path in feeds_of(edition).items():
        with CaptureQueriesContext(connection) as queries:
            reader.get(path)
        found[name] = len(queries)
    assert found == COSTS
    assert Assessment.objects.published().count() == count + 1
