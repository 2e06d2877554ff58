"""The outline beside the text: to see the whole, to jump, to put in order; and the keyboard."""

import re

import pytest
from playwright.sync_api import expect

from articles.contents import contents_of_one
from articles.models import Edition
from tests import builders as b
from tests.browser.desk import add, open_edition, save, type_into


@pytest.fixture
def page_of_three(login):
    edition = b.draft(
        blocks=[
            b.passage("One.", heading="First"),
            b.assessment(question="Second?"),
            b.passage("Three.", heading="Third"),
        ]
    )
    page = login(b.editor())
    open_edition(page, edition)
    return page


def outline(page):
    return page.locator(".desk-outline li")


def headings():
    blocks = contents_of_one(Edition.objects.get()).blocks
    names = ("heading", "question", "wording")
    return [next(filter(None, (getattr(block, name, "") for name in names))) for block in blocks]


#: Kinds of blocks, how their forms are called, and the field that names them in the outline.
KINDS = (
    ("Passage", "passages", "heading"),
    ("Assessment", "assessments", "question"),
    ("Recommendation", "recommendationblocks", "wording"),
)


def test_names_each_block_and_flags_those_with_something_to_mend(page_of_three):
    page = page_of_three
    expect(outline(page)).to_have_text(
        ["1. First Passage", "2. Second? Assessment", "3. Third Passage"]
    )
    expect(page.locator(".desk-outline li.desk-flagged")).to_have_text(["2. Second? Assessment"])
    page.locator("#id_passages-0-heading").fill("Renamed")
    expect(outline(page).first).to_have_text("1. Renamed Passage")


def test_leads_to_a_block_even_where_it_is_folded(page_of_three):
    page = page_of_three
    page.locator("#passages-1").get_by_role("button", name="Fold or unfold").click()
    outline(page).nth(2).get_by_role("button").click()
    expect(page.locator("#id_passages-1-heading")).to_be_focused()


def test_blocks_are_dragged_in_it(page_of_three):
    page = page_of_three
    outline(page).nth(2).drag_to(outline(page).nth(0))
    expect(outline(page).first).to_have_text("1. Third Passage")
    save(page)
    assert headings() == ["Third", "First", "Second?"]


def test_keys_lead_from_block_to_block_and_save(page_of_three):
    page = page_of_three
    page.locator("#id_passages-0-heading").focus()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#id_passages-1-heading")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("By hand")
    page.keyboard.press("Control+s")
    page.get_by_text("Saved.", exact=True).wait_for()
    assert headings()[2] == "By hand"
    page.locator(".desk-adding").wait_for()
    page.keyboard.press("Control+Alt+p")
    page.wait_for_url(re.compile("/preview/"))


def test_tells_how_long_the_text_is(page_of_three):
    page = page_of_three
    box = page.locator("#id_abstract")
    box.fill("word " * 500)
    expect(page.locator(".desk-length")).to_contain_text("3 min to read")


def test_fifteen_blocks_are_written_from_nothing_and_put_in_order(login):
    b.issue("Rain in spring")
    page = login(b.editor())
    page.get_by_role("link", name="Add article").click()
    page.get_by_label("Title:").fill("Fifteen blocks")
    page.get_by_role("button", name="Start writing").click()
    for place in range(15):
        kind, prefix, name = KINDS[place % 3]
        row = f"{prefix}-{place // 3}"
        add(page, kind)
        page.locator(f"#id_{row}-{name}").fill(f"Part {place + 1}")
        if kind == "Assessment":
            page.locator(f"#{row} .field-issue .select2-selection").click()
            page.keyboard.type("rain")
            page.get_by_role("option", name="Rain in spring").click()
        if kind != "Recommendation":
            page.locator(f"#{row} [contenteditable=true]").click()
            page.keyboard.type(f"Words of part {place + 1}.")
    save(page)
    assert len(headings()) == 15
    outline(page).nth(14).drag_to(outline(page).nth(0))
    expect(outline(page).first).to_contain_text("1. Part 15")
    save(page)
    assert headings() == ["Part 15", *(f"Part {n}" for n in range(1, 15))]

    edition = Edition.objects.get()
    open_edition(page, edition)
    page.context.set_offline(True)
    type_into(page, "passages-2", " Typed without a network.")
    expect(page.locator(".desk-status")).to_have_text(re.compile("No connection"))
    page.goto("about:blank")
    page.context.set_offline(False)
    open_edition(page, edition)
    page.get_by_role("button", name="Open it").click()
    box = page.locator(".ProseMirror", has_text="Typed without a network.")
    expect(box).to_have_count(1)
    save(page)
    typed = "<p>Words of part 7. Typed without a network.</p>"
    assert contents_of_one(edition).blocks[7].html == typed
