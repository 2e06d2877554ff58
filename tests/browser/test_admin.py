"""The edition's screen in a real browser. The page fixture fails on any breach of the policy."""

import re

from articles.contents import contents_of_one
from articles.models import Edition, Passage
from tests import builders as b
from tests.browser.desk import add, move, open_edition, save


def shown_order(page):
    return page.evaluate(
        """[...document.querySelectorAll(".order-machine .inline-related:not(.empty-form)")]
        .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
        .map(e => e.id)"""
    )


def test_a_piece_is_written_from_nothing(login):
    b.issue("Rain in spring")
    page = login(b.editor())
    page.get_by_role("link", name="Add article").click()
    page.get_by_label("Title:").fill("A new piece")
    page.get_by_role("button", name="Start writing").click()

    add(page, "Passage")
    page.locator("#id_passages-0-heading").fill("Where things stand")
    page.locator("#passages-0 [contenteditable=true]").click()
    page.keyboard.type("a b ")
    add(page, "Assessment")
    page.locator("#id_assessments-0-question").fill("Will it rain?")
    page.locator("#assessments-0 .field-issue .select2-selection").click()
    page.keyboard.type("rain")
    page.get_by_role("option", name="Rain in spring").click()
    add(page, "Recommendation")
    page.locator("#id_recommendationblocks-0-wording").fill("Take an umbrella.")
    save(page)

    passage, assessment, advice = contents_of_one(Edition.objects.get()).blocks
    assert (passage.heading, passage.html) == ("Where things stand", "<p>a b </p>")
    assert (assessment.issue.title, assessment.question) == ("Rain in spring", "Will it rain?")
    assert advice.recommendation.issue == assessment.issue


def test_blocks_are_moved_by_keyboard(login):
    edition = b.draft(blocks=[b.passage("One"), b.assessment(), b.passage("Three")])
    page = login(b.editor())
    open_edition(page, edition)
    assert shown_order(page) == ["passages-0", "assessments-0", "passages-1"]

    up = page.locator("#passages-1").get_by_role("button", name="Up", exact=True)
    up.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert shown_order(page) == ["passages-1", "passages-0", "assessments-0"]
    assert up.evaluate("e => e === document.activeElement")
    page.locator("#passages-1").get_by_role("button", name="Down", exact=True).press("Enter")
    assert shown_order(page) == ["passages-0", "passages-1", "assessments-0"]
    save(page)

    kinds = [block.kind for block in contents_of_one(edition).blocks]
    assert kinds == ["passage", "passage", "assessment"]


def test_blocks_are_moved_by_mouse(login):
    edition = b.draft(blocks=[b.passage("One"), b.passage("Two")])
    page = login(b.editor())
    open_edition(page, edition)
    page.locator("#passages-1 > h3").drag_to(
        page.locator("#passages-0 > h3"), target_position={"x": 60, "y": 2}
    )
    assert shown_order(page) == ["passages-1", "passages-0"]


def test_a_block_is_folded_by_its_button(login):
    edition = b.draft(blocks=[b.passage("One")])
    page = login(b.editor())
    open_edition(page, edition)
    toggle = page.get_by_role("button", name="Fold or unfold")
    heading = page.locator("#id_passages-0-heading")
    toggle.press("Enter")
    heading.wait_for(state="hidden")
    assert toggle.get_attribute("aria-expanded") == "false"
    toggle.press("Enter")
    heading.wait_for(state="visible")


def test_bylines_are_put_in_order(login):
    first, second = b.author("Ada Mun"), b.author("Bo Seo")
    edition = b.draft(authors=[first, second])
    page = login(b.editor())
    open_edition(page, edition)
    page.locator("#bylines-1").get_by_role("button", name="Up", exact=True).click()
    save(page)
    assert [byline.author for byline in edition.bylines.all()] == [second, first]


def test_rich_text_that_nobody_touched_is_not_changed(login):
    html = (
        '<h3>Head</h3><p>One <strong>two</strong> <a href="https://example.org/">three</a>'
        "<sup>4</sup></p><ul><li><p>five</p></li></ul><blockquote><p>six</p></blockquote>"
    )
    block = b.passage()
    block.html = html
    edition = b.draft(blocks=[block])
    page = login(b.editor())
    open_edition(page, edition)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Nothing was changed").wait_for()
    assert Passage.objects.get().html == html


def test_a_verb_waits_for_what_is_not_saved(login):
    edition = b.draft("Before", blocks=[b.passage()])
    page = login(b.editor())
    open_edition(page, edition)
    page.get_by_label("Title:", exact=True).fill("After")
    move(page, "Submit for review")
    page.get_by_text("Save your changes first").wait_for()
    edition.refresh_from_db()
    assert (edition.state, edition.title) == ("draft", "Before")

    save(page)
    move(page, "Submit for review")
    page.get_by_text(re.compile("In review since")).first.wait_for()
    edition.refresh_from_db()
    assert (edition.state, edition.title) == ("in_review", "After")


def test_leaving_asks_first_only_where_nothing_could_be_kept(login):
    edition = b.draft("Before")
    page = login(b.editor())
    open_edition(page, edition)
    page.get_by_label("Title:", exact=True).fill("Kept")
    page.get_by_text("Kept at").wait_for()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/admin/")
    assert asked == []

    page.add_init_script(
        """const set = Storage.prototype.setItem
        Storage.prototype.setItem = function (name, value) {
            if (name.startsWith("desk:")) throw new Error("full")
            set.call(this, name, value)
        }"""
    )
    open_edition(page, edition)
    page.context.set_offline(True)
    page.get_by_label("Title:", exact=True).fill("Nowhere")
    page.get_by_text("No connection").wait_for()
    page.evaluate("location.reload()")
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]


def test_two_people_in_conflict_lose_nothing(login):
    edition = b.draft("Before", blocks=[b.passage("Old words.")])
    page = login(b.editor())
    open_edition(page, edition)
    box = page.locator("#passages-0 [contenteditable=true]")
    box.fill("My words.")
    add(page, "Passage")
    page.locator("#id_passages-1-heading").fill("My new heading")
    b.write(edition, by=b.editor(name="Rival"), title="Theirs")

    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Rival has changed this edition since you opened it").first.wait_for()
    assert box.inner_text().strip() == "My words."
    assert page.locator("#id_passages-1-heading").input_value() == "My new heading"
    edition.refresh_from_db()
    assert edition.title == "Theirs"
    assert Passage.objects.get().html == "<p>Old words.</p>"


def test_from_draft_to_correction_and_withdrawal(login):
    writer, publisher = b.author_user(), b.publisher()
    edition = b.draft("A piece", by=writer, blocks=[b.passage("Words.")])
    page = login(writer)
    open_edition(page, edition)
    move(page, "Submit for review", comment="Please look.")
    page.get_by_text(re.compile("In review since")).first.wait_for()

    page = login(b.editor())
    open_edition(page, edition)
    page.get_by_text("Please look.").wait_for()
    move(page, "Approve")
    page.get_by_text(re.compile("waiting to be published")).first.wait_for()

    page = login(publisher)
    open_edition(page, edition)
    move(page, "Publish")
    page.get_by_text(re.compile("Edition 1: live since")).first.wait_for()
    assert page.locator("[contenteditable=true]").count() == 0
    page.get_by_text("Words.", exact=True).wait_for()
    move(page, "Start a new edition", change_kind="correction", change_note="A comma.")
    page.locator(".desk-adding").wait_for()
    assert page.get_by_label("Note on the change").input_value() == "A comma."

    edition.refresh_from_db()
    open_edition(page, edition)
    move(page, "Withdraw", reason="It was wrong.")
    page.get_by_text(re.compile("withdrawn on .*: It was wrong.")).first.wait_for()
    edition.refresh_from_db()
    assert edition.state == "withdrawn"


def test_an_issue_is_added_from_within_a_block(login):
    edition = b.draft(blocks=[b.assessment()])
    page = login(b.editor())
    open_edition(page, edition)
    with page.expect_popup() as opened:
        page.locator("#add_id_assessments-0-issue").click()
    popup = opened.value
    popup.get_by_label("Title:", exact=True).fill("Made in passing")
    popup.locator("[name=_save]").click()
    page.locator("#id_assessments-0-issue option", has_text="Made in passing").wait_for(
        state="attached"
    )
    save(page)
    assert contents_of_one(edition).blocks[0].issue.title == "Made in passing"
