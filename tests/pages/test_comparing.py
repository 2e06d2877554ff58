"""Two assessments of an issue side by side: what they say otherwise, and what happened in between."""

import datetime as dt
import re
import uuid

import pytest
from django.template.loader import render_to_string

from articles import drafting, workflow
from articles.dossier import dossier
from articles.models import Assessment
from issues import merging, tracking
from issues.comparing import choices, comparison_url
from tests import builders as build

DAY = dt.date
PAGE = "/issues/troop-levels/compare"


def assess(issue, answer, on, *, advice=(), author="Author One", language="en", **fields):
    """A published piece with one assessment of the issue; gives the block's row."""
    fields = {"question": "Will they stay?", "html": "<p>They like it there.</p>", **fields}
    edition = build.published(
        f"Piece of {on:%Y}",
        on=on,
        language=language,
        authors=[build.author(author)],
        blocks=[build.assessment(issue, answer=answer, **fields), *advice],
    )
    return edition.assessments.get()


@pytest.fixture
def issue(db):
    return build.issue("Troop levels")


@pytest.fixture
def bases(issue):
    return build.recommendation("Count the bases.", issue=issue)


@pytest.fixture
def old(issue, bases):
    return assess(issue, "They stay.", DAY(2023, 3, 1), outlook="steady", likelihood="likely",
                  horizon=DAY(2023, 12, 31),
                  advice=[build.advice(recommended=bases), build.advice("Ask them.", of=issue)])  # fmt: skip


@pytest.fixture
def new(issue, bases, old):
    return assess(issue, "They leave.", DAY(2024, 3, 1), author="Author Two", outlook="worsening",
                  change_reason="A unit left.", likelihood="very_likely", horizon=DAY(2024, 12, 31),
                  html="<p>They liked it there.</p>",
                  advice=[build.advice("Count all bases.", recommended=bases, stance="widens"),
                          build.advice("Tell them.", of=issue)])  # fmt: skip


def compared(reader, a, b, status=200):
    return reader.words(f"{PAGE}/{a}/{b}/", status)


def section(page, title):
    return page.split(f">{title}</h2>")[1].split("</section>")[0]


def without_tags(html):
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def test_words_that_differ_are_marked_on_either_side(reader, old, new):
    page = compared(reader, old.uid, new.uid)

    assert "They <del>stay</del>." in section(page, "Answer")
    assert "They <ins>leave</ins>." in section(page, "Answer")
    assert "<p>They <del>like</del> it there.</p>" in section(page, "Analysis")
    assert "<p>They <ins>liked</ins> it there.</p>" in section(page, "Analysis")
    assert "<ins>A unit left.</ins>" in section(page, "Why the outlook changed")
    assert "<del>" not in section(page, "Question")
    assert without_tags(section(page, "Question")) == "The same in both Will they stay?"


def test_each_side_says_who_wrote_it_where_and_when(reader, old, new):
    page = compared(reader, old.uid, new.uid)

    head = page.split('class="sides sides-head"')[1].split('class="key"')[0]
    for words in ("Author One", "Piece of 2023", "1 March 2023", "edition 1", "Author Two",
                  "Piece of 2024", "1 March 2024"):  # fmt: skip
        assert words in head
    assert f'href="{old.parent.get_absolute_url()}#b-{old.uid}"' in head
    assert head.index("Author One") < head.index("Author Two")


def test_judgements_are_told_in_a_sentence(reader, old, new):
    page = compared(reader, old.uid, new.uid)

    assert "From steady to worsening, for the worse." in section(page, "Outlook")
    assert "From likely to very likely, one step up." in section(page, "Likelihood")
    assert "questions read differently" not in page
    assert "From 31 December 2023 to 31 December 2024." in section(page, "Horizon")


def test_steps_between_answers_to_different_questions_bear_a_caution(reader, issue, old):
    other = assess(issue, "Yes.", DAY(2024, 1, 1), question="Will some go?", likelihood="likely")

    assert "questions read differently" in compared(reader, old.uid, other.uid)


def test_recommendations_are_matched_by_the_registers(reader, bases, old, new):
    found = section(compared(reader, old.uid, new.uid), "Recommendations")

    assert "Count <del>the</del> bases." in found
    assert "Count <ins>all</ins> bases." in found
    assert found.count(bases.get_absolute_url()) == 1
    assert "<del>Ask them.</del>" in found
    assert "<ins>Tell them.</ins>" in found
    assert found.count("not advised in this piece") == 2


def test_the_older_comes_first_whichever_way_it_is_asked(reader, old, new):
    one, other = (compared(reader, *pair) for pair in ((old.uid, new.uid), (new.uid, old.uid)))

    assert one == other
    assert f'rel="canonical" href="http://testserver{PAGE}/{old.uid}/{new.uid}/"' in one


def test_what_happened_in_between_is_told(reader, issue, old, new):
    assess(issue, "Too early.", DAY(2022, 1, 1))
    assess(issue, "Half of them.", DAY(2023, 8, 1))
    for day, title in ((28, "One day before"), (1, "On the day"), (2, "After")):
        tracking.add_development(
            issue, title=title, occurred_on=DAY(2023, 2 if day == 28 else 3, day), text="Text.",
            source_kind="press", by=build.editor())  # fmt: skip

    found = compared(reader, old.uid, new.uid).split('id="between"')[1]

    assert "From 1 March 2023 to 1 March 2024 , 366 days" in without_tags(found)
    for words in ("Half of them.", "On the day", "After"):
        assert words in found
    for words in ("Too early.", "One day before", "They stay.", "They leave.", "Count the bases."):
        assert words not in found


def test_an_assessment_does_not_differ_from_itself(reader, old):
    page = compared(reader, old.uid, f"{old.uid}.1")

    assert "there is no difference" in page
    assert "<ins>" not in page
    assert "<del>" not in page
    assert 'id="between"' not in page


def put_right(block, answer, **fields):
    """The next edition of the block's piece, in which it answers otherwise; its row there."""

    def change(edition):
        edition.assessments.filter(uid=block.uid).update(answer=answer)

    edition = build.next_edition(block.parent, change=change, **fields)
    return edition.assessments.get(uid=block.uid)


def test_an_address_without_edition_means_the_newest_public_one(reader, old, new):
    put_right(new, "They leave soon.")

    assert "They leave <ins>" not in compared(reader, new.uid, new.uid)
    assert "They <ins>leave soon</ins>." in compared(reader, old.uid, new.uid)
    assert "They <ins>leave</ins>." in compared(reader, old.uid, f"{new.uid}.1")
    editions = compared(reader, f"{new.uid}.2", f"{new.uid}.1")
    assert "They leave<ins> soon</ins>." in editions


def test_a_draft_of_the_next_edition_is_not_meant(reader, old, new):
    before = compared(reader, old.uid, new.uid)
    draft = drafting.new_edition(
        new.parent, by=build.publisher(), change_kind="minor", change_note="x"
    )
    with drafting.saving(draft, version=draft.version, by=None):
        draft.assessments.update(answer="Zq secret.")

    assert compared(reader, old.uid, new.uid) == before
    assert reader.get(f"{PAGE}/{old.uid}/{new.uid}.2/").status_code == 404


def test_pieces_in_two_languages_are_shown_without_marks(reader, issue, old):
    korean = assess(issue, "그들은 떠난다.", DAY(2024, 1, 1), language="ko")

    page = compared(reader, old.uid, korean.uid)

    assert "written in different languages" in page
    assert "They stay." in page
    assert "그들은 떠난다." in page
    assert "<ins>" not in page
    assert "<del>" not in page


def test_a_withdrawn_edition_is_gone_and_says_why(reader, old, new):
    put_right(new, "They leave soon.")
    workflow.withdraw(new.parent, by=build.publisher(), reason="A slip.")

    page = compared(reader, old.uid, f"{new.uid}.1", status=410)

    assert "A slip." in page
    assert "They leave" not in page
    assert "They stay" not in page
    assert "leave soon" in compared(reader, old.uid, new.uid)


def test_what_nothing_but_withdrawn_editions_had_is_gone(reader, old, new):
    workflow.withdraw(new.parent, by=build.publisher(), reason="A slip.")

    assert "A slip." in compared(reader, new.uid, old.uid, status=410)


def test_a_withdrawn_edition_in_between_is_told_without_its_text(reader, issue, old, new):
    slip = assess(issue, "Zq slip.", DAY(2023, 8, 1))
    workflow.withdraw(slip.parent, by=build.publisher(), reason="It was wrong.")

    page = compared(reader, old.uid, new.uid)

    assert "It was wrong." in page
    assert "Zq" not in page


def test_what_is_not_public_answers_like_what_is_not_there(reader, issue, old):
    other = assess(build.issue("Another issue"), "Yes.", DAY(2024, 1, 1))
    hidden = build.issue("Hidden issue")
    draft = build.draft("Zq draft", blocks=[build.assessment(issue, answer="Zq.")])
    unpublished = draft.assessments.get()
    of_hidden = build.draft("Zq other", blocks=[build.assessment(hidden)]).assessments.get()
    addresses = [
        f"{PAGE}/{old.uid}/{uuid.uuid4()}/",
        f"{PAGE}/{old.uid}/{unpublished.uid}/",
        f"{PAGE}/{old.uid}/{unpublished.uid}.1/",
        f"{PAGE}/{old.uid}/{old.uid}.2/",
        f"{PAGE}/{old.uid}/{old.uid}.0/",
        f"{PAGE}/{old.uid}/{other.uid}/",
        f"/issues/{hidden.slug}/compare/{of_hidden.uid}/{of_hidden.uid}/",
        f"/issues/{hidden.slug}/compare/?a={of_hidden.uid}&b={of_hidden.uid}",
        f"/issues/no-such-issue/compare/{old.uid}/{old.uid}/",
    ]

    answers = [reader.get(address) for address in addresses]

    assert [answer.status_code for answer in answers] == [404] * len(addresses)
    assert len({answer.content for answer in answers}) == 1


def test_recommendations_of_another_issue_stay_away(reader, issue, old):
    other = build.issue("Another issue")
    both = build.published(
        "Both", on=DAY(2024, 1, 1),
        blocks=[build.assessment(issue), build.advice("Of this one.", of=issue),
                build.assessment(other), build.advice("Of the other one.", of=other)])  # fmt: skip

    page = compared(reader, old.uid, both.assessments.get(issue=issue).uid)

    assert "Of this one." in page
    assert "Of the other one." not in page


def test_a_merged_issues_assessments_are_compared_on_the_page_of_the_one_it_went_into(
    reader, issue, old
):
    duplicate = build.issue("Troops in Korea")
    theirs = assess(duplicate, "They go.", DAY(2024, 1, 1))
    assert reader.get(f"{PAGE}/{old.uid}/{theirs.uid}/").status_code == 404

    merging.merge(
        duplicate, into=issue, occurred_on=DAY(2024, 6, 1), text="The same.", by=build.publisher()
    )

    assert "They <ins>go</ins>." in compared(reader, old.uid, theirs.uid)
    assert reader.words(f"/issues/{duplicate.slug}/compare/{theirs.uid}/{theirs.uid}/")
    address = f"/issues/{duplicate.slug}/compare/{old.uid}/{theirs.uid}/"
    assert reader.get(address).status_code == 404


def test_the_form_leads_to_the_comparison(reader, old, new):
    answer = reader.get(f"{PAGE}/?a={old.uid}.1&b={new.uid}&utm_source=x")

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{PAGE}/{old.uid}.1/{new.uid}/"


@pytest.mark.parametrize(
    "query", ["?a=&b=", "?a={0}", "?a={0}&b=", "?a={0}&b=x", "?a={0}&b={0}.0", "?a={0}&a={0}&b={0}", "?a={0}&b={0}%0A"]
)  # fmt: skip
def test_bad_choices_are_refused(reader, old, query):
    assert reader.get(f"{PAGE}/{query.format(old.uid)}").status_code == 400


def test_every_public_assessment_can_be_chosen_newest_first(issue, old, new):
    put_right(new, "They leave soon.")
    build.draft(blocks=[build.assessment(issue, answer="Zq.")])

    found = choices(dossier(issue.slug, on=DAY(2024, 6, 1)).entries)

    assert [(choice.value, choice.label) for choice in found] == [
        (f"{new.uid}.2", "2024-03-01 Author Two: They leave soon. (edition 2)"),
        (f"{new.uid}.1", "2024-03-01 Author Two: They leave. (edition 1)"),
        (f"{old.uid}.1", "2023-03-01 Author One: They stay. (edition 1)"),
    ]


def test_an_address_made_for_two_rows_leads_to_these_editions(reader, issue, old, new):
    rows = Assessment.objects.released().select_related("parent").in_bulk([old.pk, new.pk])

    address = comparison_url(issue, rows[old.pk], rows[new.pk])

    assert address == f"{PAGE}/{old.uid}.1/{new.uid}.1/"
    assert reader.get(address).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_recommendations_and_events_cost_no_more_queries(
    reader, issue, count, django_assert_num_queries
):
    rows = [
        build.recommendation(f"Do {n}.", issue=issue, addressee=build.actor()) for n in range(count)
    ]
    first, last = (
        assess(issue, answer, DAY(year, 1, 1), advice=[build.advice(recommended=r) for r in rows])
        for answer, year in (("Yes.", 2023), ("No.", 2025))
    )
    for n in range(count):
        assess(issue, "Perhaps.", DAY(2024, 1, 1 + n))
        tracking.add_step(rows[n], status="adopted", occurred_on=DAY(2024, 2, 1 + n), text="Done.",
                          source_url="https://example.org/", by=build.editor())  # fmt: skip

    # Issue, family, rows meant, rows and their bylines, advice, events, what was said (three), bylines.
    with django_assert_num_queries(11):
        page = reader.words(f"{PAGE}/{first.uid}/{last.uid}/")
    assert page.count('class="compared-advice"') == count
    assert page.count("Perhaps.") == count


def test_the_form_offers_them_and_proposes_the_two_newest(reader, issue, old, new):
    found = choices(dossier(issue.slug, on=DAY(2024, 6, 1)).entries)

    form = render_to_string("issues/_compare_form.html", {"issue": issue, "choices": found})

    assert f'action="{PAGE}/"' in form
    first, second = form.split("</select>")[:2]
    assert f'<option value="{old.uid}.1" selected>' in first
    assert f'<option value="{new.uid}.1">2024-03-01 Author Two: They leave. (edition 1)' in second
    assert "selected" not in second


def test_without_choices_the_address_shows_the_form(reader, issue, old, new):
    page = reader.words(f"{PAGE}/?utm_source=x")

    assert f'<option value="{old.uid}.1" selected>' in page
    assert 'action="/issues/troop-levels/compare/"' in page


def test_many_events_are_on_several_pages(reader, issue, old, new):
    for n in range(51):
        tracking.add_development(
            issue, title=f"Event {n}", occurred_on=DAY(2023, 4, 1) + dt.timedelta(days=n),
            text="Text.", source_kind="press", by=build.editor())  # fmt: skip
    address = f"{PAGE}/{old.uid}/{new.uid}/"

    first, last = reader.words(address), reader.words(f"{address}?page=2")

    assert "Event 0<" in first
    assert "Event 50<" not in first
    assert 'href="?page=2#between"' in first
    assert "Event 0<" not in last
    assert "Event 50<" in last
    assert reader.get(f"{address}?page=3").status_code == 404
    assert reader.get(f"{address}?page=x").status_code == 400


def test_one_assessment_alone_has_no_form(issue, old):
    found = choices(dossier(issue.slug, on=DAY(2024, 6, 1)).entries)

    assert "<form" not in render_to_string(
        "issues/_compare_form.html", {"issue": issue, "choices": found}
    )
